"""A trained network as an ONNX file, by either of PyTorch's exporters."""

from pathlib import Path

import onnx
import torch
from onnxscript.optimizer import optimize
from torch import nn

def export(network: nn.Module, path: Path, shape: tuple[int, ...], exporter: str, is_fixed: bool) -> None:
    """Writes one self-contained file with the input `image` [1, C, D, H, W] and the output `logits` [1, K, D, H, W].

    `shape` is the input's; D, H and W are symbolic unless `is_fixed`. `exporter` is `torchscript`, which traces, or
    `dynamo`, which exports a graph of PyTorch's own operators first.
    """
    network.eval()
    path.parent.mkdir(parents=True, exist_ok=True)
    names = {"input_names": ["image"], "output_names": ["logits"]}
    axes = {2: "depth", 3: "height", 4: "width"}
    if exporter == "torchscript":
        both = None if is_fixed else {"image": axes, "logits": axes}
        torch.onnx.export(
            network,
            (torch.zeros(shape),),
            str(path),
            opset_version=17,
            dynamo=False,
            dynamic_axes=both,
            # Folded, the masks of shifted windows outgrow the weights.
            do_constant_folding=False,
            **names,
        )
        if is_fixed:
            # What the shapes alone decide, up to small constants.
            onnx.save(optimize(onnx.load(path), input_size_limit=512, output_size_limit=512), path)
        return
    # Strides need edges that are multiples of eight: the exporter is told so.
    edges = {axis: 8 * torch.export.Dim(f"{name}_8", min=2, max=64) for axis, name in axes.items()}
    torch.onnx.export(
        network,
        (torch.zeros(shape),),
        str(path),
        opset_version=18,
        dynamo=True,
        external_data=False,
        dynamic_shapes=None if is_fixed else {"image": edges},
        **names,
    )
    model = onnx.load(path)
    forget_sources(model.graph)
    onnx.save(model, path)


def forget_sources(graph: onnx.GraphProto) -> None:
    """Drops the stack traces that the exporter attaches: they name the files of the machine."""
    graph.ClearField("metadata_props")
    for node in graph.node:
        node.ClearField("metadata_props")
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                forget_sources(attribute.g)
    for values in (graph.input, graph.output, graph.value_info, graph.initializer):
        for value in values:
            value.ClearField("metadata_props")
