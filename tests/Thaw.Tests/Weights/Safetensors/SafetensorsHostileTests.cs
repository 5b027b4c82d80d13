using System.Text;
using Thaw.Kernels;
using Thaw.Weights;
using Thaw.Weights.Safetensors;

namespace Thaw.Tests.Weights.Safetensors;

public class SafetensorsHostileTests
{
    [Theory]
    [InlineData(0ul)]
    [InlineData(1ul)]
    [InlineData(3ul)]
    [InlineData(100_000_001ul)]
    [InlineData((ulong)long.MaxValue)]
    [InlineData(1ul << 63)]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 7)]
    public void A_header_length_that_lies_is_refused(ulong length) => Refused(SafetensorsBytes.Make("{}", 0, length), "header");

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_file_too_short_is_refused(int length) => Refused(new byte[length], "");

    [Theory]
    [InlineData("[1,2]", "shape [1,2] of F32 does not fit 4 bytes")]
    [InlineData("[-1]", "sizes from 0")]
    [InlineData("[-1,-1]", "sizes from 0")]
    [InlineData("[2147483648]", "sizes from 0")]
    [InlineData("[9223372036854775808]", "whole numbers")]
    [InlineData("[2147483647,2147483647,2147483647]", "does not fit")]
    [InlineData("[65536,65536]", "does not fit")] // 2^32 elements: 0 in 32 bits
    [InlineData("[2147483647,2147483647,4]", "does not fit")]
    [InlineData("[1,1,1,1,1,1,1,1,1]", "at most 8")]
    [InlineData("[1.0]", "whole numbers")]
    [InlineData("[1e0]", "whole numbers")]
    [InlineData("[\"1\"]", "whole numbers")]
    [InlineData("[[1]]", "")]
    [InlineData("[null]", "whole numbers")]
    [InlineData("1", "expected StartArray")]
    public void A_bad_shape_is_refused(string shape, string message) =>
        Refused(SafetensorsBytes.Make($$$"""{"x":{"dtype":"F32","shape":{{{shape}}},"data_offsets":[0,4]}}""", 4), message);

    [Theory]
    [InlineData("[-4,0]", "not inside")]
    [InlineData("[4,0]", "not inside")]
    [InlineData("[0,8]", "not inside")]
    [InlineData("[4,8]", "not inside")]
    [InlineData("[9223372036854775804,9223372036854775807]", "not inside")]
    [InlineData("[-9223372036854775808,9223372036854775807]", "not inside")]
    [InlineData("[0,3]", "does not fit")]
    [InlineData("[0]", "got less")]
    [InlineData("[]", "got less")]
    [InlineData("[0,4,8]", "at most 2")]
    [InlineData("{}", "expected StartArray")]
    public void Bad_offsets_are_refused(string offsets, string message) =>
        Refused(SafetensorsBytes.Make($$$"""{"x":{"dtype":"F32","shape":[1],"data_offsets":{{{offsets}}}}}""", 4), message);

    [Theory]
    [InlineData("F64", "expected element type F32, F16 or BF16, got F64; convert")]
    [InlineData("F8_E4M3", "got F8_E4M3")]
    [InlineData("f32", "got f32")]
    [InlineData("", "element type")]
    [InlineData("F16", "does not fit")]
    [InlineData("I64", "does not fit")]
    public void Other_element_types_are_refused(string type, string message) =>
        Refused(SafetensorsBytes.Make($$$"""{"x":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,4]}}""", 4), message);

    [Theory]
    [InlineData(0, 4, 4, 8, 12)] // 4 bytes behind the last tensor
    [InlineData(0, 4, 8, 12, 12)] // a hole
    [InlineData(4, 8, 8, 12, 12)] // a hole in front
    [InlineData(0, 4, 0, 4, 4)] // twice the same
    [InlineData(0, 4, 2, 6, 6)] // overlap
    public void Data_must_be_covered_once(int begin1, int end1, int begin2, int end2, int data)
    {
        string header = $$$"""{"x":{"dtype":"F32","shape":[1],"data_offsets":[{{{begin1}}},{{{end1}}}]}"""
            + $$$""","y":{"dtype":"F32","shape":[1],"data_offsets":[{{{begin2}}},{{{end2}}}]}}""";
        Refused(SafetensorsBytes.Make(header, data), "");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{},")]
    [InlineData("{} x")]
    [InlineData("{}\0")]
    [InlineData("{/**/}")]
    [InlineData("""{"x":1}""")]
    [InlineData("""{"x":{}}""")]
    [InlineData("""{"x":{"dtype":"F32"}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0]}}""")]
    [InlineData("""{"x":{"dtype":1,"shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"more":1}}""")]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0],"shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\u0078":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a\nb":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"__metadata__":[]}""")]
    [InlineData("""{"__metadata__":{"a":1}}""")]
    [InlineData("""{"__metadata__":{"a":{}}}""")]
    [InlineData("""{"__metadata__":{"a":"\udc00"}}""")]
    [InlineData("""{"__metadata__":{"a":"","a":""}}""")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""")]
    public void A_bad_header_is_refused(string header) => Refused(SafetensorsBytes.Make(header), "");

    [Fact]
    public void Deep_JSON_is_refused_without_recursion()
    {
        Refused(SafetensorsBytes.Make(new string('[', 1_000_000)), "");
        Refused(SafetensorsBytes.Make(string.Concat(Enumerable.Repeat("{\"x\":", 200_000))), "");
        Refused(SafetensorsBytes.Make("{\"x\":{\"shape\":" + new string('[', 500_000)), "");
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Refused(SafetensorsBytes.Make([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'{', (byte)'}', (byte)'}']), "");

    [Fact]
    public void Names_too_long_and_too_many_are_refused()
    {
        const string Entry = """{"dtype":"F32","shape":[0],"data_offsets":[0,0]}""";
        Refused(SafetensorsBytes.Make($"{{\"{new string('x', 1025)}\":{Entry}}}"), "1 to 1024");
        string many = string.Join(',', Enumerable.Range(0, 65_537).Select(i => $"\"{i}\":{Entry}"));
        Refused(SafetensorsBytes.Make($"{{{many}}}"), "at most 65536");
    }

    [Fact]
    public void Sizes_are_checked_before_memory_is_taken()
    {
        byte[] large = SafetensorsBytes.Make("""{"x":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}}""", 16);
        byte[] header = SafetensorsBytes.Make("{}", 0, 99_999_999);
        Refused(large, "");
        Refused(header, "");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(large, "not inside");
        Refused(header, "cut off");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_stream_without_a_length_is_the_callers_mistake()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Read(pipe));
    }

    [Fact]
    public void Mutated_files_are_read_or_refused_and_nothing_else()
    {
        var random = new Pcg32(2024);
        int refused = 0, read = 0;
        for (int round = 0; round < 6000; round++)
        {
            byte[] bytes = SafetensorsBytes.Write(RandomTensors.Make((ulong)(round % 50), TensorEncoding.Float32), TensorEncoding.Float32);
            bytes = Mutate(bytes, ref random);
            try
            {
                foreach (NamedTensor tensor in SafetensorsBytes.Read(bytes))
                    Assert.True(NamedTensor.ElementCount(tensor.Shape) == tensor.Values.Length);
                read++;
            }
            catch (WeightsFormatException e)
            {
                AssertOneLine(e);
                refused++;
            }
        }
        Assert.InRange(refused, 2000, 5999);
        Assert.InRange(read, 1, 4000); // changes of values and of names stay readable
    }

    /// <summary>One to three changes: a bit, a byte, a cut, an insertion, a copy of a stretch, or a digit of the header.</summary>
    private static byte[] Mutate(byte[] bytes, ref Pcg32 random)
    {
        var list = new List<byte>(bytes);
        for (int change = random.NextInt(3); change >= 0 && list.Count > 1; change--)
        {
            int at = random.NextInt(random.NextInt(2) == 0 ? list.Count : Math.Min(list.Count, 120)), length = 1 + random.NextInt(16);
            switch (random.NextInt(6))
            {
                case 0:
                    list[at] ^= (byte)(1 << random.NextInt(8));
                    break;
                case 1:
                    list[at] = (byte)random.NextUInt();
                    break;
                case 2:
                    list.RemoveRange(at, Math.Min(length, list.Count - at));
                    break;
                case 3:
                    list.InsertRange(at, Enumerable.Repeat((byte)random.NextUInt(), length));
                    break;
                case 4:
                    list.InsertRange(at, list.GetRange(at, Math.Min(length, list.Count - at)));
                    break;
                default:
                    int digit = list.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
                    if (digit >= 0)
                        list[digit] = "0123456789-.e"u8[random.NextInt(13)];
                    break;
            }
        }
        return [.. list];
    }

    private static void Refused(byte[] bytes, string message)
    {
        WeightsFormatException e = Assert.Throws<WeightsFormatException>(() => SafetensorsBytes.Read(bytes));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        AssertOneLine(e);
    }

    private static void AssertOneLine(WeightsFormatException e)
    {
        Assert.DoesNotContain(e.Message, char.IsControl);
        Assert.InRange(e.Message.Length, 10, 1400);
    }
}
