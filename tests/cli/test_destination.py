"""A report file appears whole, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TextIO

import pytest

from secretlint.cli.destination import check_destination, deliver
from secretlint.cli.errors import CommandError


def write_report(stream: TextIO) -> None:
    stream.write("flüsse\n")


def interrupt(stream: TextIO) -> None:
    stream.write("half a rep")
    raise KeyboardInterrupt


def test_a_new_file_is_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deliver(write_report, str(tmp_path / "report.txt"))
    assert (tmp_path / "report.txt").read_bytes() == "flüsse\n".encode()
    assert os.listdir(tmp_path) == ["report.txt"]
    assert capsys.readouterr().out == ""


def test_an_old_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("an older and longer report\n")
    report.chmod(0o640)
    before = report.stat().st_ino
    deliver(write_report, str(report))
    assert report.read_text("utf-8") == "flüsse\n"
    assert stat.S_IMODE(report.stat().st_mode) == 0o640
    assert report.stat().st_ino != before


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("report.txt")
    deliver(write_report, str(tmp_path / "link.txt"))
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "report.txt").read_text("utf-8") == "flüsse\n"


def test_an_interrupt_leaves_the_old_report_and_nothing_else(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("old\n")
    with pytest.raises(KeyboardInterrupt):
        deliver(interrupt, str(report))
    assert report.read_text() == "old\n"
    assert os.listdir(tmp_path) == ["report.txt"]


def test_a_device_is_written_to_and_not_replaced() -> None:
    deliver(write_report, os.devnull)
    assert not stat.S_ISREG(os.stat(os.devnull).st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_error() -> None:
    with pytest.raises(CommandError, match=r"^cannot write /dev/full: no space left on device$"):
        deliver(write_report, "/dev/full")


def test_a_missing_directory_is_found_out_before_and_after(tmp_path: Path) -> None:
    target = str(tmp_path / "nosuch" / "report.txt")
    with pytest.raises(CommandError, match=r"report.txt: no such directory$"):
        check_destination(target)
    with pytest.raises(CommandError, match=r"report.txt: no such file or directory$"):
        deliver(write_report, target)


def test_surrogates_of_a_file_name_do_no_harm(tmp_path: Path) -> None:
    deliver(lambda stream: stream.write("\udcff\n"), str(tmp_path / "report.txt"))
    assert (tmp_path / "report.txt").read_bytes() == b"?\n"
