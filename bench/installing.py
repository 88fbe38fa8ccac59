"""Programs of others, each installed in a folder of its own below `.cache/bench/peers`, never beside the project's.

What is there stays; to get newer releases remove the folder.

Knows: venv, pip and npm. Never: names where packages come from.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent / ".cache/bench/peers"
_DONE = "installed"


class NotInstalledError(Exception):
    """A peer cannot be had here; the last words of who tried."""


def python(name: str, *wanted: str) -> Path:
    """Return the folder of a virtual environment that holds some packages."""
    folder = FOLDER / name
    make = [sys.executable, "-m", "venv", "--clear", str(folder)]
    _install(folder, make, [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", *wanted])
    return folder


def node(name: str, *wanted: str) -> Path:
    """Return the folder `node_modules` that holds some packages."""
    folder = FOLDER / name
    _install(folder, ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder), *wanted])
    return folder / "node_modules"


def _install(folder: Path, *commands: list[str]) -> None:
    if (folder / _DONE).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for command in commands:
            subprocess.run(command, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        raise NotInstalledError((error.stderr or error.stdout or str(error)).strip()[-200:]) from error
    except OSError as error:
        raise NotInstalledError(str(error)) from error
    (folder / _DONE).touch()


def python_version(environment: Path, package: str) -> str:
    """Return the version of a package in a virtual environment."""
    for info in environment.glob(f"lib/python*/site-packages/{package}-*.dist-info"):
        return re.sub(r".*-([^-]+)\.dist-info\Z", r"\1", info.name)
    raise NotInstalledError(f"{package} is not in {environment}")


def node_version(modules: Path, package: str) -> str:
    """Return the version of a package in `node_modules`."""
    version: str = json.loads((modules / package / "package.json").read_text("utf-8"))["version"]
    return version
