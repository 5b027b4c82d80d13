namespace Thaw.Service;

/// <summary>How a served model is.</summary>
public enum ModelState
{
    /// <summary>It is being loaded or warmed up, and does not answer yet.</summary>
    Loading,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It answers, but its file was replaced by one that could not be taken; see <see cref="ServedClassifier.Problem"/>.</summary>
    Outdated,
}
