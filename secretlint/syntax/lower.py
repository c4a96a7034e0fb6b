"""A LibCST tree to the intermediate code, in one walk over the fields that mean something.

No LibCST visitor and no metadata: a visitor rebuilds every node and costs as much as the parse. Expressions are walked
with a stack of our own (`lower_expressions`), statements block by block.
"""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from secretlint.syntax import (
    lower_definitions,
    lower_expressions,
    lower_patterns,
    lower_scopes,
    lower_statements,
    lower_subscripts,
    lower_texts,
)
from secretlint.syntax.code import Code, FunctionKind
from secretlint.syntax.lowering import Lowering, Step

_EXPRESSIONS: dict[type, Step] = {
    **lower_expressions.HANDLERS,
    **lower_scopes.HANDLERS,
    **lower_subscripts.HANDLERS,
    **lower_texts.HANDLERS,
}
_STATEMENTS: dict[type, Step] = {
    **lower_statements.HANDLERS,
    **lower_definitions.HANDLERS,
    **lower_patterns.HANDLERS,
}


@dataclass(frozen=True, slots=True)
class Lowered:
    """The code of a file, and the syntax node of each of its ordinals (which `locate` needs, and nobody else)."""

    code: Code
    nodes: list[cst.CSTNode]


def lower(module: cst.Module) -> Lowered:
    """Lower a parsed file. Depends on the tree alone: the same text gives equal code."""
    lowering = Lowering(_EXPRESSIONS, _STATEMENTS)
    lowering.begin_function(lowering.mark(module), FunctionKind.MODULE, "")
    lower_statements.lower_body(lowering, module)
    lowering.end_function()
    functions = tuple([function for function in lowering.functions if function is not None])
    return Lowered(Code(functions, tuple(lowering.statements), len(lowering.nodes)), lowering.nodes)
