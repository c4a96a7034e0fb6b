"""How a value is read at run time instead of standing in the source, in the spelling of the file's own world.

Facts: block names hold only a-z, 0-9 and "-"; `Secret.load` is a coroutine in `async def`; Prefect 1 resolves a
`PrefectSecret` when a task runs, while `Secret(..).get()` would bake the value into the flow.
"""

from __future__ import annotations

import re

from secretlint.catalogue.majors import World
from secretlint.literals.surroundings import Surroundings

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_SECRET_WORDS = frozenset(("password", "passwd", "pass", "passphrase", "pwd", "secret", "token", "key", "salt", "pat"))
_NAME_LIMIT = 60


def reference(name: str, surroundings: Surroundings) -> str:
    """The expression that reads the secret `name` (as bound in the source), where `surroundings` say."""
    words = [word.lower() for word in _WORDS.findall(name)] or ["secret"]
    if surroundings.world is World.PREFECT:
        block = "-".join(words)[:_NAME_LIMIT].strip("-")
        return f'(await Secret.load("{block}")).get()' if surroundings.awaits else f'Secret.load("{block}").get()'
    variable = "_".join(words)[:_NAME_LIMIT].strip("_").upper()
    return f'PrefectSecret("{variable}")' if surroundings.world is World.PREFECT_1 else f'os.environ["{variable}"]'


def named(kind: str, target: str) -> str:
    """A name for a secret bound to `target`: with `kind` where the target alone does not say that it is one."""
    words = [word.lower() for word in _WORDS.findall(target)]
    return target if words and words[-1] in _SECRET_WORDS else f"{target} {kind}"


def instead(name: str, surroundings: Surroundings) -> str:
    """One line: what to write in place of a literal bound to `name`."""
    written = reference(name, surroundings)
    if surroundings.world is World.PREFECT_1:
        return f"hand {written} to the task instead"
    if surroundings.world is World.PREFECT and not surroundings.in_function:
        return f"load it inside the flow or task instead: {written}"
    return f"read it at run time instead: {written}"
