"""What is said of a credential literal: where it stands, what it is called, which part of it is the value."""

from __future__ import annotations

import time

import pytest

from secretlint.catalogue.load import load
from secretlint.credentials.digest import tag
from secretlint.credentials.words import default_vocabulary
from secretlint.literals import CredentialLiteral, LiteralShape, Place
from secretlint.literals.judge import judge, may_be_shown
from secretlint.literals.masks import masked_nodes
from secretlint.syntax.code import Code
from secretlint.syntax.lower import lower
from secretlint.syntax.names import Names
from secretlint.syntax.operation import Literal
from secretlint.syntax.parse import Parsed, parse
from secretlint.syntax.walk import operations
from tests.fakes import fake, fill, kinds


def code_of(text: str) -> Code:
    parsed = parse(fill(text))
    assert isinstance(parsed, Parsed)
    return lower(parsed.module).code


def judged(text: str) -> tuple[CredentialLiteral, ...]:
    code = code_of(text)
    return judge(code, Names(code), default_vocabulary(), load(()))


def text_of(literal: CredentialLiteral, code: Code) -> str:
    for function in code.functions:
        for operation in operations(function):
            if isinstance(operation, Literal) and operation.node == literal.node:
                return operation.text or ""
    raise AssertionError("no such literal")


def value_of(text: str) -> str:
    (literal,) = judged(text)
    return text_of(literal, code_of(text))[literal.value_start : literal.value_end]


def test_the_value_is_the_part_that_is_the_credential() -> None:
    assert value_of('password = "{fake:password}"') == fake("password")
    assert value_of('url = "postgresql://etl:{fake:password}@db.internal/dwh"') == fake("password")
    assert value_of('url = f"postgresql://{user}:{fake:password}@{host}/dwh"') == fake("password")
    assert value_of('url = "postgresql://" + user + ":{fake:password}@" + host') == fake("password")
    assert value_of('text = "the token {fake:github-token} leaked"') == fake("github-token")
    assert value_of('header = "Bearer " + "{fake:api-key}"') == fake("api-key")
    assert value_of("""login = '{"user": "etl", "password": "{fake:password}"}'""") == fake("password")
    assert value_of('auth = b64encode(b"etl:{fake:password}")') == fake("password")


def test_one_finding_a_literal() -> None:
    assert len(judged('token = password = api_key = "{fake:github-token}"')) == 1
    assert len(judged('os.environ["TOKEN"] = TOKEN = os.getenv("TOKEN", "{fake:api-key}")')) == 1


def test_two_credentials_of_an_f_string_are_two_literals() -> None:
    text = 'x = f"postgresql://etl:{fake:password}@{host} postgresql://etl:{fake:password:1}@{host}"'
    assert [literal.shape for literal in judged(text)] == [LiteralShape.CONNECTION] * 2


def test_scope_and_statement_are_those_around() -> None:
    text = """
class Loader:
    def load(self):
        connect(
            password="{fake:password}",
        )
"""
    (literal,) = judged(text)
    code = code_of(text)
    assert literal.scope == "Loader.load"
    assert literal.statement in {start.node for start in code.statements}
    assert code.functions[literal.function].name == "load"
    (at_module_level,) = judged('make = lambda: connect(password="{fake:password}")')
    assert at_module_level.scope == ""


def test_the_place_and_its_block() -> None:
    text = """
from prefect import flow
from prefect.blocks.system import Secret

Secret(value="{fake:password}")


@flow
def load(token="{fake:hex-key}"):
    return token
"""
    block, parameter = judged(text)
    assert (block.place, block.block, block.target) == (Place.BLOCK_FIELD, "Secret", "value")
    assert (parameter.place, parameter.block, parameter.target) == (Place.FLOW_PARAMETER, "flow", "token")


def test_a_default_is_weak_and_a_secret_is_not() -> None:
    weak, strong = judged('a(user="u1", password="postgres"); a(user="u1", password="{fake:password}")')
    assert (weak.weak, strong.weak) == (True, False)


def test_the_tag_is_of_the_value_alone() -> None:
    (literal,) = judged('url = "postgresql://etl:{fake:password}@db.internal/dwh"')
    assert literal.tag == tag(fake("password"))


def test_a_target_is_never_a_value() -> None:
    for kind in kinds():
        if kind.startswith("password-") or "\n" in fake(kind) or '"' in fake(kind):
            continue
        found = judged(f'tokens = {{{fake(kind)!r}: {{"x": "{{fake:api-key:7}}"}}, "{{fake:api-key:8}}": 1}}')
        found += judged(f'x = {{{fake(kind)!r}: "{{fake:github-token:7}}"}}')
        assert all(literal.target == "" or literal.target not in fake(kind) for literal in found), kind
    assert not may_be_shown(fake("api-key"), default_vocabulary())
    assert may_be_shown("DB2_PASSWORD_1", default_vocabulary())


def test_a_docstring_counts_for_tokens_only() -> None:
    text = '''
def load():
    """Use {fake:github-token} or postgresql://etl:{fake:password}@db.internal/dwh."""
'''
    assert [literal.shape for literal in judged(text)] == [LiteralShape.PROVIDER_TOKEN]


def test_deep_and_wide_code_ends() -> None:
    assert judged("x = " + " + ".join(["'a'"] * 400)) == ()
    assert judged("x = " + "str(" * 60 + "'a'" + ")" * 60) == ()
    assert judged("password = " + "[" * 60 + "'{fake:password}'" + "]" * 60) == ()


def masked(text: str) -> set[str]:
    code = code_of(text)
    nodes = masked_nodes(code, Names(code), default_vocabulary(), load(()))
    literals = [each for function in code.functions for each in operations(function) if isinstance(each, Literal)]
    return {each.text or "" for each in literals if each.node in nodes}


def test_masks_hide_more_than_is_reported() -> None:
    assert masked('password = "test"; table = "orders"') == {"test"}
    assert masked('connect(host="db", password="changeme")') == {"changeme"}
    assert masked('url = f"postgresql://{u}:{fake:password}@{h}"') >= {f":{fake('password')}@"}
    assert masked('if token == "BEGIN": pass') == {"BEGIN"}
    assert masked('name = "{fake:github-token-broken-sum}"') == {fake("github-token-broken-sum")}
    assert masked('password_file = "/etc/etl/password"; kind = "bearer"') == set()


@pytest.mark.parametrize(
    ("before", "each", "after"),
    [
        ("D = {\n", '"password{}": "{fake:password}",\n', "}\n"),
        ("f(\n", 'password{}="{fake:password}",\n', ")\n"),
        ("def f(\n", 'password{}="{fake:password}",\n', "): pass\n"),
        ("", 'password{} = "{fake:password}".encode()\n', ""),
        ("D = {\n", '"value": "{fake:password}", "k{}": 1,\n', "}\n"),
    ],
    ids=["keys", "keywords", "parameters", "methods", "value-keys"],
)
def test_thousands_beside_each_other_take_linear_time(before: str, each: str, after: str) -> None:
    """Each looked at all the others: a dict of 5,000 keys took minutes."""
    text = before + "".join(each.replace("{}", str(number), 1) for number in range(2000)) + after
    started = time.process_time()
    found = judged(text)
    assert len(found) in (0, 2000)
    assert time.process_time() - started < 10
