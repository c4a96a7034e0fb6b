"""Control: blocks, branches, loops, exceptions. Structured interpretation, recursion only over statement blocks."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from secretlint.flow.bindings import assign
from secretlint.flow.budget import LOOP_PASSES
from secretlint.flow.domain import CLEAN, Value, join, join_all, truncated
from secretlint.flow.labels import Class, Instance, Named, Object, WrapperUse
from secretlint.flow.operations import OPERATIONS
from secretlint.flow.run import LoopFrame, Run, State, join_states, same_states
from secretlint.flow.summary import Raised, Returned
from secretlint.flow.unroll import known_elements, known_truth, unrolled_comprehension
from secretlint.syntax.code import Block, Branch, Handler, Loop, Statement, Try, With
from secretlint.syntax.operation import Call, Enter, Iterate, Jump, Raise, Return


class OutOfBudgetError(Exception):
    """The module's share of operations is used up."""


Handling = Callable[[Run, Any], None]


def run_block(run: Run, block: Block) -> None:
    """Interpret a block; `run.dead` says whether its end is reached."""
    if not run.world.budget.spend(run.unit.path, len(block), run.code.qualified_name):
        raise OutOfBudgetError
    skip = -1
    for position, statement in enumerate(block):
        if position <= skip:
            continue
        if type(statement) is Iterate:
            skip = unrolled_comprehension(run, block, position, statement)
            if skip >= 0:
                continue
        run_statement(run, statement)
        if run.dead:
            return


def _fork(run: Run, state: State) -> None:
    run.state = dict(state)
    run.dead = False


def _exit(run: Run) -> State | None:
    return None if run.dead else run.state


def _settle(run: Run, state: State | None) -> None:
    """Go on in `state`; nowhere if it is None."""
    if state is None:
        run.dead = True
    else:
        run.state = state
        run.dead = False


def branch(run: Run, statement: Branch) -> None:
    """Arms from the same entry state, joined after."""
    exits: State | None = None
    for arm in statement.arms:
        run_block(run, arm.condition)
        if run.dead:
            break
        entry = run.state
        known = known_truth(run, arm.test) if run.unrolling else None
        if known is False:
            continue
        _fork(run, entry)
        guarded = arm.test is not None and arm.test in run.main_tests
        run.in_main_guard += guarded
        run_block(run, arm.body)
        run.in_main_guard -= guarded
        exits = join_states(exits, _exit(run))
        taken = run.guards.get(arm.test, "") if arm.test is not None and run.guards else ""
        _fork(run, {**entry, taken: CLEAN} if taken else entry)
        if known is True:
            break
    _settle(run, exits)


def loop(run: Run, statement: Loop) -> None:
    """Entry joined with the body's exit until nothing changes."""
    if unrolled_loop(run, statement):
        return
    entry = run.state
    frame = LoopFrame()
    run.loops.append(frame)
    after_head: State | None = None
    for passes in range(LOOP_PASSES + 1):
        if passes == LOOP_PASSES:
            entry = {name: truncated(value, 1) for name, value in entry.items()}
        _fork(run, entry)
        frame.continues = None
        run_block(run, statement.head)
        after_head = _exit(run)
        if after_head is None:
            break
        _fork(run, after_head)
        run_block(run, statement.body)
        end = join_states(_exit(run), frame.continues)
        again = join_states(entry, end)
        if again is None or same_states(entry, again):
            break
        entry = again
    run.loops.pop()
    _settle(run, None if after_head is None else dict(after_head))
    if not run.dead:
        run_block(run, statement.orelse)
    _settle(run, join_states(_exit(run), frame.breaks))


def unrolled_loop(run: Run, statement: Loop) -> bool:
    """A loop over a few known elements runs once for each: tests of constant keys decide. False where it is not one."""
    first = statement.head[0] if statement.head else None
    if type(first) is not Iterate:
        return False
    items = known_elements(run.registers[first.value])
    if items is None:
        return False
    frame = LoopFrame()
    run.loops.append(frame)
    run.unrolling += 1
    state: State | None = run.state
    for item in items:
        if state is None:
            break
        _fork(run, state)
        frame.continues = None
        run.registers[first.register] = item
        run.iterated.add(first.register)
        run_block(run, statement.head[1:])
        run_block(run, statement.body)
        state = join_states(_exit(run), frame.continues)
    run.unrolling -= 1
    run.loops.pop()
    _settle(run, None if state is None else dict(state))
    if not run.dead:
        run_block(run, statement.orelse)
    _settle(run, join_states(_exit(run), frame.breaks))
    return True


def jump(run: Run, statement: Jump) -> None:
    """`break` joins the loop's exit, `continue` its head."""
    if run.loops:
        frame = run.loops[-1]
        if statement.kind == "break":
            frame.breaks = join_states(frame.breaks, run.state)
        else:
            frame.continues = join_states(frame.continues, run.state)
    run.dead = True


def attempt(run: Run, statement: Try) -> None:
    """A handler starts from the join of the states after each statement of the body; `finally` from all exits."""
    before = dict(run.state)
    run.raised.append([])
    _fork(run, before)
    anywhere: State | None = before
    for each in statement.body:
        run_block(run, (each,))
        anywhere = join_states(anywhere, run.state)
        if run.dead:
            break
    raised = run.raised.pop()
    if not run.dead:
        run_block(run, statement.orelse)
    exits = _exit(run)
    perhaps: list[Raised] = []
    for handler in statement.handlers:
        _fork(run, before if anywhere is None else anywhere)
        raised, maybe = _handle(run, handler, raised)
        perhaps.extend(maybe)
        exits = join_states(exits, _exit(run))
    run.raised[-1].extend(each for each in raised if each not in perhaps)
    if statement.final:
        alive = exits is not None
        _fork(run, exits if exits is not None else (anywhere or before))
        run_block(run, statement.final)
        run.dead = run.dead or not alive
    else:
        _settle(run, exits)


def _handle(run: Run, handler: Handler, raised: list[Raised]) -> tuple[list[Raised], list[Raised]]:
    """Interpret a handler with what it catches; what it lets pass is given back, and what it catches perhaps."""
    run_block(run, handler.types)
    types = CLEAN if handler.type_register is None else run.value(handler.type_register)
    caught = [each for each in raised if catches(run, types, each.value, handler.type_register is None)]
    perhaps = [each for each in caught if handler.type_register is not None and _is_one_of_several(types, each.value)]
    value = join_all(each.value for each in caught)
    if not value.referents:
        value = Value(value.labels, value.fields, _instances(run, types), value.text)
    if handler.name:
        assign(run, handler.name, value, handler.node)
    run.handling.append(value)
    run.handler_names.append(handler.name or "")
    run_block(run, handler.body)
    run.handler_names.pop()
    run.handling.pop()
    return [each for each in raised if each not in caught or each in perhaps], perhaps


def _is_one_of_several(types: Value, raised: Value) -> bool:
    """Whether a library's error, of which only the library is known, is caught by name: a later handler may, too."""
    names = [one.name for value in (types, *types.fields.values()) for one in value.referents if isinstance(one, Named)]
    if not names or any(name.startswith("builtins.") for name in names):
        return False
    return any(isinstance(one, Instance) and one.type.rpartition(".")[2] == "Error" for one in raised.referents)


def _instances(run: Run, types: Value) -> frozenset[Any]:
    found: set[Any] = set()
    for value in (types, *types.fields.values()):
        for referent in value.referents:
            if isinstance(referent, Named):
                found.add(Instance(referent.name))
            elif isinstance(referent, Class):
                found.add(Object(referent.unit))
    return frozenset(found)


def catches(run: Run, types: Value, raised: Value, everything: bool) -> bool:
    """Whether a handler of these types catches the exception; yes where it cannot be told."""
    if everything:
        return True
    wanted = [referent for value in (types, *types.fields.values()) for referent in value.referents]
    names = [referent.name for referent in wanted if isinstance(referent, Named)]
    if "builtins.Exception" in names or "builtins.BaseException" in names or not wanted or not raised.referents:
        return True
    if any(not isinstance(referent, (Named, Class, Instance)) for referent in wanted):
        return True
    for referent in raised.referents:
        if isinstance(referent, Object):
            own, imported = run.world.lineage(referent.unit, run.unit)
            if any(isinstance(each, Class) and each.unit in own for each in wanted):
                return True
            if any(_is_builtin_kind(base, name) for base in imported for name in names):
                return True
        elif isinstance(referent, Instance):
            if any(_is_builtin_kind(referent.type, name) for name in names):
                return True
        else:
            return True
    return False


def _is_builtin_kind(raised: str, wanted: str) -> bool:
    """Whether one exception class is the other or derives from it; those that are not Python's are told by name."""
    if raised == wanted:
        return True
    first = getattr(builtins, raised.rpartition(".")[2], None) if raised.startswith("builtins.") else None
    second = getattr(builtins, wanted.rpartition(".")[2], None) if wanted.startswith("builtins.") else None
    if isinstance(first, type) and isinstance(second, type):
        return issubclass(first, second)
    # Two classes of one library: its base class catches its others more often than not.
    return raised.partition(".")[0] == wanted.partition(".")[0] and first is None and second is None


def with_block(run: Run, statement: With) -> None:
    """The head binds, the body runs."""
    run_block(run, statement.head)
    if run.dead:
        return
    uses = _contexts(run, statement)
    run.contexts.extend(uses)
    suppressed = _suppressed(run, statement)
    if suppressed is None:
        run_block(run, statement.body)
    else:
        _run_suppressed(run, statement, suppressed)
    del run.contexts[len(run.contexts) - len(uses) :]


def _suppressed(run: Run, statement: With) -> Value | None:
    """The exceptions that `with suppress(…)` in the head swallows; None if there is none."""
    entered = {each.value for each in statement.head if isinstance(each, Enter)}
    for each in statement.head:
        if isinstance(each, Call) and each.register in entered:
            callee = run.value(each.callee).referents
            if any(isinstance(one, Named) and one.name == "contextlib.suppress" for one in callee):
                return join_all(run.value(argument.value) for argument in each.arguments)
    return None


def _run_suppressed(run: Run, statement: With, types: Value) -> None:
    """The body may end after any of its statements; what it raises of these types goes no further."""
    anywhere: State | None = dict(run.state)
    run.raised.append([])
    for each in statement.body:
        run_block(run, (each,))
        anywhere = join_states(anywhere, run.state)
        if run.dead:
            break
    raised = run.raised.pop()
    run.raised[-1].extend(each for each in raised if not catches(run, types, each.value, False))
    _settle(run, anywhere)


def _contexts(run: Run, statement: With) -> list[WrapperUse]:
    """What is made in the head of a `with`: its keywords are in force in the block, like those of a wrapper."""

    entered = {each.value for each in statement.head if isinstance(each, Enter)}
    calls = [each for each in statement.head if isinstance(each, Call) and each.register in entered]
    return [run.interpreter.context_use(run, each) for each in calls]


def give_back(run: Run, statement: Return) -> None:
    """A value joins what the function returns."""
    value = CLEAN if statement.value is None else run.value(statement.value)
    known = run.returned.get(statement.node)
    value = value if known is None else join(known.value, value)
    run.returned[statement.node] = Returned(statement.node, statement.node, value)
    run.dead = True


def raise_statement(run: Run, statement: Statement) -> None:
    """An exception leaves the block."""

    run.interpreter.raise_value(run, statement)
    run.dead = True


def run_statement(run: Run, statement: Statement) -> None:
    """Interpret one operation or control."""
    HANDLERS[type(statement)](run, statement)


HANDLERS: dict[type, Handling] = {
    **OPERATIONS,
    Branch: branch,
    Loop: loop,
    Try: attempt,
    With: with_block,
    Jump: jump,
    Return: give_back,
    Raise: raise_statement,
}
