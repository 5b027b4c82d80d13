"""Golden numbers of single layers, from PyTorch: /usr/bin/python3 data/golden/make_layers.py

One file a layer; names are `<case>/<what>`. For every output Y a random tensor dY ("output_gradient") is drawn and the
gradients of sum(Y * dY) are stored. Layouts are Thaw's: NHWC, kernels [3,3,in,out], dense kernels [in,out].
"""
import torch
import torch.nn.functional as F

from golden import Numbers, gradients, nchw, nhwc, oihw, stored, values, write

METADATA = {"made_by": "data/golden/make_layers.py", "computed_by": "PyTorch, float64"}


def convolution():
    tensors = {}
    for seed, (n, h, w, c, k) in enumerate(
            [(2, 5, 7, 3, 16), (3, 7, 5, 5, 17), (2, 4, 9, 16, 5), (2, 8, 6, 17, 3), (1, 1, 1, 3, 5), (3, 1, 6, 5, 3)]):
        numbers = Numbers(100 + seed)
        x, kernel, bias = numbers.normal(n, h, w, c), numbers.normal(3, 3, c, k, scale=0.2), numbers.normal(k)
        dy = numbers.normal(n, h, w, k)
        for t in (x, kernel, bias):
            t.requires_grad_()
        y = nhwc(F.conv2d(nchw(x), oihw(kernel), bias, padding=1))
        dx, dkernel, dbias = gradients((y * dy).sum(), x, kernel, bias)
        put(tensors, f"{n}x{h}x{w}_{c}to{k}", input=x, kernel=kernel, bias=bias, output=y, output_gradient=dy,
            input_gradient=dx, kernel_gradient=dkernel, bias_gradient=dbias)
    write("convolution.safetensors", tensors, METADATA)


def max_pool():
    tensors = {}
    for seed, (n, h, w, c) in enumerate([(2, 4, 6, 3), (3, 5, 7, 16), (2, 7, 5, 5), (2, 2, 3, 17), (2, 9, 8, 3)]):
        for ties in (False, True):
            numbers = Numbers(200 + 2 * seed + ties)
            x = (numbers.steps if ties else numbers.normal)(n, h, w, c).requires_grad_()
            dy = numbers.normal(n, h // 2, w // 2, c)
            y = nhwc(F.max_pool2d(nchw(x), 2, 2))
            dx, = gradients((y * dy).sum(), x)
            put(tensors, f"{n}x{h}x{w}_{c}{'_ties' if ties else ''}", input=x, output=y, output_gradient=dy, input_gradient=dx)
    write("max_pool.safetensors", tensors, METADATA)


def dense():
    tensors = {}
    for seed, (n, c, k) in enumerate([(2, 16, 5), (3, 17, 3), (3, 5, 17), (2, 35, 16), (1, 3, 1)]):
        numbers = Numbers(300 + seed)
        x, kernel, bias = numbers.normal(n, c), numbers.normal(c, k, scale=0.3), numbers.normal(k)
        dy = numbers.normal(n, k)
        for t in (x, kernel, bias):
            t.requires_grad_()
        y = F.linear(x, kernel.t(), bias)
        dx, dkernel, dbias = gradients((y * dy).sum(), x, kernel, bias)
        put(tensors, f"{n}_{c}to{k}", input=x, kernel=kernel, bias=bias, output=y, output_gradient=dy,
            input_gradient=dx, kernel_gradient=dkernel, bias_gradient=dbias)
    write("dense.safetensors", tensors, METADATA)


def relu():
    tensors = {}
    for seed, shape in enumerate([(2, 5, 7, 3), (3, 17)]):
        numbers = Numbers(400 + seed)
        x = numbers.steps(*shape).requires_grad_()  # with exact zeros
        dy = numbers.normal(*shape)
        y = F.relu(x)
        dx, = gradients((y * dy).sum(), x)
        put(tensors, "x".join(map(str, shape)), input=x, output=y, output_gradient=dy, input_gradient=dx)
    write("relu.safetensors", tensors, METADATA)


def batch_normalization():
    tensors = {}
    cases = [(2, 5, 7, 3, 1e-5, 0.1), (3, 4, 3, 16, 1e-3, 0.01), (2, 3, 5, 17, 1e-5, 0.3), (2, 1, 1, 5, 1e-3, 0.1)]
    for seed, (n, h, w, c, epsilon, share) in enumerate(cases):
        numbers = Numbers(500 + seed)
        epsilon, share = stored(epsilon), stored(share)
        x = (3 * numbers.normal(n, h, w, c).float().double() + 2).float().double().requires_grad_()
        gamma, beta = numbers.positive(c).requires_grad_(), numbers.normal(c).requires_grad_()
        mean, variance = numbers.normal(c), numbers.positive(c)
        dy = numbers.normal(n, h, w, c)
        new_mean, new_variance = mean.clone(), variance.clone()
        y = nhwc(F.batch_norm(nchw(x), new_mean, new_variance, gamma, beta, True, share, epsilon))
        dx, dgamma, dbeta = gradients((y * dy).sum(), x, gamma, beta)
        inferred = nhwc(F.batch_norm(nchw(x), mean, variance, gamma, beta, False, share, epsilon))
        fixed_dx, fixed_dgamma, fixed_dbeta = gradients((inferred * dy).sum(), x, gamma, beta)
        put(tensors, f"{n}x{h}x{w}_{c}", input=x, gamma=gamma, beta=beta, moving_mean=mean, moving_variance=variance,
            epsilon=epsilon, share=share, output=y, output_gradient=dy, input_gradient=dx,
            gamma_gradient=dgamma, beta_gradient=dbeta, moving_mean_after=new_mean, moving_variance_after=new_variance,
            inference_output=inferred, inference_input_gradient=fixed_dx, inference_gamma_gradient=fixed_dgamma,
            inference_beta_gradient=fixed_dbeta)
    write("batch_normalization.safetensors", tensors, METADATA)


def sigmoid_cross_entropy():
    tensors = {}
    for seed, (n, weighted) in enumerate([(3, False), (3, True), (17, True)]):
        numbers = Numbers(600 + seed)
        logits = numbers.normal(n, scale=4).requires_grad_()
        labels = numbers.labels(n, 2)
        class_weights = numbers.positive(2) if weighted else torch.ones(2).double()
        loss = F.binary_cross_entropy_with_logits(logits, labels.double(), weight=class_weights[labels])
        dlogits, = gradients(loss, logits)
        put(tensors, f"{n}{'_weighted' if weighted else ''}", logits=logits, labels=labels, class_weights=class_weights,
            loss=loss, logits_gradient=dlogits)
    extremes = torch.tensor([-120.0, -40, 0, 40, 120, -120, 120]).double().requires_grad_()
    labels = torch.tensor([0, 0, 1, 1, 1, 1, 0])
    loss = F.binary_cross_entropy_with_logits(extremes, labels.double())
    dlogits, = gradients(loss, extremes)
    put(tensors, "extremes", logits=extremes, labels=labels, class_weights=torch.ones(2), loss=loss, logits_gradient=dlogits)
    write("sigmoid_cross_entropy.safetensors", tensors, METADATA)


def softmax_cross_entropy():
    tensors = {}
    for seed, (n, k, weighted) in enumerate([(2, 3, False), (3, 5, True), (17, 3, True), (3, 16, True)]):
        numbers = Numbers(700 + seed)
        logits = numbers.normal(n, k, scale=4).requires_grad_()
        labels = numbers.labels(n, k)
        class_weights = numbers.positive(k) if weighted else torch.ones(k).double()
        loss = F.cross_entropy(logits, labels, weight=class_weights)
        dlogits, = gradients(loss, logits)
        put(tensors, f"{n}x{k}{'_weighted' if weighted else ''}", logits=logits, labels=labels, class_weights=class_weights,
            loss=loss, logits_gradient=dlogits)
    write("softmax_cross_entropy.safetensors", tensors, METADATA)


def sgd():
    tensors = {}
    for seed, (momentum, decay) in enumerate([(0.0, 0.0), (0.9, 0.0), (0.9, 0.01), (0.5, 0.1)]):
        numbers = Numbers(800 + seed)
        case = f"momentum{momentum}_decay{decay}"
        rate, momentum, decay = stored(0.05), stored(momentum), stored(decay)
        parameter = torch.nn.Parameter(numbers.normal(17))
        put(tensors, case, initial=parameter, learning_rate=rate, momentum=momentum, weight_decay=decay)
        optimizer = torch.optim.SGD([parameter], lr=rate, momentum=momentum, weight_decay=decay)
        for step in range(1, 4):
            parameter.grad = numbers.normal(17)
            optimizer.step()
            put(tensors, case, **{f"gradient{step}": parameter.grad, f"after{step}": parameter})
    write("sgd.safetensors", tensors, METADATA)


def heads():
    """Flatten (Keras's order: height, width, channel), dense_1 with ReLU, dense_2, loss: with two classes and with three."""
    tensors = {}
    for seed, (case, n, h, w, c, hidden, classes) in enumerate([("sigmoid", 3, 2, 3, 5, 16, 2), ("softmax", 4, 3, 2, 5, 17, 3)]):
        numbers = Numbers(900 + seed)
        units = 1 if classes == 2 else classes
        x, labels, weights = numbers.normal(n, c, h, w), numbers.labels(n, classes), numbers.positive(classes)
        k1, b1 = numbers.normal(h * w * c, hidden, scale=0.3), numbers.normal(hidden, scale=0.1)
        k2, b2 = numbers.normal(hidden, units, scale=0.3), numbers.normal(units, scale=0.1)
        for t in (x, k1, b1, k2, b2):
            t.requires_grad_()
        flat = nhwc(x).reshape(n, -1)  # permuted before it is flattened
        logits = F.relu(flat @ k1 + b1) @ k2 + b2
        loss = (F.binary_cross_entropy_with_logits(logits[:, 0], labels.double(), weight=weights[labels]) if classes == 2
                else F.cross_entropy(logits, labels, weight=weights))
        dx, *dparameters = gradients(loss, x, k1, b1, k2, b2)
        names = ("dense_1/kernel", "dense_1/bias", "dense_2/kernel", "dense_2/bias")
        put(tensors, case, input=nhwc(x), labels=labels, class_weights=weights, logits=logits, loss=loss,
            input_gradient=nhwc(torch.from_numpy(dx)), **dict(zip(names, (k1, b1, k2, b2))),
            **{"gradient/" + name: g for name, g in zip(names, dparameters)})
    write("heads.safetensors", tensors, METADATA)


def put(tensors, case, **named):
    for name, value in named.items():
        tensors[f"{case}/{name}"] = values(value) if torch.is_tensor(value) else value


if __name__ == "__main__":
    for make in (convolution, max_pool, dense, relu, batch_normalization, sigmoid_cross_entropy, softmax_cross_entropy, sgd, heads):
        make()
