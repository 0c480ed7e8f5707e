"""One process a document: what crashes, hangs or eats memory is reported, and the others go on."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from extract.workers import Ended, run_isolated

MEGABYTES = 1024**2


def work(job: int | str) -> Any:
    if job == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if job == "hang":
        time.sleep(60)
    if job == "eat":
        return len(bytearray(4096 * MEGABYTES))
    return (job, "done")


def test_a_lost_worker_costs_its_own_document_only() -> None:
    results = run_isolated(work, [1, "crash", 2, "hang", 3, "eat", 4], 2, seconds=1.5, memory=2048 * MEGABYTES)
    assert [result for result in results if not isinstance(result, Ended)] == [
        (number, "done") for number in (1, 2, 3, 4)
    ]
    assert [results[index].reason for index in (1, 3, 5)] == [
        "ended its reader (signal 9)",
        "took more than 2 s",
        "needs more than 2048 MB of memory",
    ]


def test_results_do_not_depend_on_the_number_of_workers() -> None:
    jobs = list(range(20))
    assert run_isolated(work, jobs, 1) == run_isolated(work, jobs, 4) == [(job, "done") for job in jobs]


def test_no_jobs_no_results() -> None:
    assert run_isolated(work, [], 3) == []
