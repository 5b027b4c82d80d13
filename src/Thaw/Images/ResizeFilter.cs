namespace Thaw.Images;

/// <summary>How the source pixels under one target pixel are averaged.</summary>
public enum ResizeFilter
{
    /// <summary>
    /// Weights fall linearly from the centre of the target pixel to its neighbours' centres: bilinear when enlarging, and
    /// free of aliasing when reducing. It is what Pillow calls BILINEAR and what torchvision's VGG16 was measured with.
    /// </summary>
    Triangle,

    /// <summary>The plain mean of the area under the target pixel; nearest neighbour when enlarging. Pillow's BOX.</summary>
    Box,
}
