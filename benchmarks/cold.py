"""Where the time of a cold run goes: CPU seconds of each stage, without those of the stages within it.

python benchmarks/cold.py TREE
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

STAGES = {
    "find the files": ("secretlint.files.discover", "discover"),
    "read them": ("secretlint.files.read", "read"),
    "screen their bytes": ("secretlint.engine.policy", "Policy.see"),
    "rule files out by names (`ast`)": ("secretlint.engine.candidates", "Candidates.chosen"),
    "parse (LibCST)": ("secretlint.syntax.parse", "parse"),
    "lower": ("secretlint.syntax.lower", "lower"),
    "examine each file": ("secretlint.engine.examine", "examine"),
    "follow the values": ("secretlint.engine.flows", "follow"),
}
REST = "the rest (start, settings, report)"


class Clock:
    """Counts each moment for the innermost stage."""

    def __init__(self) -> None:
        """Begin with what is no stage."""
        self.seconds = dict.fromkeys((*STAGES, REST), 0.0)
        self._stack = [REST]
        self._since = time.process_time()

    def timed(self, stage: str, function: Callable[..., object]) -> Callable[..., object]:
        """The function, counted for the stage."""

        def call(*arguments: object, **named: object) -> object:
            self._turn()
            self._stack.append(stage)
            try:
                return function(*arguments, **named)
            finally:
                self._turn()
                self._stack.pop()

        return call

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self._stack[-1]] += now - self._since
        self._since = now

    def stop(self) -> None:
        """Count what has passed."""
        self._turn()


def install(clock: Clock) -> None:
    """Put a clock around every stage, wherever a module has taken its function already."""
    for stage, (module, name) in STAGES.items():
        owner: object = import_module(module)
        *parents, last = name.split(".")
        for parent in parents:
            owner = getattr(owner, parent)
        function = getattr(owner, last)
        timed = clock.timed(stage, function)
        setattr(owner, last, timed)
        for each in [each for key, each in sys.modules.items() if key.startswith("secretlint")]:
            if getattr(each, last, None) is function:
                setattr(each, last, timed)


def main() -> None:
    """Run once and print."""
    tree = Path(sys.argv[1]).resolve()
    gc.disable()
    started = time.process_time()
    import libcst  # noqa: F401  # its import is a stage of its own

    libcst_seconds = time.process_time() - started
    from secretlint.engine.check import CheckOptions, check
    from secretlint.files import discover as files
    from secretlint.settings.discover import SettingsResolver

    clock = Clock()
    install(clock)
    resolver = SettingsResolver(isolated=True, working_directory=tree)
    found = files.discover([str(tree)], resolver, working_directory=tree)
    report = check(found.files, resolver, CheckOptions())
    clock.stop()
    print(f"| stage of a cold run, one process | CPU s |\n|---|---|\n| import LibCST | {libcst_seconds:.2f} |")
    for stage, seconds in clock.seconds.items():
        print(f"| {stage} | {seconds:.2f} |")
    print(f"\n{report.files_checked} files, {len(report.findings)} findings.")


if __name__ == "__main__":
    main()
