# SPDX-License-Identifier: Apache-2.0
"""Namespaces, their labels and their lives while no server answers: only a request that sets or changes
floe.dev/environment waits for it."""
import copy

import pytest

from bed import documents
from bed.process import wait_for
from doubles import DOUBLE, Doubles, address, new_namespace, refused

ENVIRONMENT = "floe.dev/environment"
LABELLED, UNLABELLED = "labelled.namespaces.floe.dev", "unlabelled.namespaces.floe.dev"
NAMESPACES = "/api/v1/namespaces"
# Without it the session's own server would refuse the pods that ask.
NAMED = {"floe.dev/platform-config": "platform"}
OUTAGE = 'failed calling webhook "injection.unlabelled.floe.dev"'


@pytest.fixture(scope="module")
def double(cluster):
    with Doubles(cluster) as installed:
        yield installed


@pytest.fixture(scope="module")
def labelled(cluster, double):
    """A namespace in dev, recorded."""
    name = new_namespace(cluster, "match-labelled", "dev")
    double.select(name, "recorded")
    return name


@pytest.fixture(scope="module")
def unlabelled(cluster, double):
    name = new_namespace(cluster, "match-unlabelled", None)
    double.select(name, "recorded")
    return name


@pytest.fixture
def olga(cluster):
    return cluster.api("olga")


@pytest.fixture
def merge(olga, double):
    """merge(path, patch): the entries called."""
    return lambda path, patch: double.called(lambda: olga.merge(f"{NAMESPACES}/{path}?dryRun=All", patch))


def label(key, value):
    return {"metadata": {"labels": {key: value}}}


def environment(value):
    return label(ENVIRONMENT, value)


@pytest.mark.parametrize("value", ["dev", "prod", "Prod", ""])
def test_created_with_the_label(olga, double, value):
    document = documents.namespace("new", value, **{DOUBLE: "recorded"})
    assert double.called(lambda: olga.post(f"{NAMESPACES}?dryRun=All", document)) == {LABELLED}


def test_created_with_the_label_and_a_generated_name(olga, double):
    document = documents.namespace(None, "dev", **{DOUBLE: "recorded"})
    document["metadata"]["generateName"] = "new-"
    assert double.called(lambda: olga.post(f"{NAMESPACES}?dryRun=All", document)) == {LABELLED}


def test_created_without_the_label(olga, double):
    document = documents.namespace("new", None, **{DOUBLE: "recorded"})
    assert double.called(lambda: olga.post(f"{NAMESPACES}?dryRun=All", document)) == {UNLABELLED}


@pytest.mark.parametrize("value, wanted", [("dev", LABELLED), ("", LABELLED), (None, None)], ids=str)
def test_created_during_an_outage(olga, double, value, wanted):
    document = documents.namespace("new", value, **{DOUBLE: "dead"})
    assert refused(olga.post(f"{NAMESPACES}?dryRun=All", document)) == wanted


@pytest.mark.parametrize("value", ["local", "prod", "Prod", "", None], ids=str)
@pytest.mark.parametrize("subresource", ["", "/status"])
def test_label_changed(merge, labelled, subresource, value):
    assert merge(f"{labelled}{subresource}", environment(value)) == {LABELLED}


@pytest.mark.parametrize("value", ["local", "prod", ""])
@pytest.mark.parametrize("subresource", ["", "/status"])
def test_label_set_later(merge, unlabelled, subresource, value):
    assert merge(f"{unlabelled}{subresource}", environment(value)) == {LABELLED}


@pytest.mark.parametrize("patch", [
    {}, environment("dev"), label("team", "data"), label("floe.dev/environments", "local"),
    {"metadata": {"annotations": {"note": "seen"}}}, {"metadata": {"finalizers": ["floe.dev/e2e"]}},
], ids=["nothing", "the-same-label", "another-label", "a-look-alike", "an-annotation", "a-finalizer"])
@pytest.mark.parametrize("subresource", ["", "/status"])
def test_label_kept(merge, labelled, subresource, patch):
    assert merge(f"{labelled}{subresource}", patch) == set()


@pytest.mark.parametrize("patch", [{}, label("team", "data")], ids=["nothing", "another-label"])
def test_unlabelled_kept(merge, unlabelled, patch):
    assert merge(unlabelled, patch) == set()


@pytest.mark.parametrize("value, wanted", [("dev", set()), ("local", {LABELLED}), (None, {LABELLED})], ids=str)
def test_finalize(olga, double, labelled, value, wanted):
    """A PUT of the whole object, which may bring other labels."""
    document = copy.deepcopy(olga.get(f"{NAMESPACES}/{labelled}"))
    document["metadata"]["labels"].pop(ENVIRONMENT)
    document["metadata"]["labels"].update({} if value is None else {ENVIRONMENT: value})
    path = f"{NAMESPACES}/{labelled}/finalize?dryRun=All"
    assert double.called(lambda: olga.put(path, document)) == wanted


@pytest.mark.parametrize("name, wanted", [
    ("kube-system", set()), ("kube-public", set()), ("kube-node-lease", set()), ("default", {LABELLED})])
def test_exempt_by_name(merge, name, wanted):
    patch = {"metadata": {"labels": {DOUBLE: "recorded", ENVIRONMENT: "local"}}}
    assert merge(name, patch) == wanted


def test_lives_and_dies_during_an_outage(cluster, double):
    """Made unlabelled, gets its CA and account, runs pods that do not ask, and goes for good."""
    api = cluster.api("alice")
    name, path = "match-outage", f"{NAMESPACES}/match-outage"
    assert refused(api.post(NAMESPACES, documents.namespace(name, None, **{DOUBLE: "dead"}))) is None
    for part in ("serviceaccounts/default", "configmaps/kube-root-ca.crt"):
        wait_for(part, lambda part=part: api.get(address(name, part, dry=False)))
    for deployment in (documents.deployment(name, "silent"),
                       documents.deployment(name, "asks", {"floe.dev/inject": "true"}, NAMED)):
        assert refused(api.post(address(name, "apps/deployments", dry=False), deployment)) is None
    wait_for("refused pod", lambda: OUTAGE in str(api.get(f"{path}/events")))
    wait_for("two pods", lambda: len(api.get(f"{path}/pods")["items"]) == 2)
    assert {pod["metadata"]["labels"]["app"] for pod in api.get(f"{path}/pods")["items"]} == {"silent"}
    secret = documents.reference_secret(name)
    assert refused(api.post(address(name, "secrets", dry=False), secret)) == "secrets.unlabelled.floe.dev"
    assert refused(api.merge(path, environment("prod"))) == LABELLED
    assert api.delete(path)[0] == 200
    wait_for("end of the namespace", lambda: api.get(path) is None, 60)


def test_full_namespace_dies_during_an_outage(cluster, double):
    """With Secrets, one of them behind a finalizer, and pods in it."""
    api = cluster.api("alice")
    name = new_namespace(cluster, "match-full", "dev")
    path = f"{NAMESPACES}/{name}"
    for document in (documents.reference_secret(name), documents.reference_secret(
            name, "held", finalizers=["floe.dev/e2e"])):
        assert refused(api.post(address(name, "secrets", dry=False), document)) is None
    assert refused(api.post(address(name, "pods", dry=False), documents.pod(name, "silent"))) is None
    double.select(name, "dead")
    assert api.delete(path)[0] == 200
    wait_for("termination", lambda: "NamespaceFinalizersRemaining" in str(api.get(path)), 60)
    released = api.merge(address(name, "secrets/held", dry=False), {"metadata": {"finalizers": None}})
    assert refused(released) is None
    wait_for("end of the namespace", lambda: api.get(path) is None, 60)
