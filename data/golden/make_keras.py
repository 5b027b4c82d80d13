"""Writes VGG16 without its dense layers as Keras does, and what PyTorch makes of the same weights: /usr/bin/python3 data/golden/make_keras.py

Needs h5py 3.7 (HDF5 1.10) and PyTorch 1.13. A VGG16 of a 32nd of the width with seeded weights goes into tests/Thaw.Tests/Fixtures/hdf5 three times:
with the names of Keras's published files, in the old and the new file format, and with the nested names of later versions. The golden file
`keras_features` holds `block1_conv1/kernel`, ..., `pictures` [2,64,64,3] with values 0 to 255 in the order RGB, and `features` [2,2,2,16], made from them with
Keras's preprocessing: BGR, minus 103.939, 116.779, 123.68.
"""
import pathlib

import h5py
import numpy as np
import torch
import torch.nn.functional as F

from golden import Numbers, nchw, nhwc, oihw, stored, values, write

HDF5 = pathlib.Path(__file__).resolve().parents[2] / "tests" / "Thaw.Tests" / "Fixtures" / "hdf5"
BLOCKS = [(2, 2), (2, 4), (3, 8), (3, 16), (3, 16)]  # convolutions, channels
MEANS = [stored(mean) for mean in (103.939, 116.779, 123.68)]


def draw(numbers):
    weights, channels = {}, 3
    for block, (count, width) in enumerate(BLOCKS, 1):
        for layer in range(1, count + 1):
            weights[f"block{block}_conv{layer}/kernel"] = numbers.normal(3, 3, channels, width, scale=(2 / (9 * channels)) ** 0.5)
            weights[f"block{block}_conv{layer}/bias"] = numbers.normal(width, scale=0.5)
            channels = width
    return weights


def features(pictures, weights):
    x = nchw(pictures.flip(3) - torch.tensor(MEANS, dtype=torch.float64))
    for block, (count, _) in enumerate(BLOCKS, 1):
        for layer in range(1, count + 1):
            name = f"block{block}_conv{layer}"
            x = F.relu(F.conv2d(x, oihw(weights[name + "/kernel"]), weights[name + "/bias"], padding=1))
        x = F.max_pool2d(x, 2, 2)
    return nhwc(x)


def published(layer, weight):
    return f"{layer}_{'W' if weight == 'kernel' else 'b'}_1:0"


def nested(layer, weight):
    return f"{layer}/{weight}:0"


def save(name, libver, weights, path):
    with h5py.File(HDF5 / f"{name}.h5", "w", libver=libver) as file:
        layers = ["input_1"] + sorted({key.split("/")[0] for key in weights} | {f"block{block}_pool" for block in range(1, 6)})
        for layer in layers:
            group = file.create_group(layer)
            names = [path(layer, weight) for weight in ("kernel", "bias") if f"{layer}/{weight}" in weights]
            for weight, stored_as in zip(("kernel", "bias"), names):
                group.create_dataset(stored_as, data=values(weights[f"{layer}/{weight}"]).astype("<f4"))
            group.attrs["weight_names"] = [stored_as.encode() for stored_as in names]
        file.attrs["layer_names"] = [layer.encode() for layer in layers]
        file.attrs["backend"] = "tensorflow"
        file.attrs["keras_version"] = "2.0.0"


HDF5.mkdir(parents=True, exist_ok=True)
numbers = Numbers(31)
drawn = draw(numbers)
save("keras-old", "earliest", drawn, published)
save("keras-new", "latest", drawn, published)
save("keras-nested", "earliest", drawn, nested)
shown = torch.from_numpy(numbers.source.randint(0, 256, (2, 64, 64, 3)).astype(np.float64))
golden = {name: values(weight) for name, weight in drawn.items()}
golden["pictures"], golden["features"] = values(shown), values(features(shown, drawn))
write("keras_features.safetensors", golden, {"script": "make_keras.py"})
