"""Habits: calls, reads and imports that are findings by themselves, and what runs while a flow is built."""

from __future__ import annotations

from secretlint.catalogue.schema import Habit
from secretlint.flow.arguments import Arguments
from secretlint.flow.conditions import holds_at_call
from secretlint.flow.domain import Value
from secretlint.flow.labels import Function, Named
from secretlint.flow.naming import is_strong
from secretlint.flow.records import HabitRecord
from secretlint.flow.rows import KNOWN_AS, at_path
from secretlint.flow.run import Run
from secretlint.flow.summary import HabitUse, Summary
from secretlint.syntax.code import FunctionKind
from secretlint.syntax.operation import Key, Node


def habit_of_import(run: Run, dotted: str, node: Node) -> None:
    """An import that no version has, or that belongs to another one."""
    for habit in run.world.catalogue.habits_of_import(dotted, run.majors):
        _record(run, habit, dotted, node, "")


def habit_of_read(run: Run, value: Value, key: Key, node: Node) -> None:
    """An attribute that stands for such an import (`prefect.context.secrets`)."""
    if key[0] != ".":
        return
    for referent in value.referents:
        if isinstance(referent, Named):
            dotted = referent.name + key
            for habit in run.world.catalogue.habits_of_import(dotted, run.majors):
                if dotted in habit.imports:
                    _record(run, habit, dotted, node, "")


def habit_of_call(
    run: Run, habits: tuple[Habit, ...], api: str, arguments: Arguments, node: Node, receiver: Value | None
) -> None:
    """A call that a habit row names."""

    for habit in habits:
        if not holds_at_call(run, habit, arguments):
            continue
        known = None if receiver is None else receiver.fields.get(KNOWN_AS)
        subject = "" if known is None or known.text is None else f"secret `{known.text}`"
        if habit.named is not None:
            texts = [value.text for value, _ in at_path(run, habit.named, arguments, None)]
            named = [text for text in texts if text and is_strong(run.world.vocabulary, text)]
            if not named:
                continue
            subject = f"`{named[0]}`"
        note_use(run, habit, api, node, subject)


def note_use(run: Run, habit: Habit, api: str, node: Node, subject: str) -> None:
    """A use here: reported where the row's place fits, and told to callers otherwise."""
    is_module = run.code.kind is FunctionKind.MODULE or (run.code.kind is FunctionKind.CLASS and run.code.parent == 0)
    if habit.at_module_level:
        if is_module and not run.in_main_guard:
            _record(run, habit, api, node, subject)
    elif habit.outside_wrapper:
        inside = {run.world.catalogue.canonical(name) for name in habit.outside_wrapper}
        if is_module or any(run.world.catalogue.canonical(use.name) not in inside for use in run.wrappers):
            _record(run, habit, api, node, subject)
        elif not run.wrappers:
            use = HabitUse(habit, api, run.path, node, subject)
            run.habit_uses.setdefault((habit.identity, run.path, node), use)
    else:
        _record(run, habit, api, node, subject)


def pass_on_habits(run: Run, summary: Summary, function: Function, node: Node) -> None:
    """What a called function does outside of wrapped ones counts where it is called from."""
    if function.wrapper is not None or run.later:
        return
    is_module = run.code.kind is FunctionKind.MODULE
    for use in summary.habits:
        if is_module:
            name = run.world.unit(function.unit).code.name
            steps = (run.step(node, f"`{name}` called"), type(run.step(0, ""))(use.path, use.node, "read here"))
            key = (use.habit.identity, run.path, node)
            record = HabitRecord(
                use.habit.rule,
                use.habit,
                run.path,
                node,
                use.api,
                use.subject,
                "",
                steps,
                False,
                _majors(run, use.habit),
            )
            run.habit_records.setdefault(key, record)
        elif not run.wrappers:
            run.habit_uses.setdefault((use.habit.identity, use.path, use.node), use)


def _majors(run: Run, habit: Habit) -> frozenset[int]:
    return habit.majors & run.majors


def _record(run: Run, habit: Habit, api: str, node: Node, subject: str) -> None:
    key = (habit.identity, run.path, node)
    scope = run.code.qualified_name
    run.habit_records[key] = HabitRecord(
        habit.rule, habit, run.path, node, api, subject, scope, (), True, _majors(run, habit)
    )
