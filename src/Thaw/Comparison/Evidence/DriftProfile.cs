namespace Thaw.Comparison.Evidence;

/// <summary>How far a trained backbone has come from the pretrained one, layer by layer and block by block.</summary>
/// <param name="Layers">The convolutions, from the pictures up.</param>
/// <param name="Blocks">The blocks, from the pictures up.</param>
public sealed record DriftProfile(IReadOnlyList<LayerDrift> Layers, IReadOnlyList<BlockDrift> Blocks)
{
    /// <summary>The block of that name; null where there is none.</summary>
    /// <param name="name">Such as <c>block5</c>.</param>
    public BlockDrift? Block(string name) => Blocks.FirstOrDefault(block => block.Block == name);
}

/// <summary>How far a convolution's weights have come.</summary>
/// <param name="Layer">Its name, such as <c>block5_conv3</c>.</param>
/// <param name="Change">||after - before|| / ||before||, Euclidean norms of kernel and bias together; exactly 0 where the layer was frozen.</param>
public sealed record LayerDrift(string Layer, double Change);

/// <summary>How far a block's weights and features have come.</summary>
/// <param name="Block">Its name, such as <c>block5</c>.</param>
/// <param name="Change">||after - before|| / ||before||, Euclidean norms of all its kernels and biases together; exactly 0 where it was frozen.</param>
/// <param name="Similarity">
/// Linear CKA between what its pooling layer gives before and after, each map's mean, for up to <see cref="DriftMeter.MostPictures"/>
/// validation pictures: 1 where the features are the same up to turning and scaling, and exactly 1 where the block and all below it were
/// frozen; NaN with fewer than two pictures or with features that do not vary.
/// </param>
public sealed record BlockDrift(string Block, double Change, double Similarity);
