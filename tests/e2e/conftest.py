# SPDX-License-Identifier: Apache-2.0
"""One cluster and one webhook for the whole session; a namespace of its own for each test."""
import collections
import difflib
import re
import sys
import zlib
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from bed import crds, documents, parts  # noqa: E402
from bed.clients import Helm, Kubectl  # noqa: E402
from bed.cluster import Cluster  # noqa: E402
from bed.needs import need  # noqa: E402
from bed.process import wait_for  # noqa: E402
from bed.webhook import Webhook  # noqa: E402

GOLDEN = HERE / "golden"
# The strictest reading of everything: namespaces without an environment are enforced too. The date of the
# migration window is not the tests' to keep, and External Secrets has no store here but a fake one.
POLICY = {"unlabelled": {"mode": "enforce"}, "helm_release": {"rollback_until": "9999-12-31"},
          "exceptions": [{"id": "fake-stores", "owner": "e2e@example.com", "reason": "the tests of External Secrets",
                          "expires": "9999-12-31", "namespace": "*", "name": "fake-store-*",
                          "rules": ["credential-in-config"]}]}
# These want all other tests to be over: one takes the webhook away for a while, one stops the server, the last
# reads what all have written.
LAST = ("test_helm_before", "test_outage", "test_leaks")


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write tests/e2e/golden/ instead of comparing")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: LAST.index(item.module.__name__) + 1 if item.module.__name__ in LAST else 0)


def pytest_terminal_summary(terminalreporter):
    """What was not tested, and why, each reason once."""
    reasons = collections.Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{count} skipped: {reason.removeprefix('Skipped: ')}", yellow=True)


@pytest.fixture(scope="session")
def cluster(request):
    need(parts.missing(*parts.CONTROL_PLANE))
    with Cluster() as bed:
        yield bed
        if request.session.testsfailed:
            bed.keep()
            print(f"\nthe bed's logs stay in {bed.logs}", file=sys.stderr)


@pytest.fixture(scope="session")
def webhook(cluster):
    need(parts.missing_admission())
    return Webhook(cluster, POLICY).start().install()


@pytest.fixture(scope="session")
def kubectl(cluster, webhook):
    """alice: may do everything that RBAC knows, owns no environment."""
    return Kubectl(cluster, "alice")


@pytest.fixture
def api(cluster):
    return cluster.api()


@pytest.fixture(scope="module")
def sealed_secret_definitions(cluster, webhook):
    """The resource without its controller."""
    with crds.Definitions(cluster, "sealedsecrets") as made:
        yield made


@pytest.fixture(scope="session")
def admin(cluster, webhook):
    return Kubectl(cluster, "admin")


@pytest.fixture(scope="session")
def owner(cluster, webhook):
    """olga: in the group that owns the environments."""
    return Kubectl(cluster, "olga")


@pytest.fixture(scope="session", params=["3", "4"], ids=["helm3", "helm4"])
def helm(request, cluster, webhook):
    need(parts.missing(f"helm{request.param}"))
    return Helm(cluster, request.param)


@pytest.fixture
def policy(webhook):
    """policy({…}): the bed's policy with changes, until the end of the test."""
    yield webhook.set_policy
    webhook.set_policy()


def _slug(text):
    """A test's name as the beginning of a namespace's, which has at most 63 characters."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower().removeprefix("test_")).strip("-")
    return f"{slug[:40]}-{zlib.crc32(text.encode()):08x}"


@pytest.fixture
def space(request, cluster, webhook):
    """space("dev"): a new namespace of that environment; "unlabelled" has no label."""
    api = cluster.api("olga")

    def make(environment, **labels):
        name = f"{_slug(request.node.name)}-{environment}"
        label = None if environment == "unlabelled" else environment
        status, answer = api.post("/api/v1/namespaces", documents.namespace(name, label, **labels))
        assert status == 201, answer
        wait_for("service account", lambda: api.get(f"/api/v1/namespaces/{name}/serviceaccounts/default"))
        return name
    return make


@pytest.fixture
def old_secret(cluster, space):
    """old_secret("dev"): a namespace with a plaintext Secret `db` that is older than the rule there. It is
    written while the namespace is `local`, before it becomes what it is."""
    def make(environment, **metadata):
        name = space("local")
        document = documents.secret(
            name, values={"password": documents.PLAINTEXT, "user": documents.OTHER_PLAINTEXT}, **metadata)
        status, answer = cluster.api("alice").post(f"/api/v1/namespaces/{name}/secrets", document)
        assert status == 201, answer
        label = None if environment == "unlabelled" else environment
        status, answer = cluster.api("olga").merge(
            f"/api/v1/namespaces/{name}", {"metadata": {"labels": {"floe.dev/environment": label}}})
        assert status == 200, answer
        return name
    return make


def _sections(path):
    """A golden file is sections: `## <name> (exit <code>)`, then what was printed."""
    text = path.read_text() if path.exists() else ""
    return dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.M | re.S))


@pytest.fixture
def golden(request):
    """golden(file, section, result, random=…): what kubectl printed, against tests/e2e/golden/<file>.txt.
    `random` maps what differs between runs to what stands for it."""
    def compare(name, section, result, random):
        text = result.text
        for word, placeholder in random.items():
            text = re.sub(word, placeholder, text)
        text = text.rstrip("\n") + "\n"
        path, title = GOLDEN / f"{name}.txt", f"{section} (exit {result.code})"
        stored = {key: value.rstrip("\n") + "\n" for key, value in _sections(path).items()}
        if request.config.getoption("--update-golden"):
            stored = {key: value for key, value in stored.items() if not key.startswith(f"{section} (")}
            stored[title] = text
            path.write_text("\n".join(f"## {key}\n{value}" for key, value in stored.items()))
            return
        wanted = next((f"## {key}\n{value}" for key, value in stored.items() if key.startswith(f"{section} (")), "")
        found = f"## {title}\n{text}"
        if found != wanted:
            diff = difflib.unified_diff(wanted.splitlines(), found.splitlines(), str(path), "printed", lineterm="")
            pytest.fail("\n".join(diff), pytrace=False)
    return compare
