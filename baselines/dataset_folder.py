"""Cases of a dataset folder (dataset.json, images/, labels/) as tensors, preprocessed as its recipe says."""

import json
from pathlib import Path

import nibabel
import numpy
import torch


def load_split(folder: Path, split: str) -> tuple[torch.Tensor, torch.Tensor, dict]:
    """Images [N, 1, D, H, W] in [0, 1] and labels [N, D, H, W] of one split, with the manifest.

    One channel only; the cases must have one shape once they are padded.
    """
    manifest = json.loads((folder / "dataset.json").read_text())
    recipe = manifest["preprocessing"]
    refuse_other_steps(recipe)
    images, labels = [], []
    for case in manifest["cases"]:
        if case["split"] != split:
            continue
        image = scale(read_ras(folder / case["images"][0]), recipe["intensity"])
        images.append(pad(image, recipe["padToShape"]))
        labels.append(pad(read_ras(folder / case["label"]).astype(numpy.int64), recipe["padToShape"]))
    return (
        torch.from_numpy(numpy.stack(images)).float().unsqueeze(1),
        torch.from_numpy(numpy.stack(labels)),
        manifest,
    )


def refuse_other_steps(recipe: dict) -> None:
    """Raises where the recipe holds steps that only the product performs, so that no network trains on other volumes."""
    found = [step for step in ("spacingMm", "cropForeground", "exactShape") if recipe.get(step)]
    if recipe["orientation"] != "RAS":
        found.append("orientation")
    if found:
        raise ValueError(f"The recipe sets {', '.join(found)}; only RAS, intensity and padToShape are done here.")


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


def pad(voxels: numpy.ndarray, least: list[int] | None) -> numpy.ndarray:
    """Zeros on all sides up to at least this shape, the odd voxel at the end."""
    if least is None:
        return voxels
    missing = [max(0, wanted - found) for wanted, found in zip(least, voxels.shape)]
    return numpy.pad(voxels, [(total // 2, total - total // 2) for total in missing])
