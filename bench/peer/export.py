"""Exports a full-size network at 96^3 to ONNX: python bench/peer/export.py NAME OUT.onnx"""

import sys

import torch

from networks import build

name, out = sys.argv[1:]
network = build(name).eval()
torch.onnx.export(network, (torch.zeros(1, 1, 96, 96, 96),), out, input_names=["image"], output_names=["logits"], opset_version=17, dynamo=False)
