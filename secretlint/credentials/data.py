"""The data files of this package, read once, as typed values."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias, cast

Table: TypeAlias = dict[str, object]
Words: TypeAlias = frozenset[str]


class Lexicon:
    """`data/words.toml`: what names and values are made of. Its comments say what each list means."""

    def __init__(self, lists: Mapping[str, object]) -> None:
        """`lists` by the names below. No dataclass: with so many fields it takes longer to build than to fill."""
        self.__dict__.update(lists)

    join: dict[str, tuple[str, ...]]
    join_suffixes: tuple[str, ...]
    token_prefixes: Words
    strong_heads: Words
    pass_heads: Words
    key_heads: Words
    token_heads: Words
    weak_heads: Words
    pass_modifiers: Words
    key_strong: Words
    key_strong_anywhere: Words
    key_weak: Words
    neutral: Words
    neutral_services: Words
    names_a_part: Words
    continues: Words
    negative_anywhere: Words
    negative_before_key: Words
    negative_before_secret: Words
    negative_before_token: Words
    placeholder_words: Words
    placeholder_joined: tuple[str, ...]
    placeholder_suffixes: tuple[str, ...]
    stand_in_names: Words
    state_words: Words
    weak_values: Words
    default_credentials: Words
    unspecific_values: Words
    documentation_users: Words
    documentation_passwords: Words
    echo_prefixes: Words
    refused_values: Words
    reference_prefixes: tuple[str, ...]
    file_suffixes: Words
    siblings: Words
    sibling_heads: Words
    pair_siblings: Words
    user_names: Words
    database_schemes: tuple[str, ...]
    connection_keys: Words
    identifying_heads: Words
    connection_endings: tuple[str, ...]
    address_heads: Words
    connected: Words
    public_dsn: Words
    query_keys: Words
    loopback: tuple[str, ...]
    example_hosts: tuple[str, ...]
    example_host_names: Words


class ShapeRow(NamedTuple):
    """A row of `data/shapes.toml`."""

    name: str
    title: str
    anchors: tuple[str, ...]
    regex: str
    entropy: float
    checksum: str
    confidence: str
    unless: tuple[str, ...]
    connection: bool


@cache
def lexicon() -> Lexicon:
    """The words, from the module that `python -m tests.screen.generate` writes: to read TOML takes longer."""
    from secretlint.credentials import lexicon_words

    return Lexicon({name: getattr(lexicon_words, name.upper()) for name in Lexicon.__annotations__})


def read_lexicon() -> Lexicon:
    """The words as `data/words.toml` says them."""
    table = _read("words.toml")
    fields: dict[str, object] = {}
    for section in table.values():
        if isinstance(section, dict):
            fields.update(section)
    join = {word: tuple(cast("list[str]", parts)) for word, parts in cast(Table, table["join"]).items()}
    lists: dict[str, object] = {"join": join}
    for name, kind in Lexicon.__annotations__.items():
        if name != "join":
            values = cast("list[str]", fields[name.replace("_", "-")])
            lists[name] = frozenset(values) if kind == "Words" else tuple(values)
    return Lexicon(lists)


@cache
def shape_rows() -> tuple[ShapeRow, ...]:
    """The provider shapes, loaded on the first call."""
    rows = cast("list[Table]", _read("shapes.toml")["shape"])
    return tuple(
        ShapeRow(
            name=str(row["name"]),
            title=str(row["title"]),
            anchors=tuple(cast("list[str]", row["anchors"])),
            regex=str(row["regex"]),
            entropy=float(cast(float, row.get("entropy", 0.0))),
            checksum=str(row.get("checksum", "")),
            confidence=str(row.get("confidence", "high")),
            unless=tuple(cast("list[str]", row.get("unless", []))),
            connection=bool(row.get("connection", False)),
        )
        for row in rows
    )


def _read(name: str) -> Table:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads((Path(__file__).parent / "data" / name).read_text(encoding="utf-8"))
