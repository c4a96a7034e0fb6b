"""Whether a row holds: conditions on arguments, on the wrapper around a function, on a caller's, on settings."""

from __future__ import annotations

import enum

from secretlint.catalogue.schema import CallRow, Condition, Sink, Subject
from secretlint.flow.arguments import Arguments
from secretlint.flow.definitions import option_word
from secretlint.flow.domain import WrapperUse
from secretlint.flow.run import Run


class Verdict(enum.Enum):
    """A condition holds, does not, or waits for what a caller sets."""

    YES = "yes"
    NO = "no"
    CALLER = "caller"


EMPTY = ("none", "false", "number:0")


def holds_at_call(run: Run, row: CallRow, arguments: Arguments) -> bool:
    """For a row without keywords of wrappers: its conditions on arguments and settings."""
    if not row.when and not row.unless:
        return True
    if row.when and not any(_at_call(run, each, arguments) for each in row.when):
        return False
    return not any(_at_call(run, each, arguments) for each in row.unless)


def _at_call(run: Run, condition: Condition, arguments: Arguments | None, receiver: str = "") -> bool:
    if condition.subject is Subject.ARGUMENT:
        return arguments is not None and meets(run, condition, argument_word(condition, arguments))
    if condition.subject is Subject.SETTING:
        return meets(run, condition, setting_word(run, condition.name), receiver)
    return False


def argument_word(condition: Condition, arguments: Arguments) -> str | None:
    """The argument in one word; None where it is not given."""
    from secretlint.flow.rows import argument_at

    if condition.path is None:
        return None
    found = argument_at(condition.path, arguments)
    return None if found is None else option_word(found[0])


def setting_word(run: Run, name: str) -> str | None:
    """A setting of the project in one word."""
    value = run.world.settings.setting(run.path, name)
    if value is None:
        return None
    lowered = value.strip().lower()
    if lowered in ("true", "1", "yes", "on", "t", "y"):
        return "true"
    return "false" if lowered in ("false", "0", "no", "off", "", "f", "n") else repr(value.strip())


def meets(run: Run, condition: Condition, word: str | None, receiver: str = "") -> bool:
    """Whether `word` is (or, negated, is given and is not) one of the condition's values."""
    result = any(_is(run, word, wanted, receiver) for wanted in condition.values)
    if condition.negated:
        return word is not None and not result
    return result


def _is(run: Run, word: str | None, wanted: str, receiver: str) -> bool:
    if wanted == "absent":
        return word is None or word == "none"
    if word is None:
        return False
    if wanted == "present":
        return word not in EMPTY
    if wanted.startswith("text:"):
        return word == repr(wanted[5:])
    if wanted == "receiver":
        return bool(receiver) and receiver in word.strip("'\"").replace(" ", "").split(",")
    if wanted in ("true", "false", "none"):
        return word == wanted
    catalogue = run.world.catalogue
    return catalogue.canonical(wanted) in catalogue.lineage(word) if word[0] not in "'\"" else False


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
        word = None if use is None else use.option(condition.name)
        if word is None and condition.name in sink.inherits and condition.values != ("absent",):
            return Verdict.CALLER
        return Verdict.YES if meets(run, condition, word) else Verdict.NO
    return Verdict.YES if _at_call(run, condition, arguments, receiver) else Verdict.NO


def settle_by_caller(run: Run, sink: Sink, caller: WrapperUse) -> tuple[Verdict, str]:
    """Whether the wrapper of a calling function settles what a sink waits for."""
    waits = False
    for condition in sink.when:
        if condition.subject is Subject.CALLER_KEYWORD:
            if meets(run, condition, caller.option(condition.name)):
                return Verdict.YES, reason(condition)
        elif condition.subject is Subject.KEYWORD and condition.name in sink.inherits:
            word = caller.option(condition.name)
            if word is None:
                waits = True
            elif meets(run, condition, word):
                return Verdict.YES, f"{reason(condition)} of the function that calls it"
    return (Verdict.CALLER if waits else Verdict.NO), ""
