using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace Thaw.MLNet.Steps;

/// <summary>
/// A stock trainer that, fitted to a few rows of our own, gives linear models with exactly the weights that are wanted. ML.NET has no public way to make such a model, and its
/// step for ONNX gives vectors only, of which evaluators and predicted labels need numbers.
/// </summary>
internal static class UnitScore
{
    /// <summary>One pass over the rows in their order, without averaging; see <see cref="UnitLoss"/>.</summary>
    public static AveragedPerceptronTrainer Trainer(MLContext context, string features, string label = DefaultNames.Label) =>
        context.BinaryClassification.Trainers.AveragedPerceptron(new AveragedPerceptronTrainer.Options
        {
            FeatureColumnName = features,
            LabelColumnName = label,
            LossFunction = new UnitLoss(),
            LearningRate = 1,
            NumberOfIterations = 1,
            Averaged = false,
            Shuffle = false,
        });

    /// <summary>The error where a fitted model is not what was wanted.</summary>
    public static InvalidOperationException Failed() =>
        new("ML.NET's AveragedPerceptron gave other weights than 1 and 0; this version of Microsoft.ML trains otherwise than 5.0.0.");

    /// <summary>
    /// Takes the positive rows x = e, and after it x = 0, to the weights e and the bias 0: the first step adds e and 1, the second takes the bias, which is then the output, away
    /// again. Other rows change nothing. Nothing of it is saved with a model.
    /// </summary>
    private sealed class UnitLoss : IClassificationLoss
    {
        public double Loss(float output, float label) => label > 0 ? 1 : 0;

        public float Derivative(float output, float label) => label <= 0 ? 0 : output == 0 ? -1 : output;
    }
}
