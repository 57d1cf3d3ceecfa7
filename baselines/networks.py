"""The baseline networks by name: small versions of the architectures that the literature compares."""

from monai.networks.nets import SegResNet, UNet
from torch import nn


def unet(class_count: int) -> nn.Module:
    """MONAI's residual U-Net with instance normalisation and PReLU, five levels in the paper, four here."""
    return UNet(
        spatial_dims=3,
        in_channels=1,
        out_channels=class_count,
        channels=(12, 24, 48, 64),
        strides=(2, 2, 2),
        num_res_units=2,
    )


def segresnet(class_count: int) -> nn.Module:
    """MONAI's SegResNet: residual blocks with group normalisation, trilinear upsampling."""
    return SegResNet(
        spatial_dims=3,
        init_filters=8,
        in_channels=1,
        out_channels=class_count,
        blocks_down=(1, 2, 2, 4),
        blocks_up=(1, 1, 1),
    )


networks = {"unet": unet, "segresnet": segresnet}
