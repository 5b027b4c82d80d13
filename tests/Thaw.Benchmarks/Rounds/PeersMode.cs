namespace Thaw.Benchmarks.Rounds;
/// <summary>.</summary>
internal static class PeersMode { public static int Run(string[] args) => args.Length; }
