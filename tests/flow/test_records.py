"""What stands beside a flow: conditions, majors, declarations, habits, limits."""

from __future__ import annotations

from secretlint.flow.records import LiteralSource
from secretlint.syntax.operation import Literal
from tests.flow.engine import PREFECT_3, flows_of, lowered, run

LOAD = "from prefect import flow, task\nfrom prefect.blocks.system import Secret\n"


def test_an_option_that_settles_is_named() -> None:
    text = LOAD + "@task(persist_result=True)\ndef t():\n    return Secret.load('db').get()\n"
    (record,) = run({"flow.py": text}).flows
    assert record.rule == "SL204"
    assert record.reason == "`persist_result=True`"
    assert not record.inherited


def test_an_option_of_the_caller_is_said_to_be_one() -> None:
    text = LOAD + (
        "@task\ndef t():\n    return Secret.load('db').get()\n@flow(persist_result=True)\ndef f():\n    t()\n"
    )
    (record,) = run({"flow.py": text}).flows
    assert record.inherited
    assert record.reason == "`persist_result=True` of the function that calls it"


def test_a_setting_of_the_project_settles() -> None:
    text = LOAD + "@flow\ndef f():\n    print(Secret.load('db').get())\n"
    (record,) = run({"flow.py": text}).flows
    assert record.sink.severity == "warning"
    (record,) = run({"flow.py": text}, setting=lambda _path, name: "1" if name.endswith("LOG_PRINTS") else None).flows
    assert record.sink.severity == "error"


def test_the_majors_are_those_where_it_leaks() -> None:
    text = LOAD + "@task(result_storage='x')\ndef t():\n    return Secret.load('db').get()\n"
    (record,) = run({"flow.py": text}, majors=frozenset({2, 3})).flows
    assert record.majors == PREFECT_3
    assert flows_of(text, frozenset({2})) == []


def test_a_literal_with_a_verdict_is_a_source() -> None:
    text = LOAD + "VALUE = 'x'\n@flow\ndef f():\n    print(VALUE)\n"
    _, code = lowered(text)
    (literal,) = (op for op in code.code.functions[0].body if isinstance(op, Literal) and op.text == "x")
    found = run({"flow.py": text}, literals={"flow.py": {literal.node: LiteralSource("GitHub token")}})
    (record,) = found.flows
    assert record.origin.description == "GitHub token"
    assert found.steps(record)[0] == (3, "written here")


def test_parameters_of_wrapped_functions_are_told() -> None:
    text = (
        LOAD + "from typing import Optional\n@flow\ndef f(token: Optional[str] = None, n=1): ...\ndef g(token): ...\n"
    )
    first, second = run({"flow.py": text}).analysis.parameters
    assert (first.name, first.types, first.default, first.stores_parameters) == (
        "token",
        ("typing.Optional", "builtins.str"),
        "none",
        True,
    )
    assert (second.name, second.annotated, second.default) == ("n", False, "number")


def test_fields_of_classes_with_bases_are_told() -> None:
    text = (
        "from prefect.blocks.core import Block\nfrom pydantic import SecretStr\n"
        "class Mine(Block):\n    token: str = ''\n    key: SecretStr\n"
    )
    first, second = run({"flow.py": text}).analysis.fields
    assert first.name == "token"
    assert "prefect.blocks.core.Block" in first.bases
    assert first.default == "empty"
    assert second.types == ("pydantic.SecretStr",)


def test_a_read_at_import_is_told_once_and_not_in_the_main_guard() -> None:
    text = (
        LOAD + "VALUE = Secret.load('db').get()\nif __name__ == '__main__':\n    print(len(Secret.load('db').get()))\n"
    )
    found = run({"flow.py": text})
    assert [(each.rule, found.line(each.path, each.node)) for each in found.analysis.habits] == [("SL301", 3)]


def test_a_file_that_is_only_asked_for_serves_and_its_flows_are_told() -> None:
    files = {"flow.py": LOAD + "from tools import trace\n@flow\ndef f():\n    trace(Secret.load('db').get())\n"}
    more = {"tools.py": "import logging\ndef trace(text):\n    logging.getLogger('x').warning(text)\n"}
    assert run(files, request=more).places() == [("tools.py", 3, "SL201")]


def test_a_body_that_is_too_large_is_said_to_be_incomplete() -> None:
    line = "x = [" + ", ".join(f"f({number})" for number in range(500)) + "]\n"
    found = run({"flow.py": line * 150})
    assert found.analysis.incomplete == {"flow.py": ""}
