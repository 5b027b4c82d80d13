namespace Thaw.Tests.References;

/// <summary>
/// Stochastic gradient descent in float64 as in PyTorch: <c>v = momentum * v + gradient + decay * w</c>, then
/// <c>w = w - rate * v</c>; v begins at 0. (Keras keeps <c>rate</c> inside v, which is the same while the rate stays.)
/// </summary>
internal static class DirectSgd
{
    /// <summary>One step; weights and velocity are changed in place.</summary>
    public static void Step(double[] weights, double[] velocity, double[] gradient, double rate, double momentum, double decay)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            velocity[i] = momentum * velocity[i] + gradient[i] + decay * weights[i];
            weights[i] -= rate * velocity[i];
        }
    }
}
