using System.Text;
using Thaw.Images;

namespace Thaw.Tests.Images;

public sealed class ImageListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_found_by_name_and_paths_start_at_the_list()
    {
        ImageSet set = Load("group,Label,path,split,notes\r\nd1,dog,x/a.jpg,train,\r\nd2,cat,y\\b.jpg,VAL,\"x, \"\"y\"\"\r\nz\"\r\nd1,cat,c.jpg,test,\r\n");
        Assert.Equal(["cat", "dog"], set.Classes);
        Assert.Equal(["c.jpg", "x/a.jpg", "y/b.jpg"], set.Files.Select(f => f.Name));
        ImageFile dog = set.Files[1];
        Assert.Equal((_folder.At("x/a.jpg"), 1, "d1", SplitPart.Train), (dog.Path, dog.Label, dog.Group, dog.Part));
        Assert.Equal(SplitPart.Validation, set.Files[2].Part);
    }

    [Fact]
    public void A_byte_order_mark_and_a_missing_last_line_end_do_no_harm()
    {
        Assert.Equal(2, Load("\uFEFFpath,label\na.jpg,x\n\n\"b,c.jpg\",y").Files.Count);
        Assert.Equal("b,c.jpg", Load("path,label\na.jpg,x\n\"b,c.jpg\",y").Files[1].Name);
    }

    [Theory]
    [InlineData("file,label\na,b\n", "line 1: the header lacks 'path'")]
    [InlineData("", "line 1: the header lacks 'path' and 'label'")]
    [InlineData("path;label\na;b\n", "by commas")]
    [InlineData("path,label\na.jpg\n", "line 2: expected 2 fields as in the header, got 1")]
    [InlineData("path,label\na.jpg,x,y\n", "line 2: expected 2 fields as in the header, got 3")]
    [InlineData("path,label\na.jpg,x\n,y\n", "line 3: the path is empty")]
    [InlineData("path,label\na.jpg,x\nb.jpg,\n", "line 3: the label of 'b.jpg' is empty")]
    [InlineData("path,label,split\na.jpg,x,tset\n", "line 2: the split 'tset' is none of")]
    [InlineData("path,label,split\na.jpg,x,test\nb.jpg,x,\n", "line 3: the split is empty, unlike in line 2")]
    [InlineData("path,label,group\na.jpg,x,\nb.jpg,x,g\n", "line 3: the group is given, unlike in line 2")]
    [InlineData("path,label\na.jpg,x\nb.jpg,x\n./a.jpg,y\n", "line 4: the file 'a.jpg' was listed before, in line 2")]
    [InlineData("path,label\n\"a.jpg,x\n", "line 2: a field in double quotes is not closed")]
    [InlineData("path,label\n\"a\nb.jpg\",x\n\"c\"d,x\n", "line 4: text follows the closing quote")]
    [InlineData("path,label\na\0b,x\n", "line 2: the path holds a null character")]
    [InlineData("path,label\na.jpg,x\nb.jpg,x\n", "one class only ('x')")]
    [InlineData("path,label\n", "lists no pictures")]
    public void Bad_lists_are_refused_with_the_line(string csv, string expected)
    {
        string message = Assert.Throws<ImageSetException>(() => Load(csv)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_list_that_is_not_text_is_refused()
    {
        _folder.Write("list.csv", [(byte)'p', 0xFF, 0xFE, 0x80, 10]);
        Assert.Contains("UTF-8", Assert.Throws<ImageSetException>(() => ImageSet.Load(_folder.At("list.csv"))).Message, StringComparison.Ordinal);
    }

    private ImageSet Load(string csv)
    {
        _folder.Write("list.csv", Encoding.UTF8.GetBytes(csv));
        return ImageSet.Load(_folder.At("list.csv"));
    }
}
