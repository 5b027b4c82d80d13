using Thaw.Comparison;
using Thaw.Images;
using Thaw.Images.Drawing;
using Thaw.Images.Png;
using Thaw.Kernels;
using Thaw.Packaging;
using Thaw.Serving;
using Thaw.Tensors;
using Thaw.Tests.Images;
using Thaw.Training;
using Thaw.Weights;

namespace Thaw.Tests.Serving;

/// <summary>A model that was trained to see a small cross, which lies anywhere, looks at the cross.</summary>
public class TrainedHeatTests
{
    private const int Side = 32, Mark = 6, Margin = 4;

    [Fact]
    public void The_region_that_decides_lights_up()
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, (int X, int Y)> places = DrawPictures(folder);
        LoadedImages images = LoadedImages.Load(ImageSet.Load(folder.At("data"), "marked"), Side, Side);
        ImageSplit split = ImageSplit.Create(images, new SplitOptions { Seed = 1 });
        string path = folder.At("run/model.zip");
        using (var device = new Cpu(2))
        {
            var options = new ComparisonOptions
            {
                Plans = [Plan.Named("two-phase", new PlanSettings { Epochs = 20, Views = 2 })],
                Seeds = [1],
                ShiftTest = false,
            };
            new PlanComparison(images, split, BackboneStore.Find("vgg16-tiny"), options, device, folder.At("run"), model => ModelZip.Write(path, model)).Run();
        }
        using Classifier classifier = Classifier.Load(path, 2);
        int told = 0, met = 0;
        double share = 0;
        foreach (string file in split.Test.Select(i => images.Files[i].Path).Where(file => places.ContainsKey(Path.GetFileName(file))))
        {
            Explanation explanation = classifier.Explain(file);
            if (explanation.Class != "marked")
                continue;
            told++;
            (int left, int top) = places[Path.GetFileName(file)];
            float[] heat = explanation.Heat.ToArray();
            bool Near(int pixel) => pixel % Side >= left - Margin && pixel % Side < left + Mark + Margin && pixel / Side >= top - Margin && pixel / Side < top + Mark + Margin;
            met += Near(Array.IndexOf(heat, heat.Max())) ? 1 : 0;
            share += Enumerable.Range(0, heat.Length).Where(Near).Sum(pixel => heat[pixel]) / heat.Sum();
        }
        // By chance a fifth of the pixels is near
        Assert.True(told >= 12, $"only {told} marked pictures were told");
        Assert.True(met >= 0.8 * told, $"the strongest place was the cross in {met} of {told} pictures");
        Assert.True(share / told > 0.4, $"{share / told:0.00} of the heat is near the cross");
    }

    private static Dictionary<string, (int X, int Y)> DrawPictures(TemporaryFolder folder)
    {
        DrawnData.Write("surfaces", folder.At("drawn"), new DrawnDataOptions { PerClass = 200, Size = Side });
        var random = new Pcg32(3);
        var places = new Dictionary<string, (int, int)>();
        int number = 0;
        foreach (string file in Directory.GetFiles(folder.At("drawn/intact")).Order(StringComparer.Ordinal))
        {
            Picture picture = ImageDecoder.Decode(File.ReadAllBytes(file));
            bool marked = number++ % 2 == 1;
            int left = random.NextInt(Side - Mark), top = random.NextInt(Side - Mark);
            for (int i = 0; marked && i < Mark * Mark; i++)
            {
                int x = i % Mark, y = i / Mark;
                if (Math.Abs(x - y) > 1 && Math.Abs(x + y - Mark + 1) > 1)
                    continue;
                Span<byte> pixel = picture.Pixels.AsSpan(3 * ((top + y) * Side + left + x), 3);
                for (int c = 0; c < 3; c++)
                    pixel[c] /= 2;
            }
            string name = $"{number:D3}.png";
            folder.Write($"data/{(marked ? "marked" : "bare")}/{name}", PngEncoder.Encode(picture));
            if (marked)
                places.Add(name, (left, top));
        }
        return places;
    }
}
