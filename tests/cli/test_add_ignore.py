"""`--add-ignore`: everything that is reported is silenced, and nothing else changes."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from secretlint.cli.main import run
from tests.fakes import fake, fill

LEAK = fill('password = "{fake:password-random}"\n')


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("SECRETLINT_OUTPUT_FORMAT", "SECRETLINT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def outcome(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = run(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


HARD_PLACES = fill(
    '''\
import os
from prefect import flow, task, get_run_logger
from prefect.blocks.system import Secret

CONFIG = {
    "host": "db",
    "password": "{fake:password-random}",  # noqa: E501
    "token": "{fake:github-token}",
}
KEY = """{fake:pem-rsa-key}"""
password = \\
    "{fake:password-random:2}" \\
    # the end
first_password = "{fake:password-random:3}"; second_password = "{fake:password-random:4}"
# {fake:github-token:2}

@task(retries=3)
def load(
    api_key="{fake:password-random:5}",
):
    if os.environ.get("X"): secret_key = "{fake:password-random:6}"
    dsn = Secret.load("db").get()
    get_run_logger().info(
        "%s %s",
        dsn, f"""{
        dsn}""",
    )
    # secretlint: ignore[SL202] shown to who may see it
    print(dsn)

@flow(log_prints=True)
def main(): load(); get_run_logger().info(Secret.load("x").get())
'''
)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "mark"])
def test_all_that_is_reported_is_silenced_and_no_code_changes(
    newline: str, mark: bytes, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "etl.py"
    file.write_bytes(mark + HARD_PLACES.replace("\n", newline).encode())
    before = outcome("--output-format=concise", capsys=capsys)
    assert len(before[1].splitlines()) >= 12
    code, out, err = outcome("--add-ignore", "--reason=known for years", capsys=capsys)
    assert (code, out) == (0, "")
    assert "left" not in err
    assert outcome("--output-format=concise", capsys=capsys)[:2] == (0, "")
    written = file.read_bytes()
    assert written.startswith(mark)
    text = written.removeprefix(mark).decode()
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(HARD_PLACES.replace("\n", newline)))
    assert set(text.replace(newline, "")).isdisjoint("\r\n")
    assert outcome("--add-ignore", capsys=capsys) == (0, "", "Nothing to silence.\n")
    assert file.read_bytes() == written


def test_the_comments_and_the_summary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.py").write_text(LEAK)
    (folder / "b.py").write_text(f"import os\n{LEAK}")
    (folder / "c.py").write_text("pass\n")
    expected = (0, "", "Silenced 2 findings in 2 files.\n")
    assert outcome("--add-ignore", "--reason", "demo until=2999-12-31", capsys=capsys) == expected
    comment = "  # secretlint: ignore[SL102] demo until=2999-12-31\n"
    assert (folder / "b.py").read_text() == f"import os\n{LEAK.rstrip()}{comment}"


def test_what_no_comment_should_silence_is_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.py").write_text(f"{LEAK}def (\n")
    (folder / "unused.py").write_text("value = 1  # secretlint: ignore[SL102] no more\n")
    before = (folder / "broken.py").read_bytes()
    code, _, err = outcome("--add-ignore", capsys=capsys)
    assert code == 0
    assert err.splitlines() == [
        "secretlint: broken.py:2:5: SL901 to be mended, not silenced",
        "secretlint: broken.py:1:13: SL102 no place for a comment",
        "secretlint: unused.py:1:12: SL902 to be mended, not silenced",
        "Nothing to silence; 3 findings left.",
    ]
    assert (folder / "broken.py").read_bytes() == before


def test_what_the_project_forbids_is_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "secretlint.toml").write_text('unsuppressible = ["SL101"]\n')
    (folder / "etl.py").write_text(fill('password = "{fake:password-random}"\nother = "{fake:github-token}"\n'))
    assert outcome("--add-ignore", capsys=capsys) == (
        0,
        "",
        "secretlint: etl.py:2:9: SL101 may not be suppressed in this project\n"
        "Silenced 1 finding in 1 file; 1 finding left.\n",
    )


def test_a_project_may_require_a_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "secretlint.toml").write_text("require-reason = true\n")
    (folder / "etl.py").write_text(LEAK)
    message = "secretlint: --add-ignore: this project requires reasons; add --reason TEXT\n"
    assert outcome("--add-ignore", capsys=capsys) == (2, "", message)
    assert (folder / "etl.py").read_text() == LEAK
    assert outcome("--add-ignore", "--reason=demo", "-q", capsys=capsys) == (0, "", "")


def test_a_reason_that_would_not_be_read_again_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "etl.py").write_text(LEAK)
    message = "secretlint: --reason: a reason is one line of text\n"
    assert outcome("--add-ignore", "--reason=a\nb", capsys=capsys) == (2, "", message)


def test_other_encodings_stay_and_hold_only_their_characters(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"# coding: latin-1\nstraße = 1\n{LEAK}"
    (folder / "etl.py").write_bytes(text.encode("latin-1"))
    code, _, err = outcome("--add-ignore", "--reason=日本", capsys=capsys)
    assert code == 2
    assert "etl.py is iso-8859-1, which does not have all of its characters" in err
    assert outcome("--add-ignore", "--reason=schön", capsys=capsys)[0] == 0
    expected = text.rstrip() + "  # secretlint: ignore[SL102] schön\n"
    assert (folder / "etl.py").read_bytes() == expected.encode("latin-1")


def test_a_read_only_file_fails_the_run_and_the_others_are_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.py").write_text(LEAK)
    (folder / "b.py").write_text(LEAK)
    os.chmod(folder / "a.py", 0o444)
    assert outcome("--add-ignore", capsys=capsys) == (
        2,
        "",
        "secretlint: a.py: not written: read-only file\nSilenced 1 finding in 1 file.\n",
    )
    assert (folder / "a.py").read_text() == LEAK


def test_baselined_findings_need_no_comment(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "etl.py").write_text(LEAK)
    assert run(["baseline", "create", "-q"]) == 0
    assert outcome("--add-ignore", capsys=capsys) == (0, "", "Nothing to silence.\n")
    assert (folder / "etl.py").read_text() == LEAK


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--reason=x",), "--reason is for --add-ignore"),
        (("--add-ignore", "-"), "--add-ignore cannot be used with -"),
        (("--add-ignore", "--ignore-suppressions"), "--add-ignore cannot be used with --ignore-suppressions"),
        (("--add-ignore", "-o", "x.json"), "--add-ignore cannot be used with --output-file"),
        (("--add-ignore", "--statistics"), "--add-ignore cannot be used with --statistics"),
    ],
)
def test_contradictions(arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(*arguments, capsys=capsys) == (2, "", f"secretlint: {message}\n")


def test_no_value_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "etl.py").write_text(LEAK)
    code, out, err = outcome("--add-ignore", "-v", capsys=capsys)
    assert code == 0
    assert fake("password-random") not in out + err
