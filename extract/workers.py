"""Documents in processes of their own, so that one that crashes, hangs or eats memory takes no other with it.

A worker lives for many documents. One that outlasts its limit is ended by the parent; one whose memory grows beyond
its limit fails an allocation and ends; in both cases its document is reported and a fresh worker takes its place.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

# Far above any real document: the slowest of the corpus takes some 4 s, the largest some 200 MB.
DEFAULT_SECONDS = 300.0
DEFAULT_BYTES = 4 * 1024**3


@dataclass(frozen=True)
class Ended:
    """A job whose worker did not come back with a result, and why."""

    reason: str


@dataclass
class _Worker:
    process: multiprocessing.Process
    connection: Connection
    job: int | None = None
    started: float = 0.0


def run_isolated(
    function: Callable[[Any], Any],
    jobs: Sequence[Any],
    workers: int,
    seconds: float = DEFAULT_SECONDS,
    memory: int = DEFAULT_BYTES,
) -> list[Any]:
    """The function's result for each job, in the order of the jobs, or Ended where its worker was lost.

    `seconds` is wall time and `memory` address space in bytes, both per document. The order of the results
    and the results themselves do not depend on the number of workers.
    """
    results: list[Any] = [Ended("was not run")] * len(jobs)
    waiting = list(range(len(jobs)))[::-1]
    pool = [_start(function, memory) for _ in range(max(1, min(workers, len(jobs))))]
    try:
        while waiting or any(worker.job is not None for worker in pool):
            for worker in pool:
                if worker.job is None and waiting:
                    worker.job, worker.started = waiting.pop(), time.monotonic()
                    worker.connection.send(jobs[worker.job])
            for position, worker in enumerate(pool):
                if worker.job is not None and _overdue(worker, seconds):
                    results[worker.job] = Ended(f"took more than {seconds:.0f} s")
                    pool[position] = _replaced(worker, function, memory)
            busy = {worker.connection: position for position, worker in enumerate(pool) if worker.job is not None}
            for connection in wait(list(busy), timeout=0.5):
                position = busy[connection]  # type: ignore[index]
                worker, job = pool[position], pool[position].job
                if job is None:
                    continue
                try:
                    results[job] = worker.connection.recv()
                    worker.job = None
                except EOFError:
                    results[job] = Ended(_how_it_ended(worker.process))
                    pool[position] = _replaced(worker, function, memory)
    finally:
        for worker in pool:
            _stop(worker)
    return results


def _start(function: Callable[[Any], Any], memory: int) -> _Worker:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(function, theirs, memory), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)  # type: ignore[arg-type]


def _serve(function: Callable[[Any], Any], connection: Connection, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        try:
            result = function(job)
        except MemoryError:
            result = Ended(f"needs more than {memory // 1024**2} MB of memory")
        except Exception as error:  # a fault of the reader costs its document, and is said
            result = Ended(f"met a fault of the reader ({type(error).__name__}: {error})")
        connection.send(result)


def _overdue(worker: _Worker, seconds: float) -> bool:
    return time.monotonic() - worker.started > seconds


def _replaced(worker: _Worker, function: Callable[[Any], Any], memory: int) -> _Worker:
    _stop(worker)
    return _start(function, memory)


def _stop(worker: _Worker) -> None:
    # A worker holds nothing that outlasts it, so it is not asked to finish.
    worker.connection.close()
    worker.process.kill()
    worker.process.join()


def _how_it_ended(process: Any) -> str:
    process.join(timeout=5)
    code = process.exitcode
    return f"ended its reader (signal {-code})" if code and code < 0 else f"ended its reader (exit code {code})"
