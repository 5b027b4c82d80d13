using Thaw.Kernels;

namespace Thaw.Tests.Packaging;

/// <summary>Damages bytes, the same way for the same seed.</summary>
internal static class Mutation
{
    /// <summary>Some changes: bytes replaced, bits flipped, a piece removed, doubled or zeroed, the end cut off. Half hit the beginning or the end.</summary>
    public static byte[] Of(byte[] bytes, ulong seed, int most)
    {
        var random = new Pcg32(seed, stream: 77);
        var result = new List<byte>(bytes);
        for (int change = random.NextInt(most); change >= 0 && result.Count > 64; change--)
        {
            int at = random.NextInt(2) == 0 ? random.NextInt(result.Count) : random.NextInt(2) == 0 ? random.NextInt(64) : result.Count - 1 - random.NextInt(Math.Min(220, result.Count));
            int length = Math.Min(1 + random.NextInt(40), result.Count - at);
            switch (random.NextInt(7))
            {
                case 0 or 1:
                    result[at] = (byte)random.NextUInt();
                    break;
                case 2:
                    result[at] ^= (byte)(1 << random.NextInt(8));
                    break;
                case 3:
                    result.RemoveRange(at, length);
                    break;
                case 4:
                    result.InsertRange(at, result.GetRange(at, length));
                    break;
                case 5:
                    for (int i = at; i < at + length; i++)
                        result[i] = random.NextInt(2) == 0 ? (byte)0 : (byte)0xFF;
                    break;
                default:
                    if (random.NextInt(4) == 0)
                        result.RemoveRange(at, result.Count - at);
                    else
                        result[at] = "0123456789,{}[]\"eE.-"u8[random.NextInt(20)];
                    break;
            }
        }
        return [.. result];
    }
}
