#!/usr/bin/env python3
"""Writes src/Thaw.Service/WarmUp: the JPEG files that a service sends itself before it says that it is ready.

Needs Pillow (9.4) with numpy. Run from the repository root: /usr/bin/python3 data/golden/make_warmup.py

They are of the kinds that clients send most, so that the code that decodes them is compiled: baseline, with halved colours and without, at sizes
that a network of 64 pixels, such as vgg16-tiny, has decoded in full, at a half, at a quarter and at an eighth (one of 224 in full and at a half). The larger ones are
smooth, so that they are short; the smallest is noise, whose coefficients need the longest codes.
"""
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2] / "src/Thaw.Service/WarmUp"


def waves(width, height):
    """Coloured waves in a corner, grey elsewhere."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    inside = (x < 64) & (y < 64)
    channels = [np.where(inside, 128 + 100 * np.sin(x / (7 + 2 * c)) * np.cos(y / (11 - 2 * c)), 128) for c in range(3)]
    return np.stack(channels, axis=-1).round().astype(np.uint8)


def noise(width, height):
    return np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)


def write(name, pixels, quality, halved):
    ROOT.mkdir(exist_ok=True)
    Image.fromarray(pixels).save(ROOT / name, quality=quality, subsampling="4:2:0" if halved else "4:4:4", optimize=False)


write("noise.jpg", noise(48, 36), 80, halved=True)
write("halved-256.jpg", waves(256, 256), 15, halved=True)
write("full-512.jpg", waves(512, 512), 15, halved=False)
write("halved-1024.jpg", waves(1024, 1024), 15, halved=True)
