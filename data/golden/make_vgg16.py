"""Writes VGG16 at its full width without its dense layers as Keras does, with seeded weights: /usr/bin/python3 data/golden/make_vgg16.py FILE.h5

Needs h5py and NumPy. For measuring what training VGG16 takes where its weights can't be had: 58.9 MB of numbers of the size that trained ones have
(He et al. 2015, arXiv:1502.01852), which have learnt nothing. The first layer's are a 64th of that, as pixels are up to 128 in Keras's preprocessing.
"""
import sys

import h5py
import numpy as np

BLOCKS = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]  # convolutions, channels

if len(sys.argv) != 2:
    sys.exit("usage: make_vgg16.py FILE.h5")
source, channels = np.random.RandomState(16), 3
with h5py.File(sys.argv[1], "w") as file:
    layers = ["input_1"]
    file.create_group("input_1").attrs["weight_names"] = np.array([], dtype="S1")
    for block, (count, width) in enumerate(BLOCKS, 1):
        for number in range(1, count + 1):
            layer = f"block{block}_conv{number}"
            layers.append(layer)
            group = file.create_group(layer)
            deviation = (2 / (9 * channels)) ** 0.5 / (64 if channels == 3 else 1)
            group.create_dataset(f"{layer}_W_1:0", data=(deviation * source.standard_normal((3, 3, channels, width))).astype("<f4"))
            group.create_dataset(f"{layer}_b_1:0", data=np.zeros(width, "<f4"))
            group.attrs["weight_names"] = [f"{layer}_W_1:0".encode(), f"{layer}_b_1:0".encode()]
            channels = width
        layers.append(f"block{block}_pool")
        file.create_group(layers[-1]).attrs["weight_names"] = np.array([], dtype="S1")
    file.attrs["layer_names"] = [layer.encode() for layer in layers]
    file.attrs["backend"] = "tensorflow"
    file.attrs["keras_version"] = "2.0.0"
