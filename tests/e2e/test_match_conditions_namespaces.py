# SPDX-License-Identifier: Apache-2.0
"""Namespaces, their labels and their lives while no server answers: only a request that sets or changes
floe.dev/environment waits for it."""
import copy

import pytest

import unreachable
from bed import documents
from bed.process import wait_for
from unreachable import POLICIES, REACH, address, called, new_namespace

ENVIRONMENT = "floe.dev/environment"
LABELLED, UNLABELLED = "labelled.namespaces.floe.dev", "unlabelled.namespaces.floe.dev"
NAMESPACES = "/api/v1/namespaces"


@pytest.fixture(scope="module")
def installed(cluster):
    remove = unreachable.install(cluster.api())
    yield
    remove()


@pytest.fixture(scope="module", params=POLICIES)
def policy(request, installed):
    return request.param


@pytest.fixture(scope="module")
def labelled(cluster, policy):
    """A namespace in dev that the copies select by now."""
    name = new_namespace(cluster, f"match-labelled-{policy}", "dev")
    unreachable.select(cluster.api(), name, policy)
    return name


@pytest.fixture(scope="module")
def unlabelled(cluster, policy):
    name = new_namespace(cluster, f"match-unlabelled-{policy}", None)
    unreachable.select(cluster.api(), name, policy)
    return name


def merge(cluster, path, patch):
    return called(cluster.api("olga").merge(f"{NAMESPACES}/{path}?dryRun=All", patch))


def label(key, value):
    return {"metadata": {"labels": {key: value}}}


def environment(value):
    return label(ENVIRONMENT, value)


@pytest.mark.parametrize("value", ["dev", "prod", "Prod", ""])
def test_created_with_the_label(cluster, policy, value):
    document = documents.namespace("new", value, **{REACH: policy})
    assert called(cluster.api("olga").post(f"{NAMESPACES}?dryRun=All", document)) == LABELLED


def test_created_with_the_label_and_a_generated_name(cluster, policy):
    document = documents.namespace(None, "dev", **{REACH: policy})
    document["metadata"]["generateName"] = "new-"
    assert called(cluster.api("olga").post(f"{NAMESPACES}?dryRun=All", document)) == LABELLED


def test_created_without_the_label(cluster, policy):
    document = documents.namespace("new", None, **{REACH: policy})
    wanted = UNLABELLED if policy == "closed" else None
    assert called(cluster.api("olga").post(f"{NAMESPACES}?dryRun=All", document)) == wanted


@pytest.mark.parametrize("value", ["local", "prod", "Prod", "", None], ids=str)
@pytest.mark.parametrize("subresource", ["", "/status"])
def test_label_changed(cluster, labelled, subresource, value):
    assert merge(cluster, f"{labelled}{subresource}", environment(value)) == LABELLED


@pytest.mark.parametrize("value", ["local", "prod", ""])
@pytest.mark.parametrize("subresource", ["", "/status"])
def test_label_set_later(cluster, unlabelled, subresource, value):
    assert merge(cluster, f"{unlabelled}{subresource}", environment(value)) == LABELLED


@pytest.mark.parametrize("patch", [
    {}, environment("dev"), label("team", "data"), label("floe.dev/environments", "local"),
    {"metadata": {"annotations": {"note": "seen"}}}, {"metadata": {"finalizers": ["floe.dev/e2e"]}},
], ids=["nothing", "the-same-label", "another-label", "a-look-alike", "an-annotation", "a-finalizer"])
@pytest.mark.parametrize("subresource", ["", "/status"])
def test_label_kept(cluster, labelled, subresource, patch):
    assert merge(cluster, f"{labelled}{subresource}", patch) is None


@pytest.mark.parametrize("patch", [{}, label("team", "data")], ids=["nothing", "another-label"])
def test_unlabelled_kept(cluster, unlabelled, patch):
    assert merge(cluster, unlabelled, patch) is None


@pytest.mark.parametrize("value, wanted", [("dev", None), ("local", LABELLED), (None, LABELLED)], ids=str)
def test_finalize(cluster, labelled, value, wanted):
    """A PUT of the whole object, which may bring other labels."""
    api = cluster.api("olga")
    document = copy.deepcopy(api.get(f"{NAMESPACES}/{labelled}"))
    document["metadata"]["labels"].pop(ENVIRONMENT)
    document["metadata"]["labels"].update({} if value is None else {ENVIRONMENT: value})
    assert called(api.put(f"{NAMESPACES}/{labelled}/finalize?dryRun=All", document)) == wanted


@pytest.mark.parametrize("name, wanted", [
    ("kube-system", None), ("kube-public", None), ("kube-node-lease", None), ("default", LABELLED)])
def test_exempt_by_name(cluster, policy, name, wanted):
    patch = {"metadata": {"labels": {REACH: policy, ENVIRONMENT: "local"}}}
    assert merge(cluster, name, patch) == wanted


def test_lives_and_dies_during_an_outage(cluster, installed):
    """Made unlabelled, gets its CA and account, runs pods that do not ask, and goes for good."""
    api = cluster.api("alice")
    name, path = "match-outage", f"{NAMESPACES}/match-outage"
    assert called(api.post(NAMESPACES, documents.namespace(name, None, **{REACH: "shipped"}))) is None
    for part in ("serviceaccounts/default", "configmaps/kube-root-ca.crt"):
        wait_for(part, lambda part=part: api.get(address(name, part, dry=False)))
    for deployment in (documents.deployment(name, "silent"),
                       documents.deployment(name, "asks", {"floe.dev/inject": "true"})):
        assert called(api.post(address(name, "apps/deployments", dry=False), deployment)) is None
    wait_for("failed creation", lambda: "FailedCreate" in str(api.get(f"/api/v1/namespaces/{name}/events")))
    wait_for("two pods", lambda: len(api.get(f"{path}/pods")["items"]) == 2)
    assert {pod["metadata"]["labels"]["app"] for pod in api.get(f"{path}/pods")["items"]} == {"silent"}
    secret = documents.reference_secret(name)
    assert called(api.post(address(name, "secrets", dry=False), secret)) == "secrets.unlabelled.floe.dev"
    assert called(api.merge(path, environment("prod"))) == LABELLED
    assert api.delete(path)[0] == 200
    wait_for("end of the namespace", lambda: api.get(path) is None, 60)


def test_full_namespace_dies_during_an_outage(cluster, installed):
    """With Secrets, one of them behind a finalizer, and pods in it."""
    api = cluster.api("alice")
    name = new_namespace(cluster, "match-full", "dev")
    path = f"{NAMESPACES}/{name}"
    for document in (documents.reference_secret(name), documents.reference_secret(
            name, "held", finalizers=["floe.dev/e2e"])):
        assert called(api.post(address(name, "secrets", dry=False), document)) is None
    assert called(api.post(address(name, "pods", dry=False), documents.pod(name, "silent"))) is None
    unreachable.select(cluster.api(), name, "closed")
    assert api.delete(path)[0] == 200
    wait_for("termination", lambda: "NamespaceFinalizersRemaining" in str(api.get(path)), 60)
    released = api.merge(address(name, "secrets/held", dry=False), {"metadata": {"finalizers": None}})
    assert called(released) is None
    wait_for("end of the namespace", lambda: api.get(path) is None, 60)
