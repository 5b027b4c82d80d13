using Thaw.Networks;
using Thaw.Tensors;
using Thaw.Weights;

namespace Thaw.Packaging;

/// <summary>What <see cref="ModelZip.Read"/> found: a model's manifest and its weights, which fit together.</summary>
public sealed class PackagedModel
{
    internal PackagedModel(ModelManifest manifest, NamedTensors weights)
    {
        Manifest = manifest;
        Weights = weights;
    }

    /// <summary>What the model is.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Every weight of the network under Keras's name, backbone and head; read-only by convention.</summary>
    public NamedTensors Weights { get; }

    /// <summary>Builds the network with the model's weights. Each call builds another one.</summary>
    /// <param name="device">Where it computes; not owned.</param>
    /// <returns>A network that the caller owns.</returns>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public Network CreateNetwork(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        Network network = VggClassifier.Create(device, Manifest.Network, Manifest.Width, Manifest.ImageSize, Manifest.Head, Manifest.Classes.Count);
        NetworkWeights.Load(network.Layers, Weights, Manifest.WeightsEntry);
        return network;
    }
}
