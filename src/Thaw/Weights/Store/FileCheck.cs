using System.Globalization;
using System.Security.Cryptography;
using Thaw.Images.Listing;

namespace Thaw.Weights.Store;

/// <summary>A file that was read whole and found to be a backbone.</summary>
internal sealed class FileCheck
{
    private readonly Backbone _backbone;

    private FileCheck(byte[] bytes, Backbone backbone, string extension)
    {
        Bytes = bytes;
        Extension = extension;
        _backbone = backbone;
    }

    /// <summary>All of it.</summary>
    public byte[] Bytes { get; }

    /// <summary>What the copy's name ends with, such as <c>.h5</c>; empty where the file's own is no plain one.</summary>
    public string Extension { get; }

    /// <summary>SHA-256 of it, in lower-case hexadecimal digits.</summary>
    public string Sha256 => _backbone.Sha256;

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">What to call it in errors.</param>
    /// <param name="published">The published file that it has to be; null where it may be any.</param>
    /// <param name="extension">What its copy's name ends with.</param>
    /// <exception cref="WeightsFormatException">It is no backbone, a damaged one, or not the published one.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static FileCheck Read(string path, string title, PublishedBackbone? published, string extension)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException(NearNames.Missing("file", path), path);
        long length = new FileInfo(path).Length;
        if (length > Array.MaxLength)
            throw new WeightsFormatException($"'{title}' has {length} bytes; expected a backbone's file of less than 2 GiB.");
        byte[] bytes = File.ReadAllBytes(path);
        if (published?.Md5 is { } md5 && Md5Of(bytes) is { } came && came != md5)
            throw new WeightsFormatException($"its MD5 should be {md5}, got {came}.");
        var backbone = Backbone.Read(bytes, title);
        backbone.Check();
        if (published is not null && (backbone.Network.Name != published.Network || !backbone.Width.Equals(published.Width)))
        {
            throw new WeightsFormatException(string.Create(CultureInfo.InvariantCulture,
                $"it should hold {published.Network} at width {published.Width}, got {backbone.Network.Name} at width {backbone.Width}."));
        }
        return new FileCheck(bytes, backbone, PlainOf(extension));
    }

    /// <summary>What the store keeps about it.</summary>
    /// <param name="name">Its name there.</param>
    /// <param name="file">Its path there.</param>
    /// <param name="source">Where it came from.</param>
    public StoredBackbone Describe(string name, string file, string source) => new()
    {
        Name = name,
        File = file,
        Sha256 = Sha256,
        Size = Bytes.LongLength,
        Source = source,
        Network = _backbone.Network.Name,
        Width = _backbone.Width,
        ImageSize = _backbone.ImageSize,
        Added = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()),
    };

    /// <summary>The MD5 of bytes, in lower-case hexadecimal digits.</summary>
#pragma warning disable CA5351 // It is what publishers give; the store itself goes by SHA-256
    public static string Md5Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351

    private static string PlainOf(string extension)
    {
        string plain = extension.ToLowerInvariant();
        return plain.Length is > 1 and <= 16 && plain.Skip(1).All(char.IsAsciiLetterOrDigit) && plain != Path.GetExtension(EntryFile.FileName) ? plain : "";
    }
}
