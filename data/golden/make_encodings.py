"""A small safetensors file with every element type that Thaw reads: /usr/bin/python3 data/golden/make_encodings.py

The values under `half` and `brain` were rounded by PyTorch; `half_widened` and `brain_widened` hold the same values as F32.
`steps` is a tensor of integers, as PyTorch's batch normalization stores one (`num_batches_tracked`).
"""
import numpy as np
import torch

from golden import Numbers, write_encoded

SPECIAL = [0.0, -0.0, 1.0, -2.0, 65504.0, 6.1035156e-05, 5.9604645e-08, 1e-9, 3.3895314e38, float("inf"), float("-inf")]


def entry(kind, tensor):
    raw = tensor.view(torch.int16) if kind in ("F16", "BF16") else tensor
    return kind, tuple(tensor.shape), raw.numpy().tobytes()


if __name__ == "__main__":
    source = torch.cat([torch.tensor(SPECIAL), Numbers(1).normal(37, scale=10).float()]).reshape(6, 8)
    half, brain = source.half(), source.bfloat16()
    write_encoded("encodings.safetensors", {
        "single": entry("F32", source),
        "half": entry("F16", half),
        "half_widened": entry("F32", half.float()),
        "brain": entry("BF16", brain),
        "brain_widened": entry("F32", brain.float()),
        "scalar": entry("F32", torch.tensor(0.1)),
        "empty": entry("F32", torch.zeros(0, 3)),
        "steps": ("I64", (), np.int64(7).tobytes()),
        "größe/ß": entry("F32", torch.tensor([1.5])),
    }, {"made_by": "data/golden/make_encodings.py", "quote": "\"\\\n"})
