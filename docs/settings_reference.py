"""The reference page of the settings and their JSON schema, made from what `secretlint.settings` says of its keys."""

from __future__ import annotations

import json
from pathlib import Path

from secretlint.cli.settings_text import settings_text
from secretlint.report import format_names
from secretlint.rules import all_rules
from secretlint.settings.described import KEYS_DESCRIBED
from secretlint.settings.schema import Settings

PROJECT = "https://github.com/prefect-secretlint/prefect-secretlint"
ADDRESS = "https://json.schemastore.org/secretlint-prefect.json"
HEAD = """# Settings

<!-- Written by docs/generate.py from secretlint/settings/described.py. -->

Settings stand in `secretlint.toml` or `.secretlint.toml`, or in `pyproject.toml` under `[tool.secretlint]`. For each
file the nearest one counts, from the file's own directory upward to the root of the repository; in one directory the
first of these three. Paths and patterns are relative to the file that states them. Options of the command line come
before environment variables (`SECRETLINT_OUTPUT_FORMAT`, `SECRETLINT_CONFIG`), those before files.

`secretlint --show-settings FILE` prints what holds for a file, and where it comes from. A key that does not exist, or
a value that cannot be meant, ends the run with exit code 2, the line and the nearest key that there is. There is no
list of allowed values: a credential must not stand in a configuration either. Use a [comment or the
baseline](adopting.md).

Editors that know JSON schemas (VS Code with Even Better TOML, the JetBrains IDEs, Neovim with taplo) complete and
check the keys:

```toml
#:schema https://raw.githubusercontent.com/prefect-secretlint/prefect-secretlint/main/docs/schema/secretlint.schema.json
extend-exclude = ["vendor/**"]
```
"""


def settings_page() -> str:
    """A section for each key: what it is for, what holds where nobody states it, an example."""
    stated = defaults()
    parts = [HEAD]
    for key, described in KEYS_DESCRIBED.items():
        parts.append(f"\n## `{key}`\n\n{described.text}\n")
        if key in stated:
            parts.append(f"\nDefault: `{stated[key]}`\n")
        parts.append(f"\n```toml\n{described.example}\n```\n")
    return "".join(parts)


def settings_schema() -> str:
    """The schema of a configuration, in the form of SchemaStore."""
    codes = [each.rule.code for each in all_rules()]
    names = [each.rule.name for each in all_rules()]
    document = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": ADDRESS,
        "title": "secretlint for Prefect",
        "description": "Settings of secretlint for Prefect: secretlint.toml, or [tool.secretlint] in pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "definitions": {
            "rule": {
                "description": "A code, a prefix of codes, or the name of a rule",
                "type": "string",
                "anyOf": [{"enum": [*codes, *names]}, {"pattern": "^SL[0-9]{0,2}$"}],
            },
            "pattern": {"description": "A pattern in the syntax of gitignore", "type": "string", "minLength": 1},
            "format": {"description": "A format of the report", "enum": list(format_names())},
        },
        "properties": {
            key: {"description": described.text, "$ref": described.schema["$ref"]}
            if "$ref" in described.schema
            else {"description": described.text, **described.schema}
            for key, described in KEYS_DESCRIBED.items()
        },
    }
    return json.dumps(document, indent=2) + "\n"


def defaults() -> dict[str, str]:
    """What holds where nobody states anything, as TOML, by key."""
    lines = settings_text(Settings(root=Path("/"))).splitlines()
    pairs = (line.split(" = ", 1) for line in lines if not line.startswith("#"))
    stated = {key: text.replace('"/', '"') if key in ("baseline", "cache-dir") else text for key, text in pairs}
    for table in ("names", "reference"):
        inside = {key: stated.pop(key) for key in list(stated) if key.startswith(f"{table}.")}
        words = ", ".join(f"{key.partition('.')[2]} = {text}" for key, text in inside.items())
        stated[table] = f"{{ {words} }}"
    return stated
