namespace Thaw.Tests.ArchitectureRules;

/// <summary>Every rule finds what it is there to find.</summary>
public class RuleTests
{
    [Theory]
    [InlineData("Images", "using Thaw.Training;", "Images must not use Training")]
    [InlineData("Images", "using T = Thaw.Tensors.Tensor;", "Images must not use Tensors")]
    [InlineData("Networks", "class A { Thaw . Weights.Other x; }", "Networks must not use Weights")]
    [InlineData("Networks", "class A { object x = new Reports.Other(); }", "Networks must not use Reports")]
    [InlineData("Networks", "class A { string x = $\"a {Reports.Other.Name} b\"; }", "Networks must not use Reports")]
    [InlineData("Kernels", "using Thaw.Images;", "Kernels must not use Images")]
    [InlineData("Kernels", "class A { Images.Other x; }", "Kernels must not use Images")]
    [InlineData("Evaluation", "namespace Thaw.Training;", "its namespace is Thaw.Training, not Thaw.Evaluation")]
    [InlineData("Stuff", "namespace Thaw.Stuff;", "the folder Stuff has no place in the order")]
    public void A_forbidden_use_is_found(string folder, string code, string violation)
    {
        string found = string.Join('\n', Order(folder, code));
        Assert.Contains($"src/Thaw/{folder}/Made.cs: {violation}", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Reports", "using Thaw.Images; using Thaw.Serving; namespace Thaw.Reports;")]
    [InlineData("Images", "using Thaw.Kernels; namespace Thaw.Images; class A { Kernels.Other x; }")]
    [InlineData("Images", "// using Thaw.Training;\n/* Reports.Other */ class A { string x = \"Thaw.Training\"; }")]
    [InlineData("Networks", "class A { int x = Weights.Length + this.Reports.Other; }")]
    [InlineData("Networks", "class A { string x = $\"{{Reports.Other}}\" + \"\"\"Thaw.Reports\"\"\" + @\"\\\" + '\"' + \"Thaw.Reports\"; }")]
    public void An_allowed_use_is_not(string folder, string code) => Assert.Empty(Order(folder, code));

    [Fact]
    public void A_file_outside_the_folders_is_found() =>
        Assert.Contains("no folder", Assert.Single(FolderOrderRule.Violations([new SourceFile("src/Thaw/Loose.cs", "")])), StringComparison.Ordinal);

    [Fact]
    public void A_folder_below_a_folder_keeps_its_place()
    {
        SourceFile file = new("src/Thaw/Images/Png/A.cs", "using Thaw.Tensors;\nnamespace Thaw.Images;");
        Assert.Equal(
            ["src/Thaw/Images/Png/A.cs: its namespace is Thaw.Images, not Thaw.Images.Png", "src/Thaw/Images/Png/A.cs: Images must not use Tensors"],
            FolderOrderRule.Violations([file]));
    }

    [Theory]
    [InlineData("public unsafe void A() { }")]
    [InlineData("using System.Runtime.Intrinsics.X86;")]
    [InlineData("var x = Vector256.Create(1f);")]
    [InlineData("x = Unsafe.Add(ref x, 1);")]
    [InlineData("NativeMemory.Alloc(8);")]
    [InlineData("[DllImport(\"x\")] static extern void A();")]
    public void Unsafe_code_is_found(string code)
    {
        Assert.Single(UnsafeRule.Violations([new SourceFile("src/Thaw/Images/A.cs", code)]));
        Assert.Single(UnsafeRule.Violations([new SourceFile("src/Thaw.Cli/A.cs", code)]));
        Assert.Empty(UnsafeRule.Violations([new SourceFile("src/Thaw/Kernels/A.cs", code)]));
        Assert.Empty(UnsafeRule.Violations([new SourceFile("src/Thaw/Images/A.cs", "// " + code)]));
    }

    [Theory]
    [InlineData("src/Thaw/Images/Utils/A.cs", "")]
    [InlineData("src/Thaw/Images/ImageHelper.cs", "")]
    [InlineData("tests/Thaw.Tests/Common.cs", "")]
    [InlineData("src/Thaw/Images/A.cs", "internal sealed class ThreadManager { }")]
    [InlineData("src/Thaw/Images/A.cs", "internal record struct IOUtilities { }")]
    public void An_empty_name_is_found(string path, string code) => Assert.Single(NamingRule.Violations([new SourceFile(path, code)]));

    [Fact]
    public void Words_that_only_look_alike_are_not() =>
        Assert.Empty(NamingRule.Violations([new SourceFile("src/Thaw/Images/Uncommon.cs", "class Utilization { } // Helper\nclass Commons { }")]));

    [Fact]
    public void A_long_file_is_found()
    {
        string lines = string.Concat(Enumerable.Repeat("\n", 399));
        Assert.Empty(FileRules.TooLong([new SourceFile("a", "x" + lines[1..] + "\n")]));
        Assert.Equal("a: has 400 lines; fewer than 400 are allowed", Assert.Single(FileRules.TooLong([new SourceFile("a", "x" + lines + "x\n")])));
    }

    [Theory]
    [InlineData("#pragma warning disable CS1591\n")]
    [InlineData("#pragma warning disable CA1819, 1591\n")]
    [InlineData("#pragma warning disable\n")]
    [InlineData("#nullable disable\n")]
    public void A_switched_off_rule_is_found(string code)
    {
        Assert.Single(FileRules.SwitchedOff([new SourceFile("a", code)]));
        Assert.Empty(FileRules.SwitchedOff([new SourceFile("a", "#pragma warning disable CA1819 // why\n#nullable enable\n")]));
    }

    [Theory]
    [InlineData("<NoWarn>$(NoWarn);CS1591</NoWarn>")]
    [InlineData("<TreatWarningsAsErrors>false</TreatWarningsAsErrors>")]
    [InlineData("<GenerateDocumentationFile>false</GenerateDocumentationFile>")]
    [InlineData("<Nullable>disable</Nullable>")]
    public void A_lax_setting_is_found(string settings)
    {
        Assert.Single(FileRules.LaxSettings("a", settings));
        Assert.Empty(FileRules.LaxSettings("a", settings.Replace("1591", "1", StringComparison.Ordinal).Replace("false", "true", StringComparison.Ordinal).Replace("disable", "enable", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Order(string folder, string code)
    {
        IEnumerable<SourceFile> others = FolderOrderRule.Order.Append(FolderOrderRule.Kernels)
            .Select(name => new SourceFile($"src/Thaw/{name}/Other.cs", $"namespace Thaw.{name}; public class Other {{ }}"));
        return FolderOrderRule.Violations([.. others, new SourceFile($"src/Thaw/{folder}/Made.cs", code)]);
    }
}
