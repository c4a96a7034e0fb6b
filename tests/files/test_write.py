"""A file that is written holds the old bytes or the new ones, whatever happens."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from secretlint.files.write import CHANGED, READ_ONLY, NotWritten, put, replace
from tests.unprivileged import unprivileged_command

OLD, NEW = b"token = 'old'\r\n", b"\xef\xbb\xbftoken = load()\r\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and users of POSIX")
root = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root, to mount or to be somebody")
NOBODY = 65534

REPLACE = f"""\
import sys
from pathlib import Path
from secretlint.files.write import replace
print(replace(Path(sys.argv[1]), {OLD!r}, {NEW!r}))
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file that holds OLD, alone in its directory."""
    path = tmp_path / "flow.py"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=0777", "tmpfs", str(disk)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("this root may not mount")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def names(directory: Path) -> list[str]:
    return sorted(os.listdir(directory))


def test_the_new_bytes_are_there_and_nothing_else(source: Path) -> None:
    assert replace(source, OLD, NEW) is None
    assert source.read_bytes() == NEW
    assert names(source.parent) == ["flow.py"]


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664])
def test_the_mode_is_kept(source: Path, mode: int) -> None:
    source.chmod(mode)
    assert replace(source, OLD, NEW) is None
    assert stat.S_IMODE(source.stat().st_mode) == mode


@root
def test_the_owner_is_kept(source: Path) -> None:
    os.chown(source, NOBODY, NOBODY)
    assert replace(source, OLD, NEW) is None
    assert (source.stat().st_uid, source.stat().st_gid) == (NOBODY, NOBODY)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="extended attributes of Linux")
def test_extended_attributes_are_kept(source: Path) -> None:
    try:
        os.setxattr(source, "user.origin", b"here")
    except OSError:
        pytest.skip("no extended attributes on this file system")
    assert replace(source, OLD, NEW) is None
    assert os.getxattr(source, "user.origin") == b"here"


@pytest.mark.parametrize("now", [b"", OLD + b"#", OLD.lower().replace(b"old", b"0ld")])
def test_a_file_that_changed_meanwhile_is_left(source: Path, now: bytes) -> None:
    source.write_bytes(now)
    assert replace(source, OLD, NEW) == NotWritten(CHANGED)
    assert source.read_bytes() == now
    assert names(source.parent) == ["flow.py"]


def test_a_file_that_changes_while_the_new_one_is_written_is_left(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def saved_by_an_editor(descriptor: int) -> None:
        source.write_bytes(b"saved by an editor\n")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", saved_by_an_editor)
    assert replace(source, OLD, NEW) == NotWritten(CHANGED)
    assert source.read_bytes() == b"saved by an editor\n"
    assert names(source.parent) == ["flow.py"]


def test_a_file_that_is_gone_does_not_come_back(source: Path) -> None:
    source.unlink()
    assert replace(source, OLD, NEW) == NotWritten("no such file or directory")
    assert names(source.parent) == []


@posix
def test_the_target_of_a_link_is_written_and_the_link_stays(source: Path) -> None:
    (source.parent / "far").mkdir()
    link = source.parent / "far" / "link.py"
    link.symlink_to("../flow.py")
    assert replace(link, OLD, NEW) is None
    assert link.is_symlink()
    assert source.read_bytes() == NEW
    assert names(source.parent / "far") == ["link.py"]


@posix
def test_of_a_file_with_two_names_each_is_whole_and_each_can_be_written(source: Path) -> None:
    other = source.parent / "other.py"
    other.hardlink_to(source)
    assert replace(source, OLD, NEW) is None
    assert (source.read_bytes(), other.read_bytes()) == (NEW, OLD)
    assert replace(other, OLD, NEW) is None
    assert (source.read_bytes(), other.read_bytes()) == (NEW, NEW)


@posix
def test_a_read_only_file_is_left_also_by_root(source: Path) -> None:
    source.chmod(0o444)
    assert replace(source, OLD, NEW) == NotWritten(READ_ONLY)
    assert source.read_bytes() == OLD


@posix
def test_what_is_no_file_is_left(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    assert replace(tmp_path / "pipe.py", OLD, NEW) == NotWritten("not a regular file")
    assert replace(tmp_path, OLD, NEW) == NotWritten("not a regular file")


@posix
@pytest.mark.parametrize(
    ("directory_mode", "file_mode", "reason"), [(0o555, 0o644, "permission denied"), (0o755, 0o444, READ_ONLY)]
)
def test_what_we_may_not_write_is_left(tmp_path: Path, directory_mode: int, file_mode: int, reason: str) -> None:
    directory = tmp_path / "flows"
    directory.mkdir()
    source = directory / "flow.py"
    source.write_bytes(OLD)
    source.chmod(file_mode)
    directory.chmod(directory_mode)
    command = unprivileged_command([sys.executable, "-c", REPLACE, str(source)])
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"{NotWritten(reason)}\n"
    assert source.read_bytes() == OLD
    assert names(directory) == ["flow.py"]
    directory.chmod(0o755)


@root
def test_a_full_disk_leaves_the_old_file_and_nothing_else(small_disk: Path) -> None:
    source = small_disk / "flow.py"
    source.write_bytes(OLD)
    assert replace(source, OLD, NEW * 10_000) == NotWritten("no space left on device")
    assert source.read_bytes() == OLD
    assert names(small_disk) == ["flow.py"]
    assert replace(source, OLD, NEW) is None


def test_a_disk_that_fails_to_sync_leaves_the_old_file(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fail)
    assert replace(source, OLD, NEW) == NotWritten("input/output error")
    assert source.read_bytes() == OLD
    assert names(source.parent) == ["flow.py"]


def test_an_interrupt_leaves_the_old_file_and_nothing_else(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace(source, OLD, NEW)
    assert source.read_bytes() == OLD
    assert names(source.parent) == ["flow.py"]


@posix
def test_what_a_killed_run_left_goes_and_what_another_is_writing_stays(source: Path) -> None:
    import fcntl

    abandoned = source.parent / ".secretlint-0123456789ab.tmp"
    being_written = source.parent / ".secretlint-ba9876543210.tmp"
    lookalikes = [source.parent / name for name in (".secretlint-0123.tmp", ".secretlint.tmp", "0123456789ab.tmp")]
    for path in (abandoned, being_written, *lookalikes):
        path.write_bytes(b"half a")
    with being_written.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert replace(source, OLD, NEW) is None
    assert names(source.parent) == sorted(["flow.py", being_written.name, *(path.name for path in lookalikes)])


@posix
def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert put(str(tmp_path / "values.json"), b"{}")
    assert stat.S_IMODE((tmp_path / "values.json").stat().st_mode) == 0o600
