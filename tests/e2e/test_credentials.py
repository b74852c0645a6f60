# SPDX-License-Identifier: Apache-2.0
"""Credentials in ConfigMaps, in environments and arguments of containers, in annotations: refused to people. What
is older than the rule goes on: its pods are rescheduled, scaled and rolled back, and warned of."""
import copy

import pytest

from bed import audit, crds, documents
from bed.documents import PLAINTEXT, REFERENCE, b64
from bed.process import wait_for
from releases import moved

CONFIG, WORKLOAD = "[credential-in-config]", "[credential-in-workload]"
TOKEN = "ghp_" + "hunter2E2E" + "abcdefghijklmnopqrstuvwxyz"
ENVIRONMENTS = pytest.mark.parametrize("environment", ["dev", "staging", "prod", "unlabelled"])


@pytest.fixture(scope="module", autouse=True)
def definitions(cluster, webhook):
    with crds.Definitions(cluster, "sealedsecrets", "externalsecrets", "secretstores", "clustersecretstores",
                          "fakes") as made:
        yield made


def refused(result, *words):
    assert result.code != 0 and "hunter2" not in result.text, result.text
    for word in words:
        assert word in result.stderr, result.text


def config_map(place, data, **metadata):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "app", "namespace": place, **metadata},
            "data": data}


def custom(plural, place, spec, **more):
    metadata = {"name": "app", **({"namespace": place} if place else {})}
    return {"apiVersion": crds.api_version(plural), "kind": crds.KINDS[plural][2], "metadata": metadata,
            "spec": spec, **more}


def workload(kind, place, env=(), args=(), annotations=None, name="app"):
    """With one container that has these."""
    document = documents.deployment(place, name, annotations=annotations, replicas=1)
    container = document["spec"]["template"]["spec"]["containers"][0]
    container.update({"env": list(env), "args": list(args)})
    spec = document["spec"]
    template = spec["template"]
    if kind == "Pod":
        return {"apiVersion": "v1", "kind": kind, "spec": template["spec"],
                "metadata": {**document["metadata"], **template["metadata"]}}
    job = {"template": {"spec": {**template["spec"], "restartPolicy": "Never"}}}
    group, spec = {
        "Deployment": ("apps/v1", spec), "ReplicaSet": ("apps/v1", spec),
        "StatefulSet": ("apps/v1", {**spec, "serviceName": name}),
        "DaemonSet": ("apps/v1", {key: spec[key] for key in ("selector", "template")}),
        "ReplicationController": ("v1", {"replicas": 1, "selector": {"app": name}, "template": template}),
        "Job": ("batch/v1", job),
        "CronJob": ("batch/v1", {"schedule": "@yearly", "jobTemplate": {"spec": job}})}[kind]
    return {**document, "apiVersion": group, "kind": kind, "spec": spec}


def literal(value=PLAINTEXT):
    return [{"name": "DB_PASSWORD", "value": value}]


KINDS = ("Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob")


@ENVIRONMENTS
def test_refused_everywhere(kubectl, space, environment):
    place = space(environment)
    refused(kubectl.create(config_map(place, {"DB_PASSWORD": PLAINTEXT})), CONFIG, "data.DB_PASSWORD")
    refused(kubectl.create(workload("Deployment", place, literal())), WORKLOAD, "env")


def test_warned_in_local(kubectl, space):
    place = space("local")
    for document, rule in ((config_map(place, {"DB_PASSWORD": PLAINTEXT}), CONFIG),
                           (workload("Deployment", place, literal()), WORKLOAD)):
        result = kubectl.create(document)
        assert result.ok and rule in result.stderr and "hunter2" not in result.text, result.text


@pytest.mark.parametrize("data", [
    {"DB_PASSWORD": PLAINTEXT}, {"url": "postgres://app:hunter2-e2e-marker@db:5432/app"},
    {"settings.yaml": "database:\n  password: hunter2-e2e-marker\n"},
    {".env": "TOKEN=x\nDB_PASSWORD=hunter2-e2e-marker\n"},
    {"app.json": '{"client_secret": "hunter2-e2e-marker"}'}, {"note": f"use {TOKEN} for now"},
    {"encoded": b64(f"password: {PLAINTEXT}\n")},
], ids=["key", "url", "yaml", "env-file", "json", "token", "base64"])
def test_config_map(kubectl, space, data):
    refused(kubectl.create(config_map(space("dev"), data)), CONFIG)


def test_binary_data(kubectl, space):
    document = config_map(space("dev"), {})
    document["binaryData"] = {"settings.yaml": b64("database:\n  password: hunter2-e2e-marker\n")}
    refused(kubectl.create(document), CONFIG)


@pytest.mark.parametrize("data", [
    {"DB_PASSWORD": REFERENCE}, {"DB_PASSWORD_FILE": "/var/run/secrets/db"}, {"passwordSecretRef": "db"},
    {"settings.yaml": "database:\n  password: ${DB_PASSWORD}\n  secret_ref: db\n"}, {"MAX_PASSWORD_LENGTH": "64"},
    {"url": "postgres://app@db:5432/app"},
], ids=["reference", "file", "name", "variable", "length", "url"])
def test_config_map_with_references(kubectl, space, data):
    result = kubectl.create(config_map(space("prod"), data))
    assert result.ok and "Warning" not in result.text, result.text


@pytest.mark.parametrize("kind", KINDS)
def test_literal_of_every_kind(kubectl, space, kind):
    place = space("dev")
    refused(kubectl.create(workload(kind, place, literal())), WORKLOAD, "DB_PASSWORD")
    refused(kubectl.create(workload(kind, place, args=["--db-password", PLAINTEXT])), WORKLOAD)


@pytest.mark.parametrize("kind", KINDS)
def test_reference_of_every_kind(kubectl, space, kind):
    env = [{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}},
           {"name": "DB_PASSWORD_FILE", "value": "/var/run/secrets/db/password"}]
    result = kubectl.create(workload(kind, space("prod"), env, ["--db-password-file=/var/run/secrets/db/password"]))
    assert result.ok and "Warning" not in result.text, result.text


@pytest.mark.parametrize("make", [
    lambda place, notes: config_map(place, {"a": "b"}, annotations=notes),
    lambda place, notes: workload("Deployment", place, annotations=notes),
    lambda place, notes: workload("Pod", place, annotations=notes),
    lambda place, notes: documents.reference_secret(place, annotations=notes),
    lambda place, notes: custom("sealedsecrets", place, {"encryptedData": {}}, metadata={
        "name": "app", "namespace": place, "annotations": notes}),
], ids=["configmap", "template", "pod", "secret", "sealedsecret"])
def test_annotation(kubectl, space, make):
    place = space("dev")
    refused(kubectl.create(make(place, {"example.com/db-password": PLAINTEXT})), "annotations")
    result = kubectl.create(make(place, {"example.com/db-password": REFERENCE}))
    assert result.ok, result.text


def test_annotation_later(kubectl, space):
    """Also through the status, where annotations can be changed too."""
    place = space("dev")
    assert kubectl.create(workload("Deployment", place)).ok
    for words in ((), ("--subresource=status",)):
        patch = '{"metadata":{"annotations":{"example.com/db-password":"hunter2-e2e-marker"}}}'
        refused(kubectl("patch", "deployment", "app", "-n", place, "--type=merge", "-p", patch, *words), WORKLOAD)


def test_debug_container(kubectl, space):
    place = space("dev")
    assert kubectl.create(workload("Pod", place)).ok
    container = [{"name": "debug", "image": "floe/debug:1", "env": literal()}]
    status, answer = kubectl.api.merge(f"/api/v1/namespaces/{place}/pods/app/ephemeralcontainers",
                                       {"spec": {"ephemeralContainers": container}})
    assert status == 403 and WORKLOAD in answer["message"] and "hunter2" not in answer["message"], answer


@pytest.mark.parametrize("plural, spec", [
    ("sealedsecrets", {"encryptedData": {}, "template": {"data": {"password": PLAINTEXT}}}),
    ("sealedsecrets", {"encryptedData": {"password": PLAINTEXT}}),
    ("externalsecrets", {"target": {"template": {"data": {"password": PLAINTEXT}}}}),
    ("externalsecrets", {"target": {"template": {"data": {"password": '{{ "aHVudGVyMi1lMmU=" | b64dec }}'}}}}),
    ("secretstores", {"provider": {"fake": {"data": [{"key": "/db", "value": PLAINTEXT}]}}}),
    ("fakes", {"data": {"password": PLAINTEXT}}),
], ids=["sealed-template", "sealed-plaintext", "external-template", "external-decoded", "fake-store", "fake-generator"])
def test_sources(kubectl, space, plural, spec):
    document = custom(plural, space("dev"), spec)
    if plural == "fakes":
        document.update({"data": document["spec"]["data"]})
    refused(kubectl.create(document), CONFIG)


def test_sources_with_references(kubectl, space):
    place = space("prod")
    for plural, spec in (
            ("externalsecrets", {"target": {"template": {"data": {"url": "postgres://app:{{ .password }}@db/app"}}}}),
            ("secretstores", {"provider": {"vault": {"server": "https://vault.example.com", "auth": {
                "tokenSecretRef": {"name": "vault", "key": "token"}}}}})):
        result = kubectl.create(custom(plural, place, spec))
        assert result.ok and "Warning" not in result.text, result.text


def test_cluster_store_is_judged_as_the_unlabelled(kubectl, policy):
    fake = {"data": [{"key": "/db", "value": PLAINTEXT}]}
    document = custom("clustersecretstores", None, {"provider": {"fake": fake}})
    document["metadata"]["name"] = "e2e-credentials"
    refused(kubectl.create(document), CONFIG)
    policy({"unlabelled": {"mode": "warn"}})
    result = kubectl.create(document, words=["--dry-run=server"])
    assert result.ok and CONFIG in result.stderr and "hunter2" not in result.text, result.text


def test_change_of_what_was_there(cluster, kubectl, space):
    """An old ConfigMap may be changed beside its password, with a warning; the password itself may not."""
    place = space("local")
    assert kubectl.create(config_map(place, {"DB_PASSWORD": PLAINTEXT, "colour": "blue"})).ok
    moved(cluster, place, "dev")
    result = kubectl("patch", "configmap", "app", "-n", place, "-p", '{"data":{"colour":"green"}}')
    assert result.ok and CONFIG in result.stderr, result.text
    patch = '{"data":{"DB_PASSWORD":"hunter2-e2e-another"}}'
    refused(kubectl("patch", "configmap", "app", "-n", place, "-p", patch), CONFIG)


def pods(api, place, app="app"):
    return {pod["metadata"]["name"] for pod in api.get(f"/api/v1/namespaces/{place}/pods")["items"]
            if pod["metadata"]["labels"].get("app") == app and "deletionTimestamp" not in pod["metadata"]}


def decisions(webhook, place, kind, user):
    """Of the webhook's own record: what it decided on what a controller created."""
    return [line["decision"] for line in audit.lines(webhook.audit_log)
            if line.get("namespace") == place and line["environment"] == "dev" and line["operation"] == "CREATE" and
            line["kind"]["kind"] == kind and line["user"] == f"system:serviceaccount:kube-system:{user}"]


@pytest.fixture
def old(cluster, webhook, kubectl, space):
    """old(kind, …): a namespace of dev with a workload that has had a literal password since it was local's."""
    def make(kind, ready, **more):
        place = space("local")
        assert kubectl.create(workload(kind, place, literal(), **more)).ok
        wait_for("what it makes", lambda: ready(place))
        moved(cluster, place, "dev")
        # The webhook configuration selects by a label that the API server's cache learns in its own time.
        probe = config_map(place, {"DB_PASSWORD": PLAINTEXT})
        wait_for("dev", lambda: not kubectl.create(probe, words=["--dry-run=server"]).ok)
        return place
    return make


@pytest.mark.parametrize("kind, controller", [
    ("Deployment", "replicaset-controller"), ("ReplicaSet", "replicaset-controller"),
    ("StatefulSet", "statefulset-controller")])
def test_old_workload_is_rescheduled(cluster, webhook, kubectl, old, kind, controller):
    api = cluster.api()
    place = old(kind, lambda place: len(pods(api, place)) == 1)
    before = api.get(f"/api/v1/namespaces/{place}/pods")["items"][0]["metadata"]
    assert kubectl("delete", "pod", before["name"], "-n", place, "--grace-period=0", "--force").ok
    wait_for("another pod", lambda: decisions(webhook, place, "Pod", controller))
    assert set(decisions(webhook, place, "Pod", controller)) == {"warn"}
    wait_for("it is there", lambda: len(pods(api, place)) == 1)


@pytest.mark.parametrize("kind", ["Deployment", "ReplicaSet", "StatefulSet"])
def test_old_workload_is_scaled(cluster, kubectl, old, kind):
    api = cluster.api()
    place = old(kind, lambda place: len(pods(api, place)) == 1)
    result = kubectl("scale", kind.lower(), "app", "-n", place, "--replicas=3")
    assert result.ok, result.text
    # A StatefulSet waits for its first pod, which no node runs.
    wait_for("more pods", lambda: len(pods(api, place)) == (1 if kind == "StatefulSet" else 3))
    assert kubectl("scale", kind.lower(), "app", "-n", place, "--replicas=0").ok
    wait_for("no pods", lambda: not pods(api, place))


def test_old_deployment_is_rolled_out_and_back(cluster, webhook, kubectl, old):
    """The literal is in every revision: a new image, a restart and an undo bring nothing that was not there."""
    api = cluster.api()
    place = old("Deployment", lambda place: len(pods(api, place)) == 1)

    def replica_sets():
        return len(api.get(f"/apis/apps/v1/namespaces/{place}/replicasets")["items"])
    changed = kubectl("set", "image", "deployment/app", "main=floe/main:2", "-n", place)
    assert changed.ok and WORKLOAD in changed.stderr, changed.text
    wait_for("second ReplicaSet", lambda: replica_sets() == 2)
    assert decisions(webhook, place, "ReplicaSet", "deployment-controller") == ["warn"]
    restarted = kubectl("rollout", "restart", "deployment/app", "-n", place)
    assert restarted.ok, restarted.text
    wait_for("third ReplicaSet", lambda: replica_sets() == 3)
    undone = kubectl("rollout", "undo", "deployment/app", "-n", place, "--to-revision=1")
    assert undone.ok, undone.text
    image = api.get(f"/apis/apps/v1/namespaces/{place}/deployments/app")["spec"]["template"]["spec"]["containers"][0]
    assert image["image"] == "floe/main:1"
    wait_for("its pods", lambda: pods(api, place))


def test_old_stateful_set_is_rolled_out_and_back(cluster, webhook, kubectl, old):
    """With ControllerRevisions, which hold the template."""
    api = cluster.api()
    place = old("StatefulSet", lambda place: len(pods(api, place)) == 1)
    assert kubectl("set", "image", "statefulset/app", "main=floe/main:2", "-n", place).ok
    wait_for("revision", lambda: decisions(webhook, place, "ControllerRevision", "statefulset-controller"))
    assert set(decisions(webhook, place, "ControllerRevision", "statefulset-controller")) == {"warn"}
    undone = kubectl("rollout", "undo", "statefulset/app", "-n", place)
    assert undone.ok, undone.text


def test_old_cron_job_goes_on(cluster, webhook, kubectl, old):
    """A run that was missed, made at once."""
    api = cluster.api()
    place = old("CronJob", lambda place: True)
    path = f"/apis/batch/v1/namespaces/{place}/cronjobs/app"
    long_ago = {"status": {"lastScheduleTime": "2020-01-01T00:00:00Z"}}
    assert api.merge(f"{path}/status", long_ago)[0] == 200
    assert kubectl("patch", "cronjob", "app", "-n", place, "-p", '{"spec":{"schedule":"0 0 1 * *"}}').ok
    wait_for("Job", lambda: decisions(webhook, place, "Job", "cronjob-controller"))
    wait_for("Pod", lambda: decisions(webhook, place, "Pod", "job-controller"))
    assert set(decisions(webhook, place, "Job", "cronjob-controller")) == {"warn"}
    assert set(decisions(webhook, place, "Pod", "job-controller")) == {"warn"}


def test_old_workload_by_a_person(cluster, kubectl, old):
    """The same once more by its own name, or its pod, ReplicaSet or Job by hand: a person is no controller."""
    api = cluster.api()
    place = old("Deployment", lambda place: len(pods(api, place)) == 1)
    refused(kubectl.create(workload("Deployment", place, literal(), name="copy")), WORKLOAD)
    for collection in ("/api/v1/namespaces/{}/pods", "/apis/apps/v1/namespaces/{}/replicasets"):
        made = api.get(collection.format(place))["items"][0]
        copied = copy.deepcopy(made)
        kept = {key: made["metadata"][key] for key in ("namespace", "labels", "ownerReferences")}
        copied["metadata"] = {**kept, "name": "by-hand"}
        status, answer = kubectl.api.post(collection.format(place), copied)
        assert status == 403 and WORKLOAD in answer["message"] and "hunter2" not in answer["message"], answer


def test_old_workload_applied_anew(cluster, kubectl, old):
    """`kubectl apply` of the old manifest after its workload was deleted."""
    api = cluster.api()
    place = old("Deployment", lambda place: len(pods(api, place)) == 1)
    assert kubectl("delete", "deployment", "app", "-n", place).ok
    refused(kubectl.apply(workload("Deployment", place, literal())), WORKLOAD)


def test_controllers_of_the_policy(cluster, webhook, kubectl, old, policy):
    """Without the list the control plane is held to the rule as everybody is."""
    api = cluster.api()
    place = old("ReplicaSet", lambda place: len(pods(api, place)) == 1)
    policy({"workload_controllers": []})
    before = next(iter(pods(api, place)))
    assert kubectl("delete", "pod", before, "-n", place, "--grace-period=0", "--force").ok
    wait_for("refusal", lambda: decisions(webhook, place, "Pod", "replicaset-controller"))
    assert set(decisions(webhook, place, "Pod", "replicaset-controller")) == {"deny"}
