"""Spans: what a user sees underlined, and which lines a statement has."""

from __future__ import annotations

import textwrap

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from secretlint.syntax import operation as ir
from secretlint.syntax.locate import locate, statement_at, statement_span, with_statements
from secretlint.syntax.lower import lower
from secretlint.syntax.walk import operations
from tests.syntax.dump import parsed

EVERYTHING = '''\
"""Doc."""
import a.b as c; from .d import (e,
    f as g)
@h.i(j="k",)  # comment
class L(M, metaclass=N):
    """Doc."""
    o: "P[Q]" = ( "r"
        \'s\' )  # comment

    async def t(self, /, u: int = 1, *v, w, **x) -> None:
        async with (y) as z, a(b): pass
        async for (c, *d) in e:
            f"""g{h!r:>{i}}j""" r"k"
        else:
            del k, l[m:n, o]
        return await (p)
if q:
    pass
elif ( r ):
    s.t["u"] += -v
else:
    w = x = lambda y, *z: {a: b for c in d if e for f in g}
try:
    assert h, i; raise j from k
except (L, M) as n:
    global o
except P :
    continue_ = not q
finally:
    print(*r, s=t, **u)
match v:
    # comment
    case {"w": [x, *_], **y} | Z(a, b=1) if (c := d):
        while e: break
    case _:
        pass
'''


def spans_of(text: str) -> dict[int, str]:
    tree = parsed(text)
    lowered = lower(tree.module)
    spans = locate(tree, text, lowered.nodes, range(lowered.code.nodes))
    assert spans is not None
    return {node: text[span.start : span.end] for node, span in spans.items()}


def test_spans_equal_those_of_position_provider() -> None:
    text = EVERYTHING.replace("except P :", "except P:")
    tree = parsed(text)
    lowered = lower(tree.module)
    spans = locate(tree, text, lowered.nodes, range(lowered.code.nodes))
    assert spans is not None
    positions = MetadataWrapper(tree.module, unsafe_skip_copy=True).resolve(PositionProvider)
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for ordinal, node in enumerate(lowered.nodes):
        if not isinstance(node, cst.Module | cst.BaseSuite | cst.TrailingWhitespace):
            place = positions[node]
            start = starts[place.start.line - 1] + place.start.column
            end = starts[place.end.line - 1] + place.end.column
            assert (spans[ordinal].start, spans[ordinal].end) == (start, end), type(node).__name__


def test_any_choice_of_nodes_gives_the_same_spans() -> None:
    tree = parsed(EVERYTHING)
    lowered = lower(tree.module)
    everything = locate(tree, EVERYTHING, lowered.nodes, range(lowered.code.nodes))
    assert everything is not None
    for node in range(lowered.code.nodes):
        assert locate(tree, EVERYTHING, lowered.nodes, [node]) == {node: everything[node]}


@pytest.mark.parametrize(
    ("text", "kind", "underlined"),
    [
        ("f( ( 'a' ) )", ir.Literal, "'a'"),
        ("f( 'a' 'b' )", ir.Literal, "'a' 'b'"),
        ("f'a{b}'", ir.Literal, "a"),
        ("x = f'a{b}'", ir.Merge, "f'a{b}'"),
        ("f('é', k = ( 'a' ), )", ir.Call, "f('é', k = ( 'a' ), )"),
        ("a . b", ir.GetField, "a . b"),
        ("( a [ 'b' ] )", ir.GetField, "a [ 'b' ]"),
        ("(a) = b", ir.Store, "a"),
        ("a . b : int = c", ir.SetField, "a . b"),
        ("with a as b: pass", ir.Enter, "a"),
        ("import a.b as c", ir.Import, "a.b as c"),
        ("from a import (b as c, d)", ir.Import, "b as c"),
        ("def f( ): pass", ir.MakeFunction, "def f( ): pass"),
        ("def f( ): pass", ir.Store, "f"),
        ("raise a from b", ir.Raise, "raise a from b"),
        ("await_ = [a for b in c]", ir.Build, "[a for b in c]"),
    ],
)
def test_node_of_an_operation(text: str, kind: type, underlined: str) -> None:
    spans = spans_of(text)
    code = lower(parsed(text).module).code
    found = [operation for operation in operations(code.functions[0]) if isinstance(operation, kind)]
    assert spans[found[0].node] == underlined


def test_node_of_an_argument_and_a_parameter() -> None:
    text = "f(a, k = b, *c)\ndef g(x: int = 1, *y): pass"
    spans = spans_of(text)
    code = lower(parsed(text).module).code
    call = next(operation for operation in operations(code.functions[0]) if isinstance(operation, ir.Call))
    assert [spans[argument.node] for argument in call.arguments] == ["a", "k = b", "*c"]
    assert [spans[parameter.node] for parameter in code.functions[1].parameters] == ["x", "y"]


STATEMENTS = {
    "x = (1,\n  'here')  # comment": "x = (1,\n  'here')",
    "a; f('here'); b": "f('here')",
    "if f('here'):  # comment\n    # comment\n    x": "if f('here'):",
    "if a: f('here'); b": "f('here')",
    "if a:\n    b\nelif 'here':\n    d": "elif 'here':",
    "@a\n@f('here')\ndef g():\n    pass": "@f('here')",
    "@a\ndef g(\n    b='here',\n):\n    pass": "def g(\n    b='here',\n):",
    "class A(\n    B, c='here'\n): x = 1": "class A(\n    B, c='here'\n):",
    "try:\n    a\nexcept f('here') as b:\n    pass": "except f('here') as b:",
    "match 'here':  # comment\n    case 1: pass": "match 'here':",
    "match a:\n    # comment\n    case 'here' if b:\n        pass": "case 'here' if b:",
    "with a as b, f('here'):\n    pass": "with a as b, f('here'):",
    "for a in 'here':\n    pass": "for a in 'here':",
    "while 'here':\n    pass": "while 'here':",
    "def f():\n    return lambda: 'here'": "return lambda: 'here'",
    "x = [\n  y for z in a\n  if 'here'\n]": "x = [\n  y for z in a\n  if 'here'\n]",
}


@pytest.mark.parametrize(("text", "header"), STATEMENTS.items(), ids=range(len(STATEMENTS)))
def test_statement_of_a_literal_is_its_header_only(text: str, header: str) -> None:
    tree = parsed(text)
    lowered = lower(tree.module)
    node = next(
        operation.node
        for function in lowered.code.functions
        for operation in operations(function)
        if isinstance(operation, ir.Literal) and operation.text == "here"
    )
    spans = locate(tree, text, lowered.nodes, with_statements(lowered.code, [node]))
    assert spans is not None
    span = statement_span(lowered.code, spans, node)
    assert span is not None
    assert text[span.start : span.end] == header


def test_every_operation_lies_within_its_statement() -> None:
    tree = parsed(EVERYTHING)
    lowered = lower(tree.module)
    spans = locate(tree, EVERYTHING, lowered.nodes, range(lowered.code.nodes))
    assert spans is not None
    for function in lowered.code.functions:
        for statement in function.statements:
            span = statement_span(lowered.code, spans, statement.node)
            whole = spans[statement.node]
            assert span is not None
            assert span.start <= whole.start, statement


def test_module_has_no_statement() -> None:
    lowered = lower(parsed("a").module)
    assert statement_at(lowered.code, 0) is None
    assert statement_span(lowered.code, {}, 0) is None


@pytest.mark.parametrize(
    "text",
    [
        "x = 'a'\r",
        "\fx = 'a'\n",
        "x = 1\n\f@b\ndef f():\n    x = 'a'\n",
        "try:\n    pass\nexcept A :\n    x = 'a'\n",
        "\ufeffx = 'a'\n",
        "if b:\r\n    x = 'a'\r\n",
        "x = 'a'  # \u2028 \x1c\n",
        "if b:\n    x = 'a'\n\n    ",
        "b\n\\\nx = 'a'\n",
    ],
    ids=range(9),
)
def test_spans_hold_where_libcst_drops_whitespace(text: str) -> None:
    assert "'a'" in spans_of(text).values()


def test_no_span_is_trusted_when_the_text_is_another() -> None:
    tree = parsed("x = 1\n")
    lowered = lower(tree.module)
    assert locate(tree, "y = 1\n", lowered.nodes, [1]) is None
    assert locate(tree, "x = 1\ny\n", lowered.nodes, [1]) is None


def test_located_expressions_parse_back_to_the_same_node() -> None:
    text = textwrap.dedent(EVERYTHING)
    tree = parsed(text)
    lowered = lower(tree.module)
    spans = locate(tree, text, lowered.nodes, range(lowered.code.nodes))
    assert spans is not None
    for ordinal, node in enumerate(lowered.nodes):
        if isinstance(node, cst.Name | cst.SimpleString | cst.Call | cst.Attribute | cst.Dict | cst.FormattedString):
            again = cst.parse_expression(text[spans[ordinal].start : spans[ordinal].end])
            assert type(again) is type(node)
            assert again.with_changes(lpar=(), rpar=()).deep_equals(node.with_changes(lpar=(), rpar=()))
