"""Access paths: every spelling of dataflow's rows, and what is none."""

import pytest

from secretlint.catalogue.paths import parse_path
from secretlint.catalogue.terms import AccessPath, Root


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("argument:0", AccessPath(Root.ARGUMENT, position=0)),
        ("argument:name", AccessPath(Root.ARGUMENT, name="name")),
        ("argument:1|value", AccessPath(Root.ARGUMENT, position=1, name="value")),
        ("argument:*", AccessPath(Root.ALL_POSITIONAL, position=0)),
        ("argument:2*", AccessPath(Root.ALL_POSITIONAL, position=2)),
        ("keyword:**", AccessPath(Root.ALL_KEYWORDS)),
        ("keyword:exc_info", AccessPath(Root.ARGUMENT, name="exc_info")),
        ("receiver", AccessPath(Root.RECEIVER)),
        ("return", AccessPath(Root.RETURN)),
        ("raise.args", AccessPath(Root.RAISE, tail=(".args",))),
        ("value", AccessPath(Root.VALUE)),
        ("argument:parameters[*]", AccessPath(Root.ARGUMENT, name="parameters", tail=("[*]",))),
        ('return["Parameter"]["Value"]', AccessPath(Root.RETURN, tail=("['Parameter']", "['Value']"))),
        ("receiver.payload.data[0]", AccessPath(Root.RECEIVER, tail=(".payload", ".data", "[0]"))),
    ],
)
def test_reads_every_spelling(text: str, path: AccessPath) -> None:
    assert parse_path(text) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "argument",
        "argument:",
        "argument:1*|name",
        "arguments:0",
        "return[",
        "return.1x",
        "keyword:0",
        "return[key]",
        "return .x",
    ],
)
def test_refuses_what_is_no_path(text: str) -> None:
    with pytest.raises(ValueError, match="not an access path"):
        parse_path(text)
