"""Texts that kill or stall LibCST: survived, classified, in seconds. In a process of its own, for it may die."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, pickle, sys, time
from secretlint.syntax.comments import comments
from secretlint.syntax.locate import locate
from secretlint.syntax.lower import lower
from secretlint.syntax.names import Names
from secretlint.syntax.parse import Parsed, parse

text = eval(sys.stdin.read())
started = time.process_time()
tree = parse(text)
if isinstance(tree, Parsed):
    lowered = lower(tree.module)
    spans = locate(tree, text, lowered.nodes, range(lowered.code.nodes))
    assert spans is not None and len(spans) == lowered.code.nodes
    Names(lowered.code)
    assert pickle.loads(pickle.dumps(lowered.code)) == lowered.code
comments(text)
kind = "parsed" if isinstance(tree, Parsed) else tree.kind
print(json.dumps([kind, time.process_time() - started]))
"""

PITFALLS = {
    "3,000 brackets": ('"x = " + "(" * 3000 + ")" * 3000', "depth"),
    "199 brackets": ('"x = " + "f([{1: " * 49 + "a" + "}])" * 49', "parsed"),
    "3,000 calls": ('"x = " + "f(" * 3000 + ")" * 3000', "depth"),
    "10,000 and": ('"x = " + " and ".join(["a"] * 10000)', "depth"),
    "490 and": ('"x = " + " and ".join(["a"] * 490)', "parsed"),
    "10,000 plus": ('"x = " + " + ".join(["a"] * 10000)', "depth"),
    "490 plus": ('"x = " + " + ".join(["a"] * 490)', "parsed"),
    "900 links": ('"x = a" + ".b()" * 900', "depth"),
    "3,000 links": ('"x = a" + ".b()" * 3000', "depth"),
    "240 links": ('"x = a" + ".b()" * 240', "parsed"),
    "links in a decorator": ('"@a" + ".b()" * 900 + "\\ndef f(): pass"', "depth"),
    "links in a short default": ('"def f(x=a" + ".b()" * 900 + "): pass"', "depth"),
    "5,000 minus": ('"x = " + "-" * 5000 + "1"', "depth"),
    "490 minus": ('"x = " + "-" * 490 + "1"', "parsed"),
    "490 lambdas": ('"x = " + "lambda: " * 490 + "1"', "parsed"),
    "490 conditions": ('"x = " + "a if b else " * 490 + "c"', "parsed"),
    "490 subscripts": ('"x = a" + "[0]" * 490', "parsed"),
    "600 clauses": ('"[a " + "for a in b " * 600 + "]"', "depth"),
    "everything nested": ('"x = " + "[f(" * 99 + "+".join(["a.b()"] * 90) + ")]" * 99', "parsed"),
    "10,000 adjacent strings": ('"x = (" + "\'a\' " * 10000 + ")"', "parser"),
    "10,000 adjacent f-strings": ('"x = (" + "f\'a{b}\' " * 10000 + ")"', "parser"),
    "1,000 adjacent strings": ('"x = (" + "\'a\' " * 1000 + ")"', "parsed"),
    "3,000 elif": ('"if a: pass\\n" + "elif a: pass\\n" * 3000', "depth"),
    "490 elif": ('"if a: pass\\n" + "elif a: pass\\n" * 490', "parsed"),
    "99 blocks": ('"".join(" " * i + "if x:\\n" for i in range(99)) + " " * 99 + "pass"', "parsed"),
    "150 blocks": ('"".join(" " * i + "if x:\\n" for i in range(150)) + " " * 150 + "pass"', "depth"),
    "3,000 dots of an import": ('"import " + "a." * 3000 + "a"', "depth"),
    "3,000 dots of a from": ('"from " + "a." * 3000 + "a import b"', "depth"),
    "pattern of 190 brackets": ('"match x:\\n case " + "[" * 190 + "a" + "]" * 190 + ": pass"', "depth"),
    "del of 190 brackets": ('"del " + "(" * 190 + "a" + ",)" * 190', "depth"),
    "targets of 190 brackets": ('"(" * 190 + "a" + ",)" * 190 + " = b"', "parsed"),
    "3,000 types": ('"x: " + " | ".join(["a"] * 3000)', "depth"),
    "30,000 elements": ('"x = [" + "a," * 30000 + "]"', "parsed"),
    "5,000 targets": ('"a = " * 5000 + "b"', "parsed"),
    "5,000 comparisons": ('"x = " + " < ".join(["a"] * 5000)', "parsed"),
    "5,000 managers": ('"with " + ", ".join(["a"] * 5000) + ": pass"', "parsed"),
    "NUL": ('"x = 1\\0"', "syntax"),
    "surrogate": ("\"x = '\\udc80'\"", "syntax"),
    "lone carriage return": ('"x = 1\\r"', "parsed"),
    "form feeds": ('"\\f\\nx = 1\\n\\fy = 2\\n"', "parsed"),
    "CRLF": ("\"if x:\\r\\n    y = '''a\\r\\nb'''\\r\\n\"", "parsed"),
    "Python 2": ("\"print 'a'\\nexec 'b'\\n\"", "syntax"),
    "Python 2, minus": ('"print \'a\'\\nx = " + "-" * 5000 + "1"', "syntax"),
    "Python 2, brackets of an f-string": ('"print \'a\'\\nx = f\'{" + "(" * 3000 + ")" * 3000 + "}\'"', "syntax"),
    "Python 2, lambdas": ('"print \'a\'\\nx = " + "lambda a, b: " * 3000 + "1"', "syntax"),
    "Python 2, links": ('"print \'a\'\\nx = a" + ".b()" * 3000', "syntax"),
    "Python 2, blocks": (
        '"print \'a\'\\n" + "".join(" " * i + "if x:\\n" for i in range(1000)) + " " * 1000 + "pass"',
        "syntax",
    ),
    "Python 2, elif": ('"print \'a\'\\nif a: pass\\n" + "elif a: pass\\n" * 3000', "syntax"),
    "Python 2, pattern": ('"print \'a\'\\nmatch x:\\n case " + "[" * 30 + "a" + "]" * 30 + ": pass"', "syntax"),
}


@pytest.mark.parametrize(("source", "kind"), PITFALLS.values(), ids=PITFALLS.keys())
def test_survived_and_classified(source: str, kind: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=source, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr[-500:]
    found, seconds = json.loads(ran.stdout)
    assert found == kind
    assert seconds < 10
