# SPDX-License-Identifier: Apache-2.0
"""Which entries of the shipped webhook configurations are called for which request, decided by the real API
server's CEL and selectors, and what happens to the request while no server answers."""
from typing import NamedTuple

import pytest
import yaml

import doubles
from bed import documents
from bed.documents import OTHER_REFERENCE, REFERENCE, b64, pod
from bed.process import wait_for
from doubles import CLASSES, Doubles, address, new_namespace, refused

ENVIRONMENTS = ("local", "dev", "staging", "prod", "unlabelled")
PLACES = {"dev": {}, "asking": {"floe.dev/inject": "true"}}
# Without it the session's own server would refuse a pod that asks.
NAMED = {"floe.dev/platform-config": "platform"}
MIRROR = {"kubernetes.io/config.mirror": "0123456789abcdef"}
FINALIZER = {"metadata": {"finalizers": ["floe.dev/e2e"]}}
OWNER = {"metadata": {"ownerReferences": [documents.owner("v1", "ConfigMap", "plain", controller=False)]}}
LABEL, ANNOTATION = {"metadata": {"labels": {"team": "data"}}}, {"metadata": {"annotations": {"note": "seen"}}}
DEBUG = {"spec": {"ephemeralContainers": [{"name": "debug", "image": "floe/debug:1"}]}}
PLATFORM_LABEL = {"app.kubernetes.io/component": "platform-config"}
HELM_LABEL = {"owner": "helm", "name": "web", "version": "1"}
RELEASE = "sh.helm.release.v1.web.v1"


class Row(NamedTuple):
    """A request, and every entry that is called for it (none: it never leaves the API server)."""
    why: str
    verb: str  # post, merge, delete
    path: str
    body: dict
    entries: tuple
    place: str = "dev"


def create(why, collection, body, *entries, place="dev", **metadata):
    body = {**body, "metadata": {"name": "new", **body.get("metadata", {}), **metadata}}
    return Row(why, "post", collection, body, entries, place)


def update(why, path, patch, *entries):
    return Row(why, "merge", path, patch, entries)


def data(**values):
    return {"data": {key.replace("__", "."): value for key, value in values.items()}}


def new_pod(labels=None, annotations=None, node=None):
    document = pod("", "new", labels, annotations)
    del document["metadata"]["namespace"]
    document["spec"].update({"nodeName": node} if node else {})
    return document


def sized(cpu):
    """Part of a pod; its quality of service may not change with its size."""
    return {"spec": {"containers": [{"name": "main", "image": "floe/main:1", "resources": {"requests": {"cpu": cpu}}}]}}


CHANGED = data(password=b64(OTHER_REFERENCE))
ACCOUNT = {"kubernetes.io/service-account.name": "default"}
SECRET_ROWS = (
    create("secret", "secrets", data(password=b64(REFERENCE)), "secrets"),
    create("secret of stringData", "secrets", {"stringData": {"password": REFERENCE}}, "secrets"),
    create("secret of generateName", "secrets", data(a=b64(REFERENCE)), "secrets", name=None, generateName="db-"),
    create("secret without anything", "secrets", {}),
    create("secret without data with a label", "secrets", {}, "secrets", labels={"team": "data"}),
    create("secret without data with an annotation", "secrets", {}, "secrets", annotations={"note": "seen"}),
    create("token asked for", "secrets", {"type": "kubernetes.io/service-account-token"}, annotations=ACCOUNT),
    create("token asked for with an annotation", "secrets", {"type": "kubernetes.io/service-account-token"},
           "secrets", annotations={**ACCOUNT, "note": "seen"}),
    update("secret kept", "secrets/db", {}),
    update("secret gets a finalizer", "secrets/db", FINALIZER),
    update("secret gets an owner", "secrets/db", OWNER),
    update("secret becomes immutable", "secrets/db", {"immutable": True}),
    update("secret gets a label", "secrets/db", LABEL, "secrets"),
    update("secret gets an annotation", "secrets/db", ANNOTATION, "secrets"),
    update("secret changes a value", "secrets/db", CHANGED, "secrets"),
    update("secret gains a key", "secrets/db", data(user=b64(REFERENCE)), "secrets"),
    update("secret loses its data", "secrets/db", {"data": None}, "secrets"),
    update("secret changes behind a finalizer", "secrets/db", {**CHANGED, **FINALIZER}, "secrets"),
    update("terminating secret is released", "secrets/going", {"metadata": {"finalizers": None}}),
    update("terminating secret changes", "secrets/going", CHANGED, "secrets"),
    update("terminating secret changes while released", "secrets/going",
           {**CHANGED, "metadata": {"finalizers": None}}, "secrets"),
    Row("secret deleted", "delete", "secrets/db", None, ()),
)
PLATFORM = {"platform.yaml": "version: \"1.2\"\n"}
BINARY = {"binaryData": {"platform.yaml": b64(PLATFORM["platform.yaml"])}}
ROOT_CA = "configmaps/kube-root-ca.crt"
CONFIGMAP_ROWS = (
    create("configmap", "configmaps", data(a="b"), "configmaps"),
    create("configmap without anything", "configmaps", {}, "configmaps"),
    create("platform config", "configmaps", {"data": PLATFORM}, "platform-configs"),
    create("platform config in binaryData", "configmaps", BINARY, "platform-configs"),
    create("platform config by label", "configmaps", data(a="b"), "platform-configs", labels=PLATFORM_LABEL),
    create("another component", "configmaps", data(a="b"), "configmaps",
           labels={"app.kubernetes.io/component": "web"}),
    create("another CA", "configmaps", data(ca__crt="a"), "configmaps"),
    create("another CA by label", "configmaps", data(ca__crt="a"), "platform-configs", labels=PLATFORM_LABEL),
    create("key that only looks like it", "configmaps", data(Platform__yaml="b"), "configmaps"),
    create("release of Helm", "configmaps", data(release="a"), "releases", name=RELEASE, labels=HELM_LABEL),
    create("release of Helm by label", "configmaps", data(release="a"), "releases", labels=HELM_LABEL),
    create("release of Helm by name", "configmaps", data(release="a"), "releases", name=RELEASE),
    create("release of somebody else", "configmaps", data(release="a"), "configmaps", labels={"owner": "helmet"}),
    create("release that is a platform config", "configmaps", {"data": PLATFORM}, "platform-configs",
           labels=HELM_LABEL),
    *(update(f"{name} configmap {why}", f"configmaps/{name}", patch)
      for name in ("plain", "platform", "labelled", "binary", "release")
      for why, patch in (("kept", {}), ("gets a finalizer", FINALIZER), ("gets an owner", OWNER))),
    *(update(f"{name} configmap {why}", f"configmaps/{name}", patch,
             {"plain": "configmaps", "release": "releases"}.get(name, "platform-configs"))
      for name in ("plain", "platform", "labelled", "binary", "release")
      for why, patch in (("changes", data(a="c")), ("changes in binaryData", {"binaryData": {"b": b64("c")}}),
                         ("gets a label", LABEL), ("gets an annotation", ANNOTATION))),
    update("configmap becomes a release", "configmaps/plain", {"metadata": {"labels": HELM_LABEL}}, "releases"),
    update("release stops being one", "configmaps/release", {"metadata": {"labels": None}}, "configmaps"),
    update("configmap becomes a platform config", "configmaps/plain", {"data": PLATFORM}, "platform-configs"),
    update("platform config stops being one", "configmaps/platform", {"data": {"platform.yaml": None}}, "configmaps"),
    update("cluster CA repaired", ROOT_CA, data(ca__crt="another")),
    update("cluster CA labelled", ROOT_CA, {"metadata": {"labels": PLATFORM_LABEL}}),
    update("cluster CA labelled as a release", ROOT_CA, {"metadata": {"labels": HELM_LABEL}}),
    update("cluster CA gets another key", ROOT_CA, data(a="b"), "configmaps"),
    update("cluster CA gets a platform config", ROOT_CA, {"data": PLATFORM}, "platform-configs"),
    update("cluster CA becomes a platform config", ROOT_CA, {"data": {"ca.crt": None, **PLATFORM}}, "platform-configs"),
    update("cluster CA becomes a platform config in binaryData", ROOT_CA, BINARY, "platform-configs"),
    update("cluster CA loses its certificate", ROOT_CA, data(ca__crt=None, a="b"), "configmaps"),
    update("cluster CA gets binaryData", ROOT_CA, {"binaryData": {"a": b64("b")}}, "configmaps"),
    Row("configmap deleted", "delete", "configmaps/plain", None, ()),
)

TEMPLATE = documents.pod_template({"app": "web"})
CHOSEN = {"selector": {"matchLabels": {"app": "web"}}, "template": TEMPLATE}
JOB = {"suspend": True, "template": {"spec": {**TEMPLATE["spec"], "restartPolicy": "Never"}}}
# collection: the spec (of no pods), and a change of it that the API allows.
KINDS = {
    "replicationcontrollers": ({"replicas": 0, "selector": {"app": "web"}, "template": TEMPLATE}, {"replicas": 1}),
    "apps/deployments": ({"replicas": 0, **CHOSEN}, {"replicas": 1}),
    "apps/statefulsets": ({"replicas": 0, "serviceName": "web", **CHOSEN}, {"replicas": 1}),
    "apps/daemonsets": (CHOSEN, {"minReadySeconds": 5}),
    "apps/replicasets": ({"replicas": 0, **CHOSEN}, {"replicas": 1}),
    "batch/jobs": (JOB, {"parallelism": 2}),
    "batch/cronjobs": ({"suspend": True, "schedule": "@yearly", "jobTemplate": {"spec": JOB}}, {"schedule": "@daily"}),
}
REVISION = {"metadata": {"name": "new"}, "revision": 1, "data": {"spec": {"template": TEMPLATE}}}
WORKLOAD_ROWS = (
    create("revision created", "apps/controllerrevisions", REVISION, "workloads"),
) + tuple(row for kind, (spec, change) in KINDS.items() for row in (
    create(f"{kind} created", kind, {"spec": spec}, "workloads"),
    update(f"{kind} kept", f"{kind}/web", {}),
    update(f"{kind} gets a finalizer", f"{kind}/web", FINALIZER),
    update(f"{kind} gets a label", f"{kind}/web", LABEL, "workloads"),
    update(f"{kind} gets an annotation", f"{kind}/web", ANNOTATION, "workloads"),
    update(f"{kind} changes", f"{kind}/web", {"spec": change}, "workloads"),
    update(f"{kind} status", f"{kind}/web/status", {"status": {}}),
    update(f"{kind} gets an annotation through its status", f"{kind}/web/status", ANNOTATION, "workloads"),
    create(f"{kind} whose own label asks", kind, {"spec": spec}, "workloads", labels={"floe.dev/inject": "true"}),
    Row(f"{kind} deleted", "delete", f"{kind}/web", None, ()),
))

ASKS, DECLINES, MUMBLES = ({"floe.dev/inject": word} for word in ("true", "false", "yes"))
BY_POD, BY_NAMESPACE = ("injection", "mounts"), ("injection-by-namespace", "mounts-by-namespace", "workloads")
POD_ROWS = (
    create("pod", "pods", new_pod(), "workloads"),
    create("pod asks", "pods", new_pod(ASKS, NAMED), *BY_POD),
    create("pod declines", "pods", new_pod(DECLINES), "workloads"),
    create("pod mumbles", "pods", new_pod(MUMBLES), "workloads"),
    create("mirror pod asks", "pods", new_pod(ASKS, MIRROR, "node"), "workloads"),
    create("pod in a namespace that asks", "pods", new_pod(None, NAMED), *BY_NAMESPACE, place="asking"),
    create("pod asks in a namespace that asks", "pods", new_pod(ASKS, NAMED), *BY_POD, place="asking"),
    create("pod declines in a namespace that asks", "pods", new_pod(DECLINES), "workloads", place="asking"),
    create("pod mumbles in a namespace that asks", "pods", new_pod(MUMBLES, NAMED), *BY_NAMESPACE, place="asking"),
    create("mirror pod in a namespace that asks", "pods", new_pod(None, MIRROR, "node"), "workloads",
           place="asking"),
    update("pod kept", "pods/silent", {}),
    update("pod gets a finalizer", "pods/silent", FINALIZER),
    update("pod gets a label", "pods/silent", LABEL, "workloads"),
    update("pod gets an annotation", "pods/silent", ANNOTATION, "workloads"),
    update("pod asks too late", "pods/silent", {"metadata": {"labels": ASKS}}, "workloads"),
    update("pod changes", "pods/silent", {"spec": {"activeDeadlineSeconds": 9}}, "workloads"),
    update("pod status", "pods/silent/status", {"status": {"message": "seen"}}),
    update("pod status gets an annotation", "pods/silent/status", ANNOTATION, "workloads"),
    update("pod is resized", "pods/sized/resize", sized("10m"), "workloads"),
    update("pod is debugged", "pods/silent/ephemeralcontainers", DEBUG, "workloads"),
    update("injected pod is debugged", "pods/injected/ephemeralcontainers", DEBUG, "debug-containers", "workloads"),
    update("injected pod kept", "pods/injected/ephemeralcontainers", {}),
    Row("pod bound to a node", "post", "pods/silent/binding",
        {"metadata": {"name": "silent"}, "target": {"kind": "Node", "name": "node"}}, ()),
    Row("pod deleted", "delete", "pods/silent", None, ()),
    create("service account", "serviceaccounts", {}),
    create("event", "events", {"involvedObject": {"namespace": "NAMESPACE"}, "message": "seen"}),
)
ROWS = SECRET_ROWS + CONFIGMAP_ROWS + WORKLOAD_ROWS + POD_ROWS


def fill(api, namespace):
    """What the rows change."""
    labelled = {"metadata": {"labels": PLATFORM_LABEL}}
    for path, name, body in (
            ("secrets", "db", data(password=b64(REFERENCE))),
            ("secrets", "going", {**data(password=b64(REFERENCE)), **FINALIZER}),
            ("configmaps", "plain", data(a="b")), ("configmaps", "platform", {"data": PLATFORM}),
            ("configmaps", "labelled", {**data(a="b"), **labelled}), ("configmaps", "binary", BINARY),
            ("configmaps", "release", {**data(a="b"), "metadata": {"labels": HELM_LABEL}}),
            ("pods", "silent", new_pod()), ("pods", "sized", sized("5m")),
            ("pods", "injected", new_pod(None, {"floe.dev/injected": "0" * 64})),
            *((kind, "web", {"spec": spec}) for kind, (spec, _) in KINDS.items())):
        body = {**body, "metadata": {**body.get("metadata", {}), "name": name}}
        status, answer = api.post(address(namespace, path, dry=False), body)
        assert status == 201, answer
    api.delete(address(namespace, "secrets/going", dry=False))


@pytest.fixture(scope="module", autouse=True)
def lenient(webhook):
    """Who is called is asked here, not what is said: no platform.yaml is good in every environment."""
    modes = {f"platform-{rule}": "audit" for rule in ("schema", "environment", "release")}
    webhook.set_policy({"environments": {environment: {"modes": modes} for environment in ENVIRONMENTS[:-1]}})
    yield
    webhook.set_policy()


@pytest.fixture(scope="module")
def double(cluster):
    with Doubles(cluster) as installed:
        yield installed


@pytest.fixture(scope="module")
def places(cluster, double):
    """(place, double) → its namespace."""
    names = {}
    for which in double.ports:
        for place, labels in PLACES.items():
            name = names[place, which] = new_namespace(cluster, f"match-{place}-{which}", "dev", **labels)
            if place == "dev":
                fill(cluster.api("alice"), name)
            double.select(name, which)
    return names


def names(entries, environment="dev"):
    return {f"{entry}.{environment}.floe.dev" for entry in entries}


def ask(cluster, row, namespace):
    body = yaml.safe_load(yaml.safe_dump(row.body).replace("NAMESPACE", namespace or ""))
    merge = row.verb == "merge"
    return cluster.api("alice").call("PATCH" if merge else row.verb.upper(), address(namespace, row.path), body,
                                     f"application/{'merge-patch+' if merge else ''}json")


every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.why.replace(" ", "-"))


@every_row
def test_called(cluster, double, places, row):
    assert double.called(lambda: ask(cluster, row, places[row.place, "recorded"])) == names(row.entries)


@every_row
def test_outage(cluster, places, row):
    """Refused if one of the entries fails closed, else let through."""
    closed = names(entry for entry in row.entries if CLASSES[entry] == "Fail")
    assert refused(ask(cluster, row, places[row.place, "dead"])) in (closed or {None})


@pytest.mark.parametrize("why, label, environment", [
    *((e, e, e) for e in ENVIRONMENTS[:-1]), ("missing", None, "unlabelled"), ("empty", "", "unlabelled"),
    ("capital", "Prod", "unlabelled"), ("unknown", "qa", "unlabelled")])
def test_environment(cluster, double, why, label, environment):
    """Every label of a namespace leads to exactly one environment's entries."""
    name = new_namespace(cluster, f"match-label-{why}", label)
    double.select(name, "recorded")
    for row in (SECRET_ROWS[0], CONFIGMAP_ROWS[0], CONFIGMAP_ROWS[2], POD_ROWS[0], POD_ROWS[1]):
        called = double.called(lambda row=row: ask(cluster, row, name))
        assert called == names(row.entries, environment), row.why


@pytest.mark.parametrize("name", ["kube-system", "kube-public", "kube-node-lease", "floe-admission"])
def test_exempt_namespace(cluster, double, name):
    """Never judged, whatever its labels. The API server learns of the next namespace after it."""
    admin, path = cluster.api(), f"/api/v1/namespaces/{name}"
    admin.post("/api/v1/namespaces", documents.namespace("floe-admission"))
    labels = {doubles.DOUBLE: "recorded", "floe.dev/environment": "prod", "floe.dev/inject": "true"}
    try:
        assert double.called(lambda: admin.merge(path, {"metadata": {"labels": labels}})) == set()
        wait_for("service account", lambda: admin.get(address(name, "serviceaccounts/default", dry=False)))
        double.select(new_namespace(cluster, f"match-after-{name}", "dev"), "recorded")
        for row in (SECRET_ROWS[0], CONFIGMAP_ROWS[0], CONFIGMAP_ROWS[2], WORKLOAD_ROWS[0]):
            assert double.called(lambda row=row: ask(cluster, row, name)) == set(), row.why
    finally:
        admin.merge(path, {"metadata": {"labels": {key: None for key in labels}}})


@pytest.mark.parametrize("kind, body, notes", [
    ("secrets", {"data": {f"key-{i:05}": b64(f"{REFERENCE}-{i}") for i in range(8000)}}, 1),
    ("secrets", data(password=b64(REFERENCE)), 12000), ("configmaps", data(a="<" * 900_000), 12000),
], ids=["keys", "annotations", "text"])
def test_large_objects_stay_within_the_cost_limit(cluster, double, kind, body, notes):
    """A condition that were too dear would refuse these for good."""
    api = cluster.api("alice")
    name = new_namespace(cluster, f"match-large-{kind}-{notes}", "dev")
    large = {**body, "metadata": {"name": "large", "annotations": {f"n{i}": "x" for i in range(notes)}}}
    status, answer = api.post(address(name, kind, dry=False), large)
    assert status == 201, answer
    double.select(name, "recorded")
    assert double.called(lambda: api.merge(address(name, f"{kind}/large"), FINALIZER)) == set()
    assert double.called(lambda: api.merge(address(name, f"{kind}/large"), ANNOTATION)) == names([kind])
