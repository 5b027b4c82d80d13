using System.Net.Http.Headers;
using Thaw.Weights.Store.Downloads;

namespace Thaw.Weights.Store;

/// <summary>Fetches a published file into the store.</summary>
/// <param name="folder">The store.</param>
/// <param name="published">What to fetch.</param>
/// <param name="settings">How patient it is.</param>
/// <param name="progress">Told how far it is; may be null.</param>
internal sealed class BackboneDownload(BackboneFolder folder, PublishedBackbone published, DownloadSettings settings, IProgress<DownloadProgress>? progress)
{
    private const int MaxRedirects = 10;

    /// <summary>Fetches, checks and stores it, unless it is here already; the contract stands at the store's own method.</summary>
    public async Task<StoredBackbone> RunAsync(bool replace, CancellationToken cancellation)
    {
        if (!replace && Whole() is { } stored)
            return stored;
        string? recorded = Recorded();
        using var part = PartFile.Open(folder.DownloadsPath, published.Name);
        await FetchAsync(part, cancellation).ConfigureAwait(false);
        part.Close();
        FileCheck read = Checked(part, recorded);
        StoredBackbone entry = folder.Put(published.Name, read, published.Address.AbsoluteUri, replace: true, path => File.Move(part.Path, path));
        part.Delete();
        return entry;
    }

    private async Task FetchAsync(PartFile part, CancellationToken cancellation)
    {
        using var handler = new HttpClientHandler { MaxAutomaticRedirections = MaxRedirects };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Thaw", typeof(BackboneDownload).Assembly.GetName().Version?.ToString(3)));
        try
        {
            await new FileDownload(client, published.Address, part, settings, progress).RunAsync(cancellation).ConfigureAwait(false);
        }
        catch (DownloadException e)
        {
            throw new DownloadException($"{e.Message} {ByHand}", e);
        }
    }

    private FileCheck Checked(PartFile part, string? recorded)
    {
        try
        {
            var read = FileCheck.Read(part.Path, published.Name, published, Path.GetExtension(published.Address.AbsolutePath));
            return recorded is null || recorded == read.Sha256 ? read : throw new WeightsFormatException(
                $"its SHA-256 is {read.Sha256}, but was {recorded} when it was stored first; remove the folder '{folder.FolderOf(published.Name)}' to take the new one.");
        }
        catch (WeightsFormatException e)
        {
            part.Delete();
            throw new DownloadException($"What {published.Address} sent is not '{published.Name}' and was not stored: {e.Message} Try again. {ByHand}", e);
        }
    }

    private string ByHand
    {
        get
        {
            string force = folder.Contains(published.Name) ? " --force" : "";
            return $"By hand: fetch {published.Address} in another way, then: thaw weights import FILE --as {published.Name}{force}";
        }
    }

    /// <summary>The entry, if there is one and its file is as it was.</summary>
    private StoredBackbone? Whole()
    {
        if (!folder.Contains(published.Name))
            return null;
        try
        {
            folder.Load(published.Name);
            return folder.Describe(published.Name);
        }
        catch (WeightsFormatException)
        {
            return null;
        }
    }

    /// <summary>The SHA-256 of what was stored before, whatever has become of the file.</summary>
    private string? Recorded()
    {
        try
        {
            return folder.Contains(published.Name) ? EntryFile.Read(folder.FolderOf(published.Name)).Sha256 : null;
        }
        catch (WeightsFormatException)
        {
            return null;
        }
    }
}
