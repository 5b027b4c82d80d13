using System.Text.Json;
using Thaw.Comparison;
using Thaw.Evaluation;

namespace Thaw.Reports.Runs;

/// <summary>Reads what run folders' <c>report.json</c> and <c>predictions.csv</c> say. The files may come from anybody: nothing in them is executed or trusted.</summary>
public static class RunsReader
{
    /// <summary>The most bytes of a <c>report.json</c> that are read.</summary>
    internal const long MostBytes = 256L << 20;

    private const int MostClasses = 10_000, MostPlans = 1_000, MostSeeds = 100_000, MostPictures = 100_000_000;

    /// <summary>Reads run folders.</summary>
    /// <param name="folders">Folders that a comparison wrote; at least one, none twice.</param>
    /// <exception cref="ReportFormatException">A report is missing, damaged, too large or of another version; the message names the file and what was expected.</exception>
    /// <exception cref="ArgumentException">There is no folder, or one stands there twice.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<RunSummary> Read(IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        if (folders.Count == 0)
            throw new ArgumentException("Expected at least one run folder, got none.", nameof(folders));
        string[] paths = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];
        for (int i = 0; i < paths.Length; i++)
        {
            if (Array.IndexOf(paths, paths[i]) < i)
                throw new ArgumentException($"The run folder '{folders[i]}' stands there twice; name each run once.", nameof(folders));
        }
        IReadOnlyList<string> names = RunNames.Of(paths);
        return [.. folders.Select((folder, i) => Read(folder, names[i]))];
    }

    /// <summary>Reads a run folder.</summary>
    /// <param name="folder">A folder that a comparison wrote.</param>
    /// <param name="name">What to call it.</param>
    /// <exception cref="ReportFormatException">Its report is missing, damaged, too large or of another version.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static RunSummary Read(string folder, string name)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string file = Path.Combine(folder, "report.json"), predictions = Path.Combine(folder, "predictions.csv");
        if (!File.Exists(file))
        {
            throw new ReportFormatException(Directory.Exists(folder) ? $"'{folder}' has no report.json; expected the folder of a finished run, such as runs/compare."
                : $"No run at '{folder}'; expected the folder of a finished run, such as runs/compare.");
        }
        if (new FileInfo(file).Length > MostBytes)
            throw new ReportFormatException($"'{file}' has more than {MostBytes} bytes; expected the report of a run.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            RunSummary run = Read(new JsonPart(file, "", json.RootElement), folder, name);
            return run with { Predictions = File.Exists(predictions) ? PredictionsReader.Read(predictions, run.Classes) : null };
        }
        catch (JsonException e)
        {
            throw new ReportFormatException($"'{file}' is not valid JSON; expected the report of a run ({e.Message})", e);
        }
    }

    private static RunSummary Read(JsonPart report, string folder, string name)
    {
        if (report["schemaVersion"].Whole(0, int.MaxValue) is var version && version != ComparisonResult.CurrentSchemaVersion)
            throw report["schemaVersion"].Expected($"version {ComparisonResult.CurrentSchemaVersion} of the report's format");
        if (report.Find("kind") is { } kind)
            throw new ReportFormatException($"'{Path.Combine(folder, "report.json")}' is of the kind '{Short(kind.Text())}'; name the folders of the single runs.");
        JsonPart setup = report["setup"], data = report["data"], timing = report["timing"];
        string[] classes = [.. data["classes"].Items(MostClasses).Select(item => item.Text())];
        if (classes.Length < 2)
            throw data["classes"].Expected("at least two classes");
        Metric accuracy = Metrics.AccuracyOf(classes.Length);
        RunPlan[] plans = [.. report["plans"].Items(MostPlans).Select(plan => Plan(plan, accuracy, timing))];
        if (plans.Length == 0 || plans.DistinctBy(plan => plan.Name).Count() != plans.Length)
            throw report["plans"].Expected("at least one plan, each under a name of its own");
        return new RunSummary
        {
            Folder = folder,
            Name = name,
            Backbone = setup["backbone"].Text(),
            BackboneSha256 = setup["backboneSha256"].Text(),
            ImageSize = setup["imageSize"].Whole(1, 1 << 20),
            Seeds = [.. setup["seeds"].Items(MostSeeds).Select(seed => seed.Seed())],
            SplitSeed = setup["splitSeed"].Seed(),
            Recipe = setup["recipe"].Text(),
            Source = data["source"].Text(),
            Classes = classes,
            Counts = Counts(data["parts"], classes.Length),
            GroupPattern = data.Find("groupPattern")?.Text(),
            Plans = plans,
            Differences = [.. report["differences"].Items(MostPlans).Select(difference =>
                new RunDifference(difference["plan"].Text(), difference["baseline"].Text(), Estimate(difference, accuracy)))],
            Claims = [.. Claims(report, timing)],
            Device = report["environment"]["device"].Text(),
            Seconds = timing.NumberOf("seconds"),
        };
    }

    private static RunPlan Plan(JsonPart plan, Metric accuracy, JsonPart timing)
    {
        string name = plan["name"].Text();
        JsonPart[] times = [.. timing["plans"].Items(MostPlans).Where(item => item["name"].Text() == name)];
        int diverged = plan["trials"].Items(MostSeeds).Count(trial => trial["diverged"].Flag());
        return new RunPlan(name, Estimate(plan, accuracy), diverged, times.Length == 0 ? double.NaN : times[0].NumberOf("secondsTotal"));
    }

    private static MetricEstimate Estimate(JsonPart owner, Metric metric)
    {
        JsonPart estimate = owner["metrics"][Metrics.NameOf(metric)];
        return new MetricEstimate(metric, estimate.NumberOf("value"), new Interval(estimate.NumberOf("low"), estimate.NumberOf("high")));
    }

    // The claim about time stands among the times, since it is another at each run
    private static IEnumerable<RunClaim> Claims(JsonPart report, JsonPart timing)
    {
        IEnumerable<RunClaim> others = report.Find("claims") is { } claims ? claims.Items(100).Select(Claim) : [];
        return timing.Find("claim") is { } time ? others.Prepend(Claim(time)) : others;
    }

    private static RunClaim Claim(JsonPart claim) => new(claim["number"].Whole(0, 100), claim["name"].Text(), claim["answer"].Text(), claim.NumberOf("value"),
        new Interval(claim.NumberOf("low"), claim.NumberOf("high")));

    private static IReadOnlyList<IReadOnlyList<int>> Counts(JsonPart parts, int classes)
    {
        IReadOnlyList<JsonPart> all = parts.Items(3);
        int[][] counts = [.. new[] { "train", "validation", "test" }.Select(name => all.Where(part => part["name"].Text() == name)
            .Select(part => part["counts"].Items(classes).Select(count => count.Whole(0, MostPictures)).ToArray()).FirstOrDefault() ?? [])];
        return counts.All(part => part.Length == classes) ? counts : throw parts.Expected("the parts train, validation and test, each with a count a class");
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
