"""What earlier runs found, asked before a file is read, and told after it was examined.

One `Memory` for all files under the same settings. It knows paths, digests and lines of text; what they mean to the
engine stands in `recall`, which is imported only where there is something to recall.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from secretlint.cache.file import PROJECT, Section, is_storable, merged, parse
from secretlint.cache.identity import settings_identity, tool_identity
from secretlint.cache.place import CacheError, cache_file, read_cache, write_cache
from secretlint.cache.stamp import digest_of, is_settled, stamp

if TYPE_CHECKING:
    from secretlint.engine.policy import Policy
    from secretlint.files.discover import FoundFile

DROPPED = b"-"
SILENT = b"."
QUIET = b"~"
TOLD = b"="
"""What is known of a file: the screen dropped it, or it was examined and has nothing to say, or something; QUIET: only
to who asks for findings of low confidence.
"""


class Known(NamedTuple):
    """What the cache knows of a file; `data` where the file had to be read to be sure."""

    kind: bytes
    digest: bytes
    record: bytes
    data: bytes | None = None


class Memories:
    """The caches of a run, one for each kind of settings."""

    def __init__(self) -> None:
        """Read nothing yet."""
        self.problems: list[str] = []
        self.now = time.time_ns()
        self._of_policy: dict[int, Memory | None] = {}
        self._files: dict[str, dict[bytes, bytes]] = {}
        self._identity = b""

    def of(self, policy: Policy) -> Memory | None:
        """The cache for files under `policy`; None where there cannot be one."""
        key = id(policy)
        if key not in self._of_policy:
            self._of_policy[key] = self._open(policy)
        return self._of_policy[key]

    def save(self, *, walked: bool) -> None:
        """Write what is new. `walked`: directories were searched, so that a later run asks for the same files."""
        for memory in self._of_policy.values():
            if memory is None:
                continue
            try:
                memory.save(walked=walked)
            except CacheError as error:
                self.problems.append(str(error))

    def _open(self, policy: Policy) -> Memory | None:
        settings = policy.settings
        try:
            name = settings_identity(settings, follows_flows=policy.follows_flows)
            path = cache_file(str(settings.root), str(settings.cache_directory))
            identity = self._tool()
            if path not in self._files:
                self._files[path] = self._read(path, identity)
        except OSError:
            return None
        except CacheError as error:
            self.problems.append(str(error))
            return None
        section = Section(self._files[path].get(name, b""))
        return Memory(str(settings.root), path, name, identity, section, self.now)

    def _read(self, path: str, identity: bytes) -> dict[bytes, bytes]:
        data = read_cache(path)
        return parse(data, identity) if data else {}

    def _tool(self) -> bytes:
        if not self._identity:
            self._identity = tool_identity()
        return self._identity


class Memory:
    """The entries of one project under one kind of settings."""

    def __init__(self, root: str, path: str, name: bytes, identity: bytes, section: Section, now: int) -> None:
        """`path` is the file, `name` the section's, `now` when the run began."""
        self.root = root
        self.now = now
        self._prefix = root.rstrip(os.sep) + os.sep
        self._path = path
        self._name = name
        self._identity = identity
        self._section = section
        self._asked: dict[bytes, bytes] = {}
        self._changes: dict[bytes, bytes] = {}
        self._is_worth_it = False

    def relative(self, path: str) -> str | None:
        """A path from the project root, with `/`; None outside it."""
        if not path.startswith(self._prefix):
            return None
        relative = path[len(self._prefix) :]
        return relative if os.sep == "/" else relative.replace(os.sep, "/")

    def look_up(self, found: FoundFile) -> Known | None:
        """What is known of a file as it is now."""
        key = self._key(found)
        if not key:
            return None
        entry = self._section.entry(key)
        state = stamp(found.place)
        self._asked[key] = state
        if not entry or not state:
            return None
        known, _, rest = entry.partition(b"\t")
        digest, _, rest = rest.partition(b"\t")
        kind, _, record = rest.partition(b"\t")
        if known == state:
            return Known(kind, digest, record)
        # Another size is another content.
        if known.split()[1:2] != state.split()[1:2]:
            return None
        try:
            data = found.path.read_bytes()
        except OSError:
            return None
        if digest_of(data) != digest:
            return None
        self._note(key, digest, kind, record)
        return Known(kind, digest, record, data)

    def dropped(self, found: FoundFile, data: bytes) -> None:
        """The screen dropped a file."""
        if key := self._key(found):
            self._note(key, digest_of(data), DROPPED, b"")

    def examined(self, found: FoundFile, data: bytes, kind: bytes, record: bytes) -> None:
        """A file was examined."""
        if key := self._key(found):
            self._is_worth_it = True
            self._note(key, digest_of(data), kind, record)

    def project(self) -> bytes:
        """What is known of the flows through the project."""
        return self._section.entry(PROJECT)

    def followed(self, record: bytes) -> None:
        """The flows of the project were followed; an empty record: nothing may be kept of them."""
        self._is_worth_it = True
        self._changes[PROJECT] = record

    def save(self, *, walked: bool) -> None:
        """Write what is new, if the file is worth being written. Raises CacheError."""
        if walked:
            self._forget_the_gone()
        elif not self._is_worth_it:
            return
        if self._changes:
            changes = {key: self._checked(key, entry) for key, entry in self._changes.items()}
            try:
                data = read_cache(self._path)
            except CacheError:
                data = b""
            write_cache(self._path, merged(data, self._identity, self._name, changes))

    def _key(self, found: FoundFile) -> bytes:
        relative = self.relative(found.place)
        key = b"" if relative is None else os.fsencode(relative)
        return key if is_storable(key) else b""

    def _note(self, key: bytes, digest: bytes, kind: bytes, record: bytes) -> None:
        state = self._asked.get(key, b"")
        if state and is_settled(state, self.now):
            self._changes[key] = b"\t".join((state, digest, kind, record) if record else (state, digest, kind))

    def _checked(self, key: bytes, entry: bytes) -> bytes:
        """The entry, unless its file changed while the run went on: then none is right."""
        if key == PROJECT or entry.startswith(stamp(self._prefix + os.fsdecode(key)) + b"\t"):
            return entry
        return b""

    def _forget_the_gone(self) -> None:
        table: Mapping[bytes, bytes] = self._section.table()
        if len(table) <= len(self._asked):
            return
        for key in table:
            if key not in self._asked and key != PROJECT and not os.path.lexists(self._prefix + os.fsdecode(key)):
                self._changes[key] = b""
