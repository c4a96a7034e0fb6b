"""Whether a row holds: conditions on arguments, on the wrapper around a function, on a caller's, on settings."""

from __future__ import annotations

import enum
import fnmatch

from secretlint.catalogue.schema import CallRow, Sink
from secretlint.catalogue.terms import Condition, Subject
from secretlint.flow.arguments import Arguments, argument_at
from secretlint.flow.definitions import option_word
from secretlint.flow.domain import SHAPE, Value, elements
from secretlint.flow.labels import WrapperUse
from secretlint.flow.run import Run
from secretlint.syntax.operation import ANY_ELEMENT


class Verdict(enum.Enum):
    """A condition holds, does not, or waits for what a caller sets."""

    YES = "yes"
    NO = "no"
    CALLER = "caller"


EMPTY = ("none", "false", "number:0")
DISPLAYS = ("builtins.dict", "builtins.list", "builtins.tuple", "builtins.set")


def holds_at_call(run: Run, row: CallRow, arguments: Arguments) -> bool:
    """For a row without keywords of wrappers: its conditions on arguments and settings."""
    if not row.when and not row.unless:
        return True
    if row.when and not any(_at_call(run, each, arguments) for each in row.when):
        return False
    return not any(_at_call(run, each, arguments) for each in row.unless)


def _at_call(run: Run, condition: Condition, arguments: Arguments | None, receiver: str = "") -> bool:
    if condition.subject is Subject.ARGUMENT:
        return arguments is not None and meets(run, condition, argument_words(condition, arguments))
    if condition.subject is Subject.SETTING:
        return meets(run, condition, setting_words(run, condition.name), receiver)
    if condition.subject is Subject.CALLED:
        name = run.world.catalogue.canonical(condition.name)
        return meets(run, condition, ("present",) if run.world.is_called(run.unit.path, name, run.unit) else ())
    return False


def argument_words(condition: Condition, arguments: Arguments) -> tuple[str, ...]:
    """The argument in one word, or each of its elements; nothing where it is not given."""
    if condition.path is None:
        return ()
    found = argument_at(condition.path, arguments)
    if found is None:
        return ()
    values = [found[0]]
    for key in condition.path.tail:
        values = [inner for value in values for inner in _at(value, key)]
    return tuple(word_of(value) for value in values)


def _at(value: Value, key: str) -> list[Value]:
    if key == ANY_ELEMENT:
        return [field for _, field in elements(value)]
    field = value.fields.get(key)
    return [] if field is None else [field]


def word_of(value: Value) -> str:
    """A value in one word, of a text that is put together what is known of it."""
    shape = value.fields.get(SHAPE)
    return repr(shape.text) if shape is not None else option_word(value)


def setting_words(run: Run, name: str) -> tuple[str, ...]:
    """A setting of the project in one word."""
    value = run.world.settings.setting(run.path, name)
    if value is None:
        return ()
    lowered = value.strip().lower()
    if lowered in ("true", "1", "yes", "on", "t", "y"):
        return ("true",)
    return ("false",) if lowered in ("false", "0", "no", "off", "", "f", "n") else (repr(value.strip()),)


def option_words(use: WrapperUse | None, name: str) -> tuple[str, ...]:
    """A keyword of a wrapper."""
    word = None if use is None else use.option(name)
    return () if word is None else (word,)


def meets(run: Run, condition: Condition, words: tuple[str, ...], receiver: str = "") -> bool:
    """Whether one of the words is (or, negated, they are given and none is) one of the condition's values."""
    if not words:
        return not condition.negated and "absent" in condition.values
    result = any(_is(run, word, wanted, receiver) for word in words for wanted in condition.values)
    return not result if condition.negated else result


def _is(run: Run, word: str, wanted: str, receiver: str) -> bool:
    if wanted == "absent":
        return word == "none"
    if wanted == "present":
        return word not in EMPTY
    if wanted == "display":
        return word in DISPLAYS
    if wanted.startswith("text:"):
        return word[0] in "'\"" and fnmatch.fnmatchcase(word[1:-1], wanted[5:])
    if wanted.startswith("lists:") or wanted == "lists-receiver":
        name = wanted[6:] if wanted.startswith("lists:") else receiver
        return bool(name) and name in word.strip("'\"").replace(" ", "").split(",")
    if wanted in ("true", "false", "none"):
        return word == wanted
    if not word or word[0] in "'\"":
        return False
    catalogue = run.world.catalogue
    return catalogue.canonical(wanted) in catalogue.lineage(word)


def settle(
    run: Run, sink: Sink, use: WrapperUse | None, arguments: Arguments | None, receiver: str = ""
) -> tuple[Verdict, str]:
    """Whether a sink's conditions hold in a function under `use`; the reason that made it so, for the message."""
    waits = False
    if not _fits_wrapper(run, sink, use):
        return Verdict.NO, ""
    for condition in sink.unless:
        verdict = _one(run, condition, sink, use, arguments, receiver)
        if verdict is Verdict.YES:
            return Verdict.NO, ""
    if not sink.when:
        return Verdict.YES, ""
    for condition in sink.when:
        verdict = _one(run, condition, sink, use, arguments, receiver)
        if verdict is Verdict.YES:
            return Verdict.YES, reason(condition)
        waits = waits or verdict is Verdict.CALLER
    return (Verdict.CALLER if waits else Verdict.NO), ""


def reason(condition: Condition) -> str:
    """A condition in words."""
    value = condition.values[0]
    shown = {"true": "True", "false": "False", "none": "None"}.get(value, value)
    name = condition.name
    if condition.subject is Subject.CALLER_KEYWORD:
        return f"`{name}=` of the function that calls it"
    return f"`{name}=`" if value == "present" or condition.negated else f"`{name}={shown}`"


def _fits_wrapper(run: Run, sink: Sink, use: WrapperUse | None) -> bool:
    if not sink.inside_wrapper:
        return True
    if use is None:
        return False
    names = {run.world.catalogue.canonical(name) for name in sink.inside_wrapper}
    return use.name in names


def _one(
    run: Run,
    condition: Condition,
    sink: Sink,
    use: WrapperUse | None,
    arguments: Arguments | None,
    receiver: str,
) -> Verdict:
    if condition.subject is Subject.CALLER_KEYWORD:
        return Verdict.CALLER
    if condition.subject is Subject.KEYWORD:
        words = option_words(use, condition.name)
        if not words and condition.name in sink.inherits and condition.values != ("absent",):
            return Verdict.CALLER
        return Verdict.YES if meets(run, condition, words) else Verdict.NO
    return Verdict.YES if _at_call(run, condition, arguments, receiver) else Verdict.NO


def settle_by_caller(run: Run, sink: Sink, caller: WrapperUse, *, as_caller: bool = True) -> tuple[Verdict, str]:
    """Whether the wrapper of a calling function (or, not `as_caller`, of the function itself) settles what a sink
    waits for.
    """
    waits = False
    for condition in sink.when:
        if condition.subject is Subject.CALLER_KEYWORD:
            if as_caller and meets(run, condition, option_words(caller, condition.name)):
                return Verdict.YES, reason(condition)
        elif condition.subject is Subject.KEYWORD and condition.name in sink.inherits:
            words = option_words(caller, condition.name)
            if not words:
                waits = True
            elif meets(run, condition, words):
                return Verdict.YES, f"{reason(condition)} of the function that calls it"
    return (Verdict.CALLER if waits else Verdict.NO), ""
