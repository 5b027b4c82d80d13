"""Writes HDF5 files under tests/Thaw.Tests/Fixtures/hdf5: every way to store a dataset, and large groups, in the old and the new file format.

Run with h5py 3.7 (HDF5 1.10) in this folder: python3 make_hdf5.py
Value i of the dataset with path p is ((7919 i + length of p) mod 1000 - 500) / 256, which every float format holds exactly.
"""
import os

import h5py
import numpy as np

FOLDER = "../../tests/Thaw.Tests/Fixtures/hdf5"


def values(path, shape, dtype="<f4"):
    count = int(np.prod(shape))
    numbers = ((np.arange(count, dtype=np.int64) * 7919 + len(path)) % 1000 - 500) / 256
    return numbers.reshape(shape).astype(dtype)


def kinds(name, libver):
    """Every way to store a dataset that the reader knows."""
    with h5py.File(f"{FOLDER}/{name}.h5", "w", libver=libver) as file:
        def add(path, shape, dtype="<f4", **options):
            file.create_dataset(path, data=values(path, shape, dtype), **options)

        add("half", (5, 3), "<f2")
        add("big-endian", (5, 3), ">f4")
        add("scalar", ())
        add("empty", (0, 4))
        add("chunks", (7, 5, 3), chunks=(3, 2, 2))
        add("one-chunk", (7, 5), chunks=(7, 5))
        add("gzip", (40, 33), chunks=(16, 16), compression="gzip")
        add("one-gzip-chunk", (40, 33), chunks=(40, 33), compression="gzip")
        add("gzip-shuffle-checksum", (40, 33), chunks=(16, 16), compression="gzip", shuffle=True, fletcher32=True)
        add("many-chunks", (1500,), chunks=(1,))
        partly = file.create_dataset("partly-written", (8, 8), "<f4", chunks=(4, 4))
        partly[4:, 4:] = values("partly-written", (4, 4))
        file.create_dataset("integers", data=np.arange(4))
        file["another-name"] = h5py.SoftLink("/half")


def many(name, libver):
    """A group of so many members that its index has several levels."""
    with h5py.File(f"{FOLDER}/{name}.h5", "w", libver=libver) as file:
        group = file.create_group("group")
        group.create_dataset("weight-0", data=values("group/weight-0", (2, 3)))
        for number in range(1, 1400):
            group[f"weight-{number}"] = group["weight-0"]


def wide(name):
    """Numbers that float32 can't hold."""
    with h5py.File(f"{FOLDER}/{name}.h5", "w") as file:
        file.create_dataset("double", data=values("double", (5, 3), "<f8"))


os.makedirs(FOLDER, exist_ok=True)
for version, libver in (("old", "earliest"), ("new", "latest")):
    kinds(f"kinds-{version}", libver)
    many(f"many-{version}", libver)
wide("wide")
