"""What the parts of the interpreter ask of each other.

An interpreter is one recursive function: a call evaluates a field, a field may be a call. Cut into modules, the way up
goes through this table, which `assembled` fills once, so that imports point down only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from secretlint.flow.domain import Value
from secretlint.flow.labels import WrapperUse


class Interpreter(NamedTuple):
    """Functions by name; what each takes and returns stands where it is defined."""

    around: Callable[..., Value]
    assert_statement: Callable[..., None]
    call_function: Callable[..., Value]
    call_named: Callable[..., Value | None]
    call_object: Callable[..., Value | None]
    call_operation: Callable[..., Value]
    call_value: Callable[..., Value]
    check_call: Callable[..., None]
    construct: Callable[..., Value]
    construct_imported: Callable[..., Value]
    context_use: Callable[..., WrapperUse]
    decide_select: Callable[..., None]
    decide_test: Callable[..., None]
    decorate_call: Callable[..., Value]
    decorate_with: Callable[..., Value]
    define_class: Callable[..., Value]
    define_function: Callable[..., Value]
    enter_object: Callable[..., Value]
    follow: Callable[..., Value]
    get_field: Callable[..., Value]
    habit_of_call: Callable[..., None]
    habit_of_import: Callable[..., None]
    habit_of_read: Callable[..., None]
    imported: Callable[..., Value]
    invoke: Callable[..., Value]
    invoke_method: Callable[..., Value]
    invoke_with_self: Callable[..., tuple[Value, Value]]
    iterate_object: Callable[..., Value]
    leave: Callable[..., None]
    lookup_fails: Callable[..., None]
    method_of_unknown: Callable[..., Value]
    note_templates: Callable[..., None]
    outer_name: Callable[..., Value]
    raise_value: Callable[..., None]
    run_statement: Callable[..., None]
    through_wrapper: Callable[..., None]
