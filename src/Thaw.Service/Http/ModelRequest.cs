using Microsoft.AspNetCore.Http;
using Thaw.Service.Models;

namespace Thaw.Service.Http;

/// <summary>A request for a model that has come whole.</summary>
internal sealed class ModelRequest(HttpContext context, ServedClassifier model, RequestBody body, ThawServiceOptions options)
{
    public HttpContext Context => context;

    public ServedClassifier Model => model;

    /// <summary>The body; gone after <see cref="ReleaseBody"/>.</summary>
    public ReadOnlyMemory<byte> Body => body.Bytes;

    public ThawServiceOptions Options => options;

    /// <summary>Pictures that were asked for; 0 before that is known.</summary>
    public int Pictures { get; private set; }

    /// <summary>Gives the body's memory back, so that a client that is slow to read its answer does not hold it.</summary>
    public void ReleaseBody() => body.Dispose();

    /// <summary>Takes places for pictures.</summary>
    /// <exception cref="RequestFailure">There are not as many.</exception>
    public Admission Enter(int pictures)
    {
        Pictures = pictures;
        return model.TryEnter(pictures) ?? throw Failures.QueueFull(model);
    }
}
