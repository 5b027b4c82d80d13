using System.Text.Json.Nodes;

namespace Thaw.Benchmarks.Rounds;

/// <summary>What one process measured.</summary>
/// <param name="Case">The name of the case.</param>
/// <param name="Round">From 1 on.</param>
/// <param name="Contestant">Whose process it was.</param>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="Output">What it printed.</param>
internal sealed record PeerRun(string Case, int Round, string Contestant, double Seconds, JsonObject Output);
