# SPDX-License-Identifier: Apache-2.0
"""Fixtures: the real binary (FLOE_ADMISSION, default build/floe-admission) on free loopback ports."""

import os
import pathlib
import subprocess

import pytest
import yaml

from server import Server

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The fixtures that start one.
SERVERS = {"serve", "shared"}


def pytest_addoption(parser):
    parser.addoption("--threads", action="store_true",
                     help="only what starts a server: `check` and its like have one thread, and no races to find")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--threads"):
        return
    single = [item for item in items if not SERVERS & set(item.fixturenames)]
    config.hook.pytest_deselected(items=single)
    items[:] = [item for item in items if item not in single]


@pytest.fixture(scope="session")
def binary():
    path = pathlib.Path(os.environ.get("FLOE_ADMISSION", ROOT / "build" / "floe-admission"))
    path = path if path.is_absolute() else ROOT / path
    assert path.exists(), f"{path} is not built (FLOE_ADMISSION names another)"
    return path


@pytest.fixture
def serve(binary, tmp_path):
    """A factory of servers; each is ended and looked through when the test is over."""
    started = []

    def start(config=None, flags=(), wrapper=()):
        folder = tmp_path / f"server{len(started)}"
        folder.mkdir()
        server = Server(binary, folder, config or {}, flags, wrapper)
        started.append(server)
        server.wait_ready()
        return server

    yield start
    for server in started:
        server.finish()


@pytest.fixture(scope="module")
def shared(binary, tmp_path_factory):
    """One server with the built-in policy for the tests of a module that leave it as it was."""
    server = Server(binary, tmp_path_factory.mktemp("shared"), {}, ())
    server.wait_ready()
    yield server
    server.finish()


class PolicyLoader(yaml.SafeLoader):
    """Booleans are true and false: to YAML 1.1 the mode `off` would be one too."""


PolicyLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":bool") or first in "tf"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


@pytest.fixture
def shipped_policy():
    """deploy/policy.yaml, to be changed."""
    policy = yaml.load((ROOT / "deploy" / "policy.yaml").read_text(), PolicyLoader)
    for row in policy["writers"]:
        if "expires" in row:
            row["expires"] = str(row["expires"])
    return policy


@pytest.fixture
def check(binary, tmp_path):
    """Runs check; files are given by name → text, and nothing that it says holds a value."""
    def run(*arguments, files=None, stdin="", env=None):
        for name, text in (files or {}).items():
            (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        done = subprocess.run([binary, "check", *arguments], input=stdin, capture_output=True,
                              text=True, timeout=120, cwd=tmp_path, env=env)
        for text in (done.stdout, done.stderr):
            assert "hunter2" not in text and "aHVudGVyM" not in text, text
            assert "Sanitizer" not in text and "runtime error:" not in text, text
        return done
    return run
