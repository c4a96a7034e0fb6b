"""Who owns a name, as Python says."""

from __future__ import annotations

import ast
import sys
import textwrap

import pytest

from secretlint.syntax.scopes import Scope, Scopes
from secretlint.syntax.tree import Tree


def scopes_of(code: str) -> Scopes:
    return Scopes(Tree(textwrap.dedent(code)))


def named(scope: Scope | None) -> str:
    """What a scope is called: its function or class; empty for the module, `-` for none."""
    return "-" if scope is None else getattr(scope.node, "name", "")


def owners(scopes: Scopes, name: str) -> list[str]:
    """Who owns each read of `name`, in order of the scopes."""
    return [named(scopes.owner(scope, name)) for scope in scopes.all for read in scope.reads if read.id == name]


def test_a_name_belongs_to_the_nearest_function_that_binds_it() -> None:
    scopes = scopes_of("""
        key = 1
        def outer():
            key = 2
            def inner():
                return key
            return key
        def other():
            return key
    """)
    assert owners(scopes, "key") == ["outer", "outer", ""]
    assert [named(scope) for scope, _ in scopes.readers("key")] == ["other"]


def test_functions_do_not_see_the_names_of_the_class_around_them() -> None:
    scopes = scopes_of("""
        key = 1
        class Client:
            key = 2
            default = key
            def call(self):
                return key
    """)
    assert owners(scopes, "key") == ["Client", ""]


@pytest.mark.parametrize("body", ["return key", "key = key + 1", "key += 1\n    return key"])
def test_a_global_name_is_the_modules(body: str) -> None:
    scopes = scopes_of(f"key = 1\ndef call():\n    global key\n    {body}\n")
    assert set(owners(scopes, "key")) <= {""}
    assert named(scopes.owner(scopes.all[1], "key")) == ""


def test_a_name_that_only_functions_bind_as_global_is_the_modules() -> None:
    scopes = scopes_of("""
        def start():
            global key
            key = load()
        def call():
            return key
    """)
    assert owners(scopes, "key") == [""]
    assert len(scopes.module.bound["key"]) == 1


def test_global_passes_over_the_function_around() -> None:
    scopes = scopes_of("""
        key = 1
        def outer():
            key = 2
            def inner():
                global key
                return key
            return inner
    """)
    assert owners(scopes, "key") == [""]


def test_nonlocal_is_the_functions_around_never_the_modules_or_a_classes() -> None:
    scopes = scopes_of("""
        key = 1
        def outer():
            key = 2
            class Client:
                key = 3
                def call(self):
                    nonlocal key
                    key = key + 1
            return Client
    """)
    assert owners(scopes, "key") == ["outer"]
    (outer,) = (scope for scope in scopes.all if named(scope) == "outer")
    assert len(outer.bound["key"]) == 2


def test_defaults_decorators_and_annotations_are_evaluated_around() -> None:
    scopes = scopes_of("""
        key = 1
        @named(key)
        def call(key=key) -> key:
            return key
    """)
    assert owners(scopes, "key") == ["", "", "", "call"]


def test_the_first_iterable_of_a_comprehension_is_evaluated_around() -> None:
    scopes = scopes_of("""
        def call(key):
            return [key for key in key]
    """)
    reads = [(type(scope.node).__name__, read.id) for scope in scopes.all for read in scope.reads]
    assert reads == [("FunctionDef", "key"), ("ListComp", "key")]
    comprehension = scopes.all[-1]
    assert scopes.owner(comprehension, "key") is comprehension


def test_a_walrus_in_a_comprehension_binds_around() -> None:
    scopes = scopes_of("""
        def call(rows):
            return [last := row for row in rows], last
    """)
    assert owners(scopes, "last") == ["call"]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters are new in Python 3.12")
def test_bounds_of_type_parameters_are_reads() -> None:
    scopes = scopes_of("""
        key = str
        def call[T: key](value: T) -> T:
            return value
        class Client[T: key]:
            pass
    """)
    assert owners(scopes, "key") == ["", ""]


def test_what_an_import_gives_is_known_by_its_whole_name() -> None:
    scopes = scopes_of("""
        import prefect.blocks.system
        from prefect.blocks.system import Secret as S
        prefect.blocks.system.Secret
        S
        if ready:
            import boto3 as client
        else:
            client = None
        client
    """)
    expressions = [each.value for each in scopes.tree.module.body if isinstance(each, ast.Expr)]
    assert [scopes.dotted(each) for each in expressions] == [
        "prefect.blocks.system.Secret",
        "prefect.blocks.system.Secret",
        None,
    ]
