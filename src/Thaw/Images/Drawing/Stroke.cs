namespace Thaw.Images.Drawing;

/// <summary>A straight stroke with round ends whose width may change along it.</summary>
internal readonly record struct Stroke(float X0, float Y0, float X1, float Y1, float Width0, float Width1)
{
    /// <summary>Cuts the stroke into the surface and darkens it: its edges catch the light, its ground lies in shade.</summary>
    /// <param name="scene">Changed in place.</param>
    /// <param name="depth">How deep, in the scene's heights.</param>
    /// <param name="shade">The part of the light that does not reach the ground, 0 to 1.</param>
    public void Carve(Scene scene, float depth, float shade)
    {
        float[] depths = scene.Depth, light = scene.Light;
        ForEachPixel(scene, (i, cover) =>
        {
            depths[i] = Math.Max(depths[i], depth * cover);
            light[i] = Math.Min(light[i], 1 - shade * cover);
        });
    }

    /// <summary>Lightens (above 0) or darkens (below 0) the colour along the stroke.</summary>
    public void Draw(Scene scene, float strength)
    {
        float[] marks = scene.Mark;
        ForEachPixel(scene, (i, cover) =>
        {
            if (Math.Abs(strength * cover) > Math.Abs(marks[i]))
                marks[i] = strength * cover;
        });
    }

    /// <summary>Paints the stroke over what is there.</summary>
    public void Paint(Scene scene, float red, float green, float blue) => ForEachPixel(scene, (i, cover) =>
    {
        scene.Red[i] += cover * (red - scene.Red[i]);
        scene.Green[i] += cover * (green - scene.Green[i]);
        scene.Blue[i] += cover * (blue - scene.Blue[i]);
    });

    /// <summary>Calls back for every pixel that the stroke covers, with the part of it that is covered.</summary>
    private void ForEachPixel(Scene scene, Action<int, float> action)
    {
        float reach = Math.Max(Width0, Width1) / 2 + scene.Pixel;
        int left = First(Math.Min(X0, X1) - reach, scene), right = First(Math.Max(X0, X1) + reach, scene);
        int top = First(Math.Min(Y0, Y1) - reach, scene), bottom = First(Math.Max(Y0, Y1) + reach, scene);
        float dx = X1 - X0, dy = Y1 - Y0;
        float square = dx * dx + dy * dy;
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                float x = scene.At(column) - X0, y = scene.At(row) - Y0;
                float along = square > 0 ? Math.Clamp((x * dx + y * dy) / square, 0, 1) : 0;
                float fromX = x - along * dx, fromY = y - along * dy;
                float distance = MathF.Sqrt(fromX * fromX + fromY * fromY);
                float width = Width0 + (Width1 - Width0) * along;
                // A stroke thinner than a pixel covers a part of it
                float cover = Math.Clamp((width / 2 - distance) / scene.Pixel + 0.5f, 0, Math.Min(1, width / scene.Pixel));
                if (cover > 0)
                    action(row * scene.Pixels + column, cover);
            }
        }
    }

    private static int First(float place, Scene scene) => Math.Clamp((int)MathF.Ceiling(place / scene.Pixel), 0, scene.Pixels);
}
