# SPDX-License-Identifier: Apache-2.0
"""The same tests' bed on a node: real pods, with this project's image as two of them. One cluster for the session;
`space` and what else is not here is as in the conftest.py above."""
import signal
import sys

import pytest
from bed import documents, node_needs, node_trace
from bed.needs import need
from bed.node_cluster import NodeCluster, NodeKubectl
from bed.node_pods import DEMO, DEMO_SECRET, Pods
from bed.node_webhook import DeployedWebhook
from bed.process import wait_for

# What ticks by the minute is started before all tests and looked at late; what takes the webhook away, and what
# takes the node down, come last.
ORDER = ("test_node_serving", "test_node_injection", "test_node_workloads", "test_node_debug", "test_node_rollout",
         "test_node_outage", "test_node_schedule", "test_node_trace")
CLOCK = "clock-dev"
FIGURES = pytest.StashKey()


def pytest_configure(config):
    config.stash[FIGURES] = []


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: ORDER.index(item.module.__name__) + 1 if item.module.__name__ in ORDER else 0)


def pytest_terminal_summary(terminalreporter, config):
    for line in config.stash[FIGURES]:
        terminalreporter.write_line(f"node: {line}")


@pytest.fixture(scope="session")
def figure(request):
    """figure("…"): a line for the end of the run. Times are told there, and never asserted."""
    return request.config.stash[FIGURES].append


@pytest.fixture(scope="session")
def possible():
    need(node_needs.missing())


@pytest.fixture(scope="session")
def before(possible):
    """What the machine was like before there was a node."""
    return node_trace.snapshot()


def _interrupted(number, _):
    raise KeyboardInterrupt(f"signal {number}")


@pytest.fixture(scope="session")
def cluster(request, before, figure):
    # pytest dies of a SIGTERM without a word; as an interrupt it takes the node down first.
    previous = signal.signal(signal.SIGTERM, _interrupted)
    try:
        with NodeCluster() as bed:
            figure(f"Ready {bed.ready_seconds:.1f} s after nothing was there")
            yield bed
            if request.session.testsfailed:
                bed.keep()
                print(f"\nthe node's logs stay in {bed.folder}", file=sys.stderr)
    finally:
        signal.signal(signal.SIGTERM, previous)


def _start_clock(cluster):
    """A CronJob of every minute, in a namespace of its own."""
    api = cluster.api()
    assert api.post("/api/v1/namespaces", documents.namespace(CLOCK, "dev"))[0] == 201
    wait_for("service account", lambda: api.get(f"/api/v1/namespaces/{CLOCK}/serviceaccounts/default"))
    pods = Pods(cluster, NodeKubectl(cluster, "alice"))
    pods.add_platform(CLOCK, "dev")
    template = pods.template('cat "$FLOE_PLATFORM_FILE"', {"app": "clock"})
    status, answer = api.post(f"/apis/batch/v1/namespaces/{CLOCK}/cronjobs", {
        "apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "clock"},
        "spec": {"schedule": "* * * * *", "successfulJobsHistoryLimit": 1,
                 "jobTemplate": {"spec": {"template": template}}}})
    assert status == 201, answer


@pytest.fixture(scope="session")
def webhook(cluster):
    deployed = DeployedWebhook(cluster).install()
    _start_clock(cluster)
    return deployed


@pytest.fixture(scope="session")
def kubectl(cluster, webhook):
    return NodeKubectl(cluster, "alice")


@pytest.fixture(scope="session")
def admin(cluster, webhook):
    return NodeKubectl(cluster, "admin")


@pytest.fixture
def pods(cluster, kubectl):
    return Pods(cluster, kubectl)


@pytest.fixture(scope="session")
def clock(webhook):
    """Where the CronJob of every minute is, since the beginning."""
    return CLOCK


@pytest.fixture
def demo_place(pods, kubectl, space):
    """A namespace of local with the credentials that everybody gets there; the rule only warns."""
    place = space("local")
    pods.add_platform(place, "local")
    made = kubectl.create(documents.secret(place, DEMO_SECRET, {key: f"hunter2-{key}" for key in DEMO}))
    assert made.ok and "Warning: [plaintext-secret]" in made.stderr, made.text
    return place
