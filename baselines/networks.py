"""The baseline networks by name: small versions of the architectures that the literature compares."""

from collections.abc import Sequence

from monai.networks.nets import SegResNet, UNet
from torch import nn

from mamba import UMamba
from transformers import SmallSwinUnetr, SmallUnetr


def unet(channel_count: int, class_count: int, shape: Sequence[int]) -> nn.Module:
    """MONAI's residual U-Net with instance normalisation and PReLU, five levels in the paper, four here."""
    return UNet(
        spatial_dims=3,
        in_channels=channel_count,
        out_channels=class_count,
        channels=(12, 24, 48, 64),
        strides=(2, 2, 2),
        num_res_units=2,
    )


def segresnet(channel_count: int, class_count: int, shape: Sequence[int]) -> nn.Module:
    """MONAI's SegResNet: residual blocks with group normalisation, trilinear upsampling; three levels of the four."""
    return SegResNet(
        spatial_dims=3,
        init_filters=8,
        in_channels=channel_count,
        out_channels=class_count,
        blocks_down=(1, 2, 4),
        blocks_up=(1, 1),
    )


networks = {
    "unet": unet,
    "segresnet": segresnet,
    "unetr": lambda channel_count, class_count, shape: SmallUnetr(channel_count, class_count, shape),
    "swin-unetr": lambda channel_count, class_count, shape: SmallSwinUnetr(channel_count, class_count, shape),
    # For windows of 64³, whose table of regions would take the wider one's file past 2 MB.
    "swin-unetr-narrow": lambda channel_count, class_count, shape: SmallSwinUnetr(channel_count, class_count, shape, 7),
    "umamba-bot": lambda channel_count, class_count, shape: UMamba(channel_count, class_count, everywhere=False),
    "umamba-enc": lambda channel_count, class_count, shape: UMamba(channel_count, class_count, everywhere=True),
}
