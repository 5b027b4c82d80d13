using Thaw.Images;

namespace Thaw.Tests.Images;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thaw-atomic-");

    private string Target => Path.Combine(_folder.FullName, "file.txt");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_new_file_has_the_content_and_nothing_is_left_beside_it()
    {
        AtomicFile.Write(Target, stream => stream.Write("whole"u8));
        Assert.Equal("whole", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void An_old_file_is_replaced()
    {
        File.WriteAllText(Target, "something much longer than the new one");
        AtomicFile.Write(Target, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(Target));
    }

    [Fact]
    public void A_failure_half_way_leaves_the_old_file_and_no_other()
    {
        File.WriteAllText(Target, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException("the writer failed");
        }));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void The_file_is_not_there_before_it_is_whole()
    {
        AtomicFile.Write(Target, stream =>
        {
            stream.Write("half"u8);
            Assert.False(File.Exists(Target));
        });
        Assert.True(File.Exists(Target));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_an_error()
    {
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(_folder.FullName, "no", "file"), _ => { }));
    }
}
