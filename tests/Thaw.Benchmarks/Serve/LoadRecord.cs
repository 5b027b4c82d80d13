using System.Globalization;

namespace Thaw.Benchmarks.Serve;

/// <summary>What became of one request. Moments are <see cref="System.Diagnostics.Stopwatch"/> ticks, which all processes of a machine share.</summary>
/// <param name="Due">When it should have been sent; in a closed loop, when it was.</param>
/// <param name="Sent">When its first byte was sent.</param>
/// <param name="Done">When the last byte of its answer had come.</param>
/// <param name="Status">The answer's status; 0 where the connection failed.</param>
/// <param name="RetryAfter">Whether the answer said when to come again.</param>
/// <param name="Version">The version of the model that answered; empty where none did.</param>
internal readonly record struct LoadRecord(long Due, long Sent, long Done, int Status, bool RetryAfter, string Version)
{
    /// <summary>The status that stands for a connection that failed.</summary>
    public const int ConnectionFailed = 0;

    /// <summary>Timers are no finer than this: a request that was sent so much later than due counts from its sending, one that was sent later yet counts from when it was due.</summary>
    private static readonly long TimerTicks = System.Diagnostics.Stopwatch.Frequency / 500;

    /// <summary>Milliseconds that the client waited.</summary>
    public double Milliseconds => (Done - (Sent - Due <= TimerTicks ? Sent : Due)) * 1000.0 / System.Diagnostics.Stopwatch.Frequency;

    /// <summary>The line of a file of records.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Due},{Sent},{Done},{Status},{(RetryAfter ? 1 : 0)},{Version}");

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is none that <see cref="Line"/> wrote.</exception>
    public static LoadRecord Parse(string line)
    {
        string[] cells = line.Split(',');
        return cells.Length == 6
            ? new(Long(cells[0]), Long(cells[1]), Long(cells[2]), (int)Long(cells[3]), cells[4] == "1", cells[5])
            : throw new FormatException($"Expected six cells, got '{line}'.");
    }

    private static long Long(string cell) => long.Parse(cell, NumberStyles.None, CultureInfo.InvariantCulture);
}
