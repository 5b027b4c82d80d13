using System.Globalization;
using System.Text;
using Thaw.Kernels;

namespace Thaw.Benchmarks.Advice;

/// <summary>Writes lists of pictures for <c>thaw compare</c>, with parts that stay as they are.</summary>
internal sealed class PictureList
{
    private const ulong Stream = 0xAD;
    private readonly StringBuilder _rows = new("path,label,split\n");

    /// <summary>Adds pictures of a class for training and, a quarter as many and at least 4, for validation.</summary>
    /// <param name="label">The class.</param>
    /// <param name="pictures">Files to draw from, in a fixed order.</param>
    /// <param name="train">How many train.</param>
    /// <param name="seed">Which of the possible draws.</param>
    public void AddTraining(string label, string[] pictures, int train, ulong seed)
    {
        int validation = Math.Max(4, train / 4);
        string[] drawn = Draw(pictures, train + validation, seed);
        for (int i = 0; i < drawn.Length; i++)
            Add(drawn[i], label, i < train ? "train" : "val");
    }

    /// <summary>Adds pictures of a class for the test.</summary>
    /// <param name="label">The class.</param>
    /// <param name="pictures">Files to draw from, in a fixed order.</param>
    /// <param name="most">How many at most.</param>
    public void AddTest(string label, string[] pictures, int most)
    {
        foreach (string file in Draw(pictures, Math.Min(most, pictures.Length), 0))
            Add(file, label, "test");
    }

    /// <summary>Writes the list.</summary>
    /// <param name="path">The file without its extension.</param>
    /// <returns>The file.</returns>
    public string Write(string path)
    {
        File.WriteAllText(path + ".csv", _rows.ToString());
        return path + ".csv";
    }

    /// <summary>All pictures of a folder, in ordinal order.</summary>
    /// <exception cref="FailureException">There is no such folder.</exception>
    public static string[] Folder(params string[] parts)
    {
        string folder = Path.GetFullPath(Path.Combine(parts));
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)]
            : throw new FailureException($"There is no folder '{folder}'; tests/Thaw.Benchmarks/README.md says which sets the mode 'advice' needs.");
    }

    private void Add(string path, string label, string part) => _rows.Append(CultureInfo.InvariantCulture, $"{path},{label},{part}\n");

    private static string[] Draw(string[] pictures, int count, ulong seed)
    {
        if (pictures.Length < count)
            throw new FailureException($"Expected at least {count} pictures beside '{pictures.FirstOrDefault()}', got {pictures.Length}.");
        string[] shuffled = [.. pictures];
        new Pcg32(seed, Stream).Shuffle(shuffled.AsSpan());
        return shuffled[..count];
    }
}
