namespace Thaw.Benchmarks.Serve;

/// <summary>What all parts of the mode need.</summary>
/// <param name="App">The command of <c>thaw</c>.</param>
/// <param name="Zip">The model.</param>
/// <param name="Photos">A folder of pictures.</param>
/// <param name="Seconds">How long a measurement takes.</param>
/// <param name="Rounds">How often what is compared takes turns.</param>
/// <param name="Requests">Requests of the long run.</param>
/// <param name="Swaps">New versions of the zip.</param>
internal sealed record ServeContext(string[] App, string Zip, string Photos, double Seconds, int Rounds, int Requests, int Swaps)
{
    /// <summary>Connections of a closed loop.</summary>
    public const int Connections = 32;

    /// <summary>Most connections of an open loop; the service takes 1,000.</summary>
    public const int MostConnections = 512;

    /// <summary>A closed loop.</summary>
    public LoadSpec Closed(ServedProcess service, double seconds, int connections = Connections, int requests = int.MaxValue) =>
        new(service.Port, ServedProcess.ClassifyPath, Photos, connections, [new LoadPhase(0, seconds)], requests);

    /// <summary>An open loop.</summary>
    public LoadSpec Open(ServedProcess service, params LoadPhase[] phases) => new(service.Port, ServedProcess.ClassifyPath, Photos, MostConnections, phases);
}
