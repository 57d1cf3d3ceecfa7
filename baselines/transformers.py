"""UNETR and Swin UNETR in a small size, put together from MONAI's blocks."""

from collections.abc import Sequence

import torch
from monai.networks.blocks import PatchEmbed, UnetOutBlock, UnetrBasicBlock, UnetrPrUpBlock, UnetrUpBlock
from monai.networks.nets.swin_unetr import PatchMerging, SwinTransformerBlock, window_partition
from monai.networks.nets.vit import ViT
from torch import Tensor, nn
from torch.nn import functional

dimensions = 3
window = 4
Shape = Sequence[int]


def convolve(inputs: int, outputs: int) -> nn.Module:
    return UnetrBasicBlock(dimensions, inputs, outputs, kernel_size=3, stride=1, norm_name="instance", res_block=True)


def rise(inputs: int, outputs: int) -> nn.Module:
    """Twice the resolution, joined with the skip of `outputs` channels."""
    return UnetrUpBlock(
        dimensions, inputs, outputs, kernel_size=3, upsample_kernel_size=2, norm_name="instance", res_block=True
    )


def project(inputs: int, outputs: int, doublings: int) -> nn.Module:
    """Tokens to features of 2 to the power of `doublings` times the resolution."""
    return UnetrPrUpBlock(
        dimensions,
        inputs,
        outputs,
        num_layer=doublings - 1,
        kernel_size=3,
        stride=1,
        upsample_kernel_size=2,
        norm_name="instance",
        conv_block=True,
        res_block=True,
    )


class SmallUnetr(nn.Module):
    """UNETR (Hatamizadeh et al., arXiv 2103.10504) with patches of 8 for 16, 6 layers for 12, width 56 for 768.

    The learned positions fix the volume's shape.
    """

    def __init__(self, channel_count: int, class_count: int, shape: Shape, features: int = 8, width: int = 56):
        super().__init__()
        self.grid = tuple(edge // 8 for edge in shape)
        self.transformer = ViT(
            in_channels=channel_count,
            img_size=shape,
            patch_size=(8,) * dimensions,
            hidden_size=width,
            mlp_dim=2 * width,
            num_layers=6,
            num_heads=4,
        )
        self.encoder1 = convolve(channel_count, features)
        self.encoder2 = project(width, 2 * features, doublings=2)
        self.encoder3 = project(width, 4 * features, doublings=1)
        self.decoder3 = rise(width, 4 * features)
        self.decoder2 = rise(4 * features, 2 * features)
        self.decoder1 = rise(2 * features, features)
        self.out = UnetOutBlock(dimensions, features, class_count)

    def forward(self, image: Tensor) -> Tensor:
        tokens, hidden = self.transformer(image)
        x = self.decoder3(self.to_volume(tokens), self.encoder3(self.to_volume(hidden[3])))
        x = self.decoder2(x, self.encoder2(self.to_volume(hidden[1])))
        return self.out(self.decoder1(x, self.encoder1(image)))

    def to_volume(self, tokens: Tensor) -> Tensor:
        return tokens.transpose(1, 2).unflatten(2, self.grid)


class SmallSwinUnetr(nn.Module):
    """Swin UNETR (Hatamizadeh et al., arXiv 2201.01266) with two stages for four, windows of 4 for 7, width 16 for 48,
    and half the features at full resolution. The shifted windows fix the volume's shape.
    """

    def __init__(self, channel_count: int, class_count: int, shape: Shape, features: int = 8):
        super().__init__()
        width = 2 * features
        self.embed = PatchEmbed(patch_size=2, in_chans=channel_count, embed_dim=width)
        self.stage1 = SwinStage(width, heads=2, shape=[edge // 2 for edge in shape])
        self.stage2 = SwinStage(2 * width, heads=4, shape=[edge // 4 for edge in shape])
        # The positions within a window are the same everywhere: one table in the file is enough.
        positions = self.stage1.blocks[0].attn.relative_position_index
        for block in (*self.stage1.blocks, *self.stage2.blocks):
            block.attn.relative_position_index = positions
        self.encoder1 = convolve(channel_count, features)
        self.encoder2 = convolve(width, width)
        self.encoder4 = convolve(4 * width, 4 * width)
        self.decoder3 = rise(4 * width, 2 * width)
        self.decoder2 = rise(2 * width, width)
        self.decoder1 = rise(width, features)
        self.out = UnetOutBlock(dimensions, features, class_count)

    def forward(self, image: Tensor) -> Tensor:
        x0 = self.embed(image)
        x1 = self.stage1(x0)
        x2 = self.stage2(x1)
        x = self.decoder3(self.encoder4(normalise(x2)), normalise(x1))
        x = self.decoder2(x, self.encoder2(normalise(x0)))
        return self.out(self.decoder1(x, self.encoder1(image)))


class SwinStage(nn.Module):
    """Two Swin blocks, the second with shifted windows, then half the resolution and twice the width.

    MONAI's BasicLayer with the mask worked out in the graph, from the region that each voxel of a shifted window came
    from: as a constant it would be larger than all weights.
    """

    def __init__(self, width: int, heads: int, shape: Shape):
        super().__init__()
        size = (window,) * dimensions
        shifts = (0,) * dimensions, (window // 2,) * dimensions
        self.blocks = nn.ModuleList(SwinTransformerBlock(width, heads, size, shift) for shift in shifts)
        self.merge = PatchMerging(width, spatial_dims=dimensions)
        d, h, w = map(regions_along, shape)
        regions = 9 * d.view(-1, 1, 1) + 3 * h.view(-1, 1) + w
        self.register_buffer("regions", window_partition(regions[None, ..., None], size).squeeze(-1))

    def forward(self, x: Tensor) -> Tensor:
        x = to_last(x)
        apart = (self.regions.unsqueeze(1) - self.regions.unsqueeze(2)).abs().clamp(max=1)
        for block in self.blocks:
            x = block(x, -100 * apart)
        return to_first(self.merge(x))


def regions_along(edge: int) -> Tensor:
    """Of each voxel along a shifted axis: before the last window, in its first half, in its second. One window that
    spans the axis is not shifted.
    """
    index = torch.arange(edge)
    return (edge > window) * ((index >= edge - window).float() + (index >= edge - window // 2).float())


def normalise(x: Tensor) -> Tensor:
    """Layer normalisation over the channels, without weights."""
    return to_first(functional.layer_norm(to_last(x), (int(x.shape[1]),)))


def to_last(x: Tensor) -> Tensor:
    """[B, C, D, H, W] with the channels last."""
    return x.permute(0, 2, 3, 4, 1)


def to_first(x: Tensor) -> Tensor:
    return x.permute(0, 4, 1, 2, 3)
