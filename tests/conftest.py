"""What tests share: small portals in scratch folders, one rendered chrome, and ways to read a built site."""

from __future__ import annotations

import gc
import gzip
import io
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Generator, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import settings

from site_builder import build, cli
from site_builder.build import Built, Options, Rendered
from site_builder.text import VIETNAM
from tests import lengths

REPOSITORY = Path(__file__).parent.parent
SMALL = REPOSITORY / "tests" / "sites" / "small"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=VIETNAM)
"""The moment at which every test builds, unless it says another."""


SUB_PATH = "/tinh/cchc/"
"""The sample portal of the tests lies below a path, as many portals do."""


def pytest_configure() -> None:
    """Tell the sample portal's settings where it lies; a slow machine is no fault of what is tested."""
    lengths.in_memory()
    lengths.keep_bytecode()
    # Who runs in the background of a shell ignores Ctrl-C and so do its children, of whom tests expect that they stop.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # A red run is about the change at hand and can be had again; `make audit` looks for what nobody has met yet.
    settings.register_profile("short", deadline=None, derandomize=not lengths.AUDIT, database=None)
    settings.load_profile("short")
    os.environ["CCHC_SITE_URL"] = f"https://cchc.example.vn{SUB_PATH}"


def pytest_xdist_auto_num_workers() -> int:
    """Say what `-n auto` means."""
    return lengths.workers()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name no test by a file or a flood: a packed file tells when it was packed, and each worker packs its own."""
    is_long = (isinstance(val, bytes) and len(val) > 60) or (isinstance(val, str) and len(val) > 200)
    return argname if is_long else None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what is long."""
    if isinstance(item, pytest.Function):
        lengths.mark(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure no coverage of most long tests."""
    if lengths.is_measured(item):
        return (yield)
    with lengths.unmeasured(item.config):
        return (yield)


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
    """Run a command of the program in this process, as a person does in a terminal, and check its exit code."""
    words = list(map(str, args))
    out, told = io.StringIO(), io.StringIO()
    collects, thresholds = gc.isenabled(), gc.get_threshold()
    with chdir(cwd or "."), redirect_stdout(out), redirect_stderr(told):
        try:
            found = _exit_code(words)
        finally:
            gc.set_threshold(*thresholds)
            (gc.enable if collects else gc.disable)()  # a command may leave garbage to the end of its process
    assert code is None or found == code, told.getvalue() + out.getvalue()
    return subprocess.CompletedProcess(words, found, out.getvalue(), told.getvalue())


def _exit_code(words: Sequence[str]) -> int:
    try:
        return cli.main(words)
    except SystemExit as stop:  # of argparse
        return int(stop.code or 0)


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
    """The sample portal of the repository, built once a run; only to be read."""
    return lengths.once(tmp_path_factory, "sample", _build_sample) / "public"


def _build_sample(root: Path) -> None:
    sample_portal(root)
    build_portal(root, chrome=lambda _root: rendered_chrome(root), jobs=2)


def sample_portal(folder: Path) -> Path:
    """Copy the sample portal into a new folder."""
    shutil.copytree(REPOSITORY / "content", folder / "content")
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    return folder
