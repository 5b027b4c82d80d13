// What stands between the marks is what the README and docs/model-zip.md show: it compiles, and ReadmeSnippetTests compares the texts.
// begin
using Thaw.Serving;

// end
namespace Thaw.Tests.Serving;

internal static class ReadmeSnippet
{
    public static void Run()
    {
        // begin
        using var classifier = Classifier.Load("runs/compare/models/two-phase.zip");
        Prediction prediction = classifier.Classify("deck.jpg");
        Console.WriteLine($"{prediction.Label} {prediction.Probability:P1}");
        // end
    }
}
