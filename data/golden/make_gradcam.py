"""Golden heat maps, from PyTorch: /usr/bin/python3 data/golden/make_gradcam.py

A VGG11 of a sixteenth of the width (4, 8, 16, 32, 32 channels) on pictures of 64x64, with the head Flatten, dense_1 (16, ReLU), dense_2
(1 logit, or 3): Grad-CAM (Selvaraju et al. 2017) at the outputs, behind the ReLU and before any pooling, of three convolutions for each class. Of one
logit the class 1 has the gradient 1, class 0 has -1. Layouts and names are Keras's.

The file holds `input` [2,64,64,3] and `weights/<name>` below the last layer. For the cases `two` and `three` it holds `<case>/dense_2/...`, `<case>/logits` [2,K],
and for each picture p, layer and class c `<case>/map/<p>/<layer>/<c>` [h,w], 0 to 1; at `block4_conv2` also `<case>/heat/<p>/<c>` [24,40]: the map
enlarged to that size, bilinear between the centres of cells (align_corners off).
"""
import torch
import torch.nn.functional as F

from golden import Numbers, nchw, oihw, values, write

BLOCKS = [(1, 4), (1, 8), (2, 16), (2, 32), (2, 32)]  # convolutions, channels
LAYERS = ["block3_conv2", "block4_conv2", "block5_conv2"]
SIDE = 64


def initial(numbers):
    weights = {}
    channels = 3
    for block, (count, width) in enumerate(BLOCKS, 1):
        for layer in range(1, count + 1):
            weights[f"block{block}_conv{layer}/kernel"] = numbers.normal(3, 3, channels, width, scale=(2 / (9 * channels)) ** 0.5)
            weights[f"block{block}_conv{layer}/bias"] = numbers.normal(width, scale=0.05)
            channels = width
    weights |= dense(numbers, "dense_1", channels * (SIDE // 32) ** 2, 16)
    return weights


def dense(numbers, name, inputs, units):
    return {name + "/kernel": numbers.normal(inputs, units, scale=(2 / inputs) ** 0.5), name + "/bias": numbers.normal(units, scale=0.05)}


def forward(x, weights):
    """Logits [N,K] and the outputs of LAYERS [N,C,h,w]."""
    kept = {}
    x = nchw(x)
    for block, (count, _) in enumerate(BLOCKS, 1):
        for layer in range(1, count + 1):
            name = f"block{block}_conv{layer}"
            x = F.relu(F.conv2d(x, oihw(weights[name + "/kernel"]), weights[name + "/bias"], padding=1))
            if name in LAYERS:
                kept[name] = x
        x = F.max_pool2d(x, 2, 2)
    x = x.permute(0, 2, 3, 1).reshape(len(x), -1) @ weights["dense_1/kernel"] + weights["dense_1/bias"]
    return F.relu(x) @ weights["dense_2/kernel"] + weights["dense_2/bias"], kept


def heat(score, output):
    """Grad-CAM of one picture's score at [C,h,w]."""
    (gradient,) = torch.autograd.grad(score, output, retain_graph=True)
    cam = F.relu((gradient[0].mean((1, 2))[:, None, None] * output[0]).sum(0))
    return cam / cam.max() if cam.max() > 0 else cam


def make(seed):
    """The tensors of the file, and how many maps have both zeros and more."""
    numbers = Numbers(seed)
    backbone, x = initial(numbers), numbers.normal(2, SIDE, SIDE, 3)
    tensors = {"input": values(x)} | {"weights/" + name: values(weight) for name, weight in backbone.items()}
    mixed = 0
    for case, logits in [("two", 1), ("three", 3)]:
        top = dense(numbers, "dense_2", 16, logits)
        tensors |= {f"{case}/{name}": values(weight) for name, weight in top.items()}
        weights = {name: weight.requires_grad_() for name, weight in (backbone | top).items()}
        rows = []
        for p in range(2):
            z, kept = forward(x[p:p + 1], weights)
            rows.append(values(z[0]))
            for c in range(max(2, logits)):
                score = z[0, c] if logits > 1 else (z[0, 0] if c == 1 else -z[0, 0])
                for layer in LAYERS:
                    cam = heat(score, kept[layer])
                    tensors[f"{case}/map/{p}/{layer}/{c}"] = values(cam)
                    mixed += 0.1 < (cam == 0).double().mean() < 0.9
                    if layer == "block4_conv2":
                        large = F.interpolate(cam[None, None], (24, 40), mode="bilinear", align_corners=False)
                        tensors[f"{case}/heat/{p}/{c}"] = values(large[0, 0])
        tensors[f"{case}/logits"] = rows
    return tensors, int(mixed)


if __name__ == "__main__":
    seed = max(range(60), key=lambda seed: make(seed)[1])
    tensors, mixed = make(seed)
    print("seed", seed, "maps with zeros and more", mixed, "of 30")
    write("gradcam.safetensors", tensors, {"made_by": "data/golden/make_gradcam.py", "computed_by": "PyTorch, float64", "seed": str(seed)})
