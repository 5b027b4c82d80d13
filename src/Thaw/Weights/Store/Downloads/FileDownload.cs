using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Thaw.Weights.Store.Downloads;

/// <summary>
/// Brings a file of the web into a <see cref="PartFile"/>: goes on where an earlier try ended if the server still has the same version
/// (RFC 9110, sections 13.1.5 and 14), begins anew if not, and tries again a few times where the connection or the server fails.
/// </summary>
/// <param name="client">Follows redirects; its own time limit must be infinite.</param>
/// <param name="address">Where the file is.</param>
/// <param name="part">Where to; not owned.</param>
/// <param name="settings">How patient it is.</param>
/// <param name="progress">Told how far it is, on the thread that downloads; may be null.</param>
internal sealed class FileDownload(HttpClient client, Uri address, PartFile part, DownloadSettings settings, IProgress<DownloadProgress>? progress)
{
    private const int BufferBytes = 1 << 17;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private bool _hasAnswered;

    /// <summary>Brings the whole file; its length is then what the server said, its content is not checked.</summary>
    /// <exception cref="DownloadException">It cannot be had; the message says why, without what to do. What came stays in the part file.</exception>
    /// <exception cref="OperationCanceledException">It was stopped. What came stays in the part file.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (part.State is { } left && left.Address == address.AbsoluteUri && left.Total == part.Length && part.Length > 0)
            return;
        long furthest = part.Length;
        for (int futile = 0; ;)
        {
            try
            {
                while (!await TryAsync(cancellation).ConfigureAwait(false))
                {
                    // What was here was of no use and is gone; asked for from its beginning, the file must come or the try must fail
                }
                return;
            }
            catch (TryAgainException e)
            {
                futile = part.Length > furthest ? 1 : futile + 1;
                furthest = Math.Max(furthest, part.Length);
                if (futile >= settings.Tries)
                    throw new DownloadException($"{e.Message}, {settings.Tries} times in a row.", e);
                TimeSpan pause = e.Pause is { } asked && asked > TimeSpan.Zero ? asked : settings.Pause * Math.Pow(2, futile - 1);
                pause = pause < settings.LongestPause ? pause : settings.LongestPause;
                Report(string.Create(CultureInfo.InvariantCulture, $"{e.Message}; trying again in {pause.TotalSeconds:0.#} s."));
                await Task.Delay(pause, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One request. False where the part file could not be continued and was emptied.</summary>
    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        long from = part.Length;
        string? validator = part.State is { } state && state.Address == address.AbsoluteUri ? state.Validator : null;
        bool resumes = from > 0 && validator is not null;
        if (resumes)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.TryAddWithoutValidation("If-Range", validator);
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using HttpResponseMessage response = await AskedAsync(() => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token),
            patience, cancellation).ConfigureAwait(false);
        _hasAnswered = true;
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                part.Begin(new PartState(address.AbsoluteUri, ValidatorOf(response), response.Content.Headers.ContentLength));
                break;
            case HttpStatusCode.PartialContent when resumes && range?.From == from && Fits(response, validator!)
                && (range.Length is null || part.State!.Total is null || range.Length == part.State.Total):
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when resumes && range?.Length == from:
                return true; // all of it is here already
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when resumes:
                part.Begin(new PartState(address.AbsoluteUri, null, null));
                return false;
            default:
                throw Refused(response);
        }
        await CopyAsync(response, patience, cancellation).ConfigureAwait(false);
        return true;
    }

    private async Task CopyAsync(HttpResponseMessage response, CancellationTokenSource patience, CancellationToken cancellation)
    {
        long? total = part.State!.Total ?? response.Content.Headers.ContentRange?.Length;
        if (total > settings.MaxBytes)
            throw TooLarge();
        Report(null);
        Stream content = await AskedAsync(() => response.Content.ReadAsStreamAsync(patience.Token), patience, cancellation).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            while (true)
            {
                int count = await AskedAsync(() => content.ReadAsync(_buffer, patience.Token).AsTask(), patience, cancellation).ConfigureAwait(false);
                if (count == 0)
                    break;
                if (part.Length + count > settings.MaxBytes)
                    throw TooLarge();
                part.Append(_buffer.AsSpan(0, count));
                Report(null);
            }
        }
        if (total is { } promised && part.Length != promised)
            throw new TryAgainException(string.Create(CultureInfo.InvariantCulture, $"{address.Host} ended after {part.Length} of {promised} bytes"));
    }

    /// <summary>Waits for the network, but not for ever, and tells its failures from those of the disk.</summary>
    private async Task<T> AskedAsync<T>(Func<Task<T>> work, CancellationTokenSource patience, CancellationToken cancellation)
    {
        patience.CancelAfter(settings.Stall);
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TryAgainException(string.Create(CultureInfo.InvariantCulture, $"{address.Host} sent nothing for {settings.Stall.TotalSeconds:0.#} s"), e);
        }
        catch (HttpRequestException e) when (IsHopeless(e))
        {
            throw new DownloadException($"{address.Host} cannot be reached: {OneLine(e)}.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TryAgainException($"The connection to {address.Host} failed ({OneLine(e)})", e);
        }
        finally
        {
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    // Without a network from the start, or with the wrong certificate, waiting does not help
    private bool IsHopeless(HttpRequestException e) => e.HttpRequestError == HttpRequestError.SecureConnectionError || !_hasAnswered && e.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError;

    private Exception Refused(HttpResponseMessage response)
    {
        int code = (int)response.StatusCode;
        string said = string.Create(CultureInfo.InvariantCulture, $"{address.Host} answered {code} ({response.ReasonPhrase})");
        if (code is not (206 or 408 or 429 or >= 500))
            return new DownloadException(said + ".");
        RetryConditionHeaderValue? after = response.Headers.RetryAfter;
        return new TryAgainException(said) { Pause = after?.Delta ?? after?.Date - DateTimeOffset.UtcNow };
    }

    private DownloadException TooLarge() =>
        new(string.Create(CultureInfo.InvariantCulture, $"{address.Host} offers a file of more than {settings.MaxBytes} bytes, which is no backbone."));

    private void Report(string? note) => progress?.Report(new DownloadProgress(part.Length, part.State?.Total, note));

    // A weak tag does not promise the same bytes, so that it cannot stand in If-Range
    private static string? ValidatorOf(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false } tag ? tag.Tag
        : response.Content.Headers.LastModified is { } changed ? changed.ToString("r", CultureInfo.InvariantCulture) : null;

    // The rest of a file need not say again what version it is of; if it does, it must be the one that was asked for
    private static bool Fits(HttpResponseMessage response, string validator)
    {
        string? said = validator[0] == '"' ? response.Headers.ETag?.ToString() : response.Content.Headers.LastModified?.ToString("r", CultureInfo.InvariantCulture);
        return said is null || said == validator;
    }

    // What a failed connection says itself names the host or the proxy; of other failures the innermost says most
    private static string OneLine(Exception e) => (e.InnerException is SocketException ? e : e.GetBaseException()).Message.ReplaceLineEndings(" ").TrimEnd('.');

    /// <summary>A failure that may pass.</summary>
    private sealed class TryAgainException(string message, Exception? inner = null) : Exception(message, inner)
    {
        /// <summary>The pause that the server asks for.</summary>
        public TimeSpan? Pause { get; init; }
    }
}
