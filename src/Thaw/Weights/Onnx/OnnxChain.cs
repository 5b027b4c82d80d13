namespace Thaw.Weights.Onnx;

/// <summary>Goes along a graph that is a straight line, from its input on. Identity nodes are passed over.</summary>
internal sealed class OnnxChain
{
    private readonly Dictionary<string, TensorProto> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> _takers = new(StringComparer.Ordinal);

    /// <summary>Starts at the graph's only input that is no weight; old files list their weights as inputs too.</summary>
    /// <exception cref="WeightsFormatException">There is not exactly one such input, or a weight comes twice.</exception>
    public OnnxChain(GraphProto graph)
    {
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (!_constants.TryAdd(tensor.Name, tensor))
                throw new WeightsFormatException($"The file has the tensor '{tensor.Name}' twice.");
        }
        foreach (NodeProto node in graph.Node)
            Register(node);
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => !_constants.ContainsKey(input.Name)).Take(3)];
        if (inputs.Length != 1)
            throw new WeightsFormatException($"Expected a graph with one input, the pictures, got {(inputs.Length == 0 ? "none" : string.Join(", ", inputs.Select(input => $"'{input.Name}'")))}.");
        Input = inputs[0];
        Value = Input.Name;
        SkipIdentities();
    }

    /// <summary>The graph's input.</summary>
    public ValueInfoProto Input { get; }

    /// <summary>The name of the value that the way has come to.</summary>
    public string Value { get; private set; }

    /// <summary>The node that takes it; null at the end.</summary>
    /// <exception cref="WeightsFormatException">Several do.</exception>
    public NodeProto? Next => !_takers.TryGetValue(Value, out List<NodeProto>? takers) ? null
        : takers.Count == 1 ? takers[0]
        : throw new WeightsFormatException($"'{Value}' goes to {string.Join(" and ", takers.Take(3).Select(Describe))}; a VGG is a straight line.");

    /// <summary>The nodes that take a value, in the file's order.</summary>
    public IReadOnlyList<NodeProto> Takers(string value) => _takers.TryGetValue(value, out List<NodeProto>? takers) ? takers : [];

    /// <summary>Passes every node up to one where branches meet.</summary>
    /// <param name="node">Has an output.</param>
    public void GoBehind(NodeProto node)
    {
        _takers.Remove(Value);
        Value = node.Output[0];
        SkipIdentities();
    }

    /// <summary>Passes the next node.</summary>
    public void Advance()
    {
        Step();
        SkipIdentities();
    }

    /// <summary>A node's name, or its output's where it has none, and what it does.</summary>
    public static string Describe(NodeProto node) => $"'{(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault())}' ({node.OpType})";

    /// <summary>The constant that a node takes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="index">Which of its inputs, from 0.</param>
    /// <exception cref="WeightsFormatException">There is no such input, or it is no constant.</exception>
    public TensorProto Constant(NodeProto node, int index)
    {
        string name = index < node.Input.Count ? node.Input[index] : "";
        return _constants.TryGetValue(name, out TensorProto? tensor) ? tensor
            : throw new WeightsFormatException($"{Describe(node)}: expected a tensor with values as input {index + 1}, got {(name.Length == 0 ? "none" : $"'{name}', which has none")}.");
    }

    private void Register(NodeProto node)
    {
        string output = node.Output.FirstOrDefault() ?? "";
        if (node.OpType == "Constant" && node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T is { } value)
        {
            _constants.TryAdd(output, value);
        }
        else if (node.OpType == "Identity" && node.Input.Count == 1 && _constants.TryGetValue(node.Input[0], out TensorProto? same)) // PyTorch writes equal weights once
        {
            _constants.TryAdd(output, same);
        }
        else
        {
            foreach (string input in node.Input.Distinct())
            {
                if (_constants.ContainsKey(input))
                    continue;
                if (!_takers.TryGetValue(input, out List<NodeProto>? takers))
                    _takers.Add(input, takers = []);
                takers.Add(node);
            }
        }
    }

    private void SkipIdentities()
    {
        // Each step takes its node away, so that a circle ends
        while (Takers(Value) is [{ OpType: "Identity" }])
            Step();
    }

    private void Step()
    {
        NodeProto node = Next ?? throw new InvalidOperationException("The way has ended.");
        if (node.Output.Count == 0 || node.Input[0] != Value)
            throw new WeightsFormatException($"{Describe(node)}: expected '{Value}' as its first input and an output, got inputs {string.Join(", ", node.Input.Take(4).Select(name => $"'{name}'"))}.");
        _takers.Remove(Value);
        Value = node.Output[0];
    }
}
