using Thaw.Images.Jpeg;
using Thaw.Kernels;
using Thaw.Tests.References;

namespace Thaw.Tests.Images.Decoding;

/// <summary>The integer transforms against the definition in double precision.</summary>
public sealed class InverseDctTests
{
    private const int Blocks = 300;

    /// <summary>Rounding alone makes an error of up to 0.5 and, over so many samples, a mean one of about 0.003.</summary>
    [Theory]
    [InlineData(8, 8, 0.6, 0.008)]
    [InlineData(8, 4, 0.55, 0.005)]
    [InlineData(4, 8, 0.55, 0.005)]
    [InlineData(4, 4, 0.55, 0.005)]
    [InlineData(4, 1, 0.55, 0.02)]
    [InlineData(2, 8, 0.55, 0.02)]
    [InlineData(2, 2, 0.55, 0.02)]
    [InlineData(1, 2, 0.55, 0.02)]
    public void Samples_are_the_means_of_the_definition(int width, int height, double tolerance, double bias)
    {
        var random = new Pcg32(7);
        short[] coefficients = new short[64];
        int[] values = new int[64];
        byte[] samples = new byte[64];
        ushort[] quantization = new ushort[64];
        Array.Fill(quantization, (ushort)3);
        double worst = 0;
        double sum = 0;
        for (int block = 0; block < Blocks; block++)
        {
            for (int i = 0; i < 64; i++)
            {
                // Fewer and smaller ones at high frequencies; small enough that nothing is clamped
                int range = 1 + 60 / (1 + i / 8 + i % 8);
                coefficients[i] = (short)(random.NextInt(2 * range + 1) - range);
                values[i] = 3 * coefficients[i];
            }
            double[] expected = ReferenceInverseDct.Transform(values);
            InverseDct.Transform(coefficients, quantization, 63, samples, width, width, height, new int[64]);
            int boxWidth = 8 / width;
            int box = 64 / (width * height);
            for (int i = 0; i < width * height; i++)
            {
                double mean = 0;
                for (int j = 0; j < box; j++)
                    mean += expected[8 * (i / width * (8 / height) + j / boxWidth) + i % width * boxWidth + j % boxWidth] / box;
                double error = samples[i] - Math.Clamp(mean + 128, 0, 255);
                worst = Math.Max(worst, Math.Abs(error));
                sum += error;
            }
        }
        Assert.True(worst <= tolerance, $"largest error {worst}");
        Assert.True(Math.Abs(sum / (Blocks * width * height)) < bias, $"mean error {sum / (Blocks * width * height)}");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(1)]
    public void A_block_of_dc_alone_is_flat_whichever_way_it_goes(int size)
    {
        for (int dc = -1100; dc <= 1100; dc++)
        {
            // Half a level may be rounded either way where the basis is not exact
            if (size is 2 or 4 && dc % 8 is 4 or -4)
                continue;
            short[] coefficients = new short[64];
            coefficients[0] = (short)dc;
            ushort[] quantization = new ushort[64];
            Array.Fill(quantization, (ushort)1);
            byte[] quick = new byte[64];
            byte[] full = new byte[64];
            InverseDct.Transform(coefficients, quantization, 0, quick, size, size, size, new int[64]);
            InverseDct.Transform(coefficients, quantization, 63, full, size, size, size, new int[64]);
            Assert.Equal(quick, full);
            Assert.Equal((byte)Math.Clamp(128 + Math.Floor(dc / 8.0 + 0.5), 0, 255), quick[0]);
        }
    }
}
