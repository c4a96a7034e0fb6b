"""Which major versions of Prefect a file is written for, as far as its own names tell.

Source: imports tried on prefect 1.4.1, 2.20.10 and 3.8.8. A name that exists in several majors says nothing, and so
does `from prefect import task`, which is in all.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from secretlint.catalogue.terms import ALL_MAJORS

_ONE, _TWO, _THREE, _LATER = frozenset({1}), frozenset({2}), frozenset({3}), frozenset({2, 3})


PREFECT_1 = frozenset({1})

PRESENT_MAJORS = frozenset({2, 3})
"""What nothing else decides is written for one of these."""


class World(enum.Enum):
    """Which API a file reads its secrets with."""

    PREFECT = "Prefect 2 or 3"
    PREFECT_1 = "Prefect 1"
    PLAIN = "no Prefect"


@dataclass(frozen=True, slots=True)
class FileNames:
    """What a file says of Prefect. `imported`: dotted names, `prefect.flow` for `from prefect import flow`, and the
    attributes of an imported module that are used (`prefect.flow`); `entered`: dotted names of the calls that `with`
    enters; `bases`: dotted names of base classes; `methods`: names of called attributes; `keywords`: names of keyword
    arguments.
    """

    imported: Collection[str] = ()
    entered: Collection[str] = ()
    bases: Collection[str] = ()
    methods: Collection[str] = ()
    keywords: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class MajorsVerdict:
    """`majors` that the names allow, ALL_MAJORS where they tell nothing (`decided` is False).

    `conflicting`: names of different majors stand beside each other; `majors` are then all those they speak of.
    """

    majors: frozenset[int]
    decided: bool = True
    conflicting: bool = False

    def within(self, pinned: frozenset[int]) -> frozenset[int]:
        """The majors of a file in a project that is pinned to some (to none: empty)."""
        if not self.decided:
            return pinned or PRESENT_MAJORS
        return (self.majors & pinned) or self.majors


def is_of_prefect(dotted: str) -> bool:
    """Whether a dotted name is one of Prefect's, or of a collection: everybody's are called `prefect_…`."""
    root = dotted.partition(".")[0]
    return root == "prefect" or root.startswith("prefect_")


def majors_of(names: FileNames) -> MajorsVerdict:
    """The majors for which all names of the file exist.

    Prefect 1's secret API counts only where nothing else does: in a file of Prefect 2 or 3 it is a mistake (SL305).
    """
    claims = set(_claims(names))
    if not claims and any(_within(name, _ONE_SECRETS) for name in names.imported):
        claims = {_ONE}
    if not claims:
        return MajorsVerdict(ALL_MAJORS, decided=False)
    common = frozenset.intersection(*claims)
    if common:
        return MajorsVerdict(common)
    return MajorsVerdict(frozenset.union(*claims), conflicting=True)


def _claims(names: FileNames) -> Iterator[frozenset[int]]:
    for name in names.imported:
        if name.startswith("prefect"):
            yield from _claims_of_import(name)
    if any(name in _FLOW_CLASSES for name in names.entered) or any(name in _TASK_CLASSES for name in names.bases):
        yield _ONE
    if "register" in names.methods and any(name in _FLOW_CLASSES for name in names.imported):
        yield _ONE
    if not names.imported or not any(name.startswith("prefect") for name in names.imported):
        return
    if not _LATER_METHODS.isdisjoint(names.methods):
        yield _LATER
    if not _THREE_METHODS.isdisjoint(names.methods) or not _THREE_KEYWORDS.isdisjoint(names.keywords):
        yield _THREE
    if "infra_overrides" in names.keywords:
        yield _TWO


def _claims_of_import(name: str) -> Iterator[frozenset[int]]:
    root = name.partition(".")[0]
    if root != "prefect":
        if root.startswith("prefect_"):
            yield _TWO if name in _TWO_NAMES else _LATER
        return
    if _within(name, _ONE_SECRETS):
        return
    if _within(name, _LATER_TASKS):
        yield _LATER
    elif _within(name, _ONE_NAMES) or _ONE_TASKS.match(name):
        yield _ONE
    elif _within(name, _TWO_NAMES):
        yield _TWO
    elif _within(name, _THREE_NAMES):
        yield _THREE
    elif _within(name, _LATER_NAMES):
        yield _LATER


def _within(name: str, owners: frozenset[str]) -> bool:
    """Whether `name` is one of `owners` or a member of one."""
    while name:
        if name in owners:
            return True
        name = name.rpartition(".")[0]
    return False


_FLOW_CLASSES = frozenset({"prefect.Flow", "prefect.core.Flow", "prefect.core.flow.Flow"})
_TASK_CLASSES = frozenset({"prefect.Task", "prefect.core.Task", "prefect.core.task.Task"})
_LATER_METHODS = frozenset({"to_deployment", "serve", "deploy", "build_from_flow"})
_THREE_METHODS = frozenset({"aload", "asave", "ato_deployment", "adeploy"})
_THREE_KEYWORDS = frozenset({"cache_policy", "on_rollback", "on_commit"})

_ONE_SECRETS = frozenset({"prefect.client.Secret", "prefect.client.secrets", "prefect.tasks.secrets"})
_ONE_TASKS = re.compile(r"prefect\.tasks\.[a-z]")
_LATER_TASKS = frozenset(
    {
        "prefect.tasks.task",
        "prefect.tasks.task_input_hash",
        "prefect.tasks.exponential_backoff",
        "prefect.tasks.default_cache_policy",
    }
)
_ONE_NAMES = frozenset(
    {
        "prefect.Parameter",
        "prefect.Client",
        "prefect.case",
        "prefect.mapped",
        "prefect.apply_map",
        "prefect.resource_manager",
        "prefect.core",
        "prefect.backend",
        "prefect.engine.signals",
        "prefect.engine.state",
        "prefect.engine.results",
        "prefect.engine.result",
        "prefect.engine.executors",
        "prefect.engine.serializers",
        "prefect.engine.cache_validators",
        "prefect.environments",
        "prefect.executors",
        "prefect.run_configs",
        "prefect.storage",
        "prefect.triggers",
        "prefect.schedules.IntervalSchedule",
        "prefect.schedules.CronSchedule",
        "prefect.schedules.clocks",
        "prefect.schedules.filters",
        "prefect.schedules.adjustments",
        "prefect.schedules.schedules",
        "prefect.utilities.logging",
        "prefect.utilities.tasks",
        "prefect.utilities.edges",
        "prefect.utilities.configuration",
        "prefect.utilities.notifications",
        "prefect.utilities.debug",
        "prefect.utilities.executors",
        "prefect.utilities.graphql",
        "prefect.utilities.gcp",
        "prefect.utilities.aws",
        "prefect.utilities.storage",
        "prefect.utilities.git",
        "prefect.artifacts.create_markdown",
        "prefect.artifacts.create_link",
    }
)
_TWO_NAMES = frozenset(
    {
        "prefect.orion",
        "prefect.packaging",
        "prefect.deployments.Deployment",
        "prefect.deployments.deployments",
        "prefect.deployments.runner.DeploymentImage",
        "prefect.infrastructure.DockerContainer",
        "prefect.infrastructure.KubernetesJob",
        "prefect.infrastructure.KubernetesClusterConfig",
        "prefect.infrastructure.Process",
        "prefect.infrastructure.container",
        "prefect.infrastructure.kubernetes",
        "prefect.infrastructure.process",
        "prefect.blocks.kubernetes",
        "prefect.blocks.system.String",
        "prefect.blocks.system.JSON",
        "prefect.blocks.system.DateTime",
        "prefect.filesystems.S3",
        "prefect.filesystems.GCS",
        "prefect.filesystems.Azure",
        "prefect.filesystems.GitHub",
        "prefect.task_server",
        "prefect.task_runners.SequentialTaskRunner",
        "prefect.task_runners.ConcurrentTaskRunner",
        "prefect_sqlalchemy.DatabaseCredentials",
        "prefect_sqlalchemy.credentials.DatabaseCredentials",
    }
)
_THREE_NAMES = frozenset(
    {
        "prefect.aserve",
        "prefect.apause_flow_run",
        "prefect.asuspend_flow_run",
        "prefect.aresume_flow_run",
        "prefect.assets",
        "prefect.cache_policies",
        "prefect.transactions",
        "prefect.task_worker",
        "prefect.docker",
        "prefect.schedules",
        "prefect.results.ResultStore",
        "prefect.deployments.arun_deployment",
        "prefect.deployments.flow_runs",
        "prefect.automations.RunDeployment",
        "prefect.input.send_input",
        "prefect.task_runners.ThreadPoolTaskRunner",
        "prefect.task_runners.ProcessPoolTaskRunner",
        "prefect.artifacts.create_image_artifact",
        "prefect.artifacts.create_progress_artifact",
        "prefect.artifacts.ImageArtifact",
        "prefect.artifacts.ProgressArtifact",
    }
)
_LATER_NAMES = frozenset(
    {
        "prefect.flow",
        "prefect.flows",
        "prefect.serve",
        "prefect.deploy",
        "prefect.deployments",
        "prefect.get_run_logger",
        "prefect.get_client",
        "prefect.pause_flow_run",
        "prefect.suspend_flow_run",
        "prefect.resume_flow_run",
        "prefect.allow_failure",
        "prefect.blocks",
        "prefect.variables",
        "prefect.runtime",
        "prefect.states",
        "prefect.filesystems",
        "prefect.task_runners",
        "prefect.futures",
        "prefect.concurrency",
        "prefect.events",
        "prefect.automations",
        "prefect.input",
        "prefect.logging",
        "prefect.results",
        "prefect.runner",
        "prefect.server",
        "prefect.settings",
        "prefect.types",
        "prefect.workers",
        "prefect.context.get_run_context",
        "prefect.context.FlowRunContext",
        "prefect.context.TaskRunContext",
        "prefect.client.orchestration",
        "prefect.client.schemas",
        "prefect.client.get_client",
        "prefect.utilities.annotations",
        "prefect.artifacts.create_markdown_artifact",
        "prefect.artifacts.create_table_artifact",
        "prefect.artifacts.create_link_artifact",
    }
)
