using System.Globalization;
using System.Text.Json;
using Thaw.Cli.Terminal;
using Thaw.Evaluation.Calibration;
using Thaw.Packaging;

namespace Thaw.Cli.Runs;

/// <summary>How far a saved model's probabilities can be trusted on labelled pictures.</summary>
/// <param name="Threshold">The model's threshold, where it tells two classes apart; otherwise null.</param>
/// <param name="Temperature">The model's temperature.</param>
/// <param name="Raw">Of the probabilities as the network gives them.</param>
/// <param name="Calibrated">Of the probabilities under the temperature.</param>
internal sealed record ModelCalibration(float? Threshold, double Temperature, Reliability Raw, Reliability Calibrated)
{
    /// <summary>Measures.</summary>
    public static ModelCalibration Measure(ModelManifest model, int[] labels, float[] probabilities, IReadOnlyList<string>? groups)
    {
        Reliability Under(double temperature) => Reliability.Measure(labels, probabilities, model.Classes.Count, temperature, model.Threshold, groups);
        return new ModelCalibration(model.Classes.Count == 2 ? model.Threshold : null, model.Temperature, Under(1), Under(model.Temperature));
    }

    /// <summary>Both errors and what they belong to, in two lines.</summary>
    public string Sentence
    {
        get
        {
            string threshold = Threshold is { } value ? $" A picture is positive from a probability of {value.ToString(CultureInfo.InvariantCulture)} on." : "";
            return $"Expected calibration error {Points(Raw)}; after the model's temperature of {Math.Round(Temperature, 3).ToString(CultureInfo.InvariantCulture)} {Points(Calibrated)}.\n"
                + $"Exact probabilities would show {Points(Raw.ErrorByChance)} points by chance on so many pictures.{threshold}";
        }
    }

    /// <summary>Writes the same as JSON.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (Threshold is { } threshold)
            json.WriteNumber("threshold", threshold);
        json.WriteStartObject("calibration");
        json.WriteNumber("temperature", Temperature);
        Write(json, "raw", Raw);
        Write(json, "calibrated", Calibrated);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Reliability reliability)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("expectedCalibrationError");
        json.Number("value", reliability.Error);
        json.Number("low", reliability.ErrorInterval.Low);
        json.Number("high", reliability.ErrorInterval.High);
        json.Number("byChance", reliability.ErrorByChance);
        json.WriteEndObject();
        json.Number("brierScore", reliability.BrierScore);
        json.WriteEndObject();
    }

    private static string Points(Reliability reliability) =>
        $"{Points(reliability.Error)} points (95% interval {Points(reliability.ErrorInterval.Low)} to {Points(reliability.ErrorInterval.High)})";

    private static string Points(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
}
