"""What a trained baseline reaches on held-out cases."""

import torch
from torch import Tensor

from perturb import Loss


def foreground_dice(prediction: Tensor, label: Tensor, class_count: int) -> float:
    """Mean over the foreground classes that the label or the prediction holds; a missed or invented one is 0."""
    scores = []
    for index in range(1, class_count):
        found, wanted = prediction == index, label == index
        total = found.sum() + wanted.sum()
        if total > 0:
            scores.append((2 * (found & wanted).sum() / total).item())
    return sum(scores) / max(1, len(scores))


def evaluate(network, loss_at, images: Tensor, labels: Tensor, class_count: int, attacked_count: int):
    """Foreground Dice on clean volumes and under PGD-20 (8/255, steps of 0.01, no random start), mean over cases.

    Only the first `attacked_count` cases are attacked. `loss_at` of a volume and its label may be computed in less than
    the float32 of the predictions.
    """
    network.eval().to(memory_format=torch.channels_last_3d)
    clean, robust = [], []
    for image, label in zip(images.to(memory_format=torch.channels_last_3d).split(1), labels.split(1)):
        clean.append(dice_of(network, image, label, class_count))
        if len(robust) < attacked_count:
            attacked = pgd20(lambda volume: loss_at(volume, label), image)
            robust.append(dice_of(network, attacked, label, class_count))
    return sum(clean) / len(clean), sum(robust) / len(robust)


def dice_of(network, image: Tensor, label: Tensor, class_count: int) -> float:
    with torch.no_grad():
        return foreground_dice(network(image).argmax(1), label, class_count)


def pgd20(loss_of: Loss, image: Tensor, epsilon: float = 8 / 255) -> Tensor:
    attacked = image.clone()
    for _ in range(20):
        attacked.requires_grad_(True)
        (gradient,) = torch.autograd.grad(loss_of(attacked), attacked)
        attacked = attacked.detach() + 0.01 * gradient.sign()
        attacked = (image + (attacked - image).clamp(-epsilon, epsilon)).clamp(0, 1).detach()
    return attacked
