"""What to do where no rewrite closes a way out: one line for each rule."""

from __future__ import annotations

from secretlint.fixes.problem import Problem, by_hand
from secretlint.model import Fix

RULES = ("SL2", "SL3")
PRECEDENCE = 900
_ADVICE = {
    "SL201": "log what the value is for, never the value",
    "SL202": "print what the value is for, or keep the command's output to yourself",
    "SL203": "check the value first, or catch the error and raise another one from None",
    "SL204": "return the name of the block, and load it where it is used",
    "SL205": "hand over the name of the block, and load it inside the flow",
    "SL206": "keep the value out of the state",
    "SL207": "keep the value out of the artifact",
    "SL208": "keep the value out of the event",
    "SL209": "store it in a Secret block",
    "SL210": "make the name, or the key, of the block's name instead of its value",
    "SL211": "let the flow load the block, or use {{ prefect.blocks.secret.NAME }} in Python's job_variables",
    "SL212": "move the value to a secret field, or set it after saving",
    "SL213": "give the command the value by its standard input, or a file that only its user may read",
    "SL301": "read it inside the flow or task that uses it",
    "SL302": "take the name of the block, or a parameter typed Secret, and load inside",
    "SL303": "store it in a Secret block",
    "SL304": "type the field SecretStr, read it with .get_secret_value(), and save the block again",
    "SL305": "read it with the API of the Prefect that runs here",
    "SL306": "say persist_result=False on the decorator",
}


def rewrite(problem: Problem) -> Fix | None:
    """The advice for a rule; None for one that has none."""
    advice = _ADVICE.get(problem.finding.code)
    return None if advice is None else by_hand(advice)
