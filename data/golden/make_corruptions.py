"""Writes corruptions.bin.gz: two drawn pictures and what NumPy, SciPy and Pillow make of them under six corruptions.

Run with Pillow 9.4, NumPy 1.24 and SciPy 1.10: python3 make_corruptions.py
Layout before compression, little-endian: number of pictures; then pictures, each as int32 corruption (0 none, that is a source; 1 noise,
2 blur, 3 contrast, 4 brightness, 5 jpeg, 6 pixelation), int32 severity, int32 width, int32 height, and 3 * width * height bytes of RGB.
A source comes before what was made of it. The constants are those of Tiny ImageNet-C (Hendrycks and Dietterich 2019).
"""
import colorsys
import gzip
import io
import struct

import numpy as np
from golden import FOLDER
from PIL import Image
from scipy.ndimage import gaussian_filter

SEED, PICTURE = 7, 11
MASK = (1 << 64) - 1


def pixel(x, y):
    # Smooth ramps with hard edges, saturated colours, black, white and a little pseudo-random noise
    noise = (x * 7919 + y * 104729 + x * y * 31) % 23
    if x < 5 and y < 7:
        return (0, 0, 0)
    if x > 30 and y < 6:
        return (255, 255, 255)
    edge = 140 if (x // 11 + y // 9) % 2 else 20
    return (edge + noise, (x * 4 + noise) % 256, (y * 3 + x + 2 * noise) % 256)


def draws(count):
    """PCG-XSH-RR 64/32 (O'Neill 2014) in Python's whole numbers."""
    state = 0
    numbers = []
    for step in range(count + 2):
        old, state = state, (state * 6364136223846793005 + ((PICTURE << 1) | 1)) & MASK
        if step == 0:
            state = (state + SEED) & MASK
        if step > 1:
            mixed, turn = (((old >> 18) ^ old) >> 27) & 0xFFFFFFFF, old >> 59
            numbers.append(((mixed >> turn) | (mixed << (-turn & 31))) & 0xFFFFFFFF)
    return np.array(numbers, dtype=np.int64)


def levels(values):
    return np.clip(np.floor(values + 0.5), 0, 255).astype(np.uint8)


def noise(a, c):
    n = draws(6 * a.size).reshape(-1, 6)
    total = ((n & 0xFFFF) + (n >> 16)).sum(1)
    return levels(a + 255 * c * ((total - 6 * 65535) / 65536).reshape(a.shape))


def blur(a, c):
    deviation = c * min(a.shape[:2]) / 64
    return levels(gaussian_filter(a.astype(np.float64), (deviation, deviation, 0), mode="nearest", truncate=4))


def contrast(a, c):
    mean = a.astype(np.float64).mean((0, 1), keepdims=True)
    return levels((a - mean) * c + mean)


def brightness(a, c):
    out = np.zeros(a.shape)
    for index in np.ndindex(*a.shape[:2]):
        h, s, v = colorsys.rgb_to_hsv(*(a[index] / 255))
        out[index] = colorsys.hsv_to_rgb(h, s, min(v + c, 1))
    return levels(np.round(255 * out, 9))  # halves are halves again


def jpeg(a, c):
    file = io.BytesIO()
    Image.fromarray(a).save(file, "JPEG", quality=c)
    return np.array(Image.open(file))


def pixelation(a, c):
    height, width = a.shape[:2]
    small = Image.fromarray(a).resize((int(width * c), int(height * c)), Image.BOX)
    return np.array(small.resize((width, height), Image.BOX))


KINDS = [
    (noise, [0.04, 0.08, 0.12, 0.15, 0.18]),
    (blur, [0.5, 0.75, 1, 1.25, 1.5]),
    (contrast, [0.4, 0.3, 0.2, 0.1, 0.05]),
    (brightness, [0.1, 0.2, 0.3, 0.4, 0.5]),
    (jpeg, [65, 58, 50, 40, 25]),
    (pixelation, [0.9, 0.8, 0.7, 0.6, 0.5]),
]

records = []
for width, height, severities in ((64, 64, (1, 3, 5)), (37, 29, (1, 2, 3, 4, 5))):
    source = np.array([[pixel(x, y) for x in range(width)] for y in range(height)], dtype=np.uint8)
    records.append((0, 0, source))
    for kind, (function, constants) in enumerate(KINDS, 1):
        for severity in severities:
            if function is noise and severity not in (3, 5):
                continue
            records.append((kind, severity, function(source, constants[severity - 1])))

raw = struct.pack("<i", len(records))
for kind, severity, picture in records:
    raw += struct.pack("<iiii", kind, severity, picture.shape[1], picture.shape[0]) + picture.tobytes()
(FOLDER / "corruptions.bin.gz").write_bytes(gzip.compress(raw, 9, mtime=0))
print(len(records), "pictures,", (FOLDER / "corruptions.bin.gz").stat().st_size, "bytes")
