"""U-Mamba (Ma, Li & Wang, arXiv 2401.04722) in a small size, without the CUDA kernels of the authors' package."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from selective_scan import selective_scan


class Mamba(nn.Module):
    """The Mamba block (Gu & Dao, arXiv 2312.00752) on tokens [B, L, width]."""

    def __init__(self, width: int, state: int = 8, kernel: int = 4, expand: int = 2):
        super().__init__()
        # The paper's state has 16.
        self.inner, self.state, self.rank = expand * width, state, math.ceil(width / 16)
        self.project_in = nn.Linear(width, 2 * self.inner, bias=False)
        self.convolve = nn.Conv1d(self.inner, self.inner, kernel, groups=self.inner, padding=kernel - 1)
        self.project_x = nn.Linear(self.inner, self.rank + 2 * state, bias=False)
        self.project_step = nn.Linear(self.rank, self.inner)
        self.log_rate = nn.Parameter(torch.arange(1.0, state + 1).log().repeat(self.inner, 1))
        self.skip = nn.Parameter(torch.ones(self.inner))
        self.project_out = nn.Linear(self.inner, width, bias=False)
        # Steps between 0.001 and 0.1 at the start, as the authors have them; the bias passes through a softplus.
        steps = torch.exp(torch.empty(self.inner).uniform_(math.log(0.001), math.log(0.1)))
        with torch.no_grad():
            self.project_step.bias.copy_(steps + torch.log(-torch.expm1(-steps)))
            nn.init.uniform_(self.project_step.weight, -(self.rank**-0.5), self.rank**-0.5)

    def forward(self, tokens: Tensor) -> Tensor:
        x, gate = self.project_in(tokens).chunk(2, dim=-1)
        length = tokens.shape[1]
        x = functional.silu(self.convolve(x.transpose(1, 2))[..., :length]).transpose(1, 2)
        low, to_state, from_state = self.project_x(x).split([self.rank, self.state, self.state], dim=-1)
        delta = functional.softplus(self.project_step(low)).unsqueeze(-1)
        # [L, B, inner, state]: the time comes first, as the scan steps over it.
        decay = torch.exp(delta * -torch.exp(self.log_rate)).transpose(0, 1)
        drive = (delta * x.unsqueeze(-1) * to_state.unsqueeze(2)).transpose(0, 1)
        states = selective_scan(decay.float(), drive.float()).transpose(0, 1)
        y = torch.matmul(states, from_state.unsqueeze(-1)).squeeze(-1) + self.skip * x
        return self.project_out(y * functional.silu(gate))


class MambaLayer(nn.Module):
    """A volume as a sequence of its voxels, normalised, through a Mamba block."""

    def __init__(self, width: int):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.mamba = Mamba(width)

    def forward(self, x: Tensor) -> Tensor:
        tokens = self.mamba(self.norm(x.flatten(2).transpose(1, 2)))
        return tokens.transpose(1, 2).reshape(x.shape)


class ResidualBlock(nn.Module):
    """Two convolutions with instance normalisation and leaky ReLU beside a convolution of one voxel."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        super().__init__()
        self.conv1 = nn.Conv3d(inputs, outputs, 3, stride, padding=1)
        self.conv2 = nn.Conv3d(outputs, outputs, 3, padding=1)
        self.conv3 = nn.Conv3d(inputs, outputs, 1, stride)
        self.norm1 = nn.InstanceNorm3d(outputs, affine=True)
        self.norm2 = nn.InstanceNorm3d(outputs, affine=True)

    def forward(self, x: Tensor) -> Tensor:
        y = functional.leaky_relu(self.norm1(self.conv1(x)), 0.01)
        return functional.leaky_relu(self.norm2(self.conv2(y)) + self.conv3(x), 0.01)


class UMamba(nn.Module):
    """A stem and three stages for six, each of half the resolution of what is before it.

    `everywhere` False: a Mamba layer at the bottleneck (U-Mamba Bot); True: one after every stage (U-Mamba Enc).
    """

    def __init__(self, channel_count: int, class_count: int, everywhere: bool, features=(8, 16, 32, 64)):
        super().__init__()
        self.stem = ResidualBlock(channel_count, features[0])
        self.stages = nn.ModuleList(
            ResidualBlock(above, below, stride=2) for above, below in zip(features[:-1], features[1:])
        )
        self.mambas = nn.ModuleList(
            MambaLayer(width) if everywhere or width == features[-1] else nn.Identity() for width in features[1:]
        )
        pairs = list(zip(features[:0:-1], features[-2::-1]))
        self.narrow = nn.ModuleList(nn.Conv3d(below, above, 1) for below, above in pairs)
        self.decoders = nn.ModuleList(ResidualBlock(2 * above, above) for _, above in pairs)
        self.out = nn.Conv3d(features[0], class_count, 1)

    def forward(self, image: Tensor) -> Tensor:
        skips = [self.stem(image)]
        for stage, mamba in zip(self.stages, self.mambas):
            skips.append(mamba(stage(skips[-1])))
        x = skips.pop()
        for narrow, decoder, skip in zip(self.narrow, self.decoders, reversed(skips)):
            x = narrow(functional.interpolate(x, scale_factor=2, mode="nearest"))
            x = decoder(torch.cat([x, skip], dim=1))
        return self.out(x)
