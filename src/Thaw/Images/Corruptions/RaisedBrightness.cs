namespace Thaw.Images.Corruptions;

/// <summary>
/// Raises the value of HSV and keeps hue and saturation. A pixel's value is its largest colour V, and what keeps the other two is
/// a common factor: each colour c becomes c V' / V, where V' is V raised, at most 255. Black becomes grey.
/// </summary>
internal sealed class RaisedBrightness() : Corruption("brightness", "the value of HSV raised by 10, 20, 30, 40 or 50% of its range")
{
    private protected override void Change(
        ReadOnlySpan<byte> rgb, int width, int height, int level, (ulong Seed, ulong Picture) draw, Span<byte> target)
    {
        int raise = 51 * (level + 1); // in halves of a level
        for (int i = 0; i < rgb.Length; i += 3)
        {
            int value = Math.Max(rgb[i], Math.Max(rgb[i + 1], rgb[i + 2]));
            int raised = Math.Min(2 * value + raise, 2 * 255);
            for (int colour = i; colour < i + 3; colour++)
                target[colour] = value == 0 ? (byte)((raised + 1) / 2) : (byte)((rgb[colour] * raised + value) / (2 * value));
        }
    }
}
