"""The attacks that adversarial training learns from: few steps, on batches [B, C, D, H, W] in [0, 1]."""

import math
from collections.abc import Callable

import torch
from torch import Tensor

Loss = Callable[[Tensor], Tensor]


def perturb(loss_of: Loss, image: Tensor, epsilon: float, steps: int) -> Tensor:
    """PGD in the L-inf ball with a random start (Madry et al., arXiv 1706.06083); steps of 2.5 epsilon / steps."""
    attacked = (image + epsilon * (2 * torch.rand_like(image) - 1)).clamp(0, 1)
    alpha = 2.5 * epsilon / steps
    for _ in range(steps):
        attacked.requires_grad_(True)
        (gradient,) = torch.autograd.grad(loss_of(attacked), attacked)
        step = attacked.detach() + alpha * gradient.sign()
        attacked = torch.minimum(torch.maximum(step, image - epsilon), image + epsilon).clamp(0, 1).detach()
    return attacked


def perturb_frequency(loss_of: Loss, image: Tensor, q_max: float, steps: int, block: int = 16) -> Tensor:
    """VAFA-3D (Hanif et al., arXiv 2307.07269) in few large steps, without its similarity term.

    The cosine transform of each block, in grey levels of 1/255, is rounded to multiples of a table q, one entry for each
    coefficient. The tables start at random in [5, q_max] where VAFA's start at q_max, and each sign step crosses
    1/steps of that range where VAFA's moves by 1. Every edge is a multiple of `block`; nothing bounds a voxel's change
    but the tables. `q_max` of at most 5 leaves the image as it is.
    """
    q_min = 5.0
    if q_max <= q_min:
        return image
    basis = cosine_basis(block).to(image.dtype)
    coefficients = transform(255 * image - 128, basis)
    q = q_min + (q_max - q_min) * torch.rand_like(coefficients)
    for step in range(steps):
        q.requires_grad_(True)
        attacked = ((transform(quantise_softly(coefficients, q, step / steps), basis.T) + 128) / 255).clamp(0, 1)
        (gradient,) = torch.autograd.grad(loss_of(attacked), q)
        q = (q.detach() + (q_max - q_min) / steps * gradient.sign()).clamp(q_min, q_max)
    return ((transform((coefficients / q).round() * q, basis.T) + 128) / 255).clamp(0, 1)


def quantise_softly(c: Tensor, q: Tensor, progress: float) -> Tensor:
    """phi(c / q) q with VAFA's differentiable rounding phi, which sharpens with progress from 0 to 1."""
    a = 0.1 * (1 - progress) + 1e-20 * progress
    k = math.log(2 / a - 1)
    u = c / q
    below = u.floor()
    return (below + (1 + torch.tanh((u - below - 0.5) * k) / (1 - a)) / 2) * q


def cosine_basis(size: int) -> Tensor:
    """The orthonormal DCT-II as a matrix: its transpose is the inverse."""
    k, n = torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij")
    basis = math.sqrt(2 / size) * torch.cos(math.pi * (2 * n + 1) * k / (2 * size))
    basis[0] /= math.sqrt(2)
    return basis


def transform(volume: Tensor, basis: Tensor) -> Tensor:
    """This basis along D, H and W of every block of a volume whose edges are multiples of its size."""
    size = basis.shape[0]
    d, h, w = (edge // size for edge in volume.shape[2:])
    blocks = volume.reshape(*volume.shape[:2], d, size, h, size, w, size)
    return torch.einsum("bcdxhywz,ix,jy,kz->bcdihjwk", blocks, basis, basis, basis).reshape(volume.shape)
