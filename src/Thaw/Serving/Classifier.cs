using Thaw.Evaluation.Calibration;
using Thaw.Images;
using Thaw.Images.Listing;
using Thaw.Kernels;
using Thaw.Networks;
using Thaw.Packaging;
using Thaw.Tensors;
using Thaw.Training;

namespace Thaw.Serving;

/// <summary>
/// A loaded model that answers for pictures. For the same picture file it gives the probabilities that testing gave after training, to the
/// last bit, whatever the number of threads and whatever other pictures are asked for at the same time. (Another operating system's
/// exponential function may change the last bit of a probability; the logits below it are the same everywhere.)
/// </summary>
/// <remarks>
/// Thread-safe: any number of threads may call. Reading and resizing pictures runs on the callers' threads side by side; the network itself
/// runs one call at a time, each on all of the classifier's threads, so that one copy of the weights is enough. Buffers grow to the largest
/// batch that was asked for, at most <see cref="MaxBatch"/> pictures a pass, and are kept; the first explanation takes some for one picture beside them.
/// </remarks>
public sealed partial class Classifier : IDisposable
{
    /// <summary>The most pictures that go through the network in one pass; a longer list is cut.</summary>
    public const int MaxBatch = 32;

    private readonly Lock _gate = new();
    private readonly Cpu _device;
    private readonly Network _network;
    private float[] _input = [];
    private float[] _logits = [];
    private float[] _explainedInput = [];
    private int _planned;
    private int _explained = -1;
    private volatile bool _disposed;

    private Classifier(PackagedModel model, int threads)
    {
        Manifest = model.Manifest;
        _device = new Cpu(threads);
        try
        {
            _network = model.CreateNetwork(_device);
        }
        catch
        {
            _device.Dispose();
            throw;
        }
    }

    /// <summary>What the model is, and what it was made from.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Names of the classes in label order.</summary>
    public IReadOnlyList<string> Classes => Manifest.Classes;

    /// <summary>Loads a model zip.</summary>
    /// <param name="path">A file that <see cref="ModelZip"/> wrote.</param>
    /// <param name="threads">Threads that the network runs on, the caller's included; 0 (the default) for one a processor, at most 1,024.</param>
    /// <returns>A classifier that the caller owns; the file is closed again.</returns>
    /// <exception cref="ModelFormatException">The file is no model zip that can be read; one line says why.</exception>
    /// <exception cref="IOException">There is no such file, or it can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of threads out of range.</exception>
    public static Classifier Load(string path, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024);
        return new Classifier(ModelZip.Read(path), threads);
    }

    /// <summary>Loads a model zip from an open file or from memory.</summary>
    /// <param name="stream">What <see cref="ModelZip"/> wrote, from its first byte on; can seek. Left open, and not needed any more afterwards.</param>
    /// <param name="threads">As for a path.</param>
    /// <returns>A classifier that the caller owns.</returns>
    /// <exception cref="ModelFormatException">It is no model zip that can be read; one line says why.</exception>
    /// <exception cref="IOException">The stream can't be read.</exception>
    /// <exception cref="ArgumentException">The stream can't seek.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of threads out of range.</exception>
    public static Classifier Load(Stream stream, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024);
        if (!stream.CanSeek)
            throw new ArgumentException("Expected a stream that can seek; copy it into a MemoryStream first.", nameof(stream));
        return new Classifier(ModelZip.ReadFrom(stream), threads);
    }

    /// <summary>Classifies a picture file.</summary>
    /// <param name="imagePath">A JPEG, PNG or BMP file.</param>
    /// <exception cref="ImageFormatException">The file is not a picture that can be read.</exception>
    /// <exception cref="IOException">There is no such file, or it can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    public Prediction Classify(string imagePath) => OfFile(imagePath, encoded => Classify(encoded));

    /// <summary>Classifies an encoded picture.</summary>
    /// <param name="encoded">The bytes of a whole JPEG, PNG or BMP file.</param>
    /// <exception cref="ImageFormatException">The bytes are not a picture that can be read.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    public Prediction Classify(ReadOnlySpan<byte> encoded)
    {
        int side = Manifest.ImageSize;
        return Run([PictureReader.Read(encoded, side, side, Manifest.ResizeFilter)])[0];
    }

    /// <summary>Classifies decoded pixels.</summary>
    /// <param name="picture">Any size; stretched to the model's. Not changed.</param>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <remarks>
    /// A large JPEG that is decoded in full by other means and given here can differ by a level or so from the same file given as bytes, which
    /// are decoded at a fraction of the size, as in training; see <see cref="PictureReader"/>.
    /// </remarks>
    public Prediction Classify(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Classify([picture])[0];
    }

    /// <summary>Classifies several pictures together, which takes less time than one after the other and gives the same.</summary>
    /// <param name="pictures">Of any size each; none is changed.</param>
    /// <returns>A prediction a picture, in the same order.</returns>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    public IReadOnlyList<Prediction> Classify(IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        int side = Manifest.ImageSize;
        var resized = new Picture[pictures.Count];
        for (int i = 0; i < resized.Length; i++)
            resized[i] = Resizing.ToSize(pictures[i], side, side, Manifest.ResizeFilter);
        return Run(resized);
    }

    /// <summary>The probabilities of the classes of many loaded pictures, as for a test set. Other calls wait until it is done.</summary>
    /// <param name="examples">Pictures that were loaded at the model's <see cref="ModelManifest.ImageSize"/> with its filter.</param>
    /// <param name="batchSize">Pictures a pass, at least 1; it does not change the result.</param>
    /// <param name="cancellation">Stops between two passes.</param>
    /// <returns>[examples, classes] in the model's label order, whatever the order in which the examples' own classes are.</returns>
    /// <exception cref="ArgumentException">The pictures have another size.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public float[] Probabilities(Examples examples, int batchSize = MaxBatch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        LoadedImages images = examples.Images;
        if (images.Width != Manifest.ImageSize || images.Height != Manifest.ImageSize)
            throw new ArgumentException($"The model sees pictures of {Manifest.ImageSize}x{Manifest.ImageSize} pixels, these were loaded at {images.Width}x{images.Height}.", nameof(examples));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _planned = 0;
            return Inference.Probabilities(_network, examples, Manifest.Preprocessing, batchSize, cancellation);
        }
    }

    /// <summary>Gives the memory back to the system and ends the threads; waits for a call that is under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _network.Dispose();
            _device.Dispose();
        }
        FreedBlocks.GiveBack();
    }

    private static T OfFile<T>(string imagePath, Func<byte[], T> answer)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        if (!File.Exists(imagePath))
            throw new FileNotFoundException(NearNames.Missing("picture", imagePath), imagePath);
        byte[] encoded = File.ReadAllBytes(imagePath);
        try
        {
            return answer(encoded);
        }
        catch (ImageFormatException e)
        {
            throw new ImageFormatException($"'{imagePath}': {e.Message}", e);
        }
    }

    private Prediction[] Run(ReadOnlySpan<Picture> pictures)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var predictions = new Prediction[pictures.Length];
        float[] probabilities = new float[MaxBatch * Classes.Count];
        for (int first = 0; first < pictures.Length; first += MaxBatch)
        {
            ReadOnlySpan<Picture> batch = pictures.Slice(first, Math.Min(MaxBatch, pictures.Length - first));
            Span<float> target = probabilities.AsSpan(0, batch.Length * Classes.Count);
            lock (_gate)
                Forward(batch, target);
            for (int i = 0; i < batch.Length; i++)
                predictions[first + i] = PredictionOf(target.Slice(i * Classes.Count, Classes.Count));
        }
        return predictions;
    }

    private void Forward(ReadOnlySpan<Picture> batch, Span<float> probabilities)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int length = _network.InputShapes[0].Length;
        if (_planned < batch.Length)
        {
            _planned = 0;
            _network.Plan(batch.Length);
            _input = new float[batch.Length * length];
            _logits = new float[batch.Length * _network.Logits];
            _planned = batch.Length;
        }
        for (int i = 0; i < batch.Length; i++)
            Manifest.Preprocessing.Apply(batch[i].Pixels, _input.AsSpan(i * length, length));
        _network.SetCount(batch.Length);
        _device.Upload(_input.AsSpan(0, batch.Length * length), _network.Input);
        Span<float> logits = _logits.AsSpan(0, batch.Length * _network.Logits);
        _device.Download(_network.Forward(batch.Length), logits);
        CrossEntropy.Probabilities(logits, Classes.Count, probabilities);
    }

    private Prediction PredictionOf(ReadOnlySpan<float> probabilities)
    {
        var all = new ClassProbability[probabilities.Length];
        float[] calibrated = new float[probabilities.Length];
        TemperatureScaling.Apply(probabilities, Manifest.Temperature, calibrated);
        int best = 0;
        for (int c = 0; c < all.Length; c++)
        {
            all[c] = new ClassProbability(Classes[c], probabilities[c]) { Calibrated = calibrated[c] };
            if (probabilities[c] > probabilities[best])
                best = c;
        }
        if (all.Length == 2)
            best = probabilities[1] >= Manifest.Threshold ? 1 : 0;
        return new Prediction(best, Array.AsReadOnly(all));
    }
}
