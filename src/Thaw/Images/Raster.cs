namespace Thaw.Images;

/// <summary>Pixels while a picture is decoded, all 0 at first: in an array of their own, or in a <see cref="BorrowedArray"/>, which <see cref="Dispose"/> gives back.</summary>
internal sealed class Raster : IDisposable
{
    private byte[] _array;

    /// <summary>Takes the memory.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="borrowed">Whether it is borrowed; <see cref="ToPicture"/> is for an array of its own only.</param>
    public Raster(int width, int height, bool borrowed)
    {
        (Width, Height, IsBorrowed) = (width, height, borrowed);
        int length = 3 * width * height;
        _array = borrowed ? BorrowedArray.Take<byte>(length) : new byte[length];
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Whether the memory is borrowed.</summary>
    public bool IsBorrowed { get; }

    /// <summary>As <see cref="Picture.Pixels"/>; not to be used after <see cref="Dispose"/>.</summary>
    public Span<byte> Pixels => _array.AsSpan(0, 3 * Width * Height);

    /// <summary>The picture, which owns the array from here on.</summary>
    public Picture ToPicture() => new(Width, Height, _array);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsBorrowed)
            BorrowedArray.GiveBack(ref _array);
    }
}
