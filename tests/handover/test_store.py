"""A value that a fix takes out is in its owner's hands before, and stays there."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from secretlint.handover import store as storing
from secretlint.handover.errors import HandoverError, NameTakenError
from secretlint.handover.lock import locked
from secretlint.handover.record import Contents, Kept, Source, parse, render
from secretlint.handover.store import Entry, discard, mark_applied, read, store
from secretlint.model import SecretText
from tests.handover.entries import entry, value
from tests.unprivileged import unprivileged_command

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and users of POSIX")
root = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root, to mount or to be somebody")
NOBODY = 65534

STORE = """\
import sys
from pathlib import Path
from secretlint.handover.errors import HandoverError
from secretlint.handover.store import Entry, store
from secretlint.model import SecretText
try:
    for line in range(20):
        name = f"{sys.argv[2]}-{line}"
        entry = Entry(name, SecretText(name[::-1]), "env", sys.argv[1], "a.py", line, "SL102")
        store([entry], Path(sys.argv[1]) / "state")
except HandoverError as error:
    sys.exit(str(error))
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state directory that does not exist yet."""
    return tmp_path / "state" / "secretlint" / "handover"


def revealed(file: Path) -> dict[str, str]:
    return {kept.name: kept.value.reveal() for kept in read(file)}


def test_a_value_is_kept_with_all_that_is_known_of_it(tmp_path: Path, state: Path) -> None:
    file = store([entry(tmp_path)], state)
    assert file.parent == state
    (kept,) = read(file)
    assert (kept.name, kept.kind, kept.style, kept.applied) == ("etl-password", "prefect-block", "prefect", "")
    assert kept.sources == (Source("flows/etl.py", 12, "SL102"),)
    assert kept.value.reveal() == value()
    assert kept.created.endswith("Z")
    document = json.loads(file.read_text())
    assert (document["version"], document["project"]) == (1, str(tmp_path))
    assert set(document["entries"][0]) == {"name", "style", "kind", "sources", "created", "applied", "value"}


@pytest.mark.parametrize(
    "text",
    ["", " ", "12345", "null", '"', "\\", "a\nb\r\nc\n", "\0", "ü€😀", "\udcff", "\u2028", "x" * 100_000, "'${HOME}`"],
    ids=range(13),
)
def test_every_text_comes_back_as_it_was(tmp_path: Path, state: Path, text: str) -> None:
    assert revealed(store([entry(tmp_path, text=text)], state)) == {"etl-password": text}


@posix
def test_nobody_else_may_read_it(tmp_path: Path, state: Path) -> None:
    before = os.umask(0)
    try:
        file = store([entry(tmp_path)], state)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [stat.S_IMODE(path.stat().st_mode) for path in (state, state.parent)] == [0o700, 0o700]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in state.iterdir())


@posix
def test_what_was_opened_to_others_is_closed_again(tmp_path: Path, state: Path) -> None:
    file = store([entry(tmp_path)], state)
    file.chmod(0o644)
    state.chmod(0o755)
    store([entry(tmp_path, "other")], state)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, state)] == [0o600, 0o700]


def test_storing_again_adds_nothing(tmp_path: Path, state: Path) -> None:
    file = store([entry(tmp_path)], state)
    before = file.read_bytes()
    store([entry(tmp_path), entry(tmp_path)], state)
    assert file.read_bytes() == before


def test_another_place_of_a_value_is_added_to_it(tmp_path: Path, state: Path) -> None:
    file = store([entry(tmp_path)], state)
    store([entry(tmp_path, path="flows/load.py", line=9)], state)
    (kept,) = read(file)
    assert kept.sources == (Source("flows/etl.py", 12, "SL102"), Source("flows/load.py", 9, "SL102"))


def test_a_name_that_another_value_has_is_refused_and_nothing_changes(tmp_path: Path, state: Path) -> None:
    file = store([entry(tmp_path)], state)
    before = file.read_bytes()
    with pytest.raises(NameTakenError, match=r"^another value already has the name etl-password$") as caught:
        store([entry(tmp_path, "new", value(1)), entry(tmp_path, text=value(2))], state)
    assert caught.value.names == ("etl-password",)
    assert file.read_bytes() == before


def test_a_block_and_a_variable_may_have_one_name(tmp_path: Path, state: Path) -> None:
    file = store(
        [entry(tmp_path, "TOKEN", value(1), "env"), entry(tmp_path, "TOKEN", value(2), "prefect-1-secret")], state
    )
    assert sorted(kept.key for kept in read(file)) == [("env", "TOKEN"), ("prefect-1-secret", "TOKEN")]


def test_projects_do_not_share_a_file(tmp_path: Path, state: Path) -> None:
    roots = [tmp_path / "one" / "etl", tmp_path / "two" / "etl"]
    files = {store([entry(each)], state) for each in roots}
    assert len(files) == 2
    assert all(file.name.startswith("etl-") for file in files)


def test_marking_and_discarding(tmp_path: Path, state: Path) -> None:
    file = store([entry(tmp_path), entry(tmp_path, "other", value(1))], state)
    mark_applied(file, [("prefect-block", "other")])
    first, second = read(file)
    assert (first.applied, second.applied[-1:]) == ("", "Z")
    store([entry(tmp_path, "other", value(1))], state)
    assert [kept.applied for kept in read(file)] == ["", second.applied]
    discard(file, [second])
    assert revealed(file) == {"etl-password": value()}
    discard(file, [first._replace(value=SecretText(value(7)))])
    assert revealed(file) == {"etl-password": value()}


def test_no_file_holds_no_values(tmp_path: Path) -> None:
    assert read(tmp_path / "nosuch.json") == ()


def test_nothing_printed_shows_a_value(tmp_path: Path, state: Path) -> None:
    assert value() not in repr(entry(tmp_path)) + str(read(store([entry(tmp_path)], state)))


HOSTILE: dict[str, tuple[Callable[[str], str], str]] = {
    "empty": (lambda _: "", "not valid JSON (line 1)"),
    "half": (lambda text: text[: len(text) // 2], "not valid JSON (line "),
    "text": (lambda text: f"{value(5)} {text}", "not valid JSON (line 1)"),
    "list": (lambda _: "[]", '"version" is missing'),
    "merge conflict": (lambda text: "<<<<<<< HEAD\n" + text, "not valid JSON (line 1)"),
    "nested": (lambda _: "[" * 100_000, "nested too deep"),
    "newer": (lambda text: text.replace('"version": 1', '"version": 2'), "written by a newer secretlint (version 2)"),
    "no number": (lambda text: text.replace('"version": 1', '"version": true'), '"version" is missing'),
    "old": (lambda text: text.replace('"version": 1', '"version": 0'), "unknown version 0"),
    "long number": (lambda text: text.replace('"version": 1', '"version": ' + "1" * 9999), "not valid JSON"),
    "style": (lambda text: text.replace('"prefect"', '"gopher"'), "an entry of unknown style"),
    "line": (lambda text: re.sub(r"(?<=[\s\[,])12(?=,)", '"12"', text), "a source that is not [path, line, code]"),
    "value": (lambda text: text.replace(f'"{value()}"', "7"), '"value" is missing'),
    "applied": (lambda text: text.replace("null", "false"), '"applied" is not'),
    "unknown": (lambda text: text.replace('"applied"', '"extra": 1, "applied"'), "an entry with unknown keys"),
    "not ASCII": (lambda text: text.replace("etl", "ütl"), "not valid JSON"),
}


@pytest.mark.parametrize(("spoil", "message"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_handover_is_named_and_never_written_over(
    tmp_path: Path, state: Path, spoil: Callable[[str], str], message: str
) -> None:
    file = store([entry(tmp_path)], state)
    file.write_text(spoil(file.read_text()), "utf-8")
    before = file.read_bytes()
    for use in (lambda: store([entry(tmp_path, "new")], state), lambda: read(file), lambda: mark_applied(file, [])):
        with pytest.raises(HandoverError) as caught:
            use()
        assert str(caught.value).startswith(f"{file}: no handover: {message}")
        assert str(caught.value).endswith("; it was left as it is, move it away")
        assert value() not in str(caught.value)
        assert value(5) not in str(caught.value)
    assert file.read_bytes() == before


def test_two_entries_of_one_name_are_no_handover() -> None:
    kept = Kept("a", "env", SecretText("1"), (), "")
    with pytest.raises(Exception, match=r"^two entries of one name$"):
        parse(render(Contents("/", (kept, kept))))


@posix
def test_a_file_of_another_kind_is_no_handover(tmp_path: Path, state: Path) -> None:
    file = store([entry(tmp_path)], state)
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(HandoverError, match=r"not a regular file$"):
        store([entry(tmp_path)], state)
    file.unlink()
    file.mkdir()
    with pytest.raises(HandoverError, match=r"not a regular file$"):
        read(file)


@root
def test_a_file_of_another_user_is_not_trusted(tmp_path: Path, state: Path) -> None:
    file = store([entry(tmp_path)], state)
    os.chown(file, NOBODY, NOBODY)
    with pytest.raises(HandoverError, match=r"belongs to another user$"):
        read(file)


@posix
def test_the_target_of_a_link_is_written(tmp_path: Path, state: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(state / "far.json")
    assert store([entry(tmp_path)], file=link) == link
    assert link.is_symlink()
    assert revealed(state / "far.json") == {"etl-password": value()}


@posix
def test_a_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(HandoverError, match=r"^cannot make .*state/handover: not a directory$"):
        store([entry(tmp_path)], tmp_path / "state" / "handover")


@posix
def test_a_directory_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    command = unprivileged_command([sys.executable, "-c", STORE, str(tmp_path), "one"])
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    tmp_path.chmod(0o755)
    assert (done.returncode, done.stderr) == (1, f"cannot make {tmp_path}/state: permission denied\n")
    (tmp_path / "state").mkdir(0o555)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"cannot lock {tmp_path}/state/")
    assert done.stderr.endswith(".json: permission denied\n")
    assert list((tmp_path / "state").iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", str(disk)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("this root may not mount")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@root
def test_a_full_disk_keeps_the_handover_that_was(tmp_path: Path, small_disk: Path) -> None:
    file = store([entry(tmp_path)], small_disk)
    before = file.read_bytes()
    with pytest.raises(HandoverError, match=r"^cannot write .*: no space left on device$"):
        store([entry(tmp_path, "large", "x" * 100_000)], small_disk)
    assert file.read_bytes() == before
    assert sorted(path.suffix for path in small_disk.iterdir()) == [".json", ".lock"]


def test_what_does_not_read_back_is_not_taken_for_stored(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(target: str, data: bytes, **_options: object) -> bool:
        Path(target).write_bytes(data.replace(value().encode(), b"x"))
        return True

    monkeypatch.setattr(storing, "put", lose)
    with pytest.raises(HandoverError, match=r"the values do not read back$"):
        store([entry(tmp_path)], state)


def test_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STORE, str(tmp_path)]
    running = [subprocess.Popen([*command, name]) for name in ("one", "two", "three")]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    (file,) = (tmp_path / "state").glob("*.json")
    expected = {f"{name}-{line}" for name in ("one", "two", "three") for line in range(20)}
    assert revealed(file) == {name: name[::-1] for name in expected}


def test_threads_at_once_lose_nothing(tmp_path: Path, state: Path) -> None:
    def run(number: int) -> None:
        for line in range(10):
            store([entry(tmp_path, f"n{number}-{line}", value(line))], state)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (file,) = state.glob("*.json")
    assert len(read(file)) == 30


def test_a_lock_that_is_never_given_back_ends_the_wait(tmp_path: Path) -> None:
    message = r"^x.json: another secretlint has been writing it for too long$"
    short = locked(tmp_path / "lock", Path("x.json"), seconds=0.1)
    with locked(tmp_path / "lock", Path("x.json")), pytest.raises(HandoverError, match=message), short:
        pass
    with locked(tmp_path / "lock", Path("x.json"), seconds=0):
        pass


def test_nothing_to_store_is_a_mistake(state: Path) -> None:
    with pytest.raises(ValueError, match=r"^nothing to store$"):
        store([], state)


def test_an_entry_of_two_projects_is_a_mistake(tmp_path: Path, state: Path) -> None:
    entries: list[Entry] = [entry(tmp_path / "a"), entry(tmp_path / "b")]
    with pytest.raises(ValueError, match=r"unpack"):
        store(entries, state)
