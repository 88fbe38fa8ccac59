"""Runs functions over many values: here, in worker processes, or on an executor that is given.

Worker processes are forked when this process has one thread (nothing is imported twice), else spawned. They end
when their parent ends, however it ends, and leave Ctrl-C to it.

Knows: `concurrent.futures`. Never: knows what a function does.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import partial
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

from site_builder.engine import failures, garbage
from site_builder.errors import MakeError

T = TypeVar("T")
R = TypeVar("R")

FEW = 64
"""Fewer tasks than this are done in this process: starting workers takes longer."""
CHUNK = 64
"""At most so many tasks go to a worker at once."""
FAR_CHUNK = 200
"""The same of an executor that is given: its workers may be on other machines, and every chunk travels."""

_WATCHERS: list[threading.Thread] = []
"""Threads of a worker that only wait for its parent's end."""


def spread(
    function: Callable[[T], R], tasks: Sequence[T], *, jobs: int, executor: Executor | None = None
) -> Iterator[R]:
    """Yield `function(task)` for every task, in their order, in worker processes; what it raises is raised here.

    `function` is module-level (or a `partial` of such a one) when workers do it.

    Raises:
        MakeError: workers cannot start, or one was killed.
    """
    if len(tasks) < FEW or (executor is None and jobs <= 1):
        yield from map(function, tasks)
        return
    pieces = chunks(tasks, jobs, most=_most(executor))
    for results in _results(partial(_do, function), pieces, jobs, executor, _in_turn):
        yield from results


def spread_chunks(
    function: Callable[[Sequence[T]], R],
    tasks: Sequence[T],
    *,
    jobs: int,
    executor: Executor | None,
    unit: Callable[[T], str],
) -> Generator[R, None, None]:
    """Yield `function(chunk)` for chunks of the tasks, in any order; who stops asking cancels the rest.

    Tasks for which `unit` says the same word, which is not empty, are in one chunk, in their order.

    Raises:
        MakeError: workers cannot start, or one was killed.
    """
    if executor is None and (jobs <= 1 or len(tasks) < FEW):
        yield from map(function, chunks(tasks, 1, unit))
        return
    pieces = chunks(tasks, jobs, unit, _most(executor))
    del tasks  # each goes when it is done
    yield from _results(function, pieces, jobs, executor, as_completed)


def _most(executor: Executor | None) -> int:
    return CHUNK if executor is None else FAR_CHUNK


def _results(
    function: Callable[[Sequence[T]], R],
    pieces: Iterable[Sequence[T]],
    jobs: int,
    executor: Executor | None,
    order: Callable[[list[Future[R]]], Iterator[Future[R]]],
) -> Generator[R, None, None]:
    with _workers(jobs, executor) as workers:
        futures = [workers.submit(function, chunk) for chunk in pieces]
        try:
            for future in order(futures):
                yield future.result()
        except GeneratorExit:
            if not all(future.done() for future in futures):
                raise  # who asks no more wants nothing of what is being done
        finally:
            # Workers of our own are ended; their pool cannot bear that and cancelled tasks together (Python 3.11).
            if executor is not None:
                for future in futures:
                    future.cancel()


def _in_turn(futures: list[Future[R]]) -> Iterator[Future[R]]:
    """Yield futures in their order, and let go of each with its result."""
    futures.reverse()
    while futures:
        yield futures.pop()


def chunks(
    tasks: Sequence[T], jobs: int, unit: Callable[[T], str] = lambda _task: "", most: int = CHUNK
) -> Iterator[Sequence[T]]:
    """Cut the tasks so that every worker gets several chunks; whole units come first, for they take long."""
    units: dict[str, list[T]] = {}
    for task in tasks:
        units.setdefault(unit(task), []).append(task)
    loose = units.pop("", [])
    yield from units.values()
    size = max(1, min(most, len(loose) // (max(jobs, 1) * 4)))
    yield from (loose[start : start + size] for start in range(0, len(loose), size))


def _do(function: Callable[[T], R], tasks: Sequence[T]) -> list[R]:
    return [function(task) for task in tasks]


@contextmanager
def _workers(jobs: int, executor: Executor | None) -> Iterator[Executor]:
    """Lend the executor that is given, or worker processes of our own."""
    with _pool(jobs) if executor is None else nullcontext(executor) as workers:
        try:
            yield workers
        except (BrokenExecutor, CancelledError) as error:
            problem = failures.of_killed_worker() if executor is None else failures.of_lost_executor()
            raise MakeError(problem) from error


@contextmanager
def kept_workers() -> Iterator[None]:
    """Keep worker processes, once started, for who asks for them next while this lasts.

    A process shares with its parent what that held when it began, and makes its own of most of it: workers that begin
    before all is planned stay small.
    """
    kept = _Kept()
    before = _KEPT.set(kept)
    try:
        yield
    except BaseException:
        kept.stop()
        raise
    finally:
        _KEPT.reset(before)
        kept.end()


@contextmanager
def _pool(jobs: int) -> Iterator[Executor]:
    """Lend worker processes, and stop them when what they do is of no use any more."""
    outer = _KEPT.get()
    kept = outer or _Kept()
    try:
        yield kept.started(jobs)
    except BaseException:
        # Nobody waits for what they are doing: Ctrl-C is obeyed at once.
        kept.stop()
        raise
    finally:
        if kept is not outer:
            kept.end()


class _Kept:
    """Worker processes, started when they are first asked for."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._jobs = 0
        self._strangers: set[BaseProcess] = set()

    def started(self, jobs: int) -> Executor:
        """Return so many workers.

        Raises:
            MakeError: they cannot start.
        """
        if self._pool is None or self._jobs != jobs:
            self.end()
            self._strangers = set(multiprocessing.active_children())
            try:
                pool = ProcessPoolExecutor(jobs, mp_context=context(), initializer=_follow_parent)
                pool.submit(os.getpid).result()
            except (OSError, NotImplementedError, BrokenExecutor) as error:
                self._end_children()
                raise MakeError(failures.of_unstarted_workers(error)) from error
            self._pool, self._jobs = pool, jobs
        return self._pool

    def stop(self) -> None:
        """End the processes, whatever they do."""
        if self._pool is not None:
            self._end_children()
        self.end()

    def end(self) -> None:
        """Let them finish, and end them."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()

    def _end_children(self) -> None:
        for child in set(multiprocessing.active_children()) - self._strangers:
            child.terminate()
            child.join()


_KEPT: ContextVar[_Kept | None] = ContextVar("workers", default=None)
"""Of the build that this thread is at."""


def context() -> multiprocessing.context.ForkContext | multiprocessing.context.SpawnContext:
    """Choose how processes start: a fork of a process with threads, but for one that only waits, can stop for ever."""
    return (
        multiprocessing.get_context("fork")
        if _threads() == 1 + len(_WATCHERS)
        else multiprocessing.get_context("spawn")
    )


def _threads() -> int:
    """Count the threads of this process, those of libraries too; 2 where that cannot be known."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    except OSError:
        return 2


def _follow_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it: a worker of a killed build must not write on."""
    garbage.collect_own()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        watcher = threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True)
        _WATCHERS.append(watcher)
        watcher.start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
