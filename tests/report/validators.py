"""The formats as their own schemas have them; skipped where the validators are not installed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SCHEMAS = Path(__file__).parent / "schemas"


def sarif_of(text: str) -> Any:
    """The document, valid by the schema of SARIF 2.1.0."""
    document = json.loads(text)
    assert [error.message for error in _sarif_validator().iter_errors(document)] == []
    return document


def junit_of(text: str) -> ElementTree.Element:
    """The root, valid by the schema of Jenkins' xUnit plugin."""
    root = ElementTree.fromstring(text)
    assert [error.reason for error in _junit_schema().iter_errors(root)] == []
    return root


@cache
def _sarif_validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8")))


@cache
def _junit_schema() -> Any:
    return pytest.importorskip("xmlschema").XMLSchema(str(SCHEMAS / "junit-10.xsd"))
