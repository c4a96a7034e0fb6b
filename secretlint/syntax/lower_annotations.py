"""Annotations: which dotted names one mentions."""

from __future__ import annotations

import re

import libcst as cst

from secretlint.syntax.lowering import Lowering
from secretlint.syntax.operation import Annotation
from secretlint.syntax.strings import decode_literal

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_DOTTED = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*")
_CONSTANTS = frozenset({"None", "True", "False"})
_VALUES_FOLLOW = frozenset({"Literal"})
"""Subscripts of these hold values, not types."""


def annotation_of(lowering: Lowering, node: cst.Annotation | cst.BaseExpression | None) -> Annotation | None:
    """The annotation record of `node`; its literals become no operations."""
    if node is None:
        return None
    expression = node.annotation if isinstance(node, cst.Annotation) else node
    return Annotation(lowering.mark(expression), mentioned_names(expression))


def mentioned_names(expression: cst.BaseExpression) -> tuple[str, ...]:
    """The dotted names in an annotation, also in its strings, in the order written."""
    names: list[str] = []
    pending: list[cst.CSTNode] = [expression]
    while pending:
        node = pending.pop()
        if isinstance(node, cst.Name | cst.Attribute):
            dotted = dotted_name(node)
            if dotted is not None and dotted not in _CONSTANTS:
                names.append(dotted)
        elif isinstance(node, cst.Subscript):
            pending.extend(_subscripted(node))
        elif isinstance(node, cst.BinaryOperation):
            pending.extend((node.right, node.left))
        elif isinstance(node, cst.Tuple | cst.List):
            pending.extend(element.value for element in reversed(node.elements))
        elif isinstance(node, cst.StarredElement):
            pending.append(node.value)
        elif isinstance(node, cst.Call):
            pending.append(node.func)
        elif isinstance(node, cst.ConcatenatedString):
            pending.extend((node.right, node.left))
        elif isinstance(node, cst.SimpleString):
            names.extend(_names_in_text(node))
    return tuple(names)


def dotted_name(node: cst.CSTNode) -> str | None:
    """The text of a name or of a chain of attributes of one."""
    parts = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return None
    parts.append(node.value)
    return ".".join(reversed(parts))


def _subscripted(node: cst.Subscript) -> list[cst.CSTNode]:
    """The parts of `X[...]` that are types, the last first; values for `Literal` and in `Annotated` are none."""
    last = (dotted_name(node.value) or "").rpartition(".")[2]
    if last in _VALUES_FOLLOW:
        return [node.value]
    indices = [element.slice.value for element in node.slice if isinstance(element.slice, cst.Index)]
    if last == "Annotated":
        indices = indices[:1] + [index for index in indices[1:] if not isinstance(index, cst.BaseString)]
    return [*reversed(indices), node.value]


def _names_in_text(node: cst.SimpleString) -> list[str]:
    text, is_bytes = decode_literal(node.value)
    if is_bytes:
        return []
    names = ["".join(found.split()) for found in _DOTTED.findall(_QUOTED.sub(" ", text))]
    return [name for name in names if name not in _CONSTANTS]
