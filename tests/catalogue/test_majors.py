"""Which majors of Prefect a file's own names allow."""

from __future__ import annotations

import pytest

from secretlint.catalogue.majors import FileNames, MajorsVerdict, majors_of
from secretlint.catalogue.terms import ALL_MAJORS


@pytest.mark.parametrize(
    ("names", "majors"),
    [
        (FileNames(imported=["prefect.flow", "prefect.task"]), {2, 3}),
        (FileNames(imported=["prefect.Flow", "prefect.task"], entered=["prefect.Flow"]), {1}),
        (FileNames(imported=["prefect.Task"], bases=["prefect.Task"]), {1}),
        (FileNames(imported=["prefect.Flow"], methods=["register"]), {1}),
        (FileNames(imported=["prefect.tasks.shell.ShellTask"]), {1}),
        (FileNames(imported=["prefect.tasks.secrets.PrefectSecret"]), {1}),
        (FileNames(imported=["prefect.schedules.IntervalSchedule"]), {1}),
        (FileNames(imported=["prefect.schedules.Interval"]), {3}),
        (FileNames(imported=["prefect.flow", "prefect.cache_policies.NO_CACHE"]), {3}),
        (FileNames(imported=["prefect.flow", "prefect.deployments.Deployment"]), {2}),
        (FileNames(imported=["prefect.flow", "prefect.deployments.run_deployment"]), {2, 3}),
        (FileNames(imported=["prefect.blocks.system.Secret"], methods=["aload"]), {3}),
        (FileNames(imported=["prefect.blocks.system.JSON"]), {2}),
        (FileNames(imported=["prefect.task"], keywords=["cache_policy"]), {3}),
        (FileNames(imported=["prefect.flow"], keywords=["infra_overrides"]), {2}),
        (FileNames(imported=["prefect_aws.AwsCredentials"]), {2, 3}),
        (FileNames(imported=["prefect.tasks.task_input_hash"]), {2, 3}),
    ],
)
def test_names_decide(names: FileNames, majors: set[int]) -> None:
    assert majors_of(names) == MajorsVerdict(frozenset(majors))


@pytest.mark.parametrize(
    "names",
    [
        FileNames(),
        FileNames(imported=["prefect.task"]),
        FileNames(imported=["prefect.Flow", "prefect.Task"]),
        FileNames(imported=["prefect.Secret"]),
        FileNames(imported=["prefect.tasks.Task"]),
        FileNames(imported=["flask.Flask"], methods=["deploy"], keywords=["cache_policy"]),
        FileNames(imported=["prefectural.flow"]),
    ],
)
def test_names_that_tell_nothing(names: FileNames) -> None:
    assert majors_of(names) == MajorsVerdict(ALL_MAJORS, decided=False)


def test_the_old_secret_api_is_a_mistake_in_a_newer_file() -> None:
    verdict = majors_of(FileNames(imported=["prefect.flow", "prefect.client.Secret"]))
    assert verdict == MajorsVerdict(frozenset({2, 3}))


def test_names_of_different_majors_conflict() -> None:
    verdict = majors_of(FileNames(imported=["prefect.flow", "prefect.Parameter"]))
    assert verdict == MajorsVerdict(ALL_MAJORS, conflicting=True)
