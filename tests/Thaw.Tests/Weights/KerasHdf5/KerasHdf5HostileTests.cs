using System.Diagnostics;
using Thaw.Tests.Images.Decoding;
using Thaw.Weights;
using Thaw.Weights.KerasHdf5;

namespace Thaw.Tests.Weights.KerasHdf5;

/// <summary>Damaged files become tensors or a <see cref="WeightsFormatException"/>; nothing else, soon, and within little memory.</summary>
public class KerasHdf5HostileTests
{
    private const int Mutations = 4200;

    private const long MaxBytes = 512 << 20;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    [Fact]
    public void Damage_ends_in_tensors_or_one_kind_of_exception()
    {
        byte[][] files = [.. Hdf5Fixture.Names.Select(Hdf5Fixture.Read)];
        var mutator = new Mutator(7);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            if (!Reads(mutator.Damage(files[i % files.Length], files), $"mutation {i}"))
                refused++;
        }
        Assert.InRange(refused, Mutations / 20, Mutations - Mutations / 20);
    }

    /// <summary>Every number that a structure begins with, replaced: sizes, counts and addresses are hit on purpose.</summary>
    [Theory]
    [InlineData("kinds-old")]
    [InlineData("kinds-new")]
    public void Wrong_numbers_in_structures_end_in_tensors_or_one_kind_of_exception(string name)
    {
        byte[] file = Hdf5Fixture.Read(name);
        ulong[] numbers = [0, 1, ulong.MaxValue, long.MaxValue, (ulong)file.Length, int.MaxValue];
        for (int at = 8; at + 8 <= file.Length; at += 37)
        {
            foreach (ulong number in numbers)
            {
                byte[] bytes = [.. file];
                BitConverter.TryWriteBytes(bytes.AsSpan(at), number);
                Reads(bytes, $"{name} with {number} at {at}");
            }
        }
    }

    [Fact]
    public void Files_that_are_cut_short_end_in_tensors_or_one_kind_of_exception()
    {
        foreach (string name in Hdf5Fixture.Names)
        {
            byte[] file = Hdf5Fixture.Read(name);
            for (int length = 0; length < file.Length; length += 211)
                Reads(file[..length], $"{name} cut to {length} bytes");
        }
    }

    private static bool Reads(byte[] bytes, string what)
    {
        long start = Stopwatch.GetTimestamp(), allocated = GC.GetAllocatedBytesForCurrentThread();
        bool read = false;
        try
        {
            KerasHdf5File.Read(bytes);
            read = true;
        }
        catch (WeightsFormatException e)
        {
            Assert.NotEqual("", e.Message);
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < MaxBytes, $"{what}: too much memory");
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeLimit, $"{what}: too slow");
        return read;
    }
}
