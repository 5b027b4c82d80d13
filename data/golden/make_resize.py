"""Writes resize.bin: a small picture and what Pillow makes of it at other sizes.

Run with Pillow 9.4 in this folder: python3 make_resize.py
Layout, little-endian: number of pictures after the first; then pictures, each as int32 filter (0 triangle, 1 box), int32
width, int32 height, and 3 * width * height bytes of RGB. The first picture is the source of the others.
"""
import struct

from PIL import Image

WIDTH, HEIGHT = 37, 29
SIZES = [(16, 12), (50, 41), (5, 29), (37, 7), (64, 64), (1, 1)]


def pixel(x, y):
    # Smooth ramps with hard edges and a little pseudo-random noise: steps as well as gradients
    noise = (x * 7919 + y * 104729 + x * y * 31) % 23
    edge = 140 if (x // 6 + y // 5) % 2 else 20
    return (edge + noise, (x * 6 + noise) % 256, (y * 8 + x * 2) % 256)


source = Image.new("RGB", (WIDTH, HEIGHT))
source.putdata([pixel(x, y) for y in range(HEIGHT) for x in range(WIDTH)])
pictures = [(0, source)]
for code, resample in ((0, Image.BILINEAR), (1, Image.BOX)):
    for size in SIZES:
        pictures.append((code, source.resize(size, resample)))

with open("resize.bin", "wb") as out:
    out.write(struct.pack("<i", len(pictures) - 1))
    for code, picture in pictures:
        out.write(struct.pack("<iii", code, *picture.size))
        out.write(picture.tobytes())
