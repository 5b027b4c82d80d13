"""Writes small VGGs as the programs around ONNX do, and what PyTorch makes of the same weights: /usr/bin/python3 data/golden/make_onnx.py

Needs onnx 1.12 and PyTorch 1.13. Networks of a 32nd of the width with seeded weights go into tests/Thaw.Tests/Fixtures/onnx:
- zoo-7: VGG16 as the ONNX model zoo has it in opset 7: weights listed as inputs too, values as lists of floats, Dropout in the head;
- zoo-12: the same network in opset 12: weights are no inputs, values as raw bytes;
- torch: the same network by torch.onnx.export, as torchvision's is built;
- torch-bn: a VGG11 with batch normalisations that the export keeps.
The golden file `onnx_features` holds `pictures` [2,64,64,3] with values 0 to 255 in the order RGB, and `vgg16/features` and `vgg11/features` [2,2,2,16], made from them with
torchvision's preprocessing: over 255, minus the mean, over the deviation.
"""
import pathlib

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from golden import Numbers, nchw, nhwc, stored, values, write

ONNX = pathlib.Path(__file__).resolve().parents[2] / "tests" / "Thaw.Tests" / "Fixtures" / "onnx"
VGG16, VGG11 = (2, 2, 3, 3, 3), (1, 1, 2, 2, 2)
CHANNELS = (2, 4, 8, 16, 16)
SIDE, UNITS, CLASSES = 64, 8, 5
SCALE = stored(1 / 255)
MEAN = [stored(mean) for mean in (0.485, 0.456, 0.406)]
DEVIATION = [stored(deviation) for deviation in (0.229, 0.224, 0.225)]


class Vgg(nn.Module):
    """Built as torchvision builds it."""

    def __init__(self, blocks, normalized, numbers):
        super().__init__()
        layers, channels = [], 3
        for count, width in zip(blocks, CHANNELS):
            for _ in range(count):
                convolution = nn.Conv2d(channels, width, 3, padding=1)
                convolution.weight.data = numbers.normal(width, channels, 3, 3, scale=(2 / (9 * channels)) ** 0.5)
                convolution.bias.data = numbers.normal(width, scale=0.3)
                layers.append(convolution)
                if normalized:
                    norm = nn.BatchNorm2d(width)
                    norm.weight.data, norm.bias.data = numbers.positive(width), numbers.normal(width, scale=0.3)
                    norm.running_mean, norm.running_var = numbers.normal(width, scale=0.3), numbers.positive(width)
                    layers.append(norm)
                layers.append(nn.ReLU(inplace=True))
                channels = width
            layers.append(nn.MaxPool2d(2, 2))
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d((SIDE // 32, SIDE // 32))
        self.classifier = nn.Sequential(nn.Linear(channels * (SIDE // 32) ** 2, UNITS), nn.ReLU(True), nn.Dropout(), nn.Linear(UNITS, CLASSES))
        for layer in (self.classifier[0], self.classifier[3]):
            layer.weight.data, layer.bias.data = numbers.normal(*layer.weight.shape, scale=0.2), numbers.normal(*layer.bias.shape, scale=0.2)

    def forward(self, x):
        return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))


def zoo(name, network, opset, ir_version, listed):
    """One of the model zoo's files: names and attributes as there."""
    nodes, weights, last = [], [], "data"

    def weight(key, tensor):
        array = values(tensor).astype("<f4")
        if listed:
            weights.append(helper.make_tensor(key, TensorProto.FLOAT, array.shape, array.ravel()))
        else:
            weights.append(numpy_helper.from_array(array, key))
        return key

    def node(kind, key, inputs, **attributes):
        nonlocal last
        nodes.append(helper.make_node(kind, [last, *inputs], [key], name=key, **attributes))
        last = key

    convolution = pool = 0
    for layer in network.features:
        if isinstance(layer, nn.Conv2d):
            key = f"vgg0_conv{convolution}"
            node("Conv", f"{key}_fwd", [weight(f"{key}_weight", layer.weight), weight(f"{key}_bias", layer.bias)],
                 dilations=[1, 1], group=1, kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[1, 1])
        elif isinstance(layer, nn.ReLU):
            node("Relu", f"vgg0_relu{convolution}_fwd", [])
            convolution += 1
        else:
            node("MaxPool", f"vgg0_pool{pool}_fwd", [], kernel_shape=[2, 2], pads=[0, 0, 0, 0], strides=[2, 2])
            pool += 1
    node("Flatten", "flatten_60", [])
    for number, layer in enumerate((network.classifier[0], network.classifier[3])):
        key = f"vgg0_dense{number}"
        node("Gemm", f"{key}_fwd", [weight(f"{key}_weight", layer.weight), weight(f"{key}_bias", layer.bias)], transB=1)
        if number == 0:
            node("Relu", f"{key}_relu_fwd", [])
            node("Dropout", "vgg0_dropout0_fwd", [], **({"ratio": 0.5} if opset < 12 else {}))
    inputs = [helper.make_tensor_value_info("data", TensorProto.FLOAT, [1 if listed else "N", 3, SIDE, SIDE])]
    if listed:
        inputs += [helper.make_tensor_value_info(tensor.name, TensorProto.FLOAT, tensor.dims) for tensor in weights]
    output = helper.make_tensor_value_info(last, TensorProto.FLOAT, [1 if listed else "N", CLASSES])
    graph = helper.make_graph(nodes, "mxnet_converted_model", inputs, [output], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=ir_version)
    onnx.checker.check_model(model, full_check=True)
    (ONNX / f"{name}.onnx").write_bytes(model.SerializeToString(deterministic=True))


def export(name, network, **options):
    torch.onnx.export(network.float().eval(), torch.zeros(1, 3, SIDE, SIDE), ONNX / f"{name}.onnx", input_names=["input"], output_names=["output"],
                      dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}}, opset_version=13, **options)
    onnx.checker.check_model(str(ONNX / f"{name}.onnx"), full_check=True)
    network.double()


def features(network, pictures):
    x = pictures * SCALE
    x = (x - torch.tensor(MEAN, dtype=torch.float64)) / torch.tensor(DEVIATION, dtype=torch.float64)
    return values(nhwc(network.features(nchw(x))))


ONNX.mkdir(parents=True, exist_ok=True)
numbers = Numbers(47)
vgg16, vgg11 = Vgg(VGG16, False, numbers).double().eval(), Vgg(VGG11, True, numbers).double().eval()
shown = torch.from_numpy(numbers.source.randint(0, 256, (2, SIDE, SIDE, 3)).astype(np.float64))
zoo("zoo-7", vgg16, 7, 3, listed=True)
zoo("zoo-12", vgg16, 12, 7, listed=False)
export("torch", vgg16)
export("torch-bn", vgg11, training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
with torch.no_grad():
    golden = {"pictures": values(shown), "vgg16/features": features(vgg16, shown), "vgg11/features": features(vgg11, shown)}
write("onnx_features.safetensors", golden, {"script": "make_onnx.py"})
