"""The terms in which rows of the catalogue speak: access paths, conditions, kinds of labels, majors."""

from __future__ import annotations

import enum
from dataclasses import dataclass

MAJORS = (1, 2, 3)
"""The major versions of Prefect that a row may speak of."""

ALL_MAJORS = frozenset(MAJORS)


class CatalogueError(Exception):
    """A catalogue file that cannot be used: `path:line: what is wrong`."""

    def __init__(self, path: str, line: int, message: str) -> None:
        """`line` counts from 1; 0 where none can be named."""
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path = path
        self.line = line
        self.message = message


class Root(enum.Enum):
    """Where an access path starts."""

    ARGUMENT = "argument"
    ALL_POSITIONAL = "argument:*"
    ALL_KEYWORDS = "keyword:**"
    RECEIVER = "receiver"
    RETURN = "return"
    RAISE = "raise"
    VALUE = "value"
    PARAMETERS = "parameters"
    LOCALS = "locals"
    HANDLED = "handled"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class AccessPath:
    """A place in or around a call.

    `position` and `name` say which ARGUMENT (either may be None; both: whichever is given). For ALL_POSITIONAL,
    `position` is the first one meant (0 if not said). `tail` has the keys of `syntax.code`: `.field`, `['key']`,
    `[0]`, `[*]`. Of a STORE, `name` is its own.
    """

    root: Root
    position: int | None = None
    name: str | None = None
    tail: tuple[str, ...] = ()


RESULT = AccessPath(Root.RETURN)
"""What the call gives."""


class LabelKind(enum.Enum):
    """What a label says of a value (dataflow: kinds)."""

    SECRET = "secret"
    MASKED = "masked"
    REFERENCE = "reference"


class Strength(enum.Enum):
    """How sure it is that a source gives a secret."""

    CERTAIN = "certain"
    DECLARED = "declared"
    NAMED = "named"


class Subject(enum.Enum):
    """What a condition looks at."""

    KEYWORD = "keyword"  # a keyword of the wrapper (decorator) around the function, also by `with_options`
    CALLER_KEYWORD = "caller-keyword"  # a keyword of the wrapper of the function that calls this one
    ARGUMENT = "argument"  # an argument of the call itself: a name, a position, or `1|name`
    SETTING = "setting"  # a setting of the project, `PREFECT_LOGGING_LOG_PRINTS`
    CALLED = "called"  # a call that stands in the file, of a name that makes it workflow code


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of an argument, a decorator's keyword or a setting.

    `values` is what it must be, any of: `true`, `false`, `none` (the constants), `present` (given, and none of None,
    False, 0 as constants), `absent` (not given, or None), a dotted name (the argument is that imported object or an
    instance of it), `display` (a dict, list or tuple as such), `text:…` (a constant text, `fnmatch` pattern; of a text
    that is put together, what is known of its beginning is enough for a pattern that ends in `*`), `lists:…` (a setting
    that lists this name) or `lists-receiver` (the name by which the receiver is known). With `negated`, the thing is
    given and is none of `values`. A path with `[*]` asks for any element.
    """

    subject: Subject
    name: str
    values: tuple[str, ...]
    negated: bool = False
    path: AccessPath | None = None  # of ARGUMENT
