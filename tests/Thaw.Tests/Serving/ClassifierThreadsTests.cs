using Thaw.Images;
using Thaw.Serving;
using Thaw.Tests.Images;
using Thaw.Tests.Packaging;

namespace Thaw.Tests.Serving;

public class ClassifierThreadsTests
{
    [Fact]
    public void Many_threads_at_once_get_what_one_gets()
    {
        using var sample = new PackedSample(classes: 3);
        Picture[] pictures = Enumerable.Range(0, 40).Select(i => Sample.Noise(40, 30, (ulong)i)).ToArray();
        using Classifier classifier = Classifier.Load(sample.Path, threads: 2);
        Prediction[] expected = pictures.Select(classifier.Classify).ToArray();
        var threads = new List<Thread>();
        int right = 0;
        for (int t = 0; t < 6; t++)
        {
            int first = t;
            threads.Add(new Thread(() =>
            {
                for (int i = first; i < pictures.Length; i++)
                {
                    Prediction[] got = i % 3 == 0 ? [classifier.Classify(pictures[i])] : [.. classifier.Classify(pictures[(i - first)..(i + 1)])];
                    if (got[^1].Equals(expected[i]) && got[0].Equals(expected[i % 3 == 0 ? i : i - first]))
                        Interlocked.Increment(ref right);
                }
            }));
        }
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(6 * 40 - (1 + 2 + 3 + 4 + 5), right);
    }

    [Fact]
    public void Disposal_waits_for_calls_and_ends_later_ones()
    {
        using var sample = new PackedSample();
        Picture[] pictures = Enumerable.Range(0, 8).Select(i => Sample.Noise(32, 32, (ulong)i)).ToArray();
        Classifier classifier = Classifier.Load(sample.Path, threads: 2);
        IReadOnlyList<Prediction> expected = classifier.Classify(pictures);
        int wrong = 0, ended = 0, answers = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            try
            {
                while (true)
                {
                    if (!classifier.Classify(pictures).SequenceEqual(expected))
                        Interlocked.Increment(ref wrong);
                    Interlocked.Increment(ref answers);
                }
            }
            catch (ObjectDisposedException)
            {
                Interlocked.Increment(ref ended);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        SpinWait.SpinUntil(() => Volatile.Read(ref answers) > 8, TimeSpan.FromSeconds(20));
        classifier.Dispose();
        classifier.Dispose();
        threads.ForEach(thread => thread.Join());
        Assert.Equal((0, 4), (wrong, ended));
        Assert.Throws<ObjectDisposedException>(() => classifier.Classify(Array.Empty<Picture>()));
    }
}
