"""Writes calibration.safetensors: temperatures and calibration errors of drawn classifiers.

Run with PyTorch 1.13 in this folder: python3 make_calibration.py
The temperature is found by LBFGS in float64 on the logits themselves, as Guo et al. do; the expected calibration error has 15
bins of equal width, open below and closed above, over the confidence of the most probable class.
"""
import torch

from golden import Numbers, stored, values, write

BINS = 15


def probabilities(logits, classes):
    """[N, classes], rounded to float32."""
    if classes == 2:
        p = torch.sigmoid(logits[:, 0])
        rows = torch.stack([1 - p, p], 1)
    else:
        rows = torch.softmax(logits, 1)
    return rows.float().double()


def loss(logits, labels, classes):
    if classes == 2:
        return torch.nn.functional.binary_cross_entropy_with_logits(logits[:, 0], labels.double())
    return torch.nn.functional.cross_entropy(logits, labels)


def temperature(logits, labels, classes):
    log_t = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_t], lr=0.5, max_iter=500, tolerance_grad=1e-13, tolerance_change=1e-15,
                                  line_search_fn="strong_wolfe")

    def step():
        optimizer.zero_grad()
        value = loss(logits / log_t.exp(), labels, classes)
        value.backward()
        return value

    optimizer.step(step)
    return float(log_t.exp())


def calibration_error(rows, labels):
    confidences, told = rows.max(1)
    right = told.eq(labels).double()
    error = 0.0
    for b in range(BINS):
        inside = (confidences > b / BINS) & (confidences <= (b + 1) / BINS)
        if inside.any():
            error += float(inside.double().mean() * (right[inside].mean() - confidences[inside].mean()).abs())
    return error


def brier(rows, labels, classes):
    truth = torch.nn.functional.one_hot(labels, classes).double()
    squares = (rows - truth) ** 2
    return float(squares[:, 1].mean() if classes == 2 else squares.sum(1).mean())


tensors = {}
for name, seed, count, classes, signal, sureness in [
        ("two-too-sure", 1, 300, 2, 1.0, 3.0), ("two-too-timid", 2, 200, 2, 2.0, 0.4), ("two-few", 3, 24, 2, 0.8, 2.0),
        ("five-too-sure", 4, 250, 5, 1.5, 2.5), ("five-too-timid", 5, 400, 5, 2.0, 0.5), ("ten-weak", 6, 120, 10, 0.5, 1.0)]:
    numbers = Numbers(seed)
    labels = numbers.labels(count, classes)
    if classes == 2:
        logits = sureness * (numbers.normal(count, 1) + signal * (2.0 * labels.double()[:, None] - 1))
    else:
        logits = sureness * (numbers.normal(count, classes) + signal * torch.nn.functional.one_hot(labels, classes))
    logits = logits.float().double()
    rows = probabilities(logits, classes)
    t = temperature(logits, labels, classes)
    scaled = probabilities(logits / t, classes)
    tensors[f"{name}/labels"] = values(labels.double())
    tensors[f"{name}/probabilities"] = values(rows)
    tensors[f"{name}/scaled"] = values(scaled)
    for key, number in [("temperature", t), ("error", calibration_error(rows, labels)), ("scaled-error", calibration_error(scaled, labels)),
                        ("brier", brier(rows, labels, classes))]:
        tensors[f"{name}/{key}"] = [stored(number)]
    print(name, t, calibration_error(rows, labels), calibration_error(scaled, labels))
write("calibration.safetensors", tensors, {"made": "PyTorch " + torch.__version__})
