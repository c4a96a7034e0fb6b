"""Bytes of a file, or why there are none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from secretlint.files.discover import FoundFile
from secretlint.files.read import Gone, Skipped, SourceFile, Unreadable, from_bytes, read, size_text
from secretlint.model import Notice

MIB = 1024 * 1024


def found(path: Path, named: bool = False) -> FoundFile:
    return FoundFile(str(path), path.name, named)


@pytest.mark.parametrize("size", [0, 1, 10, 3 * MIB])
def test_all_bytes_are_read(tmp_path: Path, size: int) -> None:
    data = os.urandom(size).replace(b"\0", b"\1")
    (tmp_path / "a.py").write_bytes(data)
    assert read(found(tmp_path / "a.py"), 5 * MIB) == SourceFile(tmp_path / "a.py", "a.py", data)


def test_newlines_and_byte_order_mark_stay(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfa\r\nb\rc\n\x1a"
    (tmp_path / "a.py").write_bytes(data)
    result = read(found(tmp_path / "a.py"), 100)
    assert isinstance(result, SourceFile)
    assert result.data == data


def test_a_large_file_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x" * (5 * MIB + 1))
    assert read(found(tmp_path / "a.py"), 5 * MIB) == Skipped(Notice("a.py", "skipped: larger than 5 MiB"))
    (tmp_path / "a.py").write_bytes(b"x" * 5 * MIB)
    assert isinstance(read(found(tmp_path / "a.py"), 5 * MIB), SourceFile)


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="needs /proc")
def test_a_file_that_does_not_know_its_size_is_bounded_too() -> None:
    assert isinstance(read(found(Path("/proc/self/status")), 10), Skipped)
    assert isinstance(read(found(Path("/proc/self/status")), MIB), SourceFile)


def test_a_nul_byte_means_binary(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x = 1\n\0")
    assert read(found(tmp_path / "a.py"), 100) == Skipped(Notice("a.py", "skipped: binary"))


def test_a_file_that_has_gone_since_it_was_found(tmp_path: Path) -> None:
    notice = Notice("a.py", "no such file or directory")
    assert read(found(tmp_path / "a.py"), 100) == Gone(notice)
    assert read(found(tmp_path / "a.py", named=True), 100) == Unreadable(notice, failed=True)


@pytest.mark.parametrize("named", [True, False])
def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: bool) -> None:
    def refuse(path: object, *_: object) -> int:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "open", refuse)
    result = read(found(tmp_path / "a.py", named), 100)
    assert result == Unreadable(Notice("a.py", "permission denied"), failed=named)


def test_a_directory_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.py").mkdir()
    assert read(found(tmp_path / "a.py"), 10 * MIB) == Unreadable(Notice("a.py", "is a directory"), failed=False)


@pytest.mark.skipif(sys.platform == "win32", reason="needs FIFOs")
def test_a_fifo_in_its_place_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    assert read(found(tmp_path / "a.py"), 10 * MIB) == Unreadable(Notice("a.py", "not a regular file"), failed=False)


def test_bytes_from_elsewhere_obey_the_same_bounds() -> None:
    stdin = FoundFile("-", "-", named=True)
    assert from_bytes(stdin, b"x", 10) == SourceFile(Path("-"), "-", b"x")
    assert from_bytes(stdin, b"\0", 10) == Skipped(Notice("-", "skipped: binary"))
    assert from_bytes(stdin, b"x" * 11, 10) == Skipped(Notice("-", "skipped: larger than 10 bytes"))


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (700, "700 bytes"),
        (1024, "1 KiB"),
        (1536, "1.5 KiB"),
        (5 * MIB, "5 MiB"),
        (100 * MIB, "100 MiB"),
        (2 * 1024 * MIB, "2 GiB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text
