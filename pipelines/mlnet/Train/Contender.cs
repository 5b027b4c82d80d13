using Microsoft.ML;
using Thaw.MLNet;
using Thaw.Training;

namespace Pipeline.MLNet.Train;

/// <summary>A way to train, and where its models go.</summary>
/// <param name="Name">For reports and files.</param>
/// <param name="Estimator">What is fitted.</param>
/// <param name="ThawZip">Where Thaw's own zip of the network goes; null where ML.NET trains the head.</param>
internal sealed record Contender(string Name, IEstimator<ITransformer> Estimator, string? ThawZip)
{
    /// <summary>ML.NET's own head on frozen features, then Thaw's plans.</summary>
    public static IEnumerable<Contender> Of(MLContext context, TrainSettings settings, IDataView validation, CancellationToken cancellation)
    {
        IEstimator<ITransformer> features = context.Transforms.VggFeatures("Features", "ImagePath", settings.Backbone, settings.ImageSize);
        yield return new Contender("features + LbfgsLogisticRegression",
            features.AppendCacheCheckpoint(context).Append(context.BinaryClassification.Trainers.LbfgsLogisticRegression()), null);
        foreach (string plan in settings.Plans)
        {
            string zip = Path.Combine(settings.Output, "models", $"{plan}.thaw.zip");
            yield return new Contender(plan, context.BinaryClassification.Trainers.Vgg(new VggOptions
            {
                Context = context,
                Plan = plan,
                Settings = settings.Epochs is { } epochs ? new PlanSettings { Epochs = epochs } : null,
                Backbone = settings.Backbone,
                ImageSize = settings.ImageSize,
                Seed = settings.Seed,
                Threads = settings.Threads,
                ValidationSet = validation,
                ModelFile = zip,
                Cancellation = cancellation,
            }), zip);
        }
    }
}
