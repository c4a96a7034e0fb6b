"""Laws of lowering, over this project's own files and generated programs."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secretlint.syntax.code import Code
from secretlint.syntax.locate import locate, statement_span
from secretlint.syntax.lower import lower
from secretlint.syntax.operation import Literal
from secretlint.syntax.walk import operations
from tests.syntax.dump import parsed

PROJECT = Path(__file__).resolve().parents[2]
FILES = sorted([*(PROJECT / "secretlint" / "syntax").glob("*.py"), *(PROJECT / "tests" / "syntax").glob("*.py")])


def code_of(text: str) -> Code:
    return lower(parsed(text).module).code


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_laws_on_a_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    check_laws(text)


EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b", "1", "'s'", "b'y'", "None", "f'{a}x'", "'p' f'{b:>{a}}'"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} + {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"f({pair[0]}, *{pair[1]}, k={pair[0]})"),
        st.tuples(inner, inner).map(lambda pair: f"[x for x in {pair[0]} if ({pair[1]})]"),
        st.tuples(inner, inner).map(lambda pair: f"(lambda y, z={pair[0]}: {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: "{" + f"{pair[0]}: {pair[1]}, **{pair[1]}" + "}"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} if {pair[1]} else c)"),
        inner.map(lambda one: f"({one})[0:1].k['i']"),
        inner.map(lambda one: f"(w := {one})"),
        inner.map(lambda one: f"(not {one} or -1 < 2 and {one})"),
    ),
    max_leaves=8,
)
STATEMENTS = st.recursive(
    EXPRESSIONS.flatmap(
        lambda value: st.sampled_from(
            [f"t = {value}", f"t.u[0], *v = {value}", f"{value}", f"t += {value}", f"t: 'T[U]' = {value}", "del t, u.v"]
        )
    ),
    lambda inner: st.tuples(inner, inner, EXPRESSIONS).flatmap(
        lambda parts: st.sampled_from(
            [
                f"if {parts[2]}:\n{_indent(parts[0])}\nelse:\n{_indent(parts[1])}",
                f"for t, (u, *v) in {parts[2]}:\n{_indent(parts[0])}\n{parts[1]}",
                f"try:\n{_indent(parts[0])}\nexcept {parts[2]} as e:\n{_indent(parts[1])}",
                f"with {parts[2]} as t:\n{_indent(parts[0])}\n{parts[1]}",
                f"@d({parts[2]})\ndef g(p, q: T = {parts[2]}):\n{_indent(parts[0])}\n{parts[1]}",
                f"class C(B, k={parts[2]}):\n{_indent(parts[0])}\n    pass\n{parts[1]}",
                "match m:\n    case {'k': [c, *r]} | D(c, r=1):\n" + _indent(_indent(parts[0])),
            ]
        )
    ),
    max_leaves=5,
)


def _indent(text: str) -> str:
    return "\n".join("    " + line for line in text.split("\n"))


@settings(max_examples=60, deadline=None)
@given(STATEMENTS)
def test_laws_on_a_generated_program(text: str) -> None:
    check_laws(text)


def check_laws(text: str) -> None:
    tree = parsed(text)
    lowered = lower(tree.module)
    code = lowered.code
    assert code == code_of(text), "lowered twice"
    assert pickle.loads(pickle.dumps(code)) == code, "pickled"
    assert code == code_of(text + "\n# comment\n"), "a comment changes nothing"
    assert len(lowered.nodes) == code.nodes
    firsts = [statement.first for statement in code.statements]
    assert firsts == sorted(set(firsts)), "statements are sorted"
    spans = locate(tree, text, lowered.nodes, range(code.nodes))
    assert spans is not None
    assert len(spans) == code.nodes
    for function in code.functions:
        written = set()
        for operation in operations(function):
            register = getattr(operation, "register", None)
            if register is not None:
                assert register not in written, "written once"
                written.add(register)
            span = spans[operation.node]
            around = statement_span(code, spans, operation.node)
            assert around is not None
            assert around.start <= span.start
            if isinstance(operation, Literal) and operation.text:
                assert around.end >= span.end, "a literal lies within its statement"
        assert written == set(range(function.registers)), "no register is left out"
