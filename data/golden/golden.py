"""What the scripts of this folder share: a writer for safetensors, seeded numbers, and the change of layout.

Every number is made in float64 and stored as float32. Inputs are rounded to float32 *before* the computation, so that a
reader of the file starts from exactly the numbers that the outputs were computed from.
"""
import json
import pathlib
import struct

import numpy as np
import torch

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "tests" / "Thaw.Tests" / "Fixtures" / "golden"

torch.set_num_threads(1)  # one order of summation


def write(name, tensors, metadata):
    """Writes {name: array of float64} as F32 in the ordinal order of names."""
    encoded = {key: ("F32", np.shape(value), np.ascontiguousarray(value, dtype="<f4").tobytes())
               for key, value in tensors.items()}
    write_encoded(name, encoded, metadata)


def write_encoded(name, encoded, metadata):
    """Writes {name: (element type, shape, bytes)}; the layout is written by hand, without the safetensors package."""
    header, data = {"__metadata__": metadata}, b""
    for key in sorted(encoded):
        kind, shape, raw = encoded[key]
        header[key] = {"dtype": kind, "shape": list(shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_bytes(struct.pack("<Q", len(text)) + text + data)
    print(name, 8 + len(text) + len(data), "bytes")


class Numbers:
    """Seeded tensors of float64 that hold float32 numbers."""

    def __init__(self, seed):
        self.source = np.random.RandomState(seed)

    def normal(self, *shape, scale=1.0):
        return torch.from_numpy((scale * self.source.standard_normal(shape)).astype(np.float32).astype(np.float64))

    def steps(self, *shape, step=0.5, most=3):
        """Multiples of a step, so that equal values are frequent."""
        return torch.from_numpy(step * self.source.randint(-most, most + 1, shape).astype(np.float64))

    def positive(self, *shape):
        return (self.normal(*shape).abs() + 0.5).float().double()

    def labels(self, count, classes):
        return torch.from_numpy(self.source.randint(0, classes, count))


def stored(number):
    """The float32 nearest to a number, as float64: what a reader of the file will compute with."""
    return float(np.float32(number))


def nchw(x):
    """[N,H,W,C] -> [N,C,H,W]"""
    return x.permute(0, 3, 1, 2)


def nhwc(x):
    """[N,C,H,W] -> [N,H,W,C]"""
    return x.permute(0, 2, 3, 1)


def oihw(kernel):
    """[3,3,in,out] -> [out,in,3,3]"""
    return kernel.permute(3, 2, 0, 1)


def gradients(scalar, *inputs):
    return [g.numpy().copy() for g in torch.autograd.grad(scalar, inputs)]


def values(tensor):
    return tensor.detach().numpy().copy()
