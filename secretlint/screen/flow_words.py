"""The words that the second look of the flow rules knows names by: what gives, carries, fills, shows."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable
from typing import TypeAlias

from secretlint.credentials.words import Vocabulary, is_connection_name, names_one_secret, says_it_reads_a_secret
from secretlint.screen import sink_words, words
from secretlint.screen.identifiers import BLOCK, MASKING, SOURCE, STRONG, WORKFLOW, Identifiers
from secretlint.screen.mentions import Mentions

_LONGEST_NAME = 120

OUTSIDE = 4
"""The bit of what comes from another file of the project; it may be an object of any library."""

_BITS = {
    home: 8 << number
    for number, home in enumerate(sorted({h for homes in sink_words.SINK_LIBRARIES.values() for h in homes}))
}
"""One bit for each library that has sinks."""

FROM = OUTSIDE | sum(_BITS.values())


def _bits(homes: Iterable[str]) -> int:
    return sum(_BITS[home] for home in homes)


_ORIGINS = {root: _bits(homes) for root, homes in sink_words.SINK_LIBRARIES.items()}
_SINKS = {name: OUTSIDE | _bits(homes) for name, homes in sink_words.LIBRARY_SINKS.items()}
_RAISERS = {name: OUTSIDE | _bits(homes) for name, homes in sink_words.LIBRARY_RAISERS.items()}


_MAKERS = frozenset(("flow", "task", "materialize", "Flow", "Task", "Block", "SecretBase"))
_OLD_SECRETS = ("prefect.client.secrets", "prefect.tasks.secrets")
_LOADS = frozenset(("load", "aload"))
_BEGIN = frozenset(("globals",)) | sink_words.TAKES_LOCALS | sink_words.RAISES_LOCALS
"""What holds every variable: a secret only where one comes in, by a name of it or by a caller."""

_BEGIN_ELSEWHERE = frozenset(("context", "String", "JSON", "Variable", "variables", "get_key_value"))
"""The same, of habits that a caller makes come true."""


Given: TypeAlias = tuple[str, int, str]
"""Where a name comes from: the module, its level, the name in it (empty for a module)."""


def _is_prefect(given: Given) -> bool:
    return given[1] == 0 and given[0].startswith("prefect")


def _names_given(mentioned: Mentions) -> dict[str, Given]:
    """What imports give, by name; of two for one name that of Prefect."""
    found: dict[str, Given] = {}
    for node in mentioned.imports:
        for alias in node.names:
            if isinstance(node, ast.ImportFrom):
                name, given = alias.asname or alias.name, (node.module or "", node.level, alias.name)
            else:
                name, given = alias.asname or alias.name.partition(".")[0], (alias.name, 0, "")
            if name not in found or not _is_prefect(found[name]):
                found[name] = given
    return found


def _is_old_secret(node: ast.Import | ast.ImportFrom) -> bool:
    """Whether an import gives the secrets of Prefect 1, or a block that is called as they are."""
    if isinstance(node, ast.Import):
        return any(alias.name.startswith(_OLD_SECRETS) for alias in node.names)
    module = node.module or ""
    is_secret = module.partition(".")[0] == "prefect" and any(alias.name == "Secret" for alias in node.names)
    return is_secret or module == "prefect.client" or module.startswith(_OLD_SECRETS)


class FlowWords:
    """Answers about names; each name is looked at once a run."""

    __slots__ = ("_flags", "_identifiers", "_own_sinks", "_own_sources", "_strong", "_vocabulary")

    def __init__(
        self,
        identifiers: Identifiers,
        vocabulary: Vocabulary,
        own_sources: Collection[str] = (),
        own_sinks: Collection[str] = (),
    ) -> None:
        """`own_sources` and `own_sinks` are the last names of the user's rows; the former may carry as well."""
        self._vocabulary = vocabulary
        self._strong: dict[str, bool] = {}
        self._identifiers = identifiers
        self._own_sources = frozenset(own_sources)
        self._own_sinks = frozenset(own_sinks)
        self._flags: dict[str, int] = {}

    def _of(self, name: str) -> int:
        flags = self._flags.get(name)
        if flags is None:
            is_name = 1 < len(name) <= _LONGEST_NAME and name != "pass" and not name.isspace()
            flags = self._flags[name] = self._identifiers.flags(name) if is_name else 0
        return flags

    def is_strong(self, name: str) -> bool:
        """Whether what a name holds is a secret by its name: what the engine asks, too."""
        known = self._strong.get(name)
        if known is None:
            may_be = bool(self._of(name) & STRONG)
            known = self._strong[name] = may_be and names_one_secret(name, self._vocabulary)
        return known

    def names_source(self, text: str) -> bool:
        """Whether what is asked for by this text is a secret: a name of one, or of a connection with its login."""
        return self.is_strong(text) or is_connection_name(text, self._vocabulary)

    def gives(self, name: str) -> bool:
        """Whether what is called or read under a name may give a secret."""
        return bool(self._of(name) & SOURCE) or name in self._own_sources

    def reads(self, name: str) -> bool:
        """Whether a call says that it reads a secret: `get_password`."""
        return bool(self._of(name) & STRONG) and says_it_reads_a_secret(name, self._vocabulary)

    def holds(self, name: str) -> bool:
        """Whether a class keeps secrets in its objects: a block, or one that masks."""
        return bool(self._of(name) & (BLOCK | MASKING))

    def has_source(self, mentioned: Mentions) -> bool:
        """Whether the second look may see a secret begin in a file that mentions these."""
        return not _BEGIN.isdisjoint(mentioned.names) or self._names_source(mentioned)

    def _names_source(self, mentioned: Mentions) -> bool:
        return (
            not _LOADS.isdisjoint(mentioned.names)
            or any(self.gives(name) or self.holds(name) or self._says_secret(name) for name in mentioned.names)
            or any(len(text) <= _LONGEST_NAME and self.names_source(text) for text in mentioned.texts)
            or any(self.gives(name) or self.holds(name) for name in mentioned.types)
        )

    def _says_secret(self, name: str) -> bool:
        return self.is_strong(name) or self.reads(name)

    def may_give(self, mentioned: Mentions) -> bool:
        """Whether a file that imports this one may get a secret of it, or make a habit in it come true."""
        return self._names_source(mentioned) or not _BEGIN_ELSEWHERE.isdisjoint(mentioned.names)

    def works(self, mentioned: Mentions, is_of_project: Callable[[str, int, str], bool]) -> bool:
        """Whether one of Prefect's own calls may be made: its word is no name of this file or of another library.

        What comes from another file of the project is looked at there; but a class of it may have it by inheritance.
        """
        given = _names_given(mentioned)
        for name in {*mentioned.used, *given}:
            if self._of(name) & WORKFLOW:
                found = given.get(name)
                if name not in mentioned.defined if found is None else _is_prefect(found):
                    return True
        for name, root in mentioned.attributes:
            if self._of(name) & WORKFLOW:
                found = given.get(root)
                if found is None or _is_prefect(found) or is_of_project(*found):
                    return True
        return False

    def makes_workflow(self, mentioned: Mentions, is_of_project: Callable[[str, int, str], bool]) -> bool:
        """Whether a flow, a task or a block may be made or loaded: in code, not in a text that shows how."""
        if not _MAKERS.isdisjoint(mentioned.names):
            return True
        given = _names_given(mentioned)
        if any(_is_old_secret(node) for node in mentioned.imports):
            return True
        for name, root in mentioned.attributes:
            if name in _LOADS:
                found = given.get(root)
                if found is None or _is_prefect(found) or is_of_project(*found):
                    return True
        return False

    def carries(self, name: str) -> bool:
        """Whether a call gives what it was given."""
        return name in sink_words.CARRIERS or name in self._own_sources

    def fills(self, name: str) -> bool:
        """Whether a method puts what it is given into its object."""
        return name in sink_words.FILLERS or name in self._own_sources

    def shows(self, name: str, origin: int, *, is_method: bool) -> bool:
        """Whether a call is a sink; `origin` are the bits of where what is called may come from."""
        if name in sink_words.SINKS or name in self._own_sinks or _SINKS.get(name, 0) & origin:
            return True
        return not is_method and name in sink_words.BUILTIN_SINKS

    def may_show(self, name: str) -> bool:
        """Whether something under a name is a sink, wherever it comes from."""
        return name in sink_words.SINKS or name in self._own_sinks or name in _SINKS

    def is_builtin_sink(self, name: str) -> bool:
        """Whether a builtin function is a sink."""
        return name in sink_words.BUILTIN_SINKS

    def shows_receiver(self, name: str) -> bool:
        """Whether a sink stores what it is called on."""
        return name in sink_words.RECEIVER_SINKS or name in self._own_sinks

    def raises(self, name: str, origin: int) -> bool:
        """Whether a call may raise what it is given."""
        return name in sink_words.RAISERS or bool(_RAISERS.get(name, 0) & origin)

    def origin(self, module: str) -> int:
        """The bits of what a library gives; 0 where it has nothing to do with sinks."""
        return _ORIGINS.get(module.partition(".")[0], 0)

    def is_block(self, name: str) -> bool:
        """Whether a class is one that blocks derive from."""
        return name in sink_words.BLOCK_BASES or name in words.BLOCK_FIELDS

    def is_habit_import(self, dotted: str) -> bool:
        """Whether an import is a finding by itself."""
        return any(dotted == habit or dotted.startswith(f"{habit}.") for habit in sink_words.HABIT_IMPORTS)
