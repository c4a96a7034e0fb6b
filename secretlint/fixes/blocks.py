"""Secret blocks in the source: which block an expression reads, and how the block itself is written."""

from __future__ import annotations

import ast
from typing import NamedTuple

from secretlint.fixes.source import Source
from secretlint.model import ImportRequest
from secretlint.syntax.tree import FUNCTIONS

SECRET = ImportRequest("prefect.blocks.system", "Secret")
SECRET_OF_PREFECT_1 = ImportRequest("prefect.client", "Secret")
PREFECT_SECRET = ImportRequest("prefect.tasks.secrets", "PrefectSecret")
_SECRETS_OF_PREFECT_1 = ("prefect.client.Secret", "prefect.client.secrets.Secret")
_LOADS = ("prefect.blocks.system.Secret.load", "prefect.blocks.system.Secret.aload")


class BlockRead(NamedTuple):
    """`block.get()`: the expression of the block, the call that loads it, and whether it is read by `.get()`."""

    block: ast.expr
    load: ast.Call
    by_get: bool

    @property
    def name(self) -> ast.expr | None:
        """What the block is called: the first argument."""
        return self.load.args[0] if self.load.args else None


def read_of(source: Source, node: ast.AST) -> BlockRead | None:
    """The block whose value an expression is, where it is read in the expression itself."""
    if not isinstance(node, ast.Call) or node.args or node.keywords or not isinstance(node.func, ast.Attribute):
        return None
    block, by_get = node.func.value, node.func.attr == "get"
    if node.func.attr == "get_secret_value" and isinstance(block, ast.Attribute) and block.attr == "value":
        block = block.value
    elif not by_get:
        return None
    load: ast.AST = block.value if isinstance(block, ast.Await) else block
    if isinstance(load, ast.Name):
        load = source.scopes.definition(load) or load
        load = load.value if isinstance(load, ast.Await) else load
    if isinstance(load, ast.Call) and source.scopes.dotted(load.func) in _LOADS:
        return BlockRead(block, load, by_get)
    return None


def origin_of(source: Source, node: ast.AST) -> BlockRead | None:
    """The same, also through one variable, and through a function of the file that does nothing but read it."""
    found = read_of(source, node)
    if found is not None:
        return found
    if isinstance(node, ast.Name):
        value = source.scopes.definition(node)
        return None if value is None else read_of(source, value)
    if isinstance(node, ast.Call) and not node.args and not node.keywords:
        function = source.scopes.definition(node.func)
        if isinstance(function, FUNCTIONS) and len(function.body) == 1 and not function.decorator_list:
            statement = function.body[0]
            if isinstance(statement, ast.Return) and statement.value is not None:
                return read_of(source, statement.value)
    return None


def block_text(source: Source, block: ast.expr) -> str:
    """A block's expression, with the parentheses that an `await` needs where something follows."""
    text = source.tree.source(block)
    return f"({text})" if isinstance(block, ast.Await) else text


def name_template(source: Source, read: BlockRead) -> str | None:
    """The text of the template that a worker resolves, as an expression; None for a name that only a run knows."""
    name = read.name
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        return f'"{{{{ prefect.blocks.secret.{name.value} }}}}"'
    if isinstance(name, ast.Name) and source.scopes.owner(source.scopes.module, name.id) is not None:
        return f'f"{{{{{{{{ prefect.blocks.secret.{{{name.id}}} }}}}}}}}"'
    return None


def name_in_prefect_1(source: Source, value: ast.expr) -> ast.expr | None:
    """The name in `Secret("NAME").get()`."""
    function = value.func if isinstance(value, ast.Call) else None
    made: ast.AST | None = function.value if isinstance(function, ast.Attribute) and function.attr == "get" else None
    if isinstance(made, ast.Name):
        made = source.scopes.definition(made)
    if not isinstance(made, ast.Call) or source.scopes.dotted(made.func) not in _SECRETS_OF_PREFECT_1:
        return None
    name = made.args[0] if len(made.args) == 1 else None
    is_constant = isinstance(name, ast.Name) and source.scopes.owner(source.scopes.module, name.id) is not None
    return name if is_constant or isinstance(name, ast.Constant) else None
