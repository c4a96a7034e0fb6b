"""A Prefect 1 parameter with a credential as default becomes a secret task.

Parameter("api_key", default="…")        PrefectSecret("API_KEY")
"""

from __future__ import annotations

import ast

from secretlint.catalogue.majors import World
from secretlint.fixes.problem import NotReadable, Problem, Wish, by_hand, fix, reading
from secretlint.fixes.shapes import call_of
from secretlint.fixes.source import Moment, Place
from secretlint.model import Edit, Fix
from secretlint.references import How

RULES = ("SL107",)
PRECEDENCE = 50
PARAMETERS = ("prefect.Parameter", "prefect.core.Parameter", "prefect.core.parameter.Parameter")


def rewrite(problem: Problem) -> Fix | None:
    """None for anything but a `Parameter`."""
    source = problem.source
    call = call_of(source, problem.node)
    if source.world is not World.PREFECT_1 or call is None or source.scopes.dotted(call.func) not in PARAMETERS:
        return None
    name = call.args[0] if call.args else None
    target = name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""
    read = reading(problem, Wish(place=Place(Moment.FLOW_BUILD, How.PLAIN), target=target))
    if isinstance(read, NotReadable):
        return by_hand(read.reason)
    why = "runs that set the parameter then fail"
    return fix(problem, read, [Edit(source.tree.span(call), read.text)], f"becomes {read.text}", [why])
