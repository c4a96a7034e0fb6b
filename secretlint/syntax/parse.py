"""Text to LibCST tree, behind guards.

LibCST's native parser dies of SIGSEGV on deep input, which nothing in Python can catch (its issues 619, 980, 1000), and
is quadratic in the length of a chain such as `a.b().b()`. So `ast` looks first, what nests too deep is refused, and the
rest is parsed on a stack of 64 MiB. A message never holds text of the source: LibCST's and CPython's may.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from secretlint.syntax.depth import DEEPEST, backtracking, deepest_statement, token_depth
from secretlint.syntax.stack import with_deep_stack

if TYPE_CHECKING:
    from libcst import Module

LARGEST_TEXT = 1 << 20
"""Longest text that is parsed, in characters."""

_TOO_DEEP = ("too many nested parentheses", "too many levels of indentation", "too many statically nested blocks")
_KNOWN_REASONS = (
    "unterminated triple-quoted string literal",
    "unterminated string literal",
    "unterminated f-string literal",
    "unterminated triple-quoted f-string literal",
    "unexpected indent",
    "unindent does not match any outer indentation level",
    "expected an indented block",
    "inconsistent use of tabs and spaces in indentation",
    "unexpected EOF while parsing",
    "unexpected character after line continuation character",
    "Missing parentheses in call to 'print'",
)
"""CPython's reasons that can be repeated: they, up to here, hold nothing of the source."""


UnparsableKind: TypeAlias = Literal["syntax", "depth", "parser"]
"""Why there is no tree: not Python, nested too deep, or a limit of LibCST itself."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree."""

    module: Module


@dataclass(frozen=True, slots=True)
class Unparsable:
    """No tree, and why; `message` holds nothing of the source. Line and column count from 1, 0 is unknown."""

    kind: UnparsableKind
    message: str
    line: int = 0
    column: int = 0


def too_large(text: str) -> bool:
    """Whether `text` is longer than what is parsed (1 MiB)."""
    return len(text) > LARGEST_TEXT


def parse(text: str) -> Parsed | Unparsable:
    """The tree of `text` (decoded, newlines as written, no byte order mark). Raises nothing for any text."""
    if too_large(text):
        return Unparsable("parser", "larger than 1 MiB")
    refused = _refusal(text)
    if refused is None:
        return with_deep_stack(lambda: _parse_tree(text))
    if refused.kind == "syntax" and token_depth(text) <= DEEPEST and backtracking(text) < 0:
        # Python 2, or syntax newer than this interpreter: LibCST may know it.
        parsed = with_deep_stack(lambda: _parse_tree(text))
        return parsed if isinstance(parsed, Parsed) else refused
    return refused


def _refusal(text: str) -> Unparsable | None:
    """What `ast` has against `text`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError as error:
        return _syntax_refusal(error)
    except (RecursionError, MemoryError):
        return Unparsable("depth", "too deeply nested")
    except ValueError:
        return Unparsable("syntax", "syntax error: not text")
    deep = deepest_statement(tree, text)
    if deep is not None:
        return Unparsable("depth", "too deeply nested", deep.lineno, deep.col_offset + 1)
    start = backtracking(text)
    if start >= 0:
        lines = re.split(r"\r\n?|\n", text[:start])
        return Unparsable("depth", "too deeply nested", len(lines), len(lines[-1]) + 1)
    return None


def _syntax_refusal(error: SyntaxError) -> Unparsable:
    reason = error.msg or ""
    line, column = error.lineno or 0, max(error.offset or 0, 0)
    if any(phrase in reason for phrase in _TOO_DEEP):
        return Unparsable("depth", "too deeply nested", line, column)
    known = next((phrase for phrase in _KNOWN_REASONS if reason.startswith(phrase)), "")
    message = f"syntax error: {known}" if known else "syntax error"
    return Unparsable("syntax", message, line, column)


def _parse_tree(text: str) -> Parsed | Unparsable:
    """LibCST's tree; whatever it raises, a panic of its Rust code included, is a refusal."""
    import libcst

    try:
        return Parsed(libcst.parse_module(text))
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except libcst.ParserSyntaxError as error:
        line, column = error.raw_line, error.raw_column + 1
    except BaseException:
        line = column = 0
    return Unparsable("parser", "LibCST cannot parse this file", line, column)
