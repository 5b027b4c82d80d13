#!/usr/bin/env python3
"""Writes tests/Thaw.Tests/Fixtures/images: small JPEG, PNG and BMP files with the pixels that other decoders make of them.

Needs libjpeg-turbo's cjpeg, djpeg and jpegtran (2.1.5), ImageMagick's convert (6.9) and Pillow (9.4) with numpy.
Run from the repository root: python3 data/golden/make_images.py

Each folder holds the files, their expected pixels as binary PPM, and manifest.txt with a line "file expected" a file;
files with the same pixels share one PPM. JPEG pixels are djpeg's (accurate integer DCT, fancy upsampling), or Pillow's for CMYK, YCCK
and EXIF orientation. PNG and BMP samples are ImageMagick's, laid over white here, and checked against Pillow's where it reads the kind.
Files in jpeg/refused are valid, but of kinds that Thaw does not read.
"""
import io
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parents[2] / "tests/Thaw.Tests/Fixtures/images"


def run(*command, data=None):
    return subprocess.run([str(part) for part in command], input=data, stdout=subprocess.PIPE, check=True).stdout


def ppm(pixels):
    height, width = pixels.shape[:2]
    return b"P6\n%d %d\n255\n" % (width, height) + pixels.astype(np.uint8).tobytes()


def from_ppm(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def source(width, height, channels=3, top=255):
    """Smooth waves, a hard-edged disc and some noise, the same on every machine."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    planes = []
    for channel in range(channels):
        wave = 0.5 + 0.35 * np.sin(0.23 * x * (channel + 1) / 2 + 0.9 * channel) * np.cos(0.17 * y + 0.5 * channel)
        disc = (x - 0.6 * width) ** 2 + (y - 0.4 * height) ** 2 < (0.27 * min(width, height)) ** 2
        wave = np.where(disc, [0.9, 0.15, 0.3, 0.6][channel], wave)
        noise = ((x * 7919 + y * 104729 + channel * 1299709) % 101) / 101 - 0.5
        planes.append(np.clip(wave + 0.12 * noise, 0, 1) * top)
    return np.rint(np.stack(planes, axis=2)).astype(np.uint16 if top > 255 else np.uint8)


class Folder:
    """A folder of fixtures with its manifest."""

    def __init__(self, name):
        self.path = ROOT / name
        self.path.mkdir(parents=True, exist_ok=True)
        for old in self.path.iterdir():
            if old.is_file():
                old.unlink()
        self.lines = []
        self.seen = {}

    def add(self, name, data, pixels):
        expected = ppm(pixels)
        if expected not in self.seen:
            self.seen[expected] = Path(name).stem + ".ppm"
            (self.path / self.seen[expected]).write_bytes(expected)
        (self.path / name).write_bytes(data)
        self.lines.append(f"{name} {self.seen[expected]}\n")

    def close(self):
        (self.path / "manifest.txt").write_text("".join(self.lines))


# JPEG

PROGRESSION = "0,1,2: 0-0, 0, 1;\n0: 1-5, 0, 2;\n2: 1-63, 0, 1;\n1: 1-63, 0, 1;\n0: 6-63, 0, 2;\n" \
    "0: 1-63, 2, 1;\n0,1,2: 0-0, 1, 0;\n2: 1-63, 1, 0;\n1: 1-63, 1, 0;\n0: 1-63, 1, 0;\n"
DEEP_PROGRESSION = "0: 0-0, 0, 3;\n1,2: 0-0, 0, 2;\n0: 0-0, 3, 2;\n0: 0-0, 2, 1;\n0,1,2: 0-0, 1, 0;\n".replace(
    "0,1,2: 0-0, 1, 0", "1,2: 0-0, 2, 1;\n0,1,2: 0-0, 1, 0") + "".join(
    f"{c}: 1-9, 0, 3;\n{c}: 10-63, 0, 3;\n{c}: 1-63, 3, 2;\n{c}: 1-63, 2, 1;\n{c}: 1-63, 1, 0;\n" for c in range(3))
# High frequencies stay coarse or never come; libjpeg smooths blocks only where one of the first nine is not exact
EARLY_END = "0,1,2: 0-0, 0, 0;\n0: 1-9, 0, 0;\n0: 10-63, 0, 2;\n0: 10-63, 2, 1;\n1: 1-63, 0, 0;\n2: 1-9, 0, 1;\n2: 1-9, 1, 0;\n"


def with_scans(script, *command, data):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(script)
        file.flush()
        return run(*command, "-scans", file.name, data=data)


def djpeg(data):
    return from_ppm(run("djpeg", "-dct", "int", "-rgb", "-ppm", data=data))


def pillow(data):
    return np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB"))


def saved(image, kind, **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def jpegs():
    folder = Folder("jpeg")
    picture = ppm(source(37, 29))

    def add(name, data):
        folder.add(name + ".jpg", data, djpeg(data))

    samplings = ["1x1", "2x1", "1x2", "2x2", "4x1", "1x4", "4x2", "3x1", "1x1,2x2,1x1", "2x2,1x2,2x1", "2x2,2x1,2x1", "4x1,2x1,1x1"]
    for sampling in samplings:
        name = sampling.replace(",", "-")
        data = run("cjpeg", "-quality", 85, "-sample", sampling, data=picture)
        add(f"baseline-{name}", data)
        if sampling in samplings[:5] + ["2x2,1x2,2x1"]:
            add(f"progressive-{name}", run("jpegtran", "-progressive", data=data))
            add(f"restart-{name}", run("jpegtran", "-restart", "2B", data=data))
    for quality in (3, 30, 98, 100):
        add(f"quality-{quality}", run("cjpeg", "-quality", quality, "-sample", "2x2", data=picture))
    data = run("cjpeg", "-quality", 85, "-sample", "2x2", data=picture)
    add("optimized", run("jpegtran", "-optimize", data=data))
    add("restart-every-row", run("jpegtran", "-restart", 1, data=data))
    add("restart-every-block", run("jpegtran", "-restart", "1B", data=data))
    add("progressive-restart", run("jpegtran", "-progressive", "-restart", "3B", data=data))
    add("separate-scans", with_scans("0;\n1;\n2;\n", "jpegtran", data=data))
    add("separate-scans-restart", with_scans("0;\n1 2;\n", "jpegtran", "-restart", "2B", data=data))
    add("progressive-script", with_scans(PROGRESSION, "jpegtran", data=data))
    add("progressive-deep", with_scans(DEEP_PROGRESSION, "jpegtran", data=data))
    add("progressive-early-end", with_scans(EARLY_END, "jpegtran", data=data))
    add("rgb", run("cjpeg", "-rgb", "-quality", 85, data=picture))
    grey = run("cjpeg", "-grayscale", "-quality", 85, data=picture)
    add("grey", grey)
    add("grey-progressive", run("jpegtran", "-progressive", data=grey))
    add("grey-2x2", run("cjpeg", "-grayscale", "-sample", "2x2", data=picture))
    for width, height in ((1, 1), (2, 3), (3, 2), (5, 1), (8, 8), (16, 16), (17, 16), (33, 7)):
        for sampling in ("2x1", "2x2", "1x2"):
            add(f"sides-{width}x{height}-{sampling}", run("cjpeg", "-sample", sampling, data=ppm(source(width, height))))
    add("fill-bytes", data.replace(b"\xff\xc4", b"\xff\xff\xff\xc4"))
    folder.add("no-end-marker.jpg", data[:-2], djpeg(data))

    inks = Image.fromarray(source(37, 29, 4), "CMYK")
    cmyk = saved(inks, "JPEG", quality=90)
    folder.add("cmyk.jpg", cmyk, pillow(cmyk))
    # The same bytes with Adobe's transform set to 2 are YCCK
    at = cmyk.index(b"Adobe") + 11
    assert cmyk[at] == 0
    ycck = cmyk[:at] + b"\x02" + cmyk[at + 1:]
    folder.add("ycck.jpg", ycck, pillow(ycck))
    ycck = run("jpegtran", "-progressive", data=ycck)
    folder.add("ycck-progressive.jpg", ycck, pillow(ycck))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        data = saved(Image.fromarray(source(21, 13)), "JPEG", quality=90, exif=exif)
        folder.add(f"orientation-{orientation}.jpg", data, pillow(data))
    folder.close()

    refused = Folder("jpeg/refused")
    (refused.path / "arithmetic.jpg").write_bytes(run("cjpeg", "-arithmetic", data=picture))
    (refused.path / "arithmetic-progressive.jpg").write_bytes(run("cjpeg", "-arithmetic", "-progressive", data=picture))


# PNG and BMP

def imagemagick(data, kind):
    """ImageMagick's samples at 16 bits, laid over white and rounded to 8 bits once, without error."""
    width, height = Image.open(io.BytesIO(data)).size
    raw = run("convert", f"{kind}:-", "-alpha", "on", "-depth", 16, "-endian", "MSB", "rgba:-", data=data)
    samples = np.frombuffer(raw, ">u2").reshape(height, width, 4).astype(np.int64)
    wide = samples[:, :, :3] * samples[:, :, 3:] + (65535 - samples[:, :, 3:]) * 65535
    return (wide + 65535 * 257 // 2) // (65535 * 257)


def over_white(image):
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return np.asarray(white.convert("RGB"))


def pngs():
    folder = Folder("png")

    def add(name, data, depth, color, pillow_agrees=True):
        assert (data[24], data[25]) == (depth, color), (name, data[24], data[25])
        pixels = imagemagick(data, "png")
        if pillow_agrees:
            assert np.array_equal(pixels, over_white(Image.open(io.BytesIO(data)))), name
        folder.add(name + ".png", data, pixels)

    rgb = ppm(source(19, 13))
    wide = run("convert", "-size", "19x13", "-depth", 16, "-endian", "MSB", "rgb:-", "miff:-", data=source(19, 13, 3, 65535).astype(">u2").tobytes())
    wide_alpha = run("convert", "-size", "19x13", "-depth", 16, "-endian", "MSB", "rgba:-", "miff:-",
                     data=source(19, 13, 4, 65535).astype(">u2").tobytes())

    def write(data, depth, color, *options):
        # Without -strip, the file holds the time of day
        return run("convert", data[1], *options, "-strip", "-define", f"png:color-type={color}", "-define", f"png:bit-depth={depth}", "png:-", data=data[0])

    for interlace in ("None", "PNG"):
        suffix = "-interlaced" if interlace == "PNG" else ""
        for depth in (1, 2, 4, 8):
            grey = ("-colorspace", "gray", "-depth", depth) + (("-threshold", "50%") if depth == 1 else ())
            add(f"grey-{depth}{suffix}", write((rgb, "ppm:-"), depth, 0, *grey, "-interlace", interlace), depth, 0)
            few = Image.fromarray(source(19, 13)).quantize(2 ** depth)
            add(f"palette-{depth}{suffix}", adam7(few, depth) if suffix else saved(few, "PNG", bits=depth), depth, 3)
        add(f"grey-16{suffix}", write((wide, "miff:-"), 16, 0, "-colorspace", "gray", "-interlace", interlace), 16, 0, False)
        add(f"rgb-8{suffix}", write((rgb, "ppm:-"), 8, 2, "-interlace", interlace), 8, 2)
        add(f"rgb-16{suffix}", write((wide, "miff:-"), 16, 2, "-interlace", interlace), 16, 2, False)
        add(f"grey-alpha-8{suffix}", write((wide_alpha, "miff:-"), 8, 4, "-colorspace", "gray", "-depth", 8, "-interlace", interlace), 8, 4)
        add(f"grey-alpha-16{suffix}", write((wide_alpha, "miff:-"), 16, 4, "-colorspace", "gray", "-interlace", interlace), 16, 4, False)
        add(f"rgb-alpha-8{suffix}", write((wide_alpha, "miff:-"), 8, 6, "-depth", 8, "-interlace", interlace), 8, 6)
        add(f"rgb-alpha-16{suffix}", write((wide_alpha, "miff:-"), 16, 6, "-interlace", interlace), 16, 6, False)
    for number in range(6):
        add(f"rgb-8-filter-{number}", write((rgb, "ppm:-"), 8, 2, "-quality", 90 + number), 8, 2)
        add(f"grey-4-filter-{number}", write((rgb, "ppm:-"), 4, 0, "-colorspace", "gray", "-depth", 4, "-quality", 90 + number), 4, 0)
    for width, height in ((1, 1), (2, 2), (3, 5), (5, 3), (8, 9)):
        data = write((ppm(source(width, height)), "ppm:-"), 8, 2, "-interlace", "PNG")
        add(f"sides-{width}x{height}-interlaced", data, 8, 2)

    # Transparency without an alpha channel (tRNS), written by Pillow
    pixels = source(19, 13) // 64 * 85
    image = Image.fromarray(pixels)
    add("rgb-8-key", saved(image, "PNG", transparency=tuple(int(v) for v in pixels[4, 4])), 8, 2)
    grey = image.convert("L")
    add("grey-8-key", saved(grey, "PNG", transparency=grey.getpixel((4, 4))), 8, 0)
    black = image.convert("1", dither=Image.Dither.NONE)
    add("grey-1-key", saved(black, "PNG", transparency=0), 1, 0, False)
    palette = image.quantize(16)
    add("palette-4-alpha", saved(palette, "PNG", bits=4, transparency=bytes(range(0, 240, 20))), 4, 3)
    add("palette-2-alpha", saved(image.quantize(4), "PNG", bits=2, transparency=bytes([255, 128, 0])), 2, 3)
    deep = Image.fromarray((np.asarray(grey).astype(np.int32) * 257), "I")
    add("grey-16-key", saved(deep, "PNG", transparency=int(np.asarray(deep)[4, 4])), 16, 0, False)

    # The same file with its data in many small IDAT chunks, one of them empty
    data = (folder.path / "rgb-8.png").read_bytes()
    add("many-chunks", in_pieces(data, 11), 8, 2)
    folder.close()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def adam7(image, depth):
    """An interlaced palette file: Pillow writes none, ImageMagick none of 1 bit."""
    indices = np.asarray(image)
    raw = b""
    for x, y, step_x, step_y in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        for row in indices[y::step_y, x::step_x]:
            bits = np.unpackbits(row[:, None].astype(np.uint8), axis=1)[:, 8 - depth:]
            raw += b"\0" + np.packbits(bits).tobytes()
    header = struct.pack(">IIBBBBB", image.width, image.height, depth, 3, 0, 0, 1)
    palette = bytes(image.getpalette()[:3 * 2 ** depth])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"PLTE", palette) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def in_pieces(data, size):
    parts, at = [data[:8]], 8
    while at < len(data):
        length = struct.unpack(">I", data[at:at + 4])[0]
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + length]
        if kind == b"IDAT":
            parts += [chunk(kind, b"")] + [chunk(kind, body[i:i + size]) for i in range(0, length, size)]
        else:
            parts.append(chunk(kind, body))
        at += 12 + length
    return b"".join(parts)


def bmp_file(width, height, bits, compression, body, palette=b"", masks=b""):
    start = 54 + len(masks) + len(palette)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(body), 2835, 2835, len(palette) // 4, 0)
    return struct.pack("<2sIHHI", b"BM", start + len(body), 0, 0, start) + info + masks + palette + body


def rle4(indices):
    """Runs, literals, a delta over the first half of the second stored row."""
    body, rows = bytearray(), indices[::-1]
    for number, row in enumerate(rows):
        at = 0
        if number == 1:
            body += bytes([0, 2, 6, 0])
            at = 6
        while at < len(row):
            run_length = 1
            while at + run_length < len(row) and row[at + run_length] == row[at] and run_length < 255:
                run_length += 1
            if run_length >= 3 or len(row) - at < 3:
                body += bytes([run_length, int(row[at]) * 17])
                at += run_length
            else:
                values = [int(v) for v in row[at:at + 5]]
                if len(values) < 3:
                    body += b"".join(bytes([1, v * 17]) for v in values)
                else:
                    packed = values + [0] * (-len(values) % 4)
                    body += bytes([0, len(values)]) + bytes(packed[i] * 16 + packed[i + 1] for i in range(0, len(packed), 2))
                at += len(values)
        body += b"\x00\x00"
    return bytes(body[:-2]) + b"\x00\x01"


def bmps():
    folder = Folder("bmp")
    image = Image.fromarray(source(19, 13))

    def add(name, data, pixels=None, pillow_agrees=True):
        seen = imagemagick(data, "bmp") if pixels is None else pixels
        if pillow_agrees:
            assert np.array_equal(seen, over_white(Image.open(io.BytesIO(data)))), name
        folder.add(name + ".bmp", data, seen)

    add("rgb-24", saved(image, "BMP"))
    add("grey-8", saved(image.convert("L"), "BMP"))
    add("palette-8", saved(image.quantize(200), "BMP"))
    add("palette-1", saved(image.convert("1"), "BMP"))
    rgb = ppm(source(19, 13))
    add("os2-24", run("convert", "ppm:-", "bmp2:-", data=rgb))
    add("os2-8", run("convert", "ppm:-", "+dither", "-colors", 60, "-type", "palette", "bmp2:-", data=rgb))
    add("v3-4", run("convert", "ppm:-", "+dither", "-colors", 16, "-type", "palette", "bmp3:-", data=rgb))
    add("v5-24", run("convert", "ppm:-", "bmp:-", data=rgb))
    add("rle-8", run("convert", "ppm:-", "+dither", "-colors", 6, "-type", "palette", "-compress", "RLE", "bmp3:-", data=rgb))
    for kind in ("RGB565", "RGB555"):
        add(kind.lower(), run("convert", "ppm:-", "-define", f"bmp:subtype={kind}", "bmp:-", data=rgb), pillow_agrees=False)
    alpha = saved(Image.fromarray(source(19, 13, 4), "RGBA"), "PNG")
    add("v5-alpha", run("convert", "png:-", "bmp:-", data=alpha))

    # Kinds that neither writer makes, read by both
    rows = source(19, 13)[:, :, ::-1]
    padded = b"".join(row.tobytes() + b"\0" * (-57 % 4) for row in rows)
    add("top-down", bmp_file(19, -13, 24, 0, padded))
    plain = np.dstack([rows, np.zeros((13, 19), np.uint8)])
    # ImageMagick takes the unused fourth byte for alpha
    add("rgb-32", bmp_file(19, -13, 32, 0, plain.tobytes()), source(19, 13))
    masks = struct.pack("<III", 0xFF000000, 0x00FF0000, 0x0000FF00)
    add("masks-32", bmp_file(19, -13, 32, 3, np.roll(plain, 1, axis=2).tobytes(), masks=masks), source(19, 13))
    few = image.quantize(16, dither=Image.Dither.NONE)
    palette = np.dstack([np.array(few.getpalette()[:48], np.uint8).reshape(1, 16, 3)[:, :, ::-1], np.zeros((1, 16, 1), np.uint8)]).tobytes()
    add("rle-4", bmp_file(19, 13, 4, 2, rle4(np.asarray(few)), palette), pillow_agrees=False)
    folder.close()


if __name__ == "__main__":
    jpegs()
    pngs()
    bmps()
    total = sum(path.stat().st_size for path in ROOT.rglob("*") if path.is_file())
    print(f"{sum(1 for path in ROOT.rglob('*') if path.is_file())} files, {total} bytes")
