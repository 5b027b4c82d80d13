using Microsoft.ML;
using Thaw.MLNet.Steps;
using Thaw.Weights;

namespace Thaw.MLNet;

/// <summary>
/// VGG networks in the catalogs of an <see cref="MLContext"/>. What the estimators fit is made of ML.NET's own transformers alone, so that a process that loads a saved
/// pipeline needs Microsoft.ML, Microsoft.ML.ImageAnalytics, Microsoft.ML.OnnxTransformer and a package of ONNX Runtime, and no assembly of Thaw.
/// </summary>
public static class VggCatalog
{
    /// <summary>
    /// A frozen VGG as a featurizer: loads and resizes pictures, and gives what the last pooling gives, for a trainer of ML.NET as the head. Nothing is learnt. Whoever trains
    /// on the column in more than one pass should put <c>AppendCacheCheckpoint</c> behind it, since ML.NET computes columns again in every pass.
    /// </summary>
    /// <param name="catalog">The catalog of transforms.</param>
    /// <param name="outputColumnName">The column to make: a vector of floats, rows, columns, channels; 512 for <c>vgg16-tiny</c> at 64 pixels, 25,088 for VGG16 at 224.</param>
    /// <param name="inputColumnName">A column of text with the paths of JPEG, PNG or BMP files, or one of <see cref="Microsoft.ML.Data.MLImage"/>.</param>
    /// <param name="backbone">A name that <see cref="BackboneStore.Find(string)"/> knows, or the path of a backbone's file.</param>
    /// <param name="imageSize">The side in pixels of the squares that the network sees, 32 to 4096; null, the default, for the backbone's own.</param>
    /// <returns>An estimator; what it fits is a stock chain. The columns <c>Pixels</c> and <c>Features</c>, and one named as the output with <c>Image</c> behind it, are made on the way.</returns>
    /// <exception cref="IOException">There is no such backbone, or it can't be read.</exception>
    /// <exception cref="WeightsFormatException">The file is damaged or no backbone.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public static IEstimator<ITransformer> VggFeatures(this TransformsCatalog catalog, string outputColumnName, string inputColumnName, string backbone = VggOptions.DefaultBackbone,
        int? imageSize = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(backbone);
        VggOptions.CheckImageSize(imageSize);
        return new VggFeaturesEstimator(catalog, outputColumnName, inputColumnName, BackboneStore.Find(backbone), imageSize);
    }

    /// <summary>
    /// Trains a VGG for two classes with Thaw's engine: frozen, with its last block unfrozen, in full, or in phases. The label is a column of Booleans. The fitted chain
    /// gives <c>Score</c> (a float, the logit), <c>Probability</c> (a float, its sigmoid) and <c>PredictedLabel</c> (a Boolean), as ML.NET's own calibrated trainers do.
    /// </summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IEstimator<ITransformer> Vgg(this BinaryClassificationCatalog.BinaryClassificationTrainers trainers, VggOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new VggTrainer(new BinaryTask(), options ?? new VggOptions());
    }

    /// <summary>
    /// Trains a VGG for two or more classes; see the twin for two. The label is a column of keys, as <c>MapValueToKey</c> makes it. The fitted chain gives <c>Score</c> (a vector
    /// of floats, a probability a class, with the classes as slot names) and <c>PredictedLabel</c> (a key with the label's values).
    /// </summary>
    /// <param name="trainers">The catalog of trainers.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IEstimator<ITransformer> Vgg(this MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers, VggOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new VggTrainer(new MulticlassTask(), options ?? new VggOptions());
    }
}
