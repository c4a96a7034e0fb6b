"""Secrets are added to a configuration of Prefect 1 that a person wrote; all else in it stays as it is."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from secretlint.handover.errors import HandoverError
from secretlint.handover.prefect_config import take_back, with_secrets, write_secrets
from secretlint.handover.record import Kept
from secretlint.model import SecretText

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

COMMENTED = """\
# ours
backend = "server"

[context.secrets]  # local ones
OLD = "x"  # keep
[logging]
level = "DEBUG"
"""


def kept(name: str, text: str) -> Kept:
    return Kept(name, "prefect-1-secret", SecretText(text), (), "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[context.secrets]\nTOKEN = 'v'\n"),
        ('backend = "server"\n', "backend = \"server\"\n\n[context.secrets]\nTOKEN = 'v'\n"),
        ('backend = "server"', "backend = \"server\"\n\n[context.secrets]\nTOKEN = 'v'\n"),
        ("a = 1\r\n", "a = 1\r\n\r\n[context.secrets]\r\nTOKEN = 'v'\r\n"),
        (COMMENTED, COMMENTED.replace("# local ones\n", "# local ones\nTOKEN = 'v'\n")),
        ("[context.secrets]", "[context.secrets]\nTOKEN = 'v'\n"),
        ('[context.secrets]\nTOKEN = "old"\nB = 1\n', "[context.secrets]\nTOKEN = 'v'\nB = 1\n"),
        ("[context]\nx = 1\n", "[context]\nx = 1\n\n[context.secrets]\nTOKEN = 'v'\n"),
    ],
    ids=range(8),
)
def test_a_secret_is_added_or_replaced(before: str, after: str) -> None:
    assert with_secrets(before, {"TOKEN": "v"}) == after


@pytest.mark.parametrize(
    "before",
    [
        "[context.secrets\n",
        'context.secrets = "x"\n',
        "context = 1\n",
        'context.secrets.TOKEN = "x"\n',
        "context = { secrets = {} }\n",
        'note = """\n[context.secrets]\n"""\n',
        "[context.secrets]\nTOKEN = '''\nx'''\n",
        "[context.secrets]\nLIST = [\n  [1],\n]\nTOKEN = 'x'\n",
    ],
    ids=range(8),
)
def test_what_cannot_be_edited_safely_is_refused(before: str) -> None:
    with pytest.raises(HandoverError) as caught:
        with_secrets(before, {"TOKEN": "v"})
    assert "v'" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "it's", 'a"b\\c', "a\nb\r\n\tc", "ü€😀", "\x00\x1f\x7f", "'''", "#", "$HOME", "\u2028"], ids=range(10)
)
def test_every_text_is_spelled_so_that_toml_gives_it_back(text: str) -> None:
    changed = with_secrets(COMMENTED, {"TOKEN": text, "with blank": text})
    assert tomllib.loads(changed)["context"]["secrets"] == {"OLD": "x", "TOKEN": text, "with blank": text}


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_the_file_is_for_its_owner_alone_afterwards(tmp_path: Path) -> None:
    config = tmp_path / ".prefect" / "config.toml"
    old, new = write_secrets(config, [kept("TOKEN", "v")])
    assert (old, new) == (None, b"[context.secrets]\nTOKEN = 'v'\n")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (config, config.parent)] == [0o600, 0o700]
    os.chmod(config, 0o644)
    write_secrets(config, [kept("OTHER", "w")])
    assert stat.S_IMODE(config.stat().st_mode) == 0o600


def test_it_can_be_taken_back_unless_somebody_wrote_since(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(COMMENTED)
    old, new = write_secrets(config, [kept("TOKEN", "v")])
    assert take_back(config, old, new) is None
    assert config.read_text() == COMMENTED
    assert take_back(config, old, new) is not None


def test_a_surrogate_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(HandoverError, match=r"^cannot write .*config.toml: "):
        write_secrets(tmp_path / "config.toml", [kept("TOKEN", "\udcff")])
    assert list(tmp_path.iterdir()) == []
