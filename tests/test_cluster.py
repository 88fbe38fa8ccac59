"""`--executor`: a cluster makes the bytes that this machine makes, whatever is killed; strangers have no way in."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from distributed import Client

from site_builder import __version__
from site_builder.cache.versions import code_version
from site_builder.cluster import Address, executor
from site_builder.cluster.executor import Requirements
from site_builder.errors import ClusterError
from tests.conftest import NOW, REPOSITORY, cchc, sample_portal, tree_of
from tests.dask_cluster import DaskCluster, certificates, started, wait_for
from tests.lengths import once

WORDS = ("build", "--now", NOW.isoformat())
HEAVY = "content/news/2020/12/nang.md"


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal of some hundred articles, one heavy to convert, built by two processes; only to be read."""
    return once(tmp_path_factory, "cluster-local", make_portal)


def make_portal(root: Path) -> None:
    """Make and build the portal."""
    cchc("init", root)
    corpus = REPOSITORY / "bench" / "make_corpus.py"
    subprocess.run([sys.executable, str(corpus), "--articles", "200", "--out", str(root / "content")], check=True)
    some = next((root / "content/news").rglob("*.md")).read_text("utf-8")
    (root / HEAVY).write_text(f"{some}\n\n{'**đậm _nghiêng ' * 2000}\n", "utf-8")
    cchc("--root", root, *WORDS, "--jobs", "2")


@pytest.fixture
def unbuilt(local: Path, tmp_path: Path) -> Path:
    """The same portal, never built."""
    ignored = shutil.ignore_patterns("public", ".cache")
    return Path(shutil.copytree(local, tmp_path / "portal", symlinks=True, ignore=ignored))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler and two workers."""
    with started(tmp_path_factory.mktemp("dask") / "plain") as running:
        running.add_worker("--nworkers", "2")
        yield running


def test_killed_workers_change_nothing_but_time(local: Path, unbuilt: Path, cluster: DaskCluster) -> None:
    """A worker is killed while it reads, another while it makes: the site is the one that this machine makes."""
    words = [sys.executable, "-m", "site_builder", "--root", str(unbuilt), *WORDS, "--executor", cluster.address]
    staging = unbuilt / ".cache/cchc/staging"
    with Client(cluster.url, set_as_default=False) as client:
        client.wait_for_workers(2)
        with subprocess.Popen(words, env=cluster.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as building:
            killed = [kill_a_busy_worker(client, building, cluster)]
            wait_for(lambda: building.poll() is not None or any(staging.glob("*")), cluster.said)
            killed.append(kill_a_busy_worker(client, building, cluster))
            out, told = building.communicate()

    assert building.returncode == 0, told.decode()
    assert "Đã dựng 201 bài" in told.decode()
    assert out == b""
    assert len(set(killed)) == 2
    assert tree_of(unbuilt / "public") == tree_of(local / "public")
    assert [file.name for file in staging.parent.iterdir() if file.name.startswith(("cum-may", "staging."))] == []


def kill_a_busy_worker(client: Client, building: subprocess.Popen[bytes], cluster: DaskCluster) -> int:
    """Wait until a worker works at something, kill it, and return its process."""
    killed: list[int] = []

    def try_to() -> bool:
        assert building.poll() is None, cluster.said()
        for worker, tasks in client.processing().items():
            if tasks and not killed:
                with suppress(OSError):  # it has ended, and its nurse starts another
                    killed.extend(client.run(os.getpid, workers=[worker]).values())
        return bool(killed)

    wait_for(try_to, cluster.said)
    os.kill(killed[0], signal.SIGKILL)
    return killed[0]


def test_a_worker_of_another_version_is_refused_by_name(unbuilt: Path, cluster: DaskCluster, tmp_path: Path) -> None:
    """Its pages would be other ones; the right workers beside it are not named. Every task asks, too."""
    other = tmp_path / "other"
    shutil.copytree(REPOSITORY / "site_builder", other / "site_builder", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "site_builder/urls.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    with Client(cluster.url, set_as_default=False) as client:
        client.wait_for_workers(2)
        right = set(client.scheduler_info()["workers"])
        cluster.add_worker("--no-nanny", program=other)
        client.wait_for_workers(3)
        (wrong,) = set(client.scheduler_info()["workers"]) - right
        told = cchc("--root", unbuilt, *WORDS, "--executor", cluster.address, code=1).stderr
        ask = partial(client.submit, executor._if_fit, required(tmp_path), os.getppid, pure=False)  # noqa: SLF001 - as tasks do
        assert ask(workers=[min(right)]).result() > 0
        with pytest.raises(ClusterError, match="chạy bản khác"):
            ask(workers=[wrong]).result()
        client.retire_workers([wrong])

    mine = f"{__version__}, mã {code_version()[:8]}"
    assert f"--executor: cum-may-sai: Tiến trình làm việc {wrong} chạy bản khác của chương trình (" in told
    assert f"; máy này {mine}). Hãy cài cùng một bản" in told
    assert told.count("cum-may-sai") == 1
    assert not (unbuilt / "public").exists()


def test_an_encrypted_cluster_makes_the_same_site(sample_site: Path, tmp_path: Path) -> None:
    """With certificates on both sides, as the guide tells."""
    root = sample_portal(tmp_path / "portal")
    with started(tmp_path / "dask", certificates(tmp_path / "khoa"), "tls") as encrypted:
        encrypted.add_worker()
        words = ["--root", str(root), *WORDS, "--executor", encrypted.address]
        bare = cchc(*words, code=1)
        asked = [sys.executable, "-m", "site_builder", *words]
        done = subprocess.run(asked, env=encrypted.env, capture_output=True, text=True, check=False)

    assert encrypted.address.startswith("tls://127.0.0.1:")
    assert "--executor: thieu-chung-chi: tls:// cần chứng chỉ của cụm máy. Hãy đặt DASK_DISTRIBUTED__" in bare.stderr
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert tree_of(root / "public") == tree_of(sample_site)


def test_a_cluster_that_stops_is_told(unbuilt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a build that nobody makes: there is no worker, then no scheduler any more."""
    monkeypatch.setattr(executor, "PATIENCE", 0.5)
    with started(tmp_path / "dask") as alone:
        told = cchc("--root", unbuilt, *WORDS, "--executor", alone.address, code=1).stderr
        alone.add_worker()
        words = [sys.executable, "-m", "site_builder", "--root", str(unbuilt), *WORDS, "--executor", alone.address]
        building = subprocess.Popen(words, env=alone.env, stderr=subprocess.PIPE, text=True)
        with building, Client(alone.url, set_as_default=False) as client:
            wait_for(lambda: any(client.processing().values()), alone.said)
            alone.stop_scheduler()
            stopped = building.communicate()[1]

    assert f"chua-co-may: Bộ điều phối ở {alone.url} chưa có tiến trình làm việc nào." in told
    assert building.returncode == 1, stopped
    assert "--executor: cum-may-dung: Cụm máy bỏ dở công việc" in stopped
    assert stopped.endswith("1 lỗi; cổng đang đăng vẫn nguyên. Làm theo các dòng trên rồi chạy lại.\n")
    assert not (unbuilt / "public").exists()


def test_a_scheduler_that_is_not_there_is_told(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In Vietnamese, with what to do and nothing of Python; the site that stands is left alone."""
    monkeypatch.setattr(executor, "PATIENCE", 0.3)
    told = cchc("--root", portal, *WORDS, "--executor", "dask://127.0.0.1:9", code=1).stderr

    assert told.startswith("--executor: khong-noi-duoc: Không nối được với bộ điều phối ở tcp://127.0.0.1:9 (")
    assert told.endswith("1 lỗi; cổng đang đăng vẫn nguyên. Làm theo các dòng trên rồi chạy lại.\n")
    assert told.count("\n") == 2


@pytest.mark.parametrize(
    "word",
    ["dask://10.0.0.5:8786", "dask://may-chu:8786", "dask://0.0.0.0:8786", "dask://[::]:8786", "dask://localhost.vn:1"],
)
def test_a_plain_address_of_another_machine_is_refused(portal: Path, word: str) -> None:
    """Dask runs code from whoever reaches its port."""
    told = cchc("--root", portal, *WORDS, "--executor", word, code=2).stderr

    assert f"--executor: '{word}' không mã hóa, mà Dask chạy mã của bất kỳ ai tới được cổng ấy" in told
    assert f"thì ghi tls://{word.removeprefix('dask://')}" in told


@pytest.mark.parametrize(
    "word",
    ["", "may", "127.0.0.1:8786", "tcp://127.0.0.1:8786", "dask://127.0.0.1", "dask://:8786", "dask://127.0.0.1:0",
     "dask://127.0.0.1:99999", "dask://127.0.0.1:x", "dask://a@127.0.0.1:8786", "dask://127.0.0.1:8786/x",
     "tls://may:8786?x", "tls://[::1:8786", "dask://127.0.0.1:8786#x"],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_both_forms(portal: Path, word: str) -> None:
    """A person is told what an address looks like."""
    told = cchc("--root", portal, *WORDS, f"--executor={word}", code=2).stderr

    assert f"{word!r} không phải địa chỉ cụm máy; ghi dask://127.0.0.1:8786" in told


@pytest.mark.parametrize(
    ("word", "url"),
    [
        ("dask://127.0.0.1:8786", "tcp://127.0.0.1:8786"),
        ("dask://localhost:1", "tcp://127.0.0.1:1"),
        ("dask://[::1]:8786", "tcp://[::1]:8786"),
        ("tls://may-chu.tinh.gov.vn:8786", "tls://may-chu.tinh.gov.vn:8786"),
    ],
)
def test_addresses_are_those_of_this_machine_or_encrypted(word: str, url: str) -> None:
    """What is accepted, and how Dask is told."""
    assert Address.parse(word).url == url


@pytest.mark.parametrize(("heard", "is_open"), [
    ("tcp://0.0.0.0:4000", True), ("tcp://10.0.0.5:4000", True), ("tcp://[::]:4000", True),
    ("tcp://127.0.0.1:4000", False), ("tls://0.0.0.0:4000", False),
])  # fmt: skip
def test_a_worker_that_strangers_can_reach_is_refused(tmp_path: Path, heard: str, *, is_open: bool) -> None:
    """A worker without --host listens everywhere, although the address that it gives is the loopback's."""
    told = executor._worker_unfit(required(tmp_path), worker(heard))  # noqa: SLF001 - asked on workers by Dask only

    assert ("đang nghe ở" in told and "--host 127.0.0.1" in told) == is_open
    assert bool(told) == is_open


def test_a_worker_that_does_not_see_the_portal_is_refused(tmp_path: Path) -> None:
    """The folder is named: it has the same path on every machine."""
    one = required(tmp_path)
    Path(one.sign).unlink()
    told = executor._worker_unfit(one, worker("tcp://127.0.0.1:4000"))  # noqa: SLF001 - asked on workers by Dask only

    assert told.startswith(f"Tiến trình làm việc tcp://127.0.0.1:1 không thấy hoặc không ghi được thư mục “{tmp_path}”")


def required(folder: Path) -> Requirements:
    """Ask of workers what a build in a folder asks."""
    (folder / "sign").touch()
    return Requirements(version=__version__, code=code_version(), sign=str(folder / "sign"))


def worker(heard: str) -> SimpleNamespace:
    """Stand in for a worker that listens somewhere."""
    return SimpleNamespace(address="tcp://127.0.0.1:1", listeners=[SimpleNamespace(listen_address=heard)])


def test_no_build_loads_dask_unasked() -> None:
    """It takes half a second and is an extra."""
    asked = (
        "import sys; from site_builder import build, cli, cluster; cli.parser(); print('distributed' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)

    assert done.stdout == "False\n"


def test_without_the_extra_a_person_is_told_what_to_install(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command, as it is typed."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = cchc("--root", portal, *WORDS, "--executor", "dask://127.0.0.1:8786", code=1).stderr

    assert "chua-cai-cum-may: Chưa cài phần chạy trên cụm máy. Hãy chạy: pip install 'cchc-portal[cluster]'" in told
