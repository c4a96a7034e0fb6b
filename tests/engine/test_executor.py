"""Any executor may examine the files: what is found stays the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest

from secretlint.engine.examiner import Alone
from secretlint.engine.executor import check
from secretlint.engine.task import Task, perform_all
from secretlint.model import Report
from tests.engine.large_project import FILES, write_large_project


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("large")
    write_large_project(root)
    return root


@pytest.fixture(scope="module")
def plain(large: Path) -> Report:
    report = check([large])
    assert len(report.findings) == 2 * FILES
    return report


@contextmanager
def dask() -> Iterator[Executor]:
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None)
    with cluster, cluster.get_client() as client:
        yield client.get_executor()


@contextmanager
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


@pytest.mark.parametrize("chosen", [processes, dask, lambda: ThreadPoolExecutor(2)])
def test_an_executor_finds_the_same(
    large: Path, plain: Report, monkeypatch: pytest.MonkeyPatch, chosen: object
) -> None:
    assert callable(chosen)
    monkeypatch.setattr(Alone, "examine", lambda *_: pytest.fail("examined here"))
    with chosen() as executor:
        assert check([large], executor=executor) == plain


class AtOnce(Executor):
    """Does what it is given at once, and fails on chunks with certain files."""

    def __init__(self, *deadly: str) -> None:
        self.deadly = deadly
        self.sizes: list[int] = []

    def submit(self, function: object, /, *arguments: object, **_: object) -> Future[object]:  # type: ignore[override]
        assert function is perform_all
        (tasks,) = arguments
        assert isinstance(tasks, list)
        self.sizes.append(sum(len(each.source.data) for each in tasks))
        future: Future[object] = Future()
        if any(isinstance(each, Task) and each.source.path.name in self.deadly for each in tasks):
            future.set_exception(RuntimeError("the machine is gone"))
        else:
            future.set_result(perform_all(tasks))
        return future


def test_files_travel_in_chunks(large: Path, plain: Report) -> None:
    executor = AtOnce()
    assert check([large], executor=executor) == plain
    assert [size > 256 * 1024 for size in executor.sizes] == [True, False]


def test_what_fails_with_others_is_tried_alone(large: Path, plain: Report) -> None:
    report = check([large], executor=AtOnce("flow_007.py"))
    name = os.path.relpath(large / "flow_007.py").replace(os.sep, "/")
    lost = [each for each in report.findings if each.path == name]
    assert sorted(each.code for each in lost) == ["SL101", "SL901"]
    assert [each for each in report.findings if each.path != name] == [
        each for each in plain.findings if each.path != name
    ]


def test_neither_jobs_nor_the_cache_change_the_report(large: Path, plain: Report) -> None:
    assert check([large], jobs=2) == plain


def test_what_was_passed_over_is_in_the_report(tmp_path: Path) -> None:
    report = check([tmp_path / "nosuch.py"], isolated=True)
    assert [each.message for each in report.failures] == ["no such file or directory"]
