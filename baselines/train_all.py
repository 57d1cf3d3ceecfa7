"""Trains every baseline of recipes.json whose ONNX file is missing, one after another.

    python baselines/train_all.py --data phantom-ct=/tmp/phantom --data phantom-mr=/tmp/phantom-mr [--only NAME ...]

`--again` trains those of `--only` although their files stand. A recipe that starts from another's weights trains that
one first where its weights are missing: they are kept beside the ONNX files and not committed. An `intermediate` recipe
is there for such a start alone.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

folder = Path(__file__).parent


def main() -> None:
    options = parse()
    recipes = {recipe["name"]: recipe for recipe in json.loads((folder / "recipes.json").read_text())}
    folders = dict(pair.split("=", 1) for pair in options.data)
    unknown = [name for name in options.only or [] if name not in recipes]
    if unknown:
        raise SystemExit(f"recipes.json has no {', '.join(unknown)}; it has {', '.join(recipes)}.")
    final = [name for name, recipe in recipes.items() if not recipe.get("intermediate")]
    for name in options.only or final:
        if options.again or not (options.out / f"{name}.onnx").exists():
            train(recipes, name, folders, options.out)


def train(recipes: dict, name: str, folders: dict[str, str], out: Path) -> None:
    recipe = recipes[name]
    if recipe["dataset"] not in folders:
        raise SystemExit(f"{name} learns from {recipe['dataset']}: say where it is with --data {recipe['dataset']}=FOLDER.")
    start = recipe.get("start")
    if start and not (out / f"{start}.pt").exists():
        train(recipes, start, folders, out)
    subprocess.run([sys.executable, folder / "train.py", *arguments(recipe, folders, out)], check=True)


def arguments(recipe: dict, folders: dict[str, str], out: Path) -> list[str]:
    """The recipe as train.py's options; those that it leaves out keep their defaults."""
    found = ["--data", folders[recipe["dataset"]], "--out", str(out), "--threads", "1"]
    for key in sorted(recipe.keys() - {"dataset", "intermediate", "start"}):
        found += [f"--{key}"] if recipe[key] is True else [f"--{key}", str(recipe[key])]
    if "start" in recipe:
        found += ["--start", str(out / f"{recipe['start']}.pt")]
    return found


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", action="append", default=[], metavar="DATASET=FOLDER")
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--out", type=Path, default=folder / "models")
    return parser.parse_args()


if __name__ == "__main__":
    main()
