using System.Text.Json.Serialization;

namespace Thaw.Service.Inference;

/// <summary>What the server tells of itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Thaw's version.</param>
/// <param name="Extensions">Extensions of the protocol that it knows.</param>
internal sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);

/// <summary>What the server tells of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">The version that answers.</param>
/// <param name="Platform">What runs it.</param>
/// <param name="Inputs">The tensor that it takes.</param>
/// <param name="Outputs">The tensors that it gives.</param>
internal sealed record ModelMetadata(string Name, IReadOnlyList<string> Versions, string Platform, IReadOnlyList<TensorMetadata> Inputs, IReadOnlyList<TensorMetadata> Outputs);

/// <summary>What the server tells of a tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">A datatype of the protocol.</param>
/// <param name="Shape">Sizes; -1 where any will do.</param>
internal sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<long> Shape);

/// <summary>Whether a model answers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ready">Whether it does.</param>
internal sealed record ModelReady(string Name, bool Ready);

/// <summary>Whether the server is alive.</summary>
/// <param name="Live">True, if it can say so.</param>
/// <param name="Ready">Whether every model answers and the server goes on; absent where that was not asked.</param>
internal sealed record ServerHealth(bool Live, bool? Ready);

/// <summary>An error.</summary>
/// <param name="Error">What went wrong, as one line.</param>
internal sealed record InferenceError(string Error);

/// <summary>How they become JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(ModelMetadata))]
[JsonSerializable(typeof(ModelReady))]
[JsonSerializable(typeof(ServerHealth))]
[JsonSerializable(typeof(InferenceError))]
internal sealed partial class InferenceMetadataJson : JsonSerializerContext;
