using System.IO.Compression;
using Thaw.Serving;

namespace Thaw.MLNet.Tests;

[Collection(Drawn.Name)]
public sealed class ThawZipTests(Pictures pictures)
{
    [Fact]
    public void A_zip_of_thaws_alone_loads_and_is_saved_again_byte_for_byte()
    {
        string again = pictures.At("thaw-again.zip");
        string[] paths = [.. pictures.Two.Select(row => row.ImagePath)];
        StockProcess stock = StockProcess.Run(pictures.BinaryThawZip, again, paths);
        using var classifier = Classifier.Load(pictures.BinaryThawZip);
        Assert.All(paths.Zip(stock.Answers["Probability"]), pair => Assert.Equal(classifier.Classify(pair.First).Probabilities[1].Probability, pair.Second.Single(), 1e-5));
        Dictionary<string, byte[]> written = Entries(pictures.BinaryThawZip), saved = Entries(again);
        Assert.Equal(written.Keys.Except(["manifest.json"]).Order(), saved.Keys.Order());
        Assert.All(saved.Keys.Where(name => name != "TrainingInfo/Version.txt"), name => Assert.True(written[name].SequenceEqual(saved[name]), $"{name} differs"));
    }

    private static Dictionary<string, byte[]> Entries(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(entry => entry.FullName.Replace('\\', '/'), entry =>
        {
            using Stream stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        });
    }
}
