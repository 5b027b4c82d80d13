namespace Thaw.Benchmarks.Serve;

/// <summary>A measurement against its bound.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Measured">What came, in words.</param>
/// <param name="Bound">What was asked for, in words.</param>
/// <param name="Passed">Whether it holds.</param>
internal sealed record ServeCheck(string Name, string Measured, string Bound, bool Passed);
