#!/usr/bin/env python3
"""The work of `thaw bench` in PyTorch: VGG16's features, and training steps with a head of two dense layers.

Prints one JSON object on one line. Speeds are images per second in the fastest of several times, as `thaw bench` gives them,
and in the median time under a name that ends in Median. Memory is resident bytes of this process: before the network was built, and the most until the
full training step was done, which is measured first so that nothing else counts.

    python3 pytorch.py --image 224 --batch 8 --width 1 --threads 2
    python3 pytorch.py --image 224 --batch 8 --export vgg16.onnx
"""
import argparse
import json
import resource
import statistics
import sys
import time

import torch
from torch import nn

BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
UNITS = 256
LEAST_TIMES = 3


def features(width):
    """VGG16 from block1_conv1 to block5_pool, with all channels multiplied by the width."""
    layers, channels = [], 3
    for filters, convolutions in BLOCKS:
        for _ in range(convolutions):
            layers += [nn.Conv2d(channels, round(filters * width), kernel_size=3, padding=1), nn.ReLU(inplace=True)]
            channels = round(filters * width)
        layers.append(nn.MaxPool2d(kernel_size=2))
    return nn.Sequential(*layers)


def head(width, image):
    """Flatten, Dense 256 with ReLU, Dense 1: one logit a picture."""
    side, channels = image // 2 ** len(BLOCKS), round(BLOCKS[-1][0] * width)
    return nn.Sequential(nn.Flatten(), nn.Linear(side * side * channels, UNITS), nn.ReLU(), nn.Linear(UNITS, 1))


def resident_now():
    """Bytes of this process that are in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def resident_peak():
    """The most bytes of this process that ever were in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def speeds(name, action, options):
    """Runs the action once to warm up, then three times, and on until the seconds are over, warming up included."""
    begin = time.perf_counter()
    action()
    seconds = []
    while len(seconds) < LEAST_TIMES or time.perf_counter() - begin < options.seconds:
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return {name: options.batch / min(seconds), name + "Median": options.batch / statistics.median(seconds)}


def training_step(parameters, logits, labels):
    """One step of SGD with momentum on the binary cross-entropy, as a function to call."""
    optimizer = torch.optim.SGD(parameters, lr=1e-4, momentum=0.9)
    loss = nn.BCEWithLogitsLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss(logits(), labels).backward()
        optimizer.step()
    return step


def measure(options):
    """All speeds and the memory of one process."""
    baseline = resident_now()
    # Channels last is PyTorch's faster layout for this network on processors with AVX-512
    base = features(options.width).to(memory_format=torch.channels_last)
    top = head(options.width, options.image)
    pictures = torch.randn(options.batch, 3, options.image, options.image).to(memory_format=torch.channels_last)
    labels = torch.randint(0, 2, (options.batch, 1)).float()

    def infer():
        with torch.no_grad():
            return base(pictures)

    result = {}
    if not options.inference_only:
        everything = [*base.parameters(), *top.parameters()]
        result |= speeds("fullStepImagesPerSecond", training_step(everything, lambda: top(base(pictures)), labels), options)
        result |= {"peakBytes": resident_peak(), "baselineBytes": baseline}
        for parameter in everything:
            parameter.grad = None
        frozen = training_step(top.parameters(), lambda: top(infer()), labels)
        result |= speeds("frozenStepImagesPerSecond", frozen, options)
    result |= speeds("inferImagesPerSecond", infer, options)
    return result


def main():
    """Reads the options, measures or exports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--image", type=int, default=224, help="side of the square pictures")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--width", type=float, default=1, help="factor of all channels of the features")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=2, help="about how long each measurement takes")
    parser.add_argument("--inference-only", action="store_true", help="no training steps")
    parser.add_argument("--export", metavar="FILE", help="write the features as ONNX for onnxruntime.mjs, and stop")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    if options.export:
        pictures = torch.zeros(options.batch, 3, options.image, options.image)
        torch.onnx.export(features(options.width).eval(), pictures, options.export, opset_version=13)
        return
    print(json.dumps({
        "library": "PyTorch", "version": torch.__version__, "python": sys.version.split()[0], "image": options.image,
        "batch": options.batch, "width": options.width, "threads": options.threads, **measure(options)}))


main()
