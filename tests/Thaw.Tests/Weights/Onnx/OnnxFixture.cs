using Thaw.Weights.Onnx;

namespace Thaw.Tests.Weights.Onnx;

/// <summary>The files that <c>data/golden/make_onnx.py</c> wrote.</summary>
internal static class OnnxFixture
{
    public static readonly string[] Names = ["zoo-7", "zoo-12", "torch", "torch-bn"];

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public static ModelProto Parse(string name) => OnnxFile.Read(Read(name));

    public static string PathOf(string name) => RepositoryRoot.Combine("tests", "Thaw.Tests", "Fixtures", "onnx", name + ".onnx");
}
