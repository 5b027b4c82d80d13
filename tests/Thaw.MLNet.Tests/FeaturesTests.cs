using Microsoft.ML;
using Microsoft.ML.Data;
using Thaw.Images;
using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.MLNet.Tests;

[Collection(Drawn.Name)]
public sealed class FeaturesTests(Pictures pictures)
{
    private readonly MLContext _context = pictures.Context;

    [Fact]
    public void Features_are_those_of_thaw_for_pictures_of_the_networks_size()
    {
        IEstimator<ITransformer> estimator = _context.Transforms.VggFeatures("Vgg", "ImagePath", imageSize: Pictures.Side);
        float[][] features = [.. estimator.Fit(pictures.Data).Transform(pictures.Data).GetColumn<float[]>("Vgg")];
        Backbone backbone = BackboneStore.Find(VggOptions.DefaultBackbone);
        ImageFile[] files = [.. pictures.Two.Select(row => new ImageFile(row.ImagePath, row.ImagePath, row.Label ? 1 : 0))];
        LoadedImages images = LoadedImages.Load(ImageSet.Of("drawn", ["intact", "cracked"], files), Pictures.Side, Pictures.Side);
        using var device = new Cpu(1);
        using Network network = backbone.CreateNetwork(device, new Head(), 2, 1, Pictures.Side);
        float[] expected = Activations.Of(network, new Examples(images, [.. Enumerable.Range(0, images.Count)]), backbone.Preprocessing, ["block5_pool"], pooled: false)[0];
        Assert.Equal(expected.Length, features.Sum(row => row.Length));
        float largest = expected.Max();
        Assert.True(largest > 0);
        Assert.All(expected.Zip(features.SelectMany(row => row)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * largest));
    }

    [Fact]
    public void A_head_of_mlnets_own_trains_on_them_and_serves_without_thaw()
    {
        ITransformer model = _context.Transforms.VggFeatures("Features", "ImagePath", imageSize: Pictures.Side).AppendCacheCheckpoint(_context)
            .Append(_context.BinaryClassification.Trainers.LbfgsLogisticRegression()).Fit(pictures.Data);
        IDataView scored = model.Transform(pictures.Data);
        Assert.True(_context.BinaryClassification.Evaluate(scored).AreaUnderRocCurve > 0.9);
        string zip = pictures.At("features.zip");
        _context.Model.Save(model, pictures.Data.Schema, zip);
        StockProcess stock = StockProcess.Run(zip, pictures.At("features-again.zip"), pictures.Two.Select(row => row.ImagePath));
        Assert.Equal(scored.GetColumn<float>("Probability"), stock.Answers["Probability"].Select(row => (float)row.Single()));
    }

    [Fact]
    public void Decoded_pictures_give_the_same_features()
    {
        IDataView loaded = _context.Transforms.LoadImages("Deck", null, "ImagePath").Fit(pictures.Data).Transform(pictures.Data);
        float[] Of(string column) => [.. _context.Transforms.VggFeatures("Features", column, imageSize: Pictures.Side).Fit(loaded).Transform(loaded).GetColumn<float[]>("Features").SelectMany(row => row)];
        Assert.Equal(Of("ImagePath"), Of("Deck"));
    }
}
