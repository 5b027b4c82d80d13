using Thaw.Images;
using Thaw.Images.Png;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Serving;
using Thaw.Tests.Images;
using Thaw.Tests.Packaging;
using Thaw.Training;

namespace Thaw.Tests.Serving;

public class ClassifierTests
{
    [Theory]
    [InlineData(2, 0, 1, 1)]
    [InlineData(2, 0.5, 2, 7)]
    [InlineData(4, 0, 2, 3)]
    [InlineData(4, 0.5, 3, 40)]
    public void Serving_gives_the_bits_of_testing(int classes, float dropout, int threads, int batchSize)
    {
        using var sample = new PackedSample(classes, new Head { Units = 16, Dropout = dropout });
        Examples examples = Pictures(sample, classes, each: 5);
        float[] tested = Inference.Probabilities(sample.Network, examples, sample.Backbone.Preprocessing, batchSize);
        using Classifier classifier = Classifier.Load(sample.Path, threads);
        Assert.Equal(Bits(tested), Bits(classifier.Probabilities(examples, batchSize: 6)));
        Assert.True(tested.Distinct().Count() > tested.Length / 2, "the pictures are told apart");
        for (int i = 0; i < examples.Count; i++)
        {
            string path = examples.Images.Files[examples.ImageOf(i)].Path;
            float[] expected = tested[(i * classes)..((i + 1) * classes)];
            foreach (Prediction served in new[] { classifier.Classify(path), classifier.Classify(File.ReadAllBytes(path)) })
            {
                Assert.Equal(Bits(expected), Bits(served));
                Assert.Equal(classifier.Classes, served.Probabilities.Select(item => item.Class));
                Assert.Equal(Thaw.Evaluation.Decision.Of(expected), served.Index);
                Assert.Equal((classifier.Classes[served.Index], expected[served.Index]), (served.Label, served.Probability));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Batches_of_any_composition_give_the_same_bits(int threads)
    {
        using var sample = new PackedSample(classes: 3);
        Picture[] pictures = Enumerable.Range(0, 70).Select(i => Sample.Noise(20 + i, 90 - i, (ulong)i)).ToArray();
        using Classifier single = Classifier.Load(sample.Path, 1), batched = Classifier.Load(sample.Path, threads);
        Prediction[] expected = pictures.Select(single.Classify).ToArray();
        Assert.Equal(expected, batched.Classify(pictures));
        Assert.Equal(expected.Reverse(), batched.Classify(pictures.Reverse().ToArray()));
        Assert.Equal(expected[3..10], batched.Classify(pictures[3..10]));
        Assert.Equal(expected[^1], batched.Classify(pictures[^1]));
        Assert.Empty(batched.Classify(Array.Empty<Picture>()));
        Assert.True(expected.Distinct().Count() > 60);
    }

    [Fact]
    public void The_size_and_filter_of_the_manifest_are_used()
    {
        using var sample = new PackedSample(imageSize: 48, info: new ModelInfo { ResizeFilter = ResizeFilter.Box });
        using Classifier classifier = Classifier.Load(sample.Path);
        Picture picture = Sample.Noise(150, 99);
        Assert.Equal(48, classifier.Manifest.ImageSize);
        Assert.Equal(classifier.Classify(Resizing.ToSize(picture, 48, 48, ResizeFilter.Box)), classifier.Classify(picture));
        Assert.NotEqual(classifier.Classify(Resizing.ToSize(picture, 48, 48, ResizeFilter.Triangle)), classifier.Classify(picture));
    }

    [Fact]
    public void The_threshold_decides_between_two_classes()
    {
        using var sample = new PackedSample();
        Picture picture = Sample.Noise(32, 32);
        float positive;
        using (Classifier classifier = Classifier.Load(sample.Path))
            positive = classifier.Classify(picture).Probabilities[1].Probability;
        foreach ((float threshold, int index) in new[] { (positive, 1), (MathF.BitIncrement(positive), 0), (0f, 1), (1f, 0) })
        {
            string path = sample.Folder.At("threshold.zip");
            ModelZip.Write(path, sample.Model, new ModelInfo { Threshold = threshold });
            using Classifier classifier = Classifier.Load(path);
            Assert.Equal(index, classifier.Classify(picture).Index);
        }
    }

    [Fact]
    public void Pictures_that_cannot_be_read_are_named()
    {
        using var sample = new PackedSample();
        using Classifier classifier = Classifier.Load(sample.Path);
        string broken = sample.Folder.Write("broken.jpg", [1, 2, 3]);
        Assert.StartsWith($"'{broken}': ", Assert.Throws<ImageFormatException>(() => classifier.Classify(broken)).Message, StringComparison.Ordinal);
        Assert.Throws<ImageFormatException>(() => classifier.Classify([1, 2, 3]));
        Assert.Contains($"Did you mean '{broken}'?", Assert.Throws<FileNotFoundException>(() => classifier.Classify(broken + "x")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => classifier.Classify([Sample.Noise(8, 8), null!]));
        Assert.NotNull(classifier.Classify(Sample.Noise(8, 8)));
    }

    [Fact]
    public void Models_that_cannot_be_loaded_are_named()
    {
        using var sample = new PackedSample();
        string path = sample.Folder.Write("broken.zip", [1, 2, 3]);
        Assert.StartsWith($"'{path}' is no model", Assert.Throws<ModelFormatException>(() => Classifier.Load(path)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Classifier.Load(sample.Path, -1));
    }

    [Fact]
    public void Examples_of_another_size_are_refused()
    {
        using var sample = new PackedSample(imageSize: 48);
        Examples examples = Pictures(sample, 2, each: 1, size: 32);
        using Classifier classifier = Classifier.Load(sample.Path);
        Assert.Contains("48x48", Assert.Throws<ArgumentException>(() => classifier.Probabilities(examples)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_evaluation_leaves_the_classifier_usable()
    {
        using var sample = new PackedSample();
        Examples examples = Pictures(sample, 2, each: 2);
        using Classifier classifier = Classifier.Load(sample.Path);
        Prediction before = classifier.Classify(Sample.Noise(32, 32));
        Assert.Throws<OperationCanceledException>(() => classifier.Probabilities(examples, 1, new CancellationToken(true)));
        Assert.Equal(before, classifier.Classify(Sample.Noise(32, 32)));
    }

    private static Examples Pictures(PackedSample sample, int classes, int each, int? size = null)
    {
        for (int i = 0; i < classes * each; i++)
            sample.Folder.Write($"data/class {i % classes}/{i}.png", PngEncoder.Encode(Sample.Noise(40 + 3 * i, 50 + 2 * i, (ulong)i)));
        int side = size ?? sample.Network.InputShapes[0][1];
        LoadedImages images = LoadedImages.Load(ImageSet.Load(sample.Folder.At("data")), side, side);
        return new Examples(images, Enumerable.Range(0, images.Count).Reverse().ToArray());
    }

    private static int[] Bits(IEnumerable<float> values) => values.Select(BitConverter.SingleToInt32Bits).ToArray();

    private static int[] Bits(Prediction prediction) => Bits(prediction.Probabilities.Select(item => item.Probability));
}
