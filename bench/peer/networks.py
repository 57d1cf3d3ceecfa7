"""The paper's networks at full size for 14 classes (arXiv 2406.08486), with seeded random weights."""

import torch
from monai.networks.nets import UNETR, SegResNet, SwinUNETR, UNet


def build(name: str):
    torch.manual_seed(0)
    if name == "unet":
        return UNet(spatial_dims=3, in_channels=1, out_channels=14, channels=(16, 32, 64, 128, 256), strides=(2, 2, 2, 2), num_res_units=2)
    if name == "segresnet":
        return SegResNet(spatial_dims=3, init_filters=32, in_channels=1, out_channels=14, blocks_down=(1, 2, 2, 4), blocks_up=(1, 1, 1))
    if name == "unetr":
        return UNETR(in_channels=1, out_channels=14, img_size=(96, 96, 96), feature_size=16, hidden_size=768, mlp_dim=3072, num_heads=12)
    if name == "swinunetr":
        return SwinUNETR(in_channels=1, out_channels=14, feature_size=48)
    raise SystemExit(f"unknown network {name}: unet, segresnet, unetr or swinunetr")
