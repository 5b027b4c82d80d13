using Thaw.Images;
using Thaw.Images.Png;
using Thaw.Networks;
using Thaw.Serving;
using Thaw.Tests.Images;
using Thaw.Tests.Packaging;

namespace Thaw.Tests.Serving;

public class ClassifierExplainTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    public void Explaining_changes_no_prediction(int classes, int threads)
    {
        using var sample = new PackedSample(classes, new Head { Units = 16, Dropout = 0.5f });
        using Classifier untouched = Classifier.Load(sample.Path, 1), classifier = Classifier.Load(sample.Path, threads);
        Picture[] pictures = [.. Enumerable.Range(0, 40).Select(i => Sample.Noise(20 + i, 50 - i, (ulong)i))];
        Prediction[] expected = [.. untouched.Classify(pictures)];
        for (int i = 0; i < pictures.Length; i++)
        {
            Explanation explanation = classifier.Explain(pictures[i], i % 3 == 0 ? i % classes : null, i % 4 == 0 ? "block5_conv3" : null);
            Assert.Equal(expected[i], explanation.Prediction);
            Assert.Equal(i % 3 == 0 ? i % classes : expected[i].Index, explanation.Index);
            Assert.Equal(classifier.Classes[explanation.Index], explanation.Class);
            Assert.Equal(i % 4 == 0 ? "block5_conv3" : "block3_conv3", explanation.Layer);
            Assert.Equal((20 + i, 50 - i), (explanation.Width, explanation.Height));
            Assert.All(explanation.Heat.ToArray(), heat => Assert.InRange(heat, 0, 1));
            if (i % 5 == 0)
                Assert.Equal(expected[i..], classifier.Classify(pictures[i..]));
            if (i % 7 == 0)
                Assert.Equal(expected[i], classifier.Classify(pictures[i]));
        }
        Assert.Equal(expected, classifier.Classify(pictures));
    }

    [Fact]
    public void Many_threads_explain_and_classify_at_once()
    {
        using var sample = new PackedSample(classes: 3);
        using Classifier classifier = Classifier.Load(sample.Path, threads: 2);
        Picture[] pictures = [.. Enumerable.Range(0, 24).Select(i => Sample.Noise(40, 30, (ulong)i))];
        Prediction[] expected = [.. classifier.Classify(pictures)];
        float[][] heat = [.. pictures.Select(picture => classifier.Explain(picture).Heat.ToArray())];
        int wrong = 0;
        var threads = Enumerable.Range(0, 5).Select(t => new Thread(() =>
        {
            for (int i = t; i < pictures.Length; i++)
            {
                if (t % 2 == 0 && !classifier.Explain(pictures[i]).Heat.Span.SequenceEqual(heat[i]))
                    Interlocked.Increment(ref wrong);
                if (!classifier.Classify(pictures[t..(i + 1)]).SequenceEqual(expected[t..(i + 1)]))
                    Interlocked.Increment(ref wrong);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(0, wrong);
        Assert.True(heat.Select(map => map.Sum()).Distinct().Count() > 12, "the maps differ");
    }

    [Fact]
    public void Of_two_classes_one_has_the_heat_where_the_other_has_none()
    {
        using var sample = new PackedSample();
        using Classifier classifier = Classifier.Load(sample.Path);
        Picture picture = Sample.Noise(8, 8); // as many pixels as the map has cells
        float[] first = classifier.Explain(picture, 0).Heat.ToArray(), second = classifier.Explain(picture, 1).Heat.ToArray();
        Assert.All(first.Zip(second), pair => Assert.True(pair.First == 0 || pair.Second == 0));
        Assert.Equal(1, Math.Max(first.Max(), second.Max()));
    }

    [Fact]
    public void Files_and_bytes_are_explained_at_their_own_size()
    {
        using var sample = new PackedSample();
        using Classifier classifier = Classifier.Load(sample.Path);
        byte[] encoded = PngEncoder.Encode(Sample.Ramp(90, 50));
        string path = sample.Folder.Write("ramp.png", encoded);
        Explanation[] all = [classifier.Explain(path), classifier.Explain(encoded), classifier.Explain(ImageDecoder.Decode(encoded))];
        Assert.All(all, explanation =>
        {
            Assert.Equal((90, 50, 4500), (explanation.Width, explanation.Height, explanation.Heat.Length));
            Assert.Equal(all[0].Heat.ToArray(), explanation.Heat.ToArray());
            Assert.Equal(classifier.Classify(path), explanation.Prediction);
            Assert.Equal(all[0].ToPng(encoded), explanation.ToPng(Sample.Ramp(90, 50)));
        });
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20000, 1)]
    [InlineData(1, 20000)]
    public void Odd_pictures_are_explained(int width, int height)
    {
        using var sample = new PackedSample(imageSize: 33);
        using Classifier classifier = Classifier.Load(sample.Path);
        Picture picture = Sample.Noise(width, height);
        Explanation explanation = classifier.Explain(PngEncoder.Encode(picture));
        Assert.Equal((width, height), (explanation.ToOverlay(picture).Width, explanation.ToOverlay(picture).Height));
        Assert.Equal(width * height, explanation.Heat.Length);
        Assert.InRange(explanation.ToPng(PngEncoder.Encode(picture)).Length, 60, 400_000);
    }

    [Fact]
    public void What_cannot_be_explained_is_named_and_harms_nothing()
    {
        using var sample = new PackedSample();
        Classifier classifier = Classifier.Load(sample.Path);
        Picture picture = Sample.Noise(32, 32);
        Prediction before = classifier.Classify(picture);
        Assert.Contains("classes 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => classifier.Explain(picture, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => classifier.Explain(picture, -1));
        Assert.Contains("block5_conv3", Assert.Throws<ArgumentException>(() => classifier.Explain(picture, layer: "block9_conv1")).Message, StringComparison.Ordinal);
        Assert.Throws<ImageFormatException>(() => classifier.Explain([1, 2, 3]));
        Assert.Throws<FileNotFoundException>(() => classifier.Explain(sample.Folder.At("none.png")));
        Assert.Equal(before, classifier.Classify(picture));
        Assert.Equal(before, classifier.Explain(picture).Prediction);
        classifier.Dispose();
        Assert.Throws<ObjectDisposedException>(() => classifier.Explain(picture));
    }
}
