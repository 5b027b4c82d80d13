using Thaw.Tests.References;

namespace Thaw.Tests.Weights.KerasHdf5;

/// <summary>The files that <c>data/golden/make_hdf5.py</c> wrote with h5py, and the values that it put there.</summary>
internal static class Hdf5Fixture
{
    public static readonly string[] Names = ["keras-old", "keras-new", "keras-nested", "kinds-old", "kinds-new", "many-old", "many-new"];

    public static string PathOf(string name) => RepositoryRoot.Combine("tests", "Thaw.Tests", "Fixtures", "hdf5", name + ".h5");

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>Value i of the dataset that the script made under a path.</summary>
    public static float Value(string path, int i) => ((7919L * i + path.Length) % 1000 - 500) / 256f;
}
