# SPDX-License-Identifier: Apache-2.0
"""Which request is called by which entry of the shipped webhook configurations, decided by the real API
server's CEL and selectors, and what happens to it while no server answers."""
import subprocess
from typing import NamedTuple

import pytest
import yaml

import unreachable
from bed import documents, parts
from bed.documents import OTHER_REFERENCE, REFERENCE, b64, pod
from bed.process import wait_for
from unreachable import POLICIES, address, called, new_namespace

ENVIRONMENTS = ("local", "dev", "staging", "prod", "unlabelled")
CLASSES = {"secrets": "Fail", "platform-configs": "Fail", "configmaps": "Ignore", "workloads": "Ignore",
           "mounts": "Fail", "mounts-by-namespace": "Fail", "injection": "Fail", "injection-by-namespace": "Fail",
           "debug-containers": "Ignore"}
# place: labels of the namespace, and whether only the validating copies select it.
PLACES = {"dev": ({}, ""), "dev-validating": ({}, "-validating"),
          "asking": ({"floe.dev/inject": "true"}, ""),
          "asking-validating": ({"floe.dev/inject": "true"}, "-validating")}
# Without it the session's own server would refuse a pod that asks.
NAMED = {"floe.dev/platform-config": "platform"}
MIRROR = {"kubernetes.io/config.mirror": "0123456789abcdef"}
FINALIZER = {"metadata": {"finalizers": ["floe.dev/e2e"]}}
OWNER = {"metadata": {"ownerReferences": [documents.owner("v1", "ConfigMap", "plain", controller=False)]}}
LABEL, ANNOTATION = {"metadata": {"labels": {"team": "data"}}}, {"metadata": {"annotations": {"note": "seen"}}}
DEBUG = {"spec": {"ephemeralContainers": [{"name": "debug", "image": "floe/debug:1"}]}}
PLATFORM_LABEL = {"app.kubernetes.io/component": "platform-config"}


class Row(NamedTuple):
    """A request, and the entries of which one is called for it (none: it never leaves the API server)."""
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
ROOT_CA = "configmaps/kube-root-ca.crt"
CONFIGMAP_ROWS = (
    create("configmap", "configmaps", data(a="b"), "configmaps"),
    create("configmap without anything", "configmaps", {}, "configmaps"),
    create("platform config", "configmaps", {"data": PLATFORM}, "platform-configs"),
    create("platform config in binaryData", "configmaps", {"binaryData": {"platform.yaml": b64("a: b\n")}},
           "platform-configs"),
    create("platform config by label", "configmaps", data(a="b"), "platform-configs", labels=PLATFORM_LABEL),
    create("another component", "configmaps", data(a="b"), "configmaps",
           labels={"app.kubernetes.io/component": "web"}),
    create("key that only looks like it", "configmaps", data(Platform__yaml="b"), "configmaps"),
    *(update(f"{name} configmap {why}", f"configmaps/{name}", patch)
      for name in ("plain", "platform", "labelled")
      for why, patch in (("kept", {}), ("gets a finalizer", FINALIZER), ("gets an owner", OWNER))),
    *(update(f"{name} configmap {why}", f"configmaps/{name}", patch, entry)
      for name, entry in (("plain", "configmaps"), ("platform", "platform-configs"),
                          ("labelled", "platform-configs"))
      for why, patch in (("changes", data(a="c")), ("gets a label", LABEL), ("gets an annotation", ANNOTATION))),
    update("configmap becomes a platform config", "configmaps/plain", {"data": PLATFORM}, "platform-configs"),
    update("platform config stops being one", "configmaps/platform", {"data": {"platform.yaml": None}}, "configmaps"),
    update("cluster CA repaired", ROOT_CA, data(ca__crt="another")),
    update("cluster CA labelled", ROOT_CA, {"metadata": {"labels": PLATFORM_LABEL}}),
    update("cluster CA gets another key", ROOT_CA, data(a="b"), "configmaps"),
    update("cluster CA gets a platform config", ROOT_CA, {"data": PLATFORM}, "platform-configs"),
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
WORKLOAD_ROWS = tuple(row for kind, (spec, change) in KINDS.items() for row in (
    create(f"{kind} created", kind, {"spec": spec}, "workloads"),
    update(f"{kind} kept", f"{kind}/web", {}),
    update(f"{kind} gets a finalizer", f"{kind}/web", FINALIZER),
    update(f"{kind} gets a label", f"{kind}/web", LABEL, "workloads"),
    update(f"{kind} gets an annotation", f"{kind}/web", ANNOTATION, "workloads"),
    update(f"{kind} changes", f"{kind}/web", {"spec": change}, "workloads"),
    update(f"{kind} status", f"{kind}/web/status", {}),
    Row(f"{kind} deleted", "delete", f"{kind}/web", None, ()),
))

ASKS, DECLINES, MUMBLES = ({"floe.dev/inject": word} for word in ("true", "false", "yes"))
POD_ROWS = (
    create("pod", "pods", new_pod(), "workloads"),
    create("pod asks", "pods", new_pod(ASKS, NAMED), "injection"),
    create("pod declines", "pods", new_pod(DECLINES), "workloads"),
    create("pod mumbles", "pods", new_pod(MUMBLES), "workloads"),
    create("mirror pod asks", "pods", new_pod(ASKS, MIRROR, "node"), "workloads"),
    create("pod in a namespace that asks", "pods", new_pod(None, NAMED), "injection-by-namespace", place="asking"),
    create("pod asks in a namespace that asks", "pods", new_pod(ASKS, NAMED), "injection", place="asking"),
    create("pod declines in a namespace that asks", "pods", new_pod(DECLINES), "workloads", place="asking"),
    create("pod mumbles in a namespace that asks", "pods", new_pod(MUMBLES, NAMED), "injection-by-namespace",
           place="asking"),
    create("mirror pod in a namespace that asks", "pods", new_pod(None, MIRROR, "node"), "workloads",
           place="asking"),
    create("mounts of a pod that asks", "pods", new_pod(ASKS, NAMED), "mounts", place="dev-validating"),
    create("mounts of a mirror pod", "pods", new_pod(ASKS, MIRROR, "node"), "workloads", place="dev-validating"),
    create("mounts in a namespace that asks", "pods", new_pod(None, NAMED), "mounts-by-namespace", "workloads",
           place="asking-validating"),
    create("mounts of a pod that asks where the namespace does", "pods", new_pod(ASKS, NAMED), "mounts",
           place="asking-validating"),
    create("mounts of a pod that declines", "pods", new_pod(DECLINES), "workloads", place="asking-validating"),
    update("pod kept", "pods/silent", {}),
    update("pod gets a finalizer", "pods/silent", FINALIZER),
    update("pod gets a label", "pods/silent", LABEL, "workloads"),
    update("pod gets an annotation", "pods/silent", ANNOTATION, "workloads"),
    update("pod asks too late", "pods/silent", {"metadata": {"labels": ASKS}}, "workloads"),
    update("pod changes", "pods/silent", {"spec": {"activeDeadlineSeconds": 9}}, "workloads"),
    update("pod status", "pods/silent/status", {"status": {"message": "seen"}}),
    update("pod is debugged", "pods/silent/ephemeralcontainers", DEBUG, "workloads"),
    update("injected pod is debugged", "pods/injected/ephemeralcontainers", DEBUG, "debug-containers"),
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
            ("configmaps", "labelled", {**data(a="b"), **labelled}),
            ("pods", "silent", new_pod()), ("pods", "injected", new_pod(None, {"floe.dev/injected": "0" * 64})),
            *((kind, "web", {"spec": spec}) for kind, (spec, _) in KINDS.items())):
        body = {**body, "metadata": {**body.get("metadata", {}), "name": name}}
        status, answer = api.post(address(namespace, path, dry=False), body)
        assert status == 201, answer
    api.delete(address(namespace, "secrets/going", dry=False))


@pytest.fixture(scope="module")
def installed(cluster):
    """In a bed that never had the session's webhook as well as beside it."""
    remove = unreachable.install(cluster.api())
    yield
    remove()


@pytest.fixture(scope="module")
def places(cluster, installed):
    """(place, policy) → its namespace."""
    names, admin = {}, cluster.api()
    for policy in POLICIES:
        for place, (labels, suffix) in PLACES.items():
            name = new_namespace(cluster, f"match-{place}-{policy}", "dev", **labels)
            if place == "dev":
                fill(cluster.api("alice"), name)
            unreachable.select(admin, name, policy + suffix)
            names[place, policy] = name
    return names


def expected(entries, policy, environment="dev"):
    """The names that a refusal may be in: as shipped, an entry that ignores its failure lets through."""
    return {f"{name}.{environment}.floe.dev" for name in entries
            if policy == "closed" or CLASSES[name] == "Fail"} or {None}


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.why.replace(" ", "-"))
def test_request(cluster, places, row, policy):
    namespace = places[row.place, policy]
    body = yaml.safe_load(yaml.safe_dump(row.body).replace("NAMESPACE", namespace))
    reply = cluster.api("alice").call(row.verb.replace("merge", "patch").upper(), address(namespace, row.path), body,
                                      "application/merge-patch+json" if row.verb == "merge" else "application/json")
    assert called(reply) in expected(row.entries, policy, "dev")


@pytest.mark.parametrize("why, label, environment", [
    *((e, e, e) for e in ENVIRONMENTS[:-1]), ("missing", None, "unlabelled"), ("empty", "", "unlabelled"),
    ("capital", "Prod", "unlabelled"), ("unknown", "qa", "unlabelled")])
def test_environment(cluster, installed, why, label, environment):
    """Every label of a namespace leads to exactly one environment's entries."""
    name = new_namespace(cluster, f"match-label-{why}", label)
    unreachable.select(cluster.api(), name, "closed")
    api = cluster.api("alice")
    for row in (SECRET_ROWS[0], CONFIGMAP_ROWS[0], CONFIGMAP_ROWS[2], POD_ROWS[0], POD_ROWS[1]):
        reply = api.post(address(name, row.path), row.body)
        assert called(reply) in expected(row.entries, "closed", environment), row.why


@pytest.mark.parametrize("name", ["kube-system", "kube-public", "kube-node-lease", "floe-admission"])
def test_exempt_namespace(cluster, installed, places, name):
    """Never judged, whatever their labels: `places` is selected after them, so these are by then, too."""
    admin = cluster.api()
    admin.post("/api/v1/namespaces", documents.namespace("floe-admission"))
    path = f"/api/v1/namespaces/{name}"
    try:
        labels = {unreachable.REACH: "closed", "floe.dev/environment": "prod", "floe.dev/inject": "true"}
        assert called(admin.merge(path, {"metadata": {"labels": labels}})) is None
        wait_for("service account", lambda: admin.get(address(name, "serviceaccounts/default", dry=False)))
        unreachable.select(admin, new_namespace(cluster, f"match-after-{name}", "dev"), "closed")
        for row in (SECRET_ROWS[0], CONFIGMAP_ROWS[0], CONFIGMAP_ROWS[2]):
            assert called(admin.post(address(name, row.path), row.body)) is None, row.why
        assert called(admin.post(address(name, "apps/deployments"), create(
            "", "", {"spec": KINDS["apps/deployments"][0]}).body)) is None
    finally:
        admin.merge(path, {"metadata": {"labels": {key: None for key in labels}}})


def test_large_objects_stay_within_the_cost_limit(cluster, installed):
    """A condition that were too dear would refuse these for good."""
    api = cluster.api("alice")
    name = new_namespace(cluster, "match-large", "dev")
    many = {f"key-{i:05}": b64(f"{REFERENCE}-{i}") for i in range(8000)}
    notes = {f"n{i}": "x" for i in range(20000)}
    for path, body in (("secrets", {"data": many}), ("configmaps", {"data": {"a": "<" * 900_000}})):
        body["metadata"] = {"name": "large", "annotations": notes}
        status, answer = api.post(address(name, path, dry=False), body)
        assert status == 201, answer
    unreachable.select(cluster.api(), name, "closed")
    for path, entry in (("secrets", "secrets"), ("configmaps", "configmaps")):
        assert called(api.merge(address(name, f"{path}/large"), FINALIZER)) is None
        assert called(api.merge(address(name, f"{path}/large"), ANNOTATION)) == f"{entry}.dev.floe.dev"


def test_classes():
    """One entry per class and environment, with the failurePolicy that the documentation promises."""
    wanted = {f"{name}.{e}.floe.dev": policy for name, policy in CLASSES.items() for e in ENVIRONMENTS}
    wanted |= {"labelled.namespaces.floe.dev": "Fail", "unlabelled.namespaces.floe.dev": "Ignore"}
    assert unreachable.policies() == wanted
    for kind in ("validating", "mutating"):
        for entry in unreachable.shipped(kind)["webhooks"]:
            assert (entry["sideEffects"], entry["timeoutSeconds"], entry["matchPolicy"]) == ("None", 5, "Equivalent")
            assert entry.get("reinvocationPolicy") == ("IfNeeded" if kind == "mutating" else None)
            assert {o for rule in entry["rules"] for o in rule["operations"]} <= {"CREATE", "UPDATE"}


def test_another_environment_is_configuration(cluster, tmp_path):
    """The generator's arguments, and the API server takes what it writes."""
    subprocess.run(["/usr/bin/python3", parts.ROOT / "scripts" / "manifests.py", "--output", tmp_path,
                    "--environments", "local", "qa", "--exempt", "calico-system"], check=True)
    for kind in ("validating", "mutating"):
        document = yaml.safe_load((tmp_path / f"{kind}.yaml").read_text())
        names = {entry["name"].split(".")[1] for entry in document["webhooks"]}
        assert names - {"namespaces"} == {"local", "qa", "unlabelled"}
        assert "calico-system" in str(document["webhooks"][0]["namespaceSelector"])
        document["metadata"]["name"] = "e2e-generated"
        collection = f"{unreachable.CONFIGURATIONS}/{document['kind'].lower()}s"
        status, answer = cluster.api().post(f"{collection}?dryRun=All", document)
        assert status == 201, answer
