"""What tests share: small portals in scratch folders, one rendered chrome, and ways to read a built site."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import settings

from site_builder import build
from site_builder.build import Built, Options, Rendered
from site_builder.text import VIETNAM

REPOSITORY = Path(__file__).parent.parent
SMALL = REPOSITORY / "tests" / "sites" / "small"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=VIETNAM)
"""The moment at which every test builds, unless it says another."""


SUB_PATH = "/tinh/cchc/"
"""The sample portal of the tests lies below a path, as many portals do."""


def pytest_configure() -> None:
    """Tell the sample portal's settings where it lies; a slow machine is no fault of what is tested."""
    # Who runs in the background of a shell ignores Ctrl-C and so do its children, of whom tests expect that they stop.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")
    os.environ["CCHC_SITE_URL"] = f"https://cchc.example.vn{SUB_PATH}"


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may depend on, or write to, the home folder of whoever runs it."""
    monkeypatch.setenv("HOME", str(tmp_path_factory.getbasetemp() / "home"))


@lru_cache(maxsize=4)
def rendered_chrome(folder: Path = SMALL) -> Rendered:
    """Render the chrome of a portal once for all tests of a process."""
    from site_builder.mkdocs_plugin import render_chrome

    return render_chrome(folder)


def small_portal(folder: Path) -> Path:
    """Copy the small portal into `folder`."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True, symlinks=True)
    return folder


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """A copy of the small portal."""
    return small_portal(tmp_path / "portal")


def build_portal(root: Path, *, chrome: Callable[[Path], Rendered] | None = None, **options: object) -> Built:
    """Build a portal at `NOW` in one process, with the small portal's chrome unless another is given."""
    moment = Options(now=NOW)
    return build.build(root, chrome or (lambda _root: rendered_chrome()), replace(moment, **options))  # type: ignore[arg-type]


def tree_of(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    base = folder.resolve()
    return {file.relative_to(base).as_posix(): file.read_bytes() for file in base.rglob("*") if file.is_file()}


def decoded(path: str, data: bytes) -> bytes:
    """Open compressed files, so that nothing hides in them."""
    return gzip.decompress(data) if path.endswith(".gz") else data


def cchc(*args: str | Path, cwd: Path | None = None, code: int | None = 0) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does, and check its exit code."""
    command = [sys.executable, "-m", "site_builder", *map(str, args)]
    env = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert code is None or done.returncode == code, done.stderr + done.stdout
    return done


def article(**fields: str) -> str:
    """Write a good article of the small portal; `fields` replace or add front matter, `body` the text."""
    body = fields.pop("body", "Đoạn mở đầu của bài.\n\nĐoạn thứ hai của bài.")
    meta = {
        "title": "Một cửa phục vụ người dân",
        "date": "2024-05-06T08:00:00+07:00",
        "topic": "cai-cach-thu-tuc-hanh-chinh",
        "agency": "so-noi-vu",
    } | fields
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in meta.items()) + f"---\n\n{body}\n"


def write(root: Path, path: str, text: str) -> Path:
    """Write a file of a portal."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portal of the repository, built once a session and worker."""
    root = tmp_path_factory.mktemp("sample") / "portal"
    root.mkdir()
    shutil.copytree(REPOSITORY / "content", root / "content")
    shutil.copy(REPOSITORY / "mkdocs.yml", root / "mkdocs.yml")
    build_portal(root, chrome=lambda _root: rendered_chrome(root), jobs=2)
    return root / "public"
