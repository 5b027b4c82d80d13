namespace Thaw.Images.Jpeg;

/// <summary>
/// Brings a component's rows to the picture's full width and height. Factors of 2 use the triangle filter (3/4 of the nearer
/// sample, 1/4 of the farther), as libjpeg does, rounding up and down by turns as it does; other factors repeat samples.
/// </summary>
internal sealed class Upsampler
{
    private readonly JpegComponent _component;
    private readonly byte[] _row;
    private readonly int[] _sums;
    private readonly int _sampleWidth;
    private readonly int _sampleHeight;
    private readonly int _fullWidth;
    private readonly int _fullHeight;
    private readonly Kind _kind;

    /// <summary>Prepares a component.</summary>
    /// <param name="component">Whose samples are decoded.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="scale">By which the picture is scaled down.</param>
    /// <param name="width">The picture's width after that.</param>
    public Upsampler(JpegComponent component, JpegFrame frame, int scale, int width)
    {
        _component = component;
        // A sample of the component stands for (full / sample) pixels
        _sampleWidth = component.Horizontal * component.BlockWidth;
        _sampleHeight = component.Vertical * component.BlockHeight;
        _fullWidth = frame.MaxHorizontal * (8 / scale);
        _fullHeight = frame.MaxVertical * (8 / scale);
        _kind = Choose(smooth: scale < 8);
        _row = _kind == Kind.None ? [] : new byte[Math.Max(width, 2 * component.Width)];
        _sums = _kind == Kind.Both ? new int[component.Width] : [];
    }

    private enum Kind
    {
        None,
        Across,
        Down,
        Both,
        Repeat,
    }

    /// <summary>A row of the picture; valid until the next call.</summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        switch (_kind)
        {
            case Kind.None:
                return _component.Row(y);
            case Kind.Across:
                Across(_component.Row(y), _row);
                return _row;
            case Kind.Down:
                Down(_component.Row(y >> 1), _component.Row((y & 1) == 0 ? (y >> 1) - 1 : (y >> 1) + 1), 1 + (y & 1));
                return _row;
            case Kind.Both:
                Both(_component.Row(y >> 1), _component.Row((y & 1) == 0 ? (y >> 1) - 1 : (y >> 1) + 1));
                return _row;
            default:
                Repeat(_component.Row((int)((long)y * _sampleHeight / _fullHeight)));
                return _row;
        }
    }

    private Kind Choose(bool smooth)
    {
        bool sameWidth = _sampleWidth == _fullWidth;
        bool sameHeight = _sampleHeight == _fullHeight;
        if (sameWidth && sameHeight)
            return Kind.None;
        bool halfWidth = 2 * _sampleWidth == _fullWidth && _component.Width > 2;
        bool halfHeight = 2 * _sampleHeight == _fullHeight;
        if (smooth && halfWidth && sameHeight)
            return Kind.Across;
        if (smooth && sameWidth && halfHeight)
            return Kind.Down;
        return smooth && halfWidth && halfHeight ? Kind.Both : Kind.Repeat;
    }

    private static void Across(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int last = from.Length - 1;
        to = to[..(2 * from.Length)];
        to[0] = from[0];
        to[1] = (byte)((3 * from[0] + from[1] + 2) >> 2);
        for (int i = 1; i < last; i++)
        {
            int near = 3 * from[i];
            to[2 * i] = (byte)((near + from[i - 1] + 1) >> 2);
            to[2 * i + 1] = (byte)((near + from[i + 1] + 2) >> 2);
        }
        to[2 * last] = (byte)((3 * from[last] + from[last - 1] + 1) >> 2);
        to[2 * last + 1] = from[last];
    }

    private void Down(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int round)
    {
        for (int i = 0; i < near.Length; i++)
            _row[i] = (byte)((3 * near[i] + far[i] + round) >> 2);
    }

    private void Both(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far)
    {
        Span<int> column = _sums.AsSpan(0, near.Length);
        far = far[..near.Length];
        for (int i = 0; i < near.Length; i++)
            column[i] = 3 * near[i] + far[i];
        int last = near.Length - 1;
        Span<byte> to = _row.AsSpan(0, 2 * near.Length);
        to[0] = (byte)((4 * column[0] + 8) >> 4);
        to[1] = (byte)((3 * column[0] + column[1] + 7) >> 4);
        for (int i = 1; i < last; i++)
        {
            int middle = 3 * column[i];
            to[2 * i] = (byte)((middle + column[i - 1] + 8) >> 4);
            to[2 * i + 1] = (byte)((middle + column[i + 1] + 7) >> 4);
        }
        to[2 * last] = (byte)((3 * column[last] + column[last - 1] + 8) >> 4);
        to[2 * last + 1] = (byte)((4 * column[last] + 7) >> 4);
    }

    private void Repeat(ReadOnlySpan<byte> from)
    {
        for (int x = 0; x < _row.Length; x++)
            _row[x] = from[Math.Min((int)((long)x * _sampleWidth / _fullWidth), from.Length - 1)];
    }
}
