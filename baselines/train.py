"""Trains one baseline on a dataset folder and exports it to ONNX with a log of what was done and reached.

    python baselines/train.py --data FOLDER --network unet --training standard --out baselines/models

Training is seeded. `adversarial` trains on PGD examples (Madry et al., arXiv 1706.06083); `frequency-adversarial` on
examples perturbed in the frequency domain.
"""

import argparse
import json
import time
from pathlib import Path

import torch
from monai.losses import DiceCELoss
from torch.nn import functional

from dataset_folder import load_split
from networks import networks

loss_of = DiceCELoss(to_onehot_y=True, softmax=True, squared_pred=True, smooth_nr=0.0, smooth_dr=1e-6)


def objective(logits: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
    return loss_of(logits, label.unsqueeze(1))


def augment(image: torch.Tensor, label: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Shifts up to four voxels, small changes of contrast and brightness, noise."""
    shifts = torch.randint(-4, 5, (3,)).tolist()
    image = torch.roll(image, shifts, (2, 3, 4))
    label = torch.roll(label, shifts, (1, 2, 3))
    gain = 1 + 0.2 * (torch.rand(image.shape[0], 1, 1, 1, 1) - 0.5)
    offset = 0.1 * (torch.rand(image.shape[0], 1, 1, 1, 1) - 0.5)
    noise = 0.02 * torch.randn_like(image)
    return (image * gain + offset + noise).clamp(0, 1), label


def crop(image: torch.Tensor, label: torch.Tensor, edge: int) -> tuple[torch.Tensor, torch.Tensor]:
    """A cube of this edge from a random place."""
    d, h, w = (int(torch.randint(size - edge + 1, ())) for size in label.shape[1:])
    where = (..., slice(d, d + edge), slice(h, h + edge), slice(w, w + edge))
    return image[where], label[where]


def perturb(network, image, label, epsilon: float, steps: int) -> torch.Tensor:
    """PGD in the L-inf ball with a random start."""
    network.eval()
    attacked = (image + epsilon * (2 * torch.rand_like(image) - 1)).clamp(0, 1)
    alpha = 2.5 * epsilon / steps
    for _ in range(steps):
        attacked.requires_grad_(True)
        (gradient,) = torch.autograd.grad(objective(network(attacked), label), attacked)
        step = attacked.detach() + alpha * gradient.sign()
        attacked = torch.minimum(torch.maximum(step, image - epsilon), image + epsilon).clamp(0, 1).detach()
    network.train()
    return attacked


def perturb_frequency(network, image, label, epsilon: float, steps: int) -> torch.Tensor:
    """Scales the Fourier coefficients by factors that the gradient chooses, then keeps the result in the ball."""
    network.eval()
    spectrum = torch.fft.rfftn(image, dim=(2, 3, 4))
    gains = torch.zeros(spectrum.shape)
    for _ in range(steps):
        gains.requires_grad_(True)
        changed = torch.fft.irfftn(spectrum * (1 + gains), s=image.shape[2:], dim=(2, 3, 4))
        bounded = image + (changed - image).clamp(-epsilon, epsilon)
        (gradient,) = torch.autograd.grad(objective(network(bounded.clamp(0, 1)), label), gains)
        gains = (gains.detach() + 0.2 * gradient.sign()).clamp(-0.5, 0.5)
    changed = torch.fft.irfftn(spectrum * (1 + gains), s=image.shape[2:], dim=(2, 3, 4))
    network.train()
    return (image + (changed - image).clamp(-epsilon, epsilon)).clamp(0, 1).detach()


def foreground_dice(prediction: torch.Tensor, label: torch.Tensor, class_count: int) -> float:
    """Mean over the foreground classes that the label or the prediction holds; a missed or invented one is 0."""
    scores = []
    for index in range(1, class_count):
        found, wanted = prediction == index, label == index
        total = found.sum() + wanted.sum()
        if total > 0:
            scores.append((2 * (found & wanted).sum() / total).item())
    return sum(scores) / max(1, len(scores))


def evaluate(network, images, labels, class_count: int, epsilon: float) -> tuple[float, float]:
    """Foreground Dice on clean volumes and under PGD-20, mean over cases."""
    network.eval()
    clean, robust = [], []
    for image, label in zip(images.split(1), labels.split(1)):
        with torch.no_grad():
            clean.append(foreground_dice(network(image).argmax(1), label, class_count))
        attacked = image.clone()
        for _ in range(20):
            attacked.requires_grad_(True)
            (gradient,) = torch.autograd.grad(objective(network(attacked), label), attacked)
            attacked = attacked.detach() + 0.01 * gradient.sign()
            attacked = (image + (attacked - image).clamp(-epsilon, epsilon)).clamp(0, 1).detach()
        with torch.no_grad():
            robust.append(foreground_dice(network(attacked).argmax(1), label, class_count))
    return sum(clean) / len(clean), sum(robust) / len(robust)


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    images, labels, manifest = load_split(options.data, "train")
    test_images, test_labels, _ = load_split(options.data, "test")
    class_count = len(manifest["classNames"])
    network = networks[options.network](class_count)
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, total_steps=options.steps)
    log, started = [], time.time()
    for step in range(options.steps):
        chosen = torch.randint(len(images), (options.batch,))
        image, label = augment(images[chosen], labels[chosen])
        if options.mirror and torch.rand(()) < 0.5:
            image, label = image.flip(2), label.flip(1)
        if options.crop:
            image, label = crop(image, label, options.crop)
        # The bound grows over the first half, so that training starts at all.
        epsilon = options.epsilon / 255 * min(1.0, 2 * step / options.steps)
        if options.training == "adversarial":
            image = perturb(network, image, label, epsilon, options.attack_steps)
        elif options.training == "frequency-adversarial":
            image = perturb_frequency(network, image, label, epsilon, options.attack_steps)
        optimizer.zero_grad()
        loss = objective(network(image), label)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        if (step + 1) % 100 == 0 or step + 1 == options.steps:
            log.append({"step": step + 1, "loss": round(loss.item(), 4), "seconds": round(time.time() - started)})
            print(json.dumps(log[-1]), flush=True)
    export(network, options, images.shape[2:], manifest)
    clean, robust = evaluate(network, test_images, test_labels, class_count, 8 / 255)
    report = {
        "command": f"python baselines/train.py {options.command}",
        "dataset": manifest["id"],
        "parameters": sum(weight.numel() for weight in network.parameters()),
        "testForegroundDice": round(clean, 4),
        "testForegroundDicePgd20At8": round(robust, 4),
        "torch": torch.__version__,
        "log": log,
    }
    (options.out / f"{options.name}.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps({key: report[key] for key in ("testForegroundDice", "testForegroundDicePgd20At8")}))


def export(network, options: argparse.Namespace, shape, manifest) -> None:
    """Writes the ONNX file; D, H and W are symbolic."""
    network.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    axes = {"image": {2: "depth", 3: "height", 4: "width"}, "logits": {2: "depth", 3: "height", 4: "width"}}
    torch.onnx.export(
        network,
        (torch.zeros(1, 1, *shape),),
        str(options.out / f"{options.name}.onnx"),
        input_names=["image"],
        output_names=["logits"],
        dynamic_axes=None if options.fixed else axes,
        opset_version=17,
        dynamo=False,
    )


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--network", choices=sorted(networks), required=True)
    parser.add_argument("--training", choices=["standard", "adversarial", "frequency-adversarial"], default="standard")
    parser.add_argument("--name", required=True)
    parser.add_argument("--out", type=Path, default=Path("baselines/models"))
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--epsilon", type=float, default=8.0, help="L-inf bound of adversarial training, in 1/255")
    parser.add_argument("--attack-steps", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--crop", type=int, help="train on cubes of this edge, cut at random; whole volumes if left out")
    parser.add_argument("--mirror", action="store_true", help="swap left and right in every other batch")
    parser.add_argument("--fixed", action="store_true", help="export with fixed D, H, W")
    options = parser.parse_args()
    options.command = " ".join(
        f"--{key.replace('_', '-')}" + ("" if value is True else f" {value}")
        for key, value in vars(options).items()
        if value not in (None, False) and key not in ("data", "out", "fixed")
    )
    return options


if __name__ == "__main__":
    train(parse())
