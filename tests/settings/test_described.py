"""What is said of the settings, on their page and in their JSON schema, is what they do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from secretlint.settings.configuration import load_toml
from secretlint.settings.described import KEYS_DESCRIBED
from secretlint.settings.errors import SettingsError
from secretlint.settings.keys import KEYS, apply
from secretlint.settings.schema import Settings
from secretlint.settings.values import Source

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "schema" / "secretlint.schema.json").read_text("utf-8"))
VALUES: tuple[object, ...] = (
    *(True, False, 0, -1, 1, 3, 4, 1.5, "", "x", "auto", "1", "high", "none", "full", "SL1", "secret-in-log"),
    *("5 MiB", "0 KiB", "5 TiB", "{target}", "{nosuch}", [], [""], ["x"], ["SL1", "secret-in-log"], [1], ["noqa"], {}),
    *({"x": "y"}, {"x": ["SL1"]}, {"SL1": "note"}, {"SL1": "loud"}, {"secret": ["pin"]}, {"secret": ["a b"]}),
    *({"secret": "pin"}, {"style": "env"}, {"style": "x"}, {"name": "{target}"}, {"name": "{module}"}, {"other": 1}),
)
ABOUT_RULES = {"select", "ignore", "extend-select", "extend-ignore", "unsuppressible", "fixable", "unfixable"}
LOOKED_UP_LATER = ABOUT_RULES | {"severity", "per-file-ignores", "output-format"}
"""Whether such a rule or format exists is found out when it is used."""


@pytest.fixture(scope="module")
def validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    return jsonschema.Draft7Validator(SCHEMA)


def accepted(content: dict[str, object]) -> bool:
    source = Source("secretlint.toml", Path("/project"), "", ())
    try:
        apply(Settings(root=Path("/project")), content, source)
    except SettingsError:
        return False
    return True


def test_every_key_is_described() -> None:
    """A key of `keys.py` is described in `described.py`; then `python docs/generate.py` writes its page."""
    assert KEYS_DESCRIBED.keys() == {"extend", *KEYS}
    assert SCHEMA["properties"].keys() == KEYS_DESCRIBED.keys()


@pytest.mark.parametrize("key", KEYS_DESCRIBED)
def test_the_example_is_valid_and_read(key: str, validator: Any) -> None:
    content = load_toml(KEYS_DESCRIBED[key].example)
    assert list(content) == [key]
    assert list(validator.iter_errors(content)) == []
    assert key == "extend" or accepted(content)


@pytest.mark.parametrize("key", KEYS)
def test_the_schema_says_what_the_settings_accept(key: str, validator: Any) -> None:
    for value in VALUES:
        content = {key: value}
        valid = validator.is_valid(content)
        if key in LOOKED_UP_LATER:
            assert accepted(content) or not valid, content
        else:
            assert valid is accepted(content), content


def test_a_key_that_does_not_exist_is_invalid(validator: Any) -> None:
    assert not validator.is_valid({"selct": ["SL"]})
    assert not accepted({"selct": ["SL"]})
