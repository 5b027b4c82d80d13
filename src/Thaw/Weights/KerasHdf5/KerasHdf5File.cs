namespace Thaw.Weights.KerasHdf5;

/// <summary>
/// Reads the weights of an HDF5 file as Keras writes it (<c>save_weights</c> and the files that Keras downloads): every dataset of floating-point
/// numbers under its path, such as <c>block1_conv1/block1_conv1_W_1:0</c>. A file that Thaw wrote says of itself what a backbone's metadata say.
/// </summary>
/// <remarks>
/// The part of the format that Keras and h5py use (HDF5 File Format Specification 3.0): superblocks 0 to 3, groups in symbol tables and in links, numbers of
/// 16 and 32 bits, datasets in one piece or in chunks, compressed with gzip or not. Datasets that can grow, and values in other files, are refused, and so are numbers of 64 bits, since narrowing would change the weights without a word. Integers and text
/// are left out (<see cref="NamedTensors.LeftOut"/>).
/// </remarks>
public static class KerasHdf5File
{
    /// <summary>What the root's attributes that become <see cref="NamedTensors.Metadata"/> begin with: what Thaw says of a file that it wrote itself.</summary>
    internal const string MetadataPrefix = "thaw_";

    // Keras nests two or three deep
    private const int MostDepth = 32;

    private const int MostObjects = 65_536;

    // Of all datasets together; VGG16 with its dense layers has 138 million
    private const long MostValues = 1L << 29;

    /// <summary>Reads a file.</summary>
    /// <param name="path">An existing file of less than 2 GiB.</param>
    /// <returns>The tensors in the file's order; the caller owns them.</returns>
    /// <exception cref="WeightsFormatException">The content is not an HDF5 file that can be read.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static NamedTensors Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (new FileInfo(path) is { Exists: true } file && file.Length > Array.MaxLength)
            throw new WeightsFormatException($"{path}: expected less than 2 GiB, got {file.Length} bytes.");
        try
        {
            return Read(File.ReadAllBytes(path));
        }
        catch (WeightsFormatException e)
        {
            throw new WeightsFormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="bytes">The whole file; not changed.</param>
    /// <returns>The tensors in the file's order; the caller owns them.</returns>
    /// <exception cref="WeightsFormatException">The content is not an HDF5 file that can be read.</exception>
    public static NamedTensors Read(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var content = new Content(new Hdf5Bytes(bytes));
        try
        {
            content.AddRoot();
        }
        catch (OverflowException e)
        {
            throw new WeightsFormatException("The HDF5 file is damaged: it has an address beyond all addresses.", e);
        }
        var tensors = new NamedTensors(content.Metadata, content.LeftOut);
        foreach (NamedTensor tensor in content.Tensors.Values)
            tensors.Add(tensor);
        return tensors;
    }

    // What is found on the way through the groups
    private sealed class Content(Hdf5Bytes file)
    {
        private int _objects;
        private long _values;

        public OrderedDictionary<string, NamedTensor> Tensors { get; } = [];

        public List<string> LeftOut { get; } = [];

        public Dictionary<string, string> Metadata { get; private set; } = [];

        public void AddRoot() => Add(Hdf5Superblock.ReadRoot(file), "", MostDepth);

        private void Add(long address, string path, int depth)
        {
            if (depth == 0 || ++_objects > MostObjects)
                throw new WeightsFormatException($"The HDF5 file is damaged: its groups have no end at '{path}'.");
            var header = new Hdf5Object(file, address, path.Length == 0 ? "/" : path);
            if (path.Length == 0)
                Metadata = Hdf5Texts.Of(header, MetadataPrefix);
            if (Hdf5Dataset.Is(header))
            {
                Add(header, path);
                return;
            }
            foreach (Hdf5Link member in Hdf5Links.Of(file, header))
                Add(member.Address, path.Length == 0 ? member.Name : $"{path}/{member.Name}", depth - 1);
        }

        private void Add(Hdf5Object header, string path)
        {
            if (TensorName.Objection(path) is { } objection)
                throw new WeightsFormatException($"The HDF5 file has a dataset without a usable name. {objection}");
            if (Hdf5Dataset.Open(file, header) is not { } dataset)
            {
                LeftOut.Add(path);
                return;
            }
            if ((_values += dataset.Count) > MostValues)
                throw new WeightsFormatException($"Expected an HDF5 file with up to {MostValues} values, got more.");
            if (!Tensors.TryAdd(path, new NamedTensor(path, dataset.Shape, dataset.Read())))
                throw new WeightsFormatException($"The HDF5 file has two datasets named '{path}'.");
        }
    }
}
