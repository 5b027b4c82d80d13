using Microsoft.AspNetCore.Http;
using Thaw.Service.Models;

namespace Thaw.Service.Http;

/// <summary>A request for a model that has come whole.</summary>
internal sealed class ModelRequest(HttpContext context, ServedClassifier model, ReadOnlyMemory<byte> body, ThawServiceOptions options)
{
    public HttpContext Context => context;

    public ServedClassifier Model => model;

    /// <summary>The body; gone when the answer is written.</summary>
    public ReadOnlyMemory<byte> Body => body;

    public ThawServiceOptions Options => options;

    /// <summary>Pictures that were asked for; 0 before that is known.</summary>
    public int Pictures { get; private set; }

    /// <summary>Takes places for pictures.</summary>
    /// <exception cref="RequestFailure">There are not as many.</exception>
    public Admission Enter(int pictures)
    {
        Pictures = pictures;
        return model.TryEnter(pictures) ?? throw Failures.QueueFull(model);
    }
}
