"""The workers of a Dask cluster as an executor, each only when it may work for this portal.

Every task asks again on its worker: machines join, restart and are upgraded while a build runs. A worker that is lost
is retried by Dask elsewhere; that files are then made twice is the engine's business (`engine.making`).

Knows: dask.distributed, loaded only when a cluster is asked for. Never: knows what the functions do.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from site_builder import __version__
from site_builder.cache.versions import code_version
from site_builder.cluster.address import Address, is_closed
from site_builder.engine.trees import make_folders
from site_builder.errors import ClusterError, Problem

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 10
"""Seconds to wait for a scheduler, and then for its first worker: they may just be starting."""

_LOGGERS = ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application")
"""What they say of a lost connection, a person is told in Vietnamese."""

_ALONE = threading.Lock()
"""A worker with several threads does one task at a time: Python-Markdown's converter is kept and bears no other."""

_MISSING = "Chưa cài phần chạy trên cụm máy. Hãy chạy: pip install 'cchc-portal[cluster]'"
_NO_CERTIFICATE = (
    "tls:// cần chứng chỉ của cụm máy. Hãy đặt DASK_DISTRIBUTED__COMM__TLS__CA_FILE, "
    "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT và DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY, cách lập ở docs/quan-tri.md"
)
_UNREACHED = (
    "Không nối được với bộ điều phối ở {} ({}). Hãy xem nó có đang chạy, đúng cổng và đúng chứng chỉ không, "
    "hoặc chạy lại không có --executor."
)
_NO_WORKER = (
    "Bộ điều phối ở {} chưa có tiến trình làm việc nào. Hãy mở ít nhất một tiến trình (dask worker …) rồi chạy lại."
)
_OPEN = (
    "{} đang nghe ở {} mà không mã hóa: ai tới được cổng ấy thì chạy được mã trên máy. Hãy mở lại nó với "
    "--host 127.0.0.1, hoặc dùng tls://, cách lập ở docs/quan-tri.md"
)
_OTHER_PROGRAM = (
    "{} chạy bản khác của chương trình ({}; máy này {}). Hãy cài cùng một bản và cùng constraints.txt ở mọi máy, "
    "rồi mở lại bộ điều phối và các tiến trình làm việc."
)
_OTHER_FOLDER = (
    "{} không thấy hoặc không ghi được thư mục “{}” của máy này. Hãy gắn cùng một thư mục, ở cùng một đường dẫn, "
    "cho cùng một tài khoản ở mọi máy."
)
_LOST = "Cụm máy bỏ dở công việc ({}). Trang đang phục vụ vẫn nguyên vẹn như cũ. Hãy xem lại các máy rồi chạy lại."


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirements:
    """What a worker must have in common with the machine that builds."""

    version: str
    code: str
    """Digest of the program and the libraries that shape its output."""
    sign: str
    """A file that only the machine that builds has just made, in the portal's state."""


class Cluster(Executor):
    """Runs functions on the workers of a cluster."""

    def __init__(self, client: Any, required: Requirements) -> None:
        self._tasks = client.get_executor(pure=False)  # no result of another build stands in for a file
        self._required = required
        self.size = len(client.scheduler_info()["workers"])
        """Workers at the start."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have a function run by a worker that is fit."""
        future: Future[R] = self._tasks.submit(_if_fit, self._required, fn, *args, **kwargs)
        return future


@contextmanager
def lent(address: Address, state: Path) -> Iterator[Cluster]:
    """Lend the workers of a running cluster for a portal whose state is in the folder `state`, an absolute path.

    Raises:
        ClusterError: it cannot be reached, is open to strangers, or a worker may not work for this portal; or it gave
            up what it was doing.
    """
    distributed = _distributed()
    make_folders(str(state))
    with tempfile.NamedTemporaryFile(dir=state, prefix="cum-may-") as sign, _client(distributed, address) as client:
        required = Requirements(version=__version__, code=code_version(), sign=sign.name)
        try:
            _look(client, required)
            yield Cluster(client, required)
        except _given_up(distributed) as error:
            raise _error("cum-may-dung", _LOST.format(type(error).__name__)) from error


def _distributed() -> Any:
    """Import Dask, and only now; it says nothing by itself."""
    try:
        import distributed  # noqa: PLC0415 - an extra, and half a second
    except ImportError as error:
        raise _error("chua-cai-cum-may", _MISSING) from error
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return distributed


def _given_up(distributed: Any) -> tuple[type[Exception], ...]:
    scheduler = distributed.scheduler
    lost = (scheduler.KilledWorker, scheduler.NoValidWorkerError, scheduler.NoWorkerError)
    return (*lost, distributed.comm.CommClosedError)


@contextmanager
def _client(distributed: Any, address: Address) -> Iterator[Any]:
    """Connect to a scheduler that has a worker."""
    security = distributed.Security(require_encryption=True) if address.is_encrypted else None
    if security and not (security.tls_ca_file and security.tls_client_cert):
        raise _error("thieu-chung-chi", _NO_CERTIFICATE)
    try:
        client = distributed.Client(address.url, timeout=PATIENCE, security=security, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _error("khong-noi-duoc", _UNREACHED.format(address.url, error)) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except OSError as error:
            raise _error("chua-co-may", _NO_WORKER.format(address.url)) from error
        yield client


def _look(client: Any, required: Requirements) -> None:
    """Look at the scheduler and every worker.

    Raises:
        ClusterError: with everything that is wrong.
    """
    known = client.scheduler_info()
    found = [_of_ports("Bộ điều phối", [known["address"]])]
    found += [_of_ports(_named(at), [at, one["nanny"] or at]) for at, one in known["workers"].items()]
    try:
        found.append(client.run_on_scheduler(_scheduler_unfit))
    except Exception:  # noqa: BLE001 - whatever it is: a program that does not know this module is not ours
        found.append(_other_program("Bộ điều phối", "không có", required))
    said = client.run(_worker_unfit, required, on_error="return")
    found += [
        one if isinstance(one, str) else _other_program(_named(at), "không có", required) for at, one in said.items()
    ]
    if wrong := [one for one in dict.fromkeys(found) if one]:
        raise ClusterError(*(Problem("--executor", 0, "cum-may-sai", one) for one in wrong))


# What the scheduler and the workers are asked; an answer says what is wrong, in Vietnamese, or nothing


def _scheduler_unfit(dask_scheduler: Any) -> str:
    return _of_ports("Bộ điều phối", _heard(dask_scheduler))


def _worker_unfit(required: Requirements, dask_worker: Any) -> str:
    name = _named(dask_worker.address)
    if required.code != code_version():
        return _other_program(name, f"{__version__}, mã {code_version()[:8]}", required)
    if not os.access(required.sign, os.R_OK | os.W_OK):
        return _OTHER_FOLDER.format(name, Path(required.sign).parent)
    return _of_ports(name, _heard(dask_worker))


def _heard(server: Any) -> list[str]:
    """Return where a server listens: a worker of `dask worker` does so everywhere, whatever address it gives."""
    return [listener.listen_address for listener in server.listeners]


def _of_ports(who: str, addresses: Iterable[str]) -> str:
    """Say of the first address that strangers can use that they can."""
    return next((_OPEN.format(who, one) for one in addresses if not is_closed(one)), "")


def _other_program(who: str, what: str, required: Requirements) -> str:
    return _OTHER_PROGRAM.format(who, what, f"{required.version}, mã {required.code[:8]}")


def _named(address: str) -> str:
    return f"Tiến trình làm việc {address}"


@lru_cache(maxsize=8)
def _unfit(required: Requirements) -> str:
    from distributed import get_worker  # noqa: PLC0415 - on a worker only

    return _worker_unfit(required, get_worker())


def _if_fit(required: Requirements, function: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    """Call a function in a worker that may work for the portal."""
    with _ALONE:
        if wrong := _unfit(required):
            raise _error("cum-may-sai", wrong)
        return function(*args, **kwargs)


def _error(code: str, message: str) -> ClusterError:
    return ClusterError(Problem("--executor", 0, code, message))
