using System.IO.Compression;
using Thaw.Images;
using Thaw.Images.Png;

namespace Thaw.Service.Models;

/// <summary>
/// Drawn pictures that a warm-up sends, in the formats and sizes that clients send most: the code that decodes them at full size or at a fraction, and resizes them, is
/// compiled by them. The baseline JPEGs are grey with waves in a corner, at quality 15, packed by zlib.
/// </summary>
internal static class WarmUpPictures
{
    private const int Side = 96;

    /// <summary>96x72 pixels, halved colours, with noise at quality 80 that needs the longest codes.</summary>
    private const string Small =
        "eNr7f+P/AwYBLzdPNwZGRgYGRiBk+H+bwZmBjYWVjZWFjY2VjZ2djYNLgIuLk5NLhI+fR0BcREJCXERMTEpWVV5KWllGTExBR0FZTV1TS1NSXtdAV8NAVUNTA2QIIzs7OxcHlzAXl7CGlJiUBsng/w"
        + "EGQQ4GD4YEZkYlBiZBRmZBxv9HGOSB7mRlBAMGKGBkYga6l52Dk4sbqGCrAAMTIzMzEwszKysLC1C2FijPwCLIKqRo6MgmHJjIrlQoYtQ4cSGHstPGg6JBFz+oGCcVNXFyiYlLSEqpqqlraGqZmJqZ"
        + "W1haObu4url7eHoFh4SGhUdERiWnpKalZ2RmFZeUlpVXVFY1t7S2tXd0dk2aPGXqtOkzZs5atHjJ0mXLV6xctWnzlq3btu/YuevQ4SNHjx0/cfLUpctXrl67fuPmrYePHj95+uz5i5evPn76/OXrt+"
        + "8/fv4C+YuRgZkRBrD6SxDoLyYWFmYWdpC/GJnKQQoEWVgVDdmEHAPZEwuFlYwaOUScJi7ceJBT2Tjog2hS0UUuMRWTh6ofQV4D+4w4jzWR5TO4xxD+usXAw8wIjDxmQQZ7hmlnDi47b1IWtnHt1tWV"
        + "k7qDmHTsNTm12f8+P3X8qeNnOQ6WZ7MXz9R/82T75r1bIzojZfdX2r2Yns1aov1ZM6f39QmdiATvWdMecT65/lhYtmujZe86vtOdzBqsEw2EWH9G18w3K+DnbQzMNr+dq+e7Z5FI/xle1b23j8oI8Z"
        + "6wr6jLiJbXet67s+fp4iCrwhl3woyF7e95unpP09I7FxS1e/um6G3fbr7qWHrST2vJ398qt/d15qdc+7538tTfLyZLTHKaFB3lvvLAB53G3Ed9b99LOmne2Hh4i4bCW8bZT2X576mcX+z1cUX32d2/"
        + "jVYri04w8XNmO8iSN0F2TWSjateJU2xHl72b+u9Oze7T2oFtRvE3ow8/W+cg/2rT82V3mMyZt8+Z1VSRuzZfT0UuotFs1Z6JFvcilNcd150S4JIiP0NP+dz9e8xnzz1Ze+Z+rKr65z3rq++7PZbY13"
        + "PT4lhXVP7ia7dUS9ft3v3q/tR3Vl0aCxoWdWkwQDGj3IuIo+WFPE6lugzB2TkuPL/77D7cuTTJwn8HG+eJGJbmnPJrp1XWJWhqPYq/t3nlk+OfHlg1OCZOOpI7sS7pyOGj33zP33hyesayxLq8GVop"
        + "LenBE2bP9J/eEPHU0Xq2sTfrk11H92zSmbTJRrdY5ZICp4J6Qpr/rqI1Ig08ujv5ko9pLeo3ubJ/b/2+t5X3PubvSXp8ZX2y2WWv18tmLb9+dfftVfvPfczYuP+PisaFo8u7b8ZZemzdnFZdKlTPde"
        + "IIm4IMG8PbvAcrV5ZGLmxNrbiyQ9CtW8VwWrjqHE1z3sNCngdsrCXZGSdIf7sWZGIV7dNfmbUuJibm3sLWGROeOYVM3/lEiPHJW+mqhh3zFO/nZpusmJdS5JbIK2k8eYv5DJUAsyeaQS+WN7DdkfAL"
        + "SX2b9b78U319ef7+pQ/+Xo36tGyV9buvVS+/6+3anfPt3tFXGosmNAHDlYnKmP//TQD1o0FU";

    /// <summary>256x256 pixels, halved colours.</summary>
    private const string Medium =
        "eNr7f+P/AwYBLzdPNwZGRgYGRiBk+H+bwZnBVFVDX0PRVF9b38bS1D6gNTzA0zNgcWl1YuvBVadP7Fu1a/vVD///X330/9n2Xf9h4Nx/BAAawmhpYxPgFjA3PHzu/zu77vwnHRxgEOQAuYmZUYmBSZ"
        + "CRWZDx/xEGeaA7WRnBgAEKGJmYWVjZ2Dk4ubiBCrYKMDAxMjMzsTCzsrKwAGVrgfIMLIKsQoqGjmzCgYnsSoUiRo0TF3IoO208KBp08YOKcVJREyeXmLiEpJSqmrqGppaJqZm5haWVs4urm7uHp1dw"
        + "SGhYeERkVHJKalp6RmZWcUlpWXlFZVVzS2tbe0dn16TJU6ZOmz5j5qxFi5csXbZ8xcpVmzZv2bpt+46duw4dPnL02PETJ09dunzl6rXrN27eevjo8ZOnz56/ePnq46fPX75++/7j5y+Qv0D+hAGs/h"
        + "IE+ouJhYWZhR3kL0amcpACQRZWRUM2IcdA9sRCYSWjRg4Rp4kLNx7kVDYO+iCaVHSRS0zF5KHqR5DXwD4jzmNNZPkM7jGEv24x8DAzAiOPWZDBniFJj1VbKq5pxrFd0mar9UITrWbNMl0xJeXqjKOp"
        + "VtssE+XSi1IlRIPWloiGbWz52RufsKhL64hIoCsDKdi01/3K5RkXmtW2rHjTMWfnTJXssJBCn96snIRw2Tk3F30PlOlRdjp7IbSq71vu+ad93ddfB4X7KzW5uMc6dWksCQh0FWEgATPKGQe7bbmlsf"
        + "L9ZImbd7Y1My3aNftkv/J7OVZnVw1VoaXvRdzV1ge6BpcnAN2mwKWxqGEUj+JRTB9s//8mABQsmA4=";

    /// <summary>512x512 pixels, colours at full size.</summary>
    private const string Full =
        "eNr7f+P/AwYBLzdPNwZGRgYGRiBk+H+bwZnBVFVDX0PRVF9b38bS1D6gNTzA0zNgcWl1YuvBVadP7Fu1a/vVD///X330/9n2Xf9h4Nx/BAAawmhpYxPgFjA3PHzu/zu77vwnHRxgEORgYmBiYGYUZG"
        + "ASZGQWZPx/hEEe6E5WRjBggAJGJmYWVjZ2Dk4ubqCCrQIMTIzMzEwszKysLCxA2VqgPAOLIKuQoqEjm3BgIrtSoYhR48SFHMpOGw+KBl38oGKcVNTEySUmLiEppaqmrqGpZWJqZm5haeXs4urm7uHp"
        + "FRwSGhYeERmVnJKalp6RmVVcUlpWXlFZ1dzS2tbe0dk1afKUqdOmz5g5a9HiJUuXLV+xctWmzVu2btu+Y+euQ4ePHD12/MTJU5cuX7l67fqNm7cePnr85Omz5y9evvr46fOXr9++//j5C+QvRqA/YQ"
        + "Crv4CBwMjEwsLMwg7yFyNTOUiBIAuroiGbkGMge2KhsJJRI4eI08SFGw9yKhsHfRBNKrrIJaZi8lD1I8hrYJ8R57EmsnwG9xjCX7cYeJgZgZHHLMhgz5Ckx1qyrXQta7LHqSVtpSbvCj3vzDJd81Rp"
        + "sdClHq6jZ154HfVKYWUQYQhgdKAxNZe1RDaoTOLY1HOWJ0RSrgVNnBSuc0x7XrCVslBc08bdyZM3hu3m5GLQYFjA1EBbinFN9oJLSzp+zTrl8yTvycW1xX5uGzpT3UWnrsvdJOQmuDDthXZG8O6N58"
        + "3LU8LX+tLaNRCqt7fESF3BcXLM5omC4bpuW8/vvCialJMQdrHTeGrP75vb7adZ6cevLQv20npWGOupPecCHcKJYQHHx1n38p3nl/lKXee5t+yC6xQJEUep7SmupeaT5dzv2XC9askr/uNzWmZW8cxl"
        + "T1+dSXSgT1IapUapUWqUGqVGqVFqlBqlRqlRapQapUapUWqUGqVGqVFqlBqlRqlRapQapQYzVf//JgDySEGD";

    /// <summary>1024x1024 pixels, halved colours.</summary>
    private const string Large =
        "eNrt0V0wVGEcx/HnvNm1dWHZlVTKrtXGDONl1RozxrK7rWmm3fWy1UxlRUp1QaQ0zWRRUjRCLXFhUWiaRnnJXjQpRE1FbKxcRNHrDHoh3ZzOmuSmi+qiG//fmc/Vc+bM+Z5DD9EvkUOkQqVAGIYQxl"
        + "yIfoHCkUQk9hW7S3y9fUOkklB1rk6tUqmr04/rc9sbHnXfaTC3WqZo2jJGT7Sa6YU9oRfHPASThoSoFepKna6SHjGP0H+/u4jLJhGJCEyAcC5GcDG6A61l3pPC5od+DsMJkrJjse05y5gbmh0QjhEE"
        + "ThIURZLM6QnmHJFcytHdL8zOSaNnCVJ4/llFVWyhrLGdr+2b8giITzXYc5xXuKx0FXmuF2/wCpQEbdwkDQ6PkCuUm1WRUdExsbpt23fsSUjcm7Rvf/LhtPQjGUePZWbn5J46nXcm/0JxSenFS8aycl"
        + "N1Te2Vq3X1DTdvNTW3tN5uM9+739HZ9aC75+Gz/gHL88Eh6/Do2KvX4xNv3r57P/3p85evM7Pf5r7bujCmc2G/7eIyXThJEiTL1oXhGbYbuCTl7mfnGKZh6VOcBP5ZbJ6sqKqx3V4YoJ3ix6f2cZw9"
        + "AkdF07a0+bI/CzP8U9mvsMWuYbScwJifR3BRKIr3obxddxmMXeZVQdd8YvTB5eWSupIEi7EzMbhFqndLSk104Wuvp/FjG3PmCnbHmfK9OngaOVpKJAXKgX5jb7ZnU93HvIq2Mo8DsdEpWwqSD8bp1l"
        + "RYTbOa1eeEsse9MZmFM4eejheeHfyg1W0VGCKUO2X54hq1Rs5DSwjmFhClaBoW108Wu1hHWrJxk/lyz3nhpBsVLheLHGsneUrPGxp5VEYc823XccSmkwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAAAAAAAAAAA/r9Q2voDaLJFgA==";

    /// <summary>Files, each with its content type.</summary>
    public static IReadOnlyList<(byte[] File, string ContentType)> All { get; } =
    [
        (Inflated(Small), "image/jpeg"), (Inflated(Medium), "application/octet-stream"), (Inflated(Full), "image/jpeg"), (Inflated(Large), "application/octet-stream"), (Png(), "image/png"),
    ];

    private static byte[] Inflated(string text)
    {
        using var inflating = new ZLibStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        using var file = new MemoryStream();
        inflating.CopyTo(file);
        return file.ToArray();
    }

    private static byte[] Png()
    {
        byte[] pixels = new byte[3 * Side * Side];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i * 7 / Side);
        return PngEncoder.Encode(new Picture(Side, Side, pixels));
    }
}
