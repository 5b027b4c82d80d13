"""Golden numbers of whole training steps, from PyTorch: /usr/bin/python3 data/golden/make_step.py

A VGG16 of a sixteenth of the width (4, 8, 16, 32, 32 channels) on 32x32 pictures, batch 4, with the head Flatten,
dense_1 (16, ReLU), dense_2 (1) and the mean sigmoid cross-entropy, takes two SGD steps on one batch: learning rate 0.05,
momentum 0.9, weight decay 1e-3 on every trained tensor. Once with biased convolutions, once with convolutions without bias
followed by batch normalization. Layouts and names are Keras's: `block1_conv1/kernel` [3,3,in,out], `dense_1/kernel`
[in,out], flattened in the order height, width, channel.

A file holds `initial/<name>`, `gradient1/<name>` (of the loss alone, without weight decay), `after1/<name>`,
`after2/<name>`, `input` [4,32,32,3], `labels` [4], `loss1`, `loss2`, `logits1` [4] and the settings.
"""
import torch
import torch.nn.functional as F

from golden import Numbers, nchw, nhwc, oihw, stored, values, write

BLOCKS = [(2, 4), (2, 8), (3, 16), (3, 32), (3, 32)]  # convolutions, channels
RATE, MOMENTUM, DECAY = stored(0.05), stored(0.9), stored(1e-3)
EPSILON, SHARE = stored(1e-5), stored(0.1)


def initial(numbers, normalized):
    """Seeded trained tensors and moving statistics: He's scale for kernels, small biases."""
    weights, statistics = {}, {}
    channels = 3
    for block, (count, width) in enumerate(BLOCKS, 1):
        for layer in range(1, count + 1):
            weights[f"block{block}_conv{layer}/kernel"] = numbers.normal(3, 3, channels, width, scale=(2 / (9 * channels)) ** 0.5)
            if normalized:
                name = f"block{block}_bn{layer}"
                weights[name + "/gamma"] = numbers.positive(width)
                weights[name + "/beta"] = numbers.normal(width, scale=0.1)
                statistics[name + "/moving_mean"] = numbers.normal(width, scale=0.1)
                statistics[name + "/moving_variance"] = numbers.positive(width)
            else:
                weights[f"block{block}_conv{layer}/bias"] = numbers.normal(width, scale=0.05)
            channels = width
    for name, inputs, units in (("dense_1", channels, 16), ("dense_2", 16, 1)):
        weights[name + "/kernel"] = numbers.normal(inputs, units, scale=(2 / inputs) ** 0.5)
        weights[name + "/bias"] = numbers.normal(units, scale=0.05)
    return weights, statistics


def forward(x, weights, statistics, margins):
    """Logits [N]; moving statistics are updated in place; the distance of every decision from its edge is noted."""
    x = nchw(x)
    for block, (count, _) in enumerate(BLOCKS, 1):
        for layer in range(1, count + 1):
            name, bn = f"block{block}_conv{layer}", f"block{block}_bn{layer}"
            x = F.conv2d(x, oihw(weights[name + "/kernel"]), weights.get(name + "/bias"), padding=1)
            if bn + "/gamma" in weights:
                x = F.batch_norm(x, statistics[bn + "/moving_mean"], statistics[bn + "/moving_variance"],
                                 weights[bn + "/gamma"], weights[bn + "/beta"], True, SHARE, EPSILON)
            margins.append((x.abs().min() / x.abs().max()).item())
            x = F.relu(x)
        margins.append(pool_margin(x))
        x = F.max_pool2d(x, 2, 2)
    x = nhwc(x).reshape(len(x), -1) @ weights["dense_1/kernel"] + weights["dense_1/bias"]
    margins.append((x.abs().min() / x.abs().max()).item())
    return (F.relu(x) @ weights["dense_2/kernel"] + weights["dense_2/bias"])[:, 0]


def pool_margin(x):
    """The smallest lead of a window's maximum over its second value, against the largest value; windows of zeros don't count."""
    n, c, h, w = x.shape
    windows = x.detach().reshape(n, c, h // 2, 2, w // 2, 2).permute(0, 1, 2, 4, 3, 5).reshape(-1, 4).sort(dim=1).values
    windows = windows[windows[:, 3] > 0]
    return ((windows[:, 3] - windows[:, 2]).min() / x.max()).item()


def two_steps(seed, normalized):
    """The tensors of a file, and how near the nearest decision (sign of a ReLU, winner of a window) came to its edge."""
    numbers = Numbers(seed)
    weights, statistics = initial(numbers, normalized)
    x, labels = numbers.normal(4, 32, 32, 3), torch.tensor([1, 0, 0, 1])
    parameters = {name: torch.nn.Parameter(w.clone()) for name, w in weights.items()}
    optimizer = torch.optim.SGD(parameters.values(), lr=RATE, momentum=MOMENTUM, weight_decay=DECAY)
    margins, tensors = [], {"input": x, "labels": labels, "learning_rate": torch.tensor(RATE),
                            "momentum": torch.tensor(MOMENTUM), "weight_decay": torch.tensor(DECAY)}
    if normalized:
        tensors |= {"epsilon": torch.tensor(EPSILON), "share": torch.tensor(SHARE)}
    tensors |= {"initial/" + name: w.clone() for name, w in (weights | statistics).items()}
    for step in (1, 2):
        logits = forward(x, parameters, statistics, margins)
        loss = F.binary_cross_entropy_with_logits(logits, labels.double())
        optimizer.zero_grad()
        loss.backward()
        if step == 1:
            tensors |= {"gradient1/" + name: w.grad.clone() for name, w in parameters.items()}
            tensors["logits1"] = logits
        optimizer.step()
        tensors[f"loss{step}"] = loss
        tensors |= {f"after{step}/" + name: w.detach().clone() for name, w in (parameters | statistics).items()}
    return {name: values(t) for name, t in tensors.items()}, min(margins)


def clearest(normalized, seeds=300):
    """The seed whose decisions are farthest from their edges, so that float32 rounding flips none of them."""
    return max(range(seeds), key=lambda seed: two_steps(seed, normalized)[1])


if __name__ == "__main__":
    for name, normalized in (("step.safetensors", False), ("step_normalized.safetensors", True)):
        seed = clearest(normalized)
        tensors, margin = two_steps(seed, normalized)
        print(name, "seed", seed, "nearest decision", margin, "losses", tensors["loss1"], tensors["loss2"])
        write(name, tensors, {"made_by": "data/golden/make_step.py", "computed_by": "PyTorch, float64", "seed": str(seed)})
