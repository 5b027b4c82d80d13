"""Opens a file of `thaw export --format keras` with h5py, goes through it as Keras's load_weights does, and compares every
number with the file of `thaw export --format safetensors` of the same model.

    python3 keras.py frozen.h5 frozen.safetensors
"""
import json
import struct
import sys

import h5py
import numpy as np


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"])
    return tensors, metadata


def text(value):
    return value.decode("utf8") if hasattr(value, "decode") else value


def main(keras_path, safetensors_path):
    expected, metadata = read_safetensors(safetensors_path)
    seen = []
    with h5py.File(keras_path, "r") as file:
        layers = [text(name) for name in file.attrs["layer_names"]]
        assert sorted(file.keys()) == sorted(layers), (sorted(file.keys()), layers)
        assert text(file.attrs["backend"]) == "tensorflow"
        assert text(file.attrs["keras_version"]) == "2.15.0"
        for key in ("network", "width", "image_size", "colour_order", "scale", "mean", "deviation"):
            assert text(file.attrs["thaw_" + key]) == metadata[key], key
        for layer in layers:
            group = file[layer]
            for name in [text(name) for name in group.attrs["weight_names"]]:
                values = np.asarray(group[name])
                wanted = expected[name.removesuffix(":0")]
                assert values.dtype == np.float32 and group[name].shape == wanted.shape, name
                assert values.tobytes() == wanted.tobytes(), name
                seen.append(name.removesuffix(":0"))
        datasets = []
        file.visititems(lambda path, item: datasets.append(path) if isinstance(item, h5py.Dataset) else None)
        assert len(datasets) == len(seen), "a dataset stands outside of weight_names"
    assert sorted(seen) == sorted(expected), set(expected) ^ set(seen)
    numbers = sum(values.size for values in expected.values())
    print(f"{keras_path}: {len(layers)} layers, {len(seen)} weights, {numbers} numbers, all as in {safetensors_path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
