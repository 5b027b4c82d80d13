using Thaw.Serving;

namespace Thaw.Service.Endpoints;

/// <summary>The answer to a classification.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Version">The version that answered.</param>
/// <param name="Predictions">A prediction a picture, in the order of the request.</param>
internal sealed record ClassifyAnswer(string Model, string Version, IReadOnlyList<ClassifyPrediction> Predictions);

/// <summary>What the model says of a picture.</summary>
/// <param name="Label">The class that is told.</param>
/// <param name="Probability">Its probability, 0 to 1.</param>
/// <param name="Confidence">Its calibrated probability, 0 to 1.</param>
/// <param name="Probabilities">The probability of every class.</param>
/// <param name="Calibrated">The calibrated probability of every class.</param>
/// <param name="Explanation">Where the model looked; only where it was asked for.</param>
internal sealed record ClassifyPrediction(
    string Label, float Probability, float Confidence, IReadOnlyDictionary<string, float> Probabilities, IReadOnlyDictionary<string, float> Calibrated, ClassifyExplanation? Explanation)
{
    public static ClassifyPrediction Of(Prediction prediction, ClassifyExplanation? explanation = null) => new(prediction.Label, prediction.Probability, prediction.Confidence,
        Shares(prediction, item => item.Probability), Shares(prediction, item => item.Calibrated), explanation);

    private static OrderedDictionary<string, float> Shares(Prediction prediction, Func<ClassProbability, float> share)
    {
        var shares = new OrderedDictionary<string, float>(prediction.Probabilities.Count);
        foreach (ClassProbability item in prediction.Probabilities)
            shares.Add(item.Class, share(item));
        return shares;
    }
}

/// <summary>Where a model looked, by Grad-CAM.</summary>
/// <param name="Class">The class that the heat speaks for: the one that is told.</param>
/// <param name="Layer">The convolution that was looked at.</param>
/// <param name="Strongest">The ninth of the picture where the heat is strongest, in words, such as <c>upper left</c>; <c>nowhere</c> where there is none.</param>
/// <param name="Overlay">A PNG of the heat over the picture, in base64.</param>
internal sealed record ClassifyExplanation(string Class, string Layer, string Strongest, ReadOnlyMemory<byte> Overlay);
