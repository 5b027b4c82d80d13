using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Thaw.Service.Http;

/// <summary>The whole body of a request in borrowed memory. Disposing it gives the memory back: nothing that refers to it may be used afterwards.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstBuffer = 64 << 10;
    private readonly BodyBudget _budget;
    private byte[] _buffer;
    private int _length;

    private RequestBody(BodyBudget budget, int capacity)
    {
        _budget = budget;
        _buffer = Take(capacity);
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body. Memory grows with what has come, not with what was announced.</summary>
    /// <exception cref="RequestFailure">It is too long, or came too slowly, or there is no memory for it now.</exception>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, ThawServiceOptions options, BodyBudget budget)
    {
        if (request.ContentLength > options.MaxBodyBytes)
            throw TooLong(options);
        CancellationToken aborted = request.HttpContext.RequestAborted;
        var body = new RequestBody(budget, (int)Math.Min(request.ContentLength ?? FirstBuffer, FirstBuffer));
        try
        {
            await body.FillAsync(request.BodyReader, options).ConfigureAwait(false);
            aborted.ThrowIfCancellationRequested();
            return body;
        }
        catch (Exception e) when (e is InvalidOperationException || (e is IOException and not (BadHttpRequestException or ConnectionResetException)))
        {
            // Kestrel's words for some sizes of chunks, and for trailers, that it can't read
            body.Dispose();
            throw new RequestFailure(StatusCodes.Status400BadRequest, FailureReason.BadRequest, "The body's chunks are not valid HTTP.");
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length == 0)
            return;
        GiveBack(_buffer);
        _buffer = [];
        _length = 0;
    }

    private static RequestFailure TooLong(ThawServiceOptions options) =>
        new(StatusCodes.Status413PayloadTooLarge, FailureReason.TooLarge, $"Expected a body of at most {options.MaxBodyBytes} bytes; send fewer or smaller pictures.");

    private async Task FillAsync(PipeReader reader, ThawServiceOptions options)
    {
        // The read is told to end rather than its token cancelled, after which Kestrel could not pass over the rest of the body; a client that goes away ends it too
        using var timeout = new CancellationTokenSource(options.BodyTimeout);
        using CancellationTokenRegistration over = timeout.Token.UnsafeRegister(state => ((PipeReader)state!).CancelPendingRead(), reader);
        while (true)
        {
            ReadResult read = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (read.IsCanceled)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw new RequestFailure(StatusCodes.Status408RequestTimeout, FailureReason.Timeout, $"Expected the whole body within {options.BodyTimeout.TotalSeconds:0.#} s.");
            }
            if (_length + read.Buffer.Length > options.MaxBodyBytes)
                throw TooLong(options);
            Reserve(_length + (int)read.Buffer.Length);
            read.Buffer.CopyTo(_buffer.AsSpan(_length));
            _length += (int)read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    private void Reserve(int length)
    {
        if (length <= _buffer.Length)
            return;
        byte[] larger = Take(Math.Max(length, 2 * _buffer.Length));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        GiveBack(_buffer);
        _buffer = larger;
    }

    private byte[] Take(int capacity)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 16));
        if (_budget.TryTake(buffer.Length))
            return buffer;
        ArrayPool<byte>.Shared.Return(buffer);
        throw new RequestFailure(StatusCodes.Status503ServiceUnavailable, FailureReason.QueueFull, "Too many large requests are under way.") { RetryAfter = TimeSpan.FromSeconds(1) };
    }

    private void GiveBack(byte[] buffer)
    {
        _budget.GiveBack(buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
