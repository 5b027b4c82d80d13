using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Thaw.MLNet.Rows;

namespace Thaw.MLNet.Fitting;

/// <summary>Writes to a context's log, and stops where the caller asks for it: by a token, or by the context's <c>CancelExecution</c>.</summary>
internal sealed class ContextWatch : IDisposable
{
    private readonly MLContext _context;
    private readonly IChannel _channel;

    public ContextWatch(MLContext context, CancellationToken token)
    {
        _context = context;
        _channel = ((IHostEnvironment)context).Start("Vgg");
        Token = token;
    }

    public CancellationToken Token { get; }

    public void Info(string line) => _channel.Info(MessageSensitivity.None, line);

    public void Warn(string line) => _channel.Warning(MessageSensitivity.UserData, line);

    /// <summary>
    /// Throws if training is to stop. Whether a context was cancelled is not public, but some of its steps throw then when they are fitted, which takes microseconds. The number of calls
    /// must not depend on time, since every step takes from the context's random numbers.
    /// </summary>
    /// <exception cref="OperationCanceledException">It is to stop.</exception>
    public void ThrowIfCanceled()
    {
        Token.ThrowIfCancellationRequested();
        var one = new MemoryView(1, new MemoryColumn("Number", NumberDataViewType.Single, (int _) => 1f));
        _context.Transforms.NormalizeMinMax("Number").Fit(one);
    }

    public void Dispose() => _channel.Dispose();
}
