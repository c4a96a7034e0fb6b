"""Provider tokens and private keys by their shape alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from secretlint.credentials import shapes
from secretlint.credentials.data import shape_rows
from secretlint.model import Confidence
from tests.fakes import fake, kinds

FOUND_BY_DETECT_SECRETS = ("sendgrid-key", "pypi-token", "square-secret", "telegram-bot-token", "discord-bot-token")


def found(text: str) -> list[tuple[str, Confidence]]:
    return [(match.shape, match.confidence) for match in shapes.find(text)]


@pytest.mark.parametrize("row", shape_rows(), ids=lambda row: row.name)
@pytest.mark.parametrize("seed", range(3))
def test_every_shape_is_found_whole(row: object, seed: int) -> None:
    name = getattr(row, "name", "")
    assert name in kinds(), "tests/fakes.py builds an example of each shape"
    text = fake(name, seed)
    matches = {match.shape: match for match in shapes.find(f"x {text} y")}
    assert matches[name].confidence >= Confidence.MEDIUM


@pytest.mark.parametrize("kind", FOUND_BY_DETECT_SECRETS)
def test_detect_secrets_finds_what_our_shapes_do_not(kind: str) -> None:
    assert [match.text for match in _texts(fake(kind))] == [fake(kind)]


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text


def _texts(text: str) -> list[_Text]:
    return [_Text(text[match.start : match.end]) for match in shapes.find(text)]


@pytest.mark.parametrize("kind", ["github-token", "npm-token", "gitlab-token", "huggingface-token", "databricks-token"])
def test_a_token_stands_alone(kind: str) -> None:
    token = fake(kind)
    assert found(f"a {token}.") != []
    assert found(f"a{token}") == []
    assert found(f"_{token}") == []
    assert found(f"{token}a") == [] or kind == "gitlab-token"


def test_a_wrong_check_sum_is_low() -> None:
    assert found(fake("github-token")) == [("github-token", Confidence.HIGH)]
    assert found(fake("github-token-broken-sum")) == [("github-token", Confidence.LOW)]


@pytest.mark.parametrize(
    "text",
    [
        "ghp_" + "x" * 36,
        "ghp_" + "your0token0goes0here0" + "a" * 15,
        "AKIA" + "IOSFODNN7EXAMPLE",
        "glpat-" + "a" * 20,
        "xoxb-" + "0" * 12 + "-" + "0" * 12 + "-" + "x" * 24,
        "pnu_" + "abcdefghijklmnopqrstuvwxyz0123456789",
        "https://hooks.slack.com/services/T00000000/B00000000/" + "X" * 24,
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=" + "E" * 86 + "==",
    ],
    ids=range(8),
)
def test_a_stand_in_is_none(text: str) -> None:
    assert found(text) == []
    assert not text.startswith(("ghp_", "glpat-")) or shapes.is_refuted(text)


def test_a_token_is_not_refuted() -> None:
    assert not shapes.is_refuted(fake("github-token"))
    assert shapes.is_refuted(fake("github-token-broken-sum"))
    assert not shapes.is_refuted("quite another text")


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind.startswith("pem-")])
def test_a_private_key_needs_a_body(kind: str) -> None:
    assert [match.is_private_key for match in shapes.find(fake(kind))] == [True]
    header = fake(kind).partition("KEY-----")[0] + "KEY-----"
    assert found(header) == []
    assert found(header + "\n...\n-----END PRIVATE KEY-----") == []


def test_a_certificate_is_public() -> None:
    assert found(fake("pem-private-key").replace("PRIVATE KEY", "CERTIFICATE")) == []


def test_a_json_web_token_needs_a_header_and_a_signature() -> None:
    header, payload, signature = fake("json-web-token").split(".")
    assert found(f"{header}.{payload}.{signature}") == [("json-web-token", Confidence.HIGH)]
    assert found(f"eyJ{'a' * 20}.{payload}.{signature}") == []


def test_ordinary_text_does_not_import_detect_secrets() -> None:
    code = (
        "import sys; from secretlint.credentials import shapes; from tests.fakes import fake\n"
        "[list(shapes.find(text)) for text in ('x' * 40, fake('github-token'), fake('uuid'), fake('hex-key'))]\n"
        "assert 'detect_secrets' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
