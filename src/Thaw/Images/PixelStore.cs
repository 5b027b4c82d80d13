namespace Thaw.Images;

/// <summary>
/// Equal blocks of bytes, more of them than one array could hold. Different blocks may be written by different threads.
/// </summary>
internal sealed class PixelStore
{
    private const int BytesAnArray = 1 << 26;

    private readonly byte[][] _arrays;
    private readonly int _blocksAnArray;
    private readonly int _blockBytes;

    public PixelStore(int blocks, int blockBytes)
    {
        _blockBytes = blockBytes;
        _blocksAnArray = Math.Max(1, BytesAnArray / blockBytes);
        _arrays = new byte[(blocks + _blocksAnArray - 1) / _blocksAnArray][];
        for (int i = 0; i < _arrays.Length; i++)
        {
            int here = Math.Min(_blocksAnArray, blocks - i * _blocksAnArray);
            _arrays[i] = GC.AllocateUninitializedArray<byte>(here * blockBytes);
        }
    }

    public Span<byte> Block(int i) => _arrays[i / _blocksAnArray].AsSpan(i % _blocksAnArray * _blockBytes, _blockBytes);
}
