using Thaw.Weights.Store;

namespace Thaw.Tests.Weights.Store;

public class CacheFolderTests
{
    [Theory]
    [InlineData("linux", "/home/a", "/home/a/.cache/thaw")]
    [InlineData("linux", "/home/a", "/caches/thaw", "XDG_CACHE_HOME", "/caches")]
    [InlineData("linux", "/home/a", "/home/a/.cache/thaw", "XDG_CACHE_HOME", "relative")]
    [InlineData("linux", "/home/a", "/mine", "THAW_CACHE", "/mine")]
    [InlineData("linux", "", "/mine", "THAW_CACHE", "/mine")]
    [InlineData("linux", "/home/a", "/home/a/.cache/thaw", "THAW_CACHE", "")]
    [InlineData("linux", "", null)]
    [InlineData("macos", "/Users/a", "/Users/a/Library/Caches/thaw")]
    [InlineData("macos", "/Users/a", "/Users/a/Library/Caches/thaw", "XDG_CACHE_HOME", "/caches")]
    [InlineData("windows", "/Users/a", "/Users/a/AppData/Local/thaw", "LOCALAPPDATA", "/Users/a/AppData/Local")]
    [InlineData("windows", "/Users/a", null)]
    public void Is_where_the_platform_keeps_caches(string system, string home, string? expected, string? name = null, string? value = null) =>
        Assert.Equal(expected, CacheFolder.Find(variable => variable == name ? value : null, home, system == "windows", system == "macos"));

    [Fact]
    public void A_relative_folder_is_one_below_the_current() =>
        Assert.Equal(Path.GetFullPath("mine"), CacheFolder.Find(variable => variable == "THAW_CACHE" ? "mine" : null, "/home/a", false, false));

    [Fact]
    public void What_is_published_is_what_its_publishers_say()
    {
        Assert.Equal(["vgg16-keras", "vgg16-torchvision"], PublishedBackbone.All.Select(published => published.Name));
        Assert.All(PublishedBackbone.All, published =>
        {
            Assert.Null(BackboneName.Objection(published.Name));
            Assert.Equal(("https", "vgg16", 1), (published.Address.Scheme, published.Network, published.Width));
            Assert.Same(published, PublishedBackbone.Named(published.Name));
        });
        Assert.Equal("6d6bbae143d832006294945121d1f1fc", PublishedBackbone.Named("vgg16-keras")!.Md5);
        Assert.Null(PublishedBackbone.Named("vgg16-tiny"));
    }
}
