"""Runs a graph of `thaw export --format tensorflow` with OpenCV, which reads and computes frozen TensorFlow graphs by its own code, and
compares its probabilities with those of `thaw predict --json`.

    python3 tensorflow.py model.pb predictions.json

The pictures must have the model's size already, since resizing is no part of the graph.
"""
import json
import sys

import cv2
import numpy as np

BOUND = 1e-4


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def without_labels(data):
    """The graph without the node PredictedLabel: OpenCV 4.6 has no GreaterEqual. A GraphDef is a list of nodes (field 1) and a few more fields."""
    kept, at = bytearray(), 0
    while at < len(data):
        tag, begin = varint(data, at)
        length, begin = varint(data, begin)
        assert tag & 7 == 2
        message = data[begin : begin + length]
        if not message.startswith(b"\x0a\x0ePredictedLabel"):
            kept += data[at : begin + length]
        at = begin + length
    return bytes(kept)


def main(graph, predictions):
    with open(graph, "rb") as file:
        net = cv2.dnn.readNetFromTensorflow(np.frombuffer(without_labels(file.read()), np.uint8))
    with open(predictions, encoding="utf8") as file:
        answers = json.load(file)["predictions"]
    worst = 0
    for answer in answers:
        picture = cv2.imread(answer["image"])[:, :, ::-1].astype(np.float32)
        net.setInput(np.ascontiguousarray(picture.transpose(2, 0, 1)[None]), "Pixels")
        came = net.forward("Probability").ravel()
        wanted = np.array(list(answer["probabilities"].values()), np.float32)
        worst = max(worst, np.abs(came - (wanted[1:] if len(wanted) == 2 else wanted)).max())
    print(f"{graph}: {len(answers)} pictures, largest difference of a probability {worst:.2g}")
    assert answers and worst <= BOUND


if __name__ == "__main__":
    main(*sys.argv[1:])
