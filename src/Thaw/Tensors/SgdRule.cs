namespace Thaw.Tensors;

/// <summary>A step of gradient descent with momentum, in PyTorch's form: v = momentum v + (g + weightDecay w); w -= learningRate v.</summary>
/// <param name="Velocity">v, of the weights' shape; changed by the step. Owned by whoever made the rule.</param>
/// <param name="LearningRate">Step length.</param>
/// <param name="Momentum">In [0, 1).</param>
/// <param name="WeightDecay">L2 penalty's factor, 0 for none.</param>
public readonly record struct SgdRule(Tensor Velocity, float LearningRate, float Momentum, float WeightDecay);
