"""What is to be said of each key of a configuration: its form, what it is for, an example.

The reference page and the JSON schema for editors are made of this; a test holds it against `keys.py` and the defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from secretlint.model import Severity
from secretlint.settings.schema import FOREIGN_SUPPRESSIONS, REFERENCE_FIELDS, REFERENCE_STYLES

Schema = Mapping[str, object]


class Described(NamedTuple):
    """A key: the JSON schema of its value, what it is for (Markdown), and a line of TOML that states it."""

    schema: Schema
    text: str
    example: str


FLAG: Schema = {"type": "boolean"}
TEXT: Schema = {"type": "string", "minLength": 1}
TEXTS: Schema = {"type": "array", "items": TEXT}
RULE: Schema = {"$ref": "#/definitions/rule"}
RULES: Schema = {"type": "array", "items": RULE}
PATTERNS: Schema = {"type": "array", "items": {"$ref": "#/definitions/pattern"}}
TEMPLATE = r"^([^{}]|\{(%s)\})*\{target\}([^{}]|\{(%s)\})*$" % (("|".join(REFERENCE_FIELDS),) * 2)
NAMES: Schema = {"type": "array", "items": {"type": "string", "pattern": r"^[^\W\d][\w-]*$"}}

KEYS_DESCRIBED: Mapping[str, Described] = {
    "extend": Described(
        TEXT,
        "Another configuration whose keys hold where this one states none; relative to this file.",
        'extend = "../secretlint.toml"',
    ),
    "select": Described(
        RULES,
        "The rules that run: codes, prefixes or names. The longer prefix wins.",
        'select = ["SL1", "SL2"]',
    ),
    "ignore": Described(RULES, "The rules that do not run; wins a tie against `select`.", 'ignore = ["SL105"]'),
    "extend-select": Described(RULES, "On top of what is selected.", 'extend-select = ["SL201"]'),
    "extend-ignore": Described(RULES, "On top of what is ignored.", 'extend-ignore = ["SL105"]'),
    "min-confidence": Described(
        {"enum": ["low", "medium", "high"]},
        "Findings below it are not shown. With `medium` a reviewer agrees nearly every time.",
        'min-confidence = "high"',
    ),
    "prefect-version": Described(
        {"enum": ["auto", "1", "2", "3", 1, 2, 3]},
        "The Prefect that the code is written for. `auto` takes it from what the code uses, then from pins and lock "
        "files.",
        'prefect-version = "3"',
    ),
    "exclude": Described(
        PATTERNS,
        "Files and directories to skip, in the syntax of gitignore, instead of the usual ones.",
        'exclude = ["vendor/**"]',
    ),
    "extend-exclude": Described(PATTERNS, "Skip these, too.", 'extend-exclude = ["vendor/**"]'),
    "include": Described(PATTERNS, "Check these files as well, whatever their suffix.", 'include = ["jobs/*.pyt"]'),
    "respect-gitignore": Described(FLAG, "Skip what git ignores.", "respect-gitignore = false"),
    "require-reason": Described(
        FLAG, "A suppression comment without a reason does nothing, and is reported (SL903).", "require-reason = true"
    ),
    "unsuppressible": Described(
        RULES, "Rules that no comment and no `per-file-ignores` silences.", 'unsuppressible = ["SL101", "SL104"]'
    ),
    "foreign-suppressions": Described(
        {"type": "array", "items": {"enum": list(FOREIGN_SUPPRESSIONS)}},
        "Whose suppression comments count as well.",
        'foreign-suppressions = ["noqa", "gitleaks"]',
    ),
    "per-file-ignores": Described(
        {"type": "object", "additionalProperties": RULES, "propertyNames": {"$ref": "#/definitions/pattern"}},
        "Rules that do not apply to the files of a pattern.",
        'per-file-ignores = { "notebooks/**" = ["SL105"] }',
    ),
    "test-files": Described(
        PATTERNS,
        "Where credentials are mostly made up: there a finding needs to be surer. `[]`: nowhere.",
        'test-files = ["tests/**"]',
    ),
    "severity": Described(
        {
            "type": "object",
            "additionalProperties": {"enum": [severity.value for severity in Severity]},
            "propertyNames": RULE,
        },
        "Another severity for a rule. A note never fails a run.",
        'severity = { SL302 = "note" }',
    ),
    "catalogue": Described(
        TEXTS,
        "Files with the team's own sources, sinks, sanitizers and block types.",
        'catalogue = ["secretlint-catalogue.toml"]',
    ),
    "names": Described(
        {"type": "object", "additionalProperties": False, "properties": {"secret": NAMES, "public": NAMES}},
        "Names of your own that hold secrets, or that only look so; whole words, in whatever case they are written.",
        'names = { secret = ["pin_code"], public = ["door_token"] }',
    ),
    "fixable": Described(RULES, "The rules that may fix.", 'fixable = ["SL1"]'),
    "unfixable": Described(RULES, "The rules that may not.", 'unfixable = ["SL103"]'),
    "reference": Described(
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {"style": {"enum": list(REFERENCE_STYLES)}, "name": {"type": "string", "pattern": TEMPLATE}},
        },
        "What a literal becomes, and what it is called: `{project}`, `{module}`, `{flow}` and `{target}` stand for "
        "what they say.",
        'reference = { style = "prefect", name = "{project}-{target}" }',
    ),
    "max-file-size": Described(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0},
                {"type": "string", "pattern": "^[0-9]*[1-9][0-9]* ?(KiB|MiB|GiB)$"},
            ]
        },
        "Larger files are skipped: bytes, or a text such as `5 MiB`.",
        'max-file-size = "5 MiB"',
    ),
    "file-timeout": Described(
        {"type": "number", "exclusiveMinimum": 0},
        "After so many seconds a file is given up (SL901).",
        "file-timeout = 20",
    ),
    "handover": Described(
        {"type": "string"},
        "The file that removed values go to; `none`: apply no fix that removes a value.",
        'handover = "none"',
    ),
    "cache-dir": Described(
        TEXT,
        "Where earlier runs are remembered; a directory outside the project may serve many.",
        'cache-dir = "../.cache"',
    ),
    "output-format": Described(
        {"$ref": "#/definitions/format"}, "The format of the report.", 'output-format = "concise"'
    ),
    "baseline": Described(
        TEXT, "The file with the accepted findings, used where it exists.", 'baseline = "accepted.json"'
    ),
}
