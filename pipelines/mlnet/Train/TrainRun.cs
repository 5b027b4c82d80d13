using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Thaw.Images;
using Thaw.Weights;

namespace Pipeline.MLNet.Train;

/// <summary>Trains every contender on the same pictures, evaluates it both ways, and writes models and report.</summary>
internal static class TrainRun
{
    /// <summary>Runs.</summary>
    /// <returns>What was found; empty where a model was only compared.</returns>
    public static IReadOnlyList<ContenderResult> Execute(TrainSettings settings, TextWriter say, CancellationToken cancellation)
    {
        var context = new MLContext(seed: 1);
        context.Log += (_, e) =>
        {
            if (e.Kind != ChannelMessageKind.Trace && e.Source == "Vgg")
                say.WriteLine("  " + e.RawMessage);
        };
        if (settings.Model is { } model)
        {
            string[] files = [.. ImageSet.Load(settings.Data, settings.Positive).Files.Select(file => file.Path)];
            say.WriteLine(TrainReport.Line(PixelDifference.Of(context, model, files, settings.Threads)));
            return [];
        }
        int side = settings.ImageSize ?? BackboneStore.Find(settings.Backbone).ImageSize;
        PictureData data = PictureData.Load(context, settings, side, cancellation);
        Directory.CreateDirectory(Path.Combine(settings.Output, "models"));
        IDataView train = data.View(data.Split.Train), validation = data.View(data.Split.Validation), test = data.View(data.Split.Test);
        string[] all = [.. data.Rows([.. data.Split.Train, .. data.Split.Validation, .. data.Split.Test]).Select(row => row.ImagePath)];
        var results = new List<ContenderResult>();
        var predictions = new StringBuilder("contender,picture,label,probability\n");
        foreach (Contender contender in Contender.Of(context, settings, validation, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            say.WriteLine(contender.Name);
            long start = Stopwatch.GetTimestamp();
            ITransformer fitted = contender.Estimator.Fit(train);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            string name = $"{contender.Name.Replace(" + ", "-", StringComparison.Ordinal).ToLowerInvariant()}.zip";
            context.Model.Save(fitted, train.Schema, Path.Combine(settings.Output, "models", name));
            IDataView scored = context.Data.Cache(fitted.Transform(test), "Label", "Score", "Probability", "PredictedLabel");
            foreach ((PictureRow row, float probability) in data.Rows(data.Split.Test).Zip(scored.GetColumn<float>("Probability")))
                predictions.Append(CultureInfo.InvariantCulture, $"{contender.Name},\"{row.ImagePath.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{(row.Label ? 1 : 0)},{probability:R}\n");
            PixelDifference? pixels = contender.ThawZip is { } zip ? PixelDifference.Of(context, zip, all, settings.Threads) : null;
            results.Add(new ContenderResult(contender.Name, seconds, "models/" + name, MetricPair.Of(context, scored), pixels));
            (fitted as IDisposable)?.Dispose();
        }
        AtomicFile.Write(Path.Combine(settings.Output, "predictions.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(predictions.ToString())));
        TrainReport.Write(settings, data, results);
        say.WriteLine(TrainReport.Markdown(settings, data, results));
        return results;
    }
}
