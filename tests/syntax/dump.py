"""The intermediate code as text: one line an operation, blocks indented. The notation of the tests' expectations."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from secretlint.syntax import code as ir
from secretlint.syntax import operation as op
from secretlint.syntax.lower import Lowered, lower
from secretlint.syntax.parse import Parsed, parse


def parsed(text: str) -> Parsed:
    """The tree of a text that is known to parse."""
    tree = parse(text)
    assert isinstance(tree, Parsed), tree
    return tree


def lowered(text: str) -> Lowered:
    """The code of a text, indented as the test that holds it."""
    return lower(parsed(textwrap.dedent(text)).module)


def dump(text: str) -> str:
    """Every function of `text`, the module first; `0` is register 0 of the function that the line stands in."""
    return "\n".join(line for function in lowered(text).code.functions for line in _function(function))


def body(text: str) -> str:
    """As `dump`, the module's operations alone."""
    return "\n".join(_block(lowered(text).code.functions[0].body, 0))


def expected(text: str) -> str:
    """An expectation as it is written in a test: without its indentation and outer newlines."""
    return textwrap.dedent(text).strip("\n")


def _function(function: ir.FunctionCode) -> Iterator[str]:
    parameters = ", ".join(_parameter(parameter) for parameter in function.parameters)
    head = f"{function.kind.value} {function.qualified_name}".strip()
    if function.kind not in (ir.FunctionKind.MODULE, ir.FunctionKind.CLASS):
        head += f"({parameters})"
    if function.returns is not None:
        head += f" -> {_annotation(function.returns)}"
    marks = ["generator"] if function.is_generator else []
    marks += [f"outer {name}" for name in sorted(function.outer_names)]
    yield f"{head} [{', '.join(marks)}]" if marks else head
    yield from _block(function.body, 1)


def _parameter(parameter: op.Parameter) -> str:
    star = parameter.kind if parameter.kind.startswith("*") else ""
    text = star + parameter.name
    if parameter.annotation is not None:
        text += f": {_annotation(parameter.annotation)}"
    if parameter.default is not None:
        text += f" = {parameter.default}"
    return text if star or parameter.kind == "normal" else f"{parameter.kind} {text}"


def _annotation(annotation: op.Annotation) -> str:
    return " ".join(annotation.names) or "nothing"


def _block(block: ir.Block, depth: int) -> Iterator[str]:
    for statement in block:
        for line in _statement(statement):
            yield "  " * depth + line


def _nested(title: str, block: ir.Block) -> Iterator[str]:
    if block or title:
        yield title
    yield from _block(block, 1)


def _statement(statement: ir.Statement) -> Iterator[str]:
    match statement:
        case ir.Branch(_, arms):
            for arm in arms:
                yield from _nested("arm", arm.condition)
                yield from _nested("else" if arm.test is None else f"when {arm.test}", arm.body)
        case ir.Loop(_, head, body_, orelse):
            yield from _nested("loop", head)
            yield from _nested("body", body_)
            yield from _nested("orelse", orelse) if orelse else ()
        case ir.With(_, head, body_, is_async):
            yield from _nested("async with" if is_async else "with", head)
            yield from _nested("body", body_)
        case ir.Try(_, body_, handlers, orelse, final):
            yield from _nested("try", body_)
            for handler in handlers:
                yield from _nested(f"except {handler.type_register} as {handler.name}", handler.types)
                yield from _nested("body", handler.body)
            yield from _nested("orelse", orelse) if orelse else ()
            yield from _nested("finally", final) if final else ()
        case _:
            register = getattr(statement, "register", None)
            text = _operation(statement)
            yield text if register is None else f"{register} = {text}"


def _operation(operation: op.Operation) -> str:  # noqa: C901 - one line an operation
    match operation:
        case op.Literal(_, _, kind, text):
            return repr(text) if kind is op.LiteralKind.TEXT else f"{kind.value} {text!r}" if text else kind.value
        case op.Load(_, _, name):
            return f"load {name}"
        case op.Store(_, name, value, annotation):
            return f"store {name}{_typed(annotation)} = {value}"
        case op.Declare(_, name, annotation):
            return f"declare {name}{_typed(annotation)}"
        case op.Delete(_, name):
            return f"delete {name}"
        case op.GetField(_, _, value, key, index):
            return f"get {value}{key}{_indexed(index)}"
        case op.SetField(_, place, key, value, index, annotation):
            return f"set {place}{key}{_indexed(index)}{_typed(annotation)} = {value}"
        case op.DeleteField(_, place, key):
            return f"delete {place}{key}"
        case op.Slice(_, _, value, lower_, upper, known):
            return f"slice {value}[{lower_}:{upper}]{'' if known else ' unknown'}"
        case op.Build(_, _, kind, items, comprehension):
            return f"{'each ' if comprehension else ''}{kind.value} {' '.join(map(_item, items))}".strip()
        case op.Merge(_, _, operator, parts):
            return f"merge {operator} {_registers(parts)}".strip()
        case op.Select(_, _, operator, choices):
            return f"select {operator} {_registers(choices)}"
        case op.Test(_, _, operator, operands):
            return f"test {operator} {_registers(operands)}"
        case op.Call(_, _, callee, arguments):
            return f"call {callee}({', '.join(map(_argument, arguments))})"
        case op.Yield(_, _, value, delegate):
            return f"yield {'from ' if delegate else ''}{value}"
        case op.Iterate(_, _, value) | op.Enter(_, _, value) | op.Await(_, _, value) | op.Discard(_, value):
            return f"{type(operation).__name__.lower()} {value}"
        case op.Import(_, _, module, name, level, root):
            return f"import {'.' * level}{module}{f' name {name}' if name else ''}{' root' if root else ''}"
        case op.ImportAll(_, module, level):
            return f"import all {'.' * level}{module}"
        case op.MakeFunction(_, _, function, decorators):
            return f"function {function}{_decorated(decorators)}"
        case op.MakeClass(_, _, function, bases, keywords, decorators):
            written = [*map(str, bases), *map(_argument, keywords)]
            return f"class {function}({', '.join(written)}){_decorated(decorators)}"
        case op.Return(_, value):
            return f"return {value}"
        case op.Raise(_, value, cause, cause_none):
            return f"raise {value} from {'nothing' if cause_none else cause}"
        case op.Assert(_, test, message):
            return f"assert {test}, {message}"
        case op.Jump(_, kind):
            return kind


def _registers(registers: tuple[int, ...]) -> str:
    return " ".join(map(str, registers))


def _typed(annotation: op.Annotation | None) -> str:
    return "" if annotation is None else f": {_annotation(annotation)}"


def _indexed(index: int | None) -> str:
    return "" if index is None else f" by {index}"


def _item(item: op.Item) -> str:
    key = "" if item.key is None else f"{item.key}:"
    return f"{'*' if item.spread else ''}{key}{item.value}"


def _argument(argument: op.Argument) -> str:
    name = f"{argument.name}=" if argument.name else ""
    return f"{argument.spread}{name}{argument.value}"


def _decorated(decorators: tuple[op.Decorator, ...]) -> str:
    return "".join(f" @{decorator.value}" for decorator in decorators)
