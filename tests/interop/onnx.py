"""Checks ONNX files by ONNX's own rules: /usr/bin/python3 tests/interop/onnx.py FILE.onnx ...

Runs onnx.checker in full, and shape inference in strict mode with the number of pictures left open; prints inputs and outputs. Needs onnx 1.12 or later (Debian: python3-onnx).
"""
import sys

sys.path.pop(0)  # this file's own folder, where `import onnx` would find this file
import onnx
from onnx import shape_inference


def described(value):
    kind = onnx.TensorProto.DataType.Name(value.type.tensor_type.elem_type).lower()
    return f"{value.name} {kind} [{', '.join(dim.dim_param or str(dim.dim_value) for dim in value.type.tensor_type.shape.dim)}]"


for path in sys.argv[1:]:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    stated = [described(output) for output in model.graph.output]
    for output in model.graph.output:
        output.type.tensor_type.ClearField("shape")
    inferred = [described(output) for output in shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True).graph.output]
    if stated != inferred:
        sys.exit(f"{path}: states {stated}, inference finds {inferred}")
    print(f"{path}: opset {model.opset_import[0].version}, {len(model.graph.node)} nodes; {described(model.graph.input[0])} -> {', '.join(stated)}")
