"""Runs the cases inside an environment with Prefect 2 or 3: imports it once, then forks one process per case.

Reads one job a line (JSON) from standard input, writes the process and its exit code to standard output.
"""

# ruff: noqa: E402

import sys

del sys.path[0]  # this folder: its modules must not stand for others that Prefect imports

import contextlib
import importlib
import json
import os
import random
import runpy

import prefect
import prefect.context
import prefect.logging.configuration

ALSO_IMPORTED = (
    "prefect.artifacts prefect.blocks.system prefect.client.orchestration prefect.deployments.runner prefect.engine "
    "prefect.events prefect.filesystems prefect.flow_engine prefect.flows prefect.results prefect.runner "
    "prefect.states prefect.task_engine prefect.task_runners prefect.tasks httpx requests rich.traceback sqlalchemy"
)
for name in ALSO_IMPORTED.split():
    with contextlib.suppress(Exception):  # one major does not have it
        importlib.import_module(name)


def say(content):
    """Tell the oracle; standard output is the case's own."""
    CONTROL.write(json.dumps(content) + "\n")
    CONTROL.flush()


def become(job):
    """Make this process one that has just been started for the case, with its settings and logging."""
    os.setsid()
    os.chdir(job["cwd"])
    for descriptor, path in ((0, os.devnull), (1, job["out"]), (2, job["err"])):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(file, descriptor)
        os.close(file)
    os.environ.clear()
    os.environ.update(job["env"])
    random.seed()
    sys.argv = [job["script"]]
    sys.path.insert(0, os.path.dirname(job["script"]))
    prefect.context.GLOBAL_SETTINGS_CONTEXT = prefect.context.root_settings_context()
    configuration = prefect.logging.configuration
    configuration.PROCESS_LOGGING_CONFIG = {}
    try:
        configuration.setup_logging(incremental=False)
    except TypeError:
        configuration.setup_logging()


CONTROL = os.fdopen(os.dup(1), "w")
say({"ready": prefect.__version__})
for line in sys.stdin:
    job = json.loads(line)
    process = os.fork()
    if not process:
        become(job)
        runpy.run_path(job["script"], run_name="__main__")
        break
    say({"process": process})
    say({"ended": os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])})
