"""The parts of the interpreter, put together."""

from __future__ import annotations

from secretlint.flow.bindings import outer_name
from secretlint.flow.calls import call_operation, call_value, method_of_unknown
from secretlint.flow.construct import call_object, construct, construct_imported
from secretlint.flow.definitions import define_class, define_function, imported
from secretlint.flow.fields import get_field
from secretlint.flow.habits import habit_of_call, habit_of_import, habit_of_read
from secretlint.flow.interpret import run_statement
from secretlint.flow.interpreter import Interpreter
from secretlint.flow.invoke import enter_object, follow, invoke, invoke_method, invoke_with_self, iterate_object
from secretlint.flow.named_calls import call_named
from secretlint.flow.raising import assert_statement, leave, lookup_fails, raise_value
from secretlint.flow.rows import around
from secretlint.flow.sinks import check_call
from secretlint.flow.templates import note_templates
from secretlint.flow.unroll import decide_select, decide_test
from secretlint.flow.wrappers import call_function, context_use, decorate_call, decorate_with, through_wrapper

INTERPRETER = Interpreter(
    around=around,
    assert_statement=assert_statement,
    call_function=call_function,
    call_named=call_named,
    call_object=call_object,
    call_operation=call_operation,
    call_value=call_value,
    check_call=check_call,
    construct=construct,
    construct_imported=construct_imported,
    context_use=context_use,
    decide_select=decide_select,
    decide_test=decide_test,
    decorate_call=decorate_call,
    decorate_with=decorate_with,
    define_class=define_class,
    define_function=define_function,
    enter_object=enter_object,
    follow=follow,
    get_field=get_field,
    habit_of_call=habit_of_call,
    habit_of_import=habit_of_import,
    habit_of_read=habit_of_read,
    imported=imported,
    invoke=invoke,
    invoke_method=invoke_method,
    invoke_with_self=invoke_with_self,
    iterate_object=iterate_object,
    leave=leave,
    lookup_fails=lookup_fails,
    method_of_unknown=method_of_unknown,
    note_templates=note_templates,
    outer_name=outer_name,
    raise_value=raise_value,
    run_statement=run_statement,
    through_wrapper=through_wrapper,
)
