"""Runs the cases inside an environment with Prefect 1: imports it once, then forks one process per case.

A case defines `flow`. It is pickled, serialised, built, perhaps registered, and run with checkpointing on, as under a
backend; what would go there is recorded instead. One job a line (JSON) comes from standard input; the process that ran
it leaves what it saw in the file that the job names.
"""

# ruff: noqa: E402

import sys

del sys.path[0]  # this folder: its modules must not stand for others that Prefect imports

import json
import logging
import os
import runpy
import types
from unittest.mock import MagicMock

import cloudpickle
import prefect
import prefect.backend
import prefect.engine.results
import prefect.engine.task_runner
import prefect.executors
import prefect.run_configs
import prefect.storage
import prefect.tasks.prefect.flow_run
import prefect.tasks.secrets
import prefect.tasks.shell
from prefect.client import Client
from prefect.configuration import Config
from prefect.serialization.state import StateSchema
from prefect.utilities.logging import get_logger

SECRETS = "PREFECT__CONTEXT__SECRETS__"


def become(job):
    """Make this process one that has just been started for the case."""
    os.setsid()
    os.chdir(job["cwd"])
    for descriptor, path in ((0, os.devnull), (1, job["out"]), (2, job["err"])):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(file, descriptor)
        os.close(file)
    os.environ.clear()
    os.environ.update(job["env"])
    sys.argv = [job["script"]]
    sys.path.insert(0, os.path.dirname(job["script"]))
    # Settings are read at import: those that differ per case have to be set anew.
    prefect.config.home_dir = os.environ["PREFECT__HOME_DIR"]
    secrets = {name[len(SECRETS) :]: value for name, value in os.environ.items() if name.startswith(SECRETS)}
    prefect.context["secrets"] = Config(secrets)
    prefect.config["context"] = Config(secrets=Config(secrets))


class Shipped(logging.Handler):
    """Keeps the records that the handler of the backend would send."""

    def __init__(self):
        """Nothing yet."""
        super().__init__()
        self.texts = []

    def emit(self, record):
        """Keep one."""
        self.texts.append(self.format(record))


def text_of(content):
    """JSON, whatever it holds."""
    return json.dumps(content, default=str)


def record_calls():
    """Put a recorder in the place of every call of the backend; what it records."""
    calls = []

    def recorder(name, answer):
        return lambda _self, *positional, **named: calls.append(text_of([name, positional, named])) or answer

    for name, answer in (
        ("graphql", MagicMock()),
        ("create_flow_run", "0000"),
        ("create_task_run_artifact", "0000"),
        ("create_flow_run_artifact", "0000"),
        ("update_task_run_artifact", "0000"),
        ("set_task_run_name", True),
        ("get_cloud_url", "url"),
    ):
        setattr(Client, name, recorder(name, answer))
    Client.register = lambda _self, flow, **named: (
        calls.append(text_of(["register", flow.serialize(), named])) or "0000"
    )
    runner = prefect.engine.task_runner.TaskRunner
    name_of_base = runner.set_task_run_name

    def set_task_run_name(self, task_inputs):
        """What CloudTaskRunner adds to its base class."""
        name_of_base(self, task_inputs)
        if prefect.context.get("task_run_name") is not None:
            Client.set_task_run_name(None, name=prefect.context.get("task_run_name"))

    runner.set_task_run_name = set_task_run_name
    view = types.SimpleNamespace(flow_id="x", name="x")
    prefect.tasks.prefect.flow_run.FlowView = types.SimpleNamespace(from_flow_name=lambda *_, **__: view)
    prefect.context.update(task_run_id="tr-1", flow_run_id="fr-1", running_with_backend=True)
    prefect.config.backend = "cloud"
    return calls


def store(flow, seen):
    """What registration stores of a flow: pickle, metadata, storage, run configuration; its storage."""
    seen["flow-pickle"] = cloudpickle.dumps(flow).decode("latin-1")
    seen["flow-metadata"] = text_of(flow.serialize())
    storage = flow.storage or prefect.storage.Local(directory=os.getcwd() + "/store")
    if isinstance(storage, prefect.storage.Local):
        try:
            flow.storage = storage
            storage.add_flow(flow)
            seen["flow-metadata of build"] = text_of(flow.serialize(build=True))
        except Exception as error:
            seen["error of build"] = type(error).__name__
    seen["storage"] = text_of(storage.serialize())
    if flow.run_config:
        seen["run-config"] = text_of(flow.run_config.serialize())
    flow.storage = None
    return storage


def run(flow, storage, names, seen):
    """Run the flow; the states of its tasks as they would be posted."""
    if os.environ.get("REGISTERED"):  # what flow.register() does
        flow.result = flow.result or storage.result
    if os.environ.get("REGISTER"):
        flow.register(**names.get("REG_KW", {}))
    state = flow.run(**names.get("RUN_KW", {}))
    posted = [f"{state!r} {state.message}"]
    for task, result in state.result.items() if isinstance(state.result, dict) else ():
        posted += (f"{task.name}: {result!r} {result.message}", text_of(StateSchema().dump(result)))
    seen["state"] = "\n".join(posted)


def examine(script):
    """Everything of one case that leaves the process other than as a file."""
    seen = {}
    shipped = Shipped()
    get_logger().addHandler(shipped)
    calls = []
    try:
        names = runpy.run_path(script)
        flow = names["flow"]
        storage = store(flow, seen)
        calls = record_calls()
        run(flow, storage, names, seen)
    except BaseException as error:
        seen["error"] = type(error).__name__
    seen["log"] = "\n".join(shipped.texts)
    seen["api-call"] = "\n".join(calls)
    return seen


CONTROL = os.fdopen(os.dup(1), "w")
CONTROL.write(json.dumps({"ready": prefect.__version__}) + "\n")
CONTROL.flush()
for line in sys.stdin:
    job = json.loads(line)
    process = os.fork()
    if not process:
        become(job)
        with open(job["seen"], "w", encoding="utf-8") as file:
            json.dump(examine(job["script"]), file)
        break
    CONTROL.write(json.dumps({"process": process}) + "\n")
    CONTROL.flush()
    CONTROL.write(json.dumps({"ended": os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])}) + "\n")
    CONTROL.flush()
