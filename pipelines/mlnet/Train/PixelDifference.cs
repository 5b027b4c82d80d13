using Microsoft.ML;
using Microsoft.ML.Data;
using Thaw.Serving;

namespace Pipeline.MLNet.Train;

/// <summary>How far ML.NET's answers are from Thaw's for the same network and files, because the two decode and resize otherwise.</summary>
/// <param name="Pictures">How many pictures were compared.</param>
/// <param name="Mean">The mean difference of a probability, without its sign.</param>
/// <param name="Largest">The largest.</param>
/// <param name="CalledOtherwise">Pictures of which the two tell different classes.</param>
internal sealed record PixelDifference(int Pictures, double Mean, double Largest, int CalledOtherwise)
{
    /// <summary>Compares.</summary>
    /// <param name="context">ML.NET.</param>
    /// <param name="zip">A model zip of Thaw's, of two classes.</param>
    /// <param name="paths">The pictures' files.</param>
    /// <param name="threads">Threads that Thaw takes.</param>
    public static PixelDifference Of(MLContext context, string zip, IReadOnlyList<string> paths, int threads)
    {
        ITransformer model = context.Model.Load(zip, out _);
        IDataView scored = model.Transform(context.Data.LoadFromEnumerable(paths.Select(path => new PictureRow { ImagePath = path })));
        using var classifier = Classifier.Load(zip, threads);
        double sum = 0, largest = 0;
        int otherwise = 0;
        foreach ((string path, float[] theirs) in paths.Zip(scored.GetColumn<float[]>("Probability")))
        {
            float own = classifier.Classify(path).Probabilities[1].Probability, threshold = classifier.Manifest.Threshold;
            double difference = Math.Abs(own - theirs[0]);
            sum += difference;
            largest = Math.Max(largest, difference);
            otherwise += own >= threshold == theirs[0] >= threshold ? 0 : 1;
        }
        (model as IDisposable)?.Dispose();
        return new PixelDifference(paths.Count, sum / paths.Count, largest, otherwise);
    }
}
