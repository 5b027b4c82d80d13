using System.Diagnostics;
using Thaw.Images;
using Thaw.Serving;

namespace Thaw.Benchmarks.Serve;

/// <summary>
/// What one process could do without HTTP: pictures are decoded, one a thread, on two threads, then classified 32 at a time on two threads. Neither is done at the same time
/// as the other, since both take all cores.
/// </summary>
internal sealed class IdealThroughput : IDisposable
{
    private const int Threads = 2;
    private readonly byte[][] _files;
    private readonly Classifier _classifier;

    public IdealThroughput(ServeContext context)
    {
        _files = [.. PictureFiles.In(context.Photos).Select(File.ReadAllBytes)];
        _classifier = Classifier.Load(context.Zip, Threads);
        Decode(0.5); // compiles
        Infer(0.5);
    }

    /// <summary>Measures.</summary>
    /// <param name="seconds">For each of the two.</param>
    /// <returns>Seconds a picture that both threads together take to decode it, and seconds that it takes in the network.</returns>
    public (double Decode, double Infer) Measure(double seconds) => (Decode(seconds), Infer(seconds));

    public void Dispose() => _classifier.Dispose();

    private double Decode(double seconds)
    {
        long started = Stopwatch.GetTimestamp();
        int pictures = 0;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(first => new Thread(() =>
        {
            int done = 0;
            for (; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; done++)
                Read((first + Threads * done) % _files.Length);
            Interlocked.Add(ref pictures, done);
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return Stopwatch.GetElapsedTime(started).TotalSeconds / pictures;
    }

    private double Infer(double seconds)
    {
        Picture[][] batches = [.. Enumerable.Range(0, _files.Length).Select(Read).Chunk(Classifier.MaxBatch).Where(batch => batch.Length == Classifier.MaxBatch || _files.Length < Classifier.MaxBatch)];
        long started = Stopwatch.GetTimestamp();
        int pictures = 0;
        for (int i = 0; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; i++)
            pictures += _classifier.Classify(batches[i % batches.Length]).Count;
        return Stopwatch.GetElapsedTime(started).TotalSeconds / pictures;
    }

    private Picture Read(int file) => PictureReader.Read(_files[file], _classifier.Manifest.ImageSize, _classifier.Manifest.ImageSize, _classifier.Manifest.ResizeFilter);
}
