"""Cases of a dataset folder (dataset.json, images/, labels/) as tensors, preprocessed as its recipe says."""

import json
from pathlib import Path

import nibabel
import numpy
import torch


def load_split(folder: Path, split: str) -> tuple[torch.Tensor, torch.Tensor, dict]:
    """Images [N, 1, D, H, W] in [0, 1] and labels [N, D, H, W] of one split, with the manifest."""
    manifest = json.loads((folder / "dataset.json").read_text())
    images, labels = [], []
    for case in manifest["cases"]:
        if case["split"] != split:
            continue
        images.append(scale(read_ras(folder / case["images"][0]), manifest["preprocessing"]["intensity"]))
        labels.append(read_ras(folder / case["label"]).astype(numpy.int64))
    return (
        torch.from_numpy(numpy.stack(images)).float().unsqueeze(1),
        torch.from_numpy(numpy.stack(labels)),
        manifest,
    )


def read_ras(path: Path) -> numpy.ndarray:
    """The voxels with the axes turned to right, anterior, superior."""
    return numpy.asarray(nibabel.as_closest_canonical(nibabel.load(path)).dataobj)


def scale(voxels: numpy.ndarray, intensity: dict) -> numpy.ndarray:
    """Intensities to [0, 1], clipped."""
    voxels = voxels.astype(numpy.float32)
    if intensity["kind"] == "window":
        low, high = intensity["low"], intensity["high"]
    elif intensity["kind"] == "percentiles":
        low, high = numpy.percentile(voxels, [intensity["low"], intensity["high"]])
    else:
        low, high = voxels.min(), voxels.max()
    return numpy.clip((voxels - low) / max(high - low, 1e-6), 0, 1).astype(numpy.float32)
