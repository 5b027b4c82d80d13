using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Thaw.Packaging;
using Thaw.Service.Observation;

namespace Thaw.Service.Models;

/// <summary>Loads the models before the host starts, so that it does not start without one, and looks at their files while it runs.</summary>
internal sealed partial class ModelWatcher(ServedClassifiers models, IOptions<ThawServiceOptions> options, ServiceMetrics metrics, ILogger<ModelWatcher> log)
    : BackgroundService, IHostedLifecycleService
{
    private readonly Dictionary<ServedClassifier, FileStamp?> _tried = [];
    private readonly Dictionary<ServedClassifier, FileStamp?> _seen = [];

    /// <inheritdoc/>
    /// <exception cref="ModelFormatException">A file is no model.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (ServedClassifier model in models)
        {
            _tried[model] = FileStamp.Of(model.FilePath);
            LoadFirst(model);
            LogLoaded(model.Name, model.Version!, model.FilePath);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Value.WatchInterval == TimeSpan.Zero
        ? Task.CompletedTask
        : Task.Factory.StartNew(() => Watch(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>
    /// Looks at the files from time to time. One thread loads all versions: the system's allocator keeps what was freed for the thread that took it, so that the memory of
    /// a version that was replaced serves the next one.
    /// </summary>
    private void Watch(CancellationToken stoppingToken)
    {
        while (!stoppingToken.WaitHandle.WaitOne(options.Value.WatchInterval))
        {
            foreach (ServedClassifier model in models)
                Look(model);
        }
    }

    private static void LoadFirst(ServedClassifier model)
    {
        try
        {
            model.Load();
        }
        catch (ModelFormatException e)
        {
            throw new ModelFormatException($"'{model.FilePath}' is no model that can be loaded: {e.Message}", e);
        }
    }

    /// <summary>Takes a file that is not the one that was tried last and has stood unchanged since the last look, as one that is still being copied has not.</summary>
    private void Look(ServedClassifier model)
    {
        FileStamp? now = FileStamp.Of(model.FilePath), before = _seen.GetValueOrDefault(model);
        _seen[model] = now;
        if (now == _tried[model] || now != before || now is null)
            return;
        _tried[model] = now;
        string? old = model.Version;
        try
        {
            model.Load();
            metrics.Swapped(model.Name, taken: true);
            LogSwapped(model.Name, old, model.Version!);
        }
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            string problem = $"The new file of the model '{model.Name}' was not taken, and version {old} goes on: {e.Message.ReplaceLineEndings(" ")}";
            model.Refuse(problem);
            metrics.Swapped(model.Name, taken: false);
            LogRefused(model.Name, problem);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Loaded the model '{Model}', version {Version}, from '{Path}'.")]
    private partial void LogLoaded(string model, string version, string path);

    [LoggerMessage(2, LogLevel.Information, "The model '{Model}' of version {Old} was replaced by version {Version}.")]
    private partial void LogSwapped(string model, string? old, string version);

    [LoggerMessage(3, LogLevel.Warning, "Model {Model}: {Problem}")]
    private partial void LogRefused(string model, string problem);
}
