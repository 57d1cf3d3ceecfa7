"""Trains one baseline on a dataset folder and exports it to ONNX with a log of what was done and reached.

    python baselines/train.py --data FOLDER --network unet --training standard --name unet-phantom

Training is seeded. `adversarial` learns from PGD examples, `frequency-adversarial` from VAFA examples (perturb.py).
"""

import argparse
import json
import time
from pathlib import Path

import torch
from monai.losses import DiceCELoss
from torch import Tensor

from dataset_folder import load_split
from export import export
from networks import networks
from perturb import perturb, perturb_frequency
from score import evaluate

# As the log names it, wherever it lies on this machine.
models = Path("baselines/models")
loss_of = DiceCELoss(to_onehot_y=True, softmax=True, squared_pred=True, smooth_nr=0.0, smooth_dr=1e-6)


def loss_with(network, options: argparse.Namespace):
    """The loss of a volume and its label, the network in bfloat16 unless the recipe says otherwise."""

    def loss_at(image: Tensor, label: Tensor) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16, enabled=not options.float32):
            logits = network(image)
        return loss_of(logits.float(), label.unsqueeze(1))

    return loss_at


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    images, labels, manifest = load_split(options.data, "train")
    class_count = len(manifest["classNames"])
    channel_count, shape = images.shape[1], tuple(images.shape[2:])
    network = networks[options.network](channel_count, class_count, shape)
    if options.start:
        network.load_state_dict(torch.load(options.start))
    started = time.time()
    log = fit(network, images, labels, options)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), options.out / f"{options.name}.pt")
    minutes = (time.time() - started) / 60
    test_images, test_labels, _ = load_split(options.data, "test")
    attacked_count = min(options.attacked, len(test_images))
    clean, robust = evaluate(
        network, loss_with(network, options), test_images, test_labels, class_count, attacked_count
    )
    report = {
        "command": f"python baselines/train.py {options.command}",
        "dataset": manifest["id"],
        "parameters": sum(weight.numel() for weight in network.parameters()),
        "minutes": round(minutes, 1),
        "testForegroundDice": round(clean, 4),
        "testForegroundDicePgd20At8": round(robust, 4),
        "attackedCases": attacked_count,
        "torch": torch.__version__,
        "log": log,
    }
    (options.out / f"{options.name}.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps({key: report[key] for key in ("testForegroundDice", "testForegroundDicePgd20At8")}), flush=True)
    network.to(memory_format=torch.contiguous_format)
    path = options.out / f"{options.name}.onnx"
    export(network, path, (1, channel_count, *shape), options.exporter, options.fixed)


def fit(network, images: Tensor, labels: Tensor, options: argparse.Namespace) -> list[dict]:
    """AdamW under a one-cycle schedule; a line of the log for every hundred steps."""
    network.to(memory_format=torch.channels_last_3d)
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, total_steps=options.steps)
    loss_at = loss_with(network, options)
    log, started = [], time.time()
    for step in range(options.steps):
        image, label = draw(images, labels, options)
        # The perturbation grows over the first half, so that training starts at all.
        image = attack(network, lambda x: loss_at(x, label), image, min(1.0, 2 * step / options.steps), options)
        optimizer.zero_grad()
        loss = loss_at(image, label)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        if (step + 1) % 100 == 0 or step + 1 == options.steps:
            log.append({"step": step + 1, "loss": round(loss.item(), 4), "seconds": round(time.time() - started)})
            print(json.dumps(log[-1]), flush=True)
    return log


def attack(network, loss_of_image, image: Tensor, strength: float, options: argparse.Namespace) -> Tensor:
    """The batch as this training perturbs it, by a share of its full bound."""
    if options.training == "standard":
        return image
    network.eval()
    if options.training == "adversarial":
        image = perturb(loss_of_image, image, strength * options.epsilon / 255, options.attack_steps)
    else:
        image = perturb_frequency(loss_of_image, image, strength * options.q_max, options.attack_steps)
    network.train()
    return image.detach().contiguous(memory_format=torch.channels_last_3d)


def draw(images: Tensor, labels: Tensor, options: argparse.Namespace) -> tuple[Tensor, Tensor]:
    """A random batch: shifts up to four voxels, fewer along short axes, small changes of contrast and brightness, noise."""
    chosen = torch.randint(len(images), (options.batch,))
    image, label = images[chosen], labels[chosen]
    reach = [min(4, size // 12) / 4 for size in label.shape[1:]]
    shifts = [int(share * shift) for share, shift in zip(reach, torch.randint(-4, 5, (3,)).tolist())]
    image, label = torch.roll(image, shifts, (2, 3, 4)), torch.roll(label, shifts, (1, 2, 3))
    gain = 1 + 0.2 * (torch.rand(image.shape[0], 1, 1, 1, 1) - 0.5)
    offset = 0.1 * (torch.rand(image.shape[0], 1, 1, 1, 1) - 0.5)
    noise = 0.02 * torch.randn_like(image)
    image = (image * gain + offset + noise).clamp(0, 1)
    if options.mirror and torch.rand(()) < 0.5:
        image, label = image.flip(2), label.flip(1)
    if options.crop:
        image, label = crop(image, label, options.crop)
    return image.contiguous(memory_format=torch.channels_last_3d), label


def crop(image: Tensor, label: Tensor, edge: int) -> tuple[Tensor, Tensor]:
    """A cube of this edge from a random place."""
    d, h, w = (int(torch.randint(size - edge + 1, ())) for size in label.shape[1:])
    where = (..., slice(d, d + edge), slice(h, h + edge), slice(w, w + edge))
    return image[where], label[where]


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--network", choices=sorted(networks), required=True)
    parser.add_argument("--training", choices=["standard", "adversarial", "frequency-adversarial"], default="standard")
    parser.add_argument("--name", required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "models")
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--epsilon", type=float, default=8.0, help="L-inf bound of adversarial training, in 1/255")
    parser.add_argument("--q-max", type=float, default=20.0, help="coarsest step of frequency-adversarial training")
    parser.add_argument("--attack-steps", type=int, default=2)
    parser.add_argument("--attacked", type=int, default=6, help="held-out cases that PGD-20 is run on after training")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--crop", type=int, help="train on cubes of this edge, cut at random; whole volumes if left out")
    parser.add_argument("--mirror", action="store_true", help="swap left and right in every other batch")
    parser.add_argument("--float32", action="store_true", help="train without bfloat16")
    parser.add_argument("--exporter", choices=["torchscript", "dynamo"], default="torchscript")
    parser.add_argument("--fixed", action="store_true", help="export with fixed D, H, W")
    parser.add_argument("--start", type=Path, help="PyTorch's weights of the same network to go on from")
    options = parser.parse_args()
    options.command = " ".join(
        f"--{key.replace('_', '-')}" + ("" if value is True else f" {models / value.name if key == 'start' else value}")
        for key, value in vars(options).items()
        if value not in (None, False) and key not in ("data", "out")
    )
    return options


if __name__ == "__main__":
    train(parse())
