# SPDX-License-Identifier: Apache-2.0
"""The server is killed: Secrets fail closed, nothing else that the cluster lives by is in the way."""
import pytest

from bed.documents import REFERENCE, deployment, namespace, pod, reference_secret, secret
from bed.process import wait_for

ENVIRONMENTS = ("local", "dev", "staging", "prod", "unlabelled")


@pytest.fixture(scope="module")
def places(cluster, owner, kubectl):
    """A namespace of each environment with a reference Secret, made while the server lives."""
    names = {}
    for environment in ENVIRONMENTS:
        name = f"outage-{environment}"
        assert owner.create(namespace(name, None if environment == "unlabelled" else environment)).ok
        assert kubectl.create(reference_secret(name), reference_secret(name, "gone", finalizers=["floe.dev/e2e"])).ok
        wait_for("service account", lambda n=name: kubectl.get("serviceaccount", "default", n))
        names[environment] = name
    return names


@pytest.fixture(scope="module")
def down(webhook, places):
    webhook.kill()
    yield
    webhook.start()


def fails_closed(result):
    assert result.code != 0 and "failed calling webhook" in result.text, result.text


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_secrets_fail_closed(kubectl, down, places, environment):
    fails_closed(kubectl.create(secret(places[environment], "new")))
    fails_closed(kubectl.create(reference_secret(places[environment], "new")))
    fails_closed(kubectl("patch", "secret", "db", "-n", places[environment],
                         "-p", f'{{"stringData":{{"password":"{REFERENCE}-2"}}}}'))


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_secrets_can_be_deleted(kubectl, down, places, environment):
    """With a finalizer too, whose removal is an UPDATE."""
    deleted = kubectl("delete", "secret", "gone", "-n", places[environment], "--wait=false")
    assert deleted.ok, deleted.text
    released = kubectl("patch", "secret", "gone", "-n", places[environment], "--type=merge",
                       "-p", '{"metadata":{"finalizers":null}}')
    assert released.ok, released.text
    assert kubectl.get("secret", "gone", places[environment]) is None


def test_pods_that_ask_fail_closed_and_others_start(kubectl, down, places):
    fails_closed(kubectl.create(pod(places["dev"], "asks", {"floe.dev/inject": "true"},
                                    {"floe.dev/platform-config": "team-platform"})))
    started = kubectl.create(pod(places["dev"], "plain"))
    assert started.ok, started.text


def test_pods_that_ask_start_once_it_is_back(cluster, kubectl, webhook, down, places):
    """Their Deployment is stored, says why it has no pods, and has them when the server answers again."""
    place, ask = places["dev"], {"floe.dev/inject": "true"}
    assert kubectl.create(deployment(place, "waits", ask, {"floe.dev/platform-config": "team-platform"})).ok
    pods = f"/api/v1/namespaces/{place}/pods?labelSelector=app%3Dwaits"

    def why():
        conditions = kubectl.get("deployment", "waits", place).get("status", {}).get("conditions", [])
        return next((c["message"] for c in conditions if c["type"] == "ReplicaFailure"), None)
    message = wait_for("reason", why)
    assert 'failed calling webhook "injection.dev.floe.dev"' in message, message
    assert cluster.api().get(pods)["items"] == []
    webhook.start()
    made = wait_for("pods", lambda: len(found := cluster.api().get(pods)["items"]) == 2 and found)
    for document in made:
        assert any(volume["name"] == "floe-platform-config" for volume in document["spec"]["volumes"])
    webhook.kill()


def test_environment_labels_fail_closed_and_other_labels_do_not(owner, down, places):
    fails_closed(owner("label", "namespace", places["dev"], "--overwrite", "floe.dev/environment=prod"))
    free = owner("label", "namespace", places["dev"], "team=data")
    assert free.ok, free.text


@pytest.mark.parametrize("name", ["kube-system", "kube-public", "kube-node-lease", "floe-admission"])
def test_system_namespaces_are_never_in_the_way(kubectl, down, name):
    for document in (secret(name, "during-an-outage"),
                     pod(name, "during-an-outage", {"floe.dev/inject": "true"})):
        wait_for("service account", lambda: kubectl.get("serviceaccount", "default", name))
        made = kubectl.create(document)
        assert made.ok, made.text
        kind = document["kind"].lower()
        assert kubectl("delete", kind, "during-an-outage", "-n", name, "--wait=false").ok
    labelled = kubectl("label", "namespace", name, "team=data", "--overwrite")
    assert labelled.ok, labelled.text


def test_a_namespace_with_secrets_ends(kubectl, down, places):
    result = kubectl("delete", "namespace", places["staging"], "--timeout=60s", timeout=90)
    assert result.ok, result.text
    assert kubectl.get("namespace", places["staging"]) is None


def test_restarted(kubectl, webhook, down, places):
    """Back at once: verdicts again, and in its own words."""
    webhook.start()
    denied = kubectl.create(secret(places["dev"], "after"))
    assert denied.code != 0 and "denied the request: [plaintext-secret]" in denied.text, denied.text
    passed = kubectl.create(reference_secret(places["dev"], "after"))
    assert passed.ok, passed.text
    assert webhook.stop() == 0
