using Thaw.Comparison.Evidence;
using Thaw.Training.Rates;

namespace Thaw.Cli.Runs;

/// <summary>What a comparison is run on.</summary>
/// <param name="Prepared">The pictures, split.</param>
/// <param name="Source">Pictures of the backbone's own task; null where none were given.</param>
/// <param name="Searches">How learning rates were found; empty where they were given.</param>
internal sealed record RunPictures(PreparedPictures Prepared, SourcePictures? Source, IReadOnlyList<RateSearch> Searches);
