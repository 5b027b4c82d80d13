using Thaw.Comparison;
using Thaw.Images;
using Thaw.Packaging;
using Thaw.Serving;

namespace Thaw.Reports;

/// <summary>The saved models of a run's plans, one in memory at a time.</summary>
/// <param name="result">The run.</param>
/// <param name="folder">Its folder.</param>
internal sealed class KeptModels(ComparisonResult result, string folder) : IDisposable
{
    private Classifier? _loaded;
    private int _plan = -1;

    /// <summary>Whether the model of a plan at least is in the folder.</summary>
    public bool Any => result.Plans.Any(plan => FileOf(plan) is { } file && File.Exists(file));

    /// <summary>Where a plan's model looked for the class that it told; null where the model cannot be loaded.</summary>
    /// <param name="plan">Which plan. Ask for all pictures of one before the next: a model is loaded anew when the plan changes.</param>
    /// <param name="picture">The picture.</param>
    public Explanation? Explain(int plan, Picture picture)
    {
        if (_plan != plan)
        {
            Dispose();
            _plan = plan;
            _loaded = Load(plan);
        }
        return _loaded?.Explain(picture);
    }

    public void Dispose()
    {
        _loaded?.Dispose();
        _loaded = null;
        _plan = -1;
    }

    private Classifier? Load(int plan)
    {
        if (FileOf(result.Plans[plan]) is not { } file)
            return null;
        try
        {
            return Classifier.Load(file, Math.Clamp(result.Environment.Threads, 0, 1024));
        }
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? FileOf(PlanResult plan) => plan.ModelFile is { } name ? Path.Combine(folder, name) : null;
}
