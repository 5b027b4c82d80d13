namespace Thaw.Weights.Store;

/// <summary>A file with pretrained weights that somebody publishes at an address of the web.</summary>
public sealed record PublishedBackbone
{
    /// <summary>The name it is stored under.</summary>
    public required string Name { get; init; }

    /// <summary>Where the file is.</summary>
    public required Uri Address { get; init; }

    /// <summary>Who made the weights and who publishes the file, in a few words.</summary>
    public required string Source { get; init; }

    /// <summary>MD5 of the file as its publisher gives it, 32 lower-case hexadecimal digits; null where none is given.</summary>
    public string? Md5 { get; init; }

    /// <summary>Which VGG it is.</summary>
    public string Network { get; init; } = "vgg16";

    /// <summary>Factor on the paper's channels.</summary>
    public double Width { get; init; } = 1;

    /// <summary>All that Thaw knows, in the order of their names.</summary>
    public static IReadOnlyList<PublishedBackbone> All { get; } =
    [
        new()
        {
            Name = "vgg16-keras",
            Address = new Uri("https://storage.googleapis.com/tensorflow/keras-applications/vgg16/vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5"),
            Source = "Keras's VGG16 of ImageNet, without its head",
            Md5 = "6d6bbae143d832006294945121d1f1fc",
        },
        new()
        {
            Name = "vgg16-torchvision",
            Address = new Uri("https://huggingface.co/timm/vgg16.tv_in1k/resolve/main/model.safetensors"),
            Source = "torchvision's VGG16 of ImageNet, as timm publishes it",
        },
    ];

    /// <summary>The one of a name in <see cref="All"/>; null where there is none.</summary>
    /// <param name="name">Compared ordinally.</param>
    public static PublishedBackbone? Named(string name) => All.FirstOrDefault(published => published.Name == name);
}
