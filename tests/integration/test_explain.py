# SPDX-License-Identifier: Apache-2.0
"""`explain`: what is done to a pod and why not; "Platform Config Not Loaded"; which rules judge it."""

import pytest
import yaml

from checking import ENCODED, MARKER
from explaining import ASK, MAP, config_map, deployment, explain, explained, mutator, pod, said, secret  # noqa: F401

# Platform Config Not Loaded

NOT_ASKED = {  # (labels, flags): why not
    "no label": ({}, (), "the pod does not ask; give it or its namespace the label floe.dev/inject: \"true\""),
    "opted out": ({"floe.dev/inject": "false"}, (), "the pod's label floe.dev/inject says \"false\""),
    "opted out of its namespace's wish": ({"floe.dev/inject": "false"}, ("--namespace-asks",),
                                          "the pod's label floe.dev/inject says \"false\""),
}


@pytest.mark.parametrize("make", [pod, deployment])
@pytest.mark.parametrize("name", NOT_ASKED)
def test_who_does_not_ask_gets_nothing_and_reads_why(explained, make, name):
    labels, flags, why = NOT_ASKED[name]
    [item] = explained(make(labels), flags=("-e", "dev", *flags), code=0)
    for one in item["mutators"]:
        assert one["why_not"].startswith(why) and one["adds"] == []
    assert item["needs"] == [] and said(item) == []


@pytest.mark.parametrize("make", [pod, deployment])
@pytest.mark.parametrize("annotation", ["floe.dev/platform-config", "floe.dev/credentials"])
def test_an_annotation_alone_asks_for_nothing(explained, make, annotation):
    [item] = explained(make({}, {annotation: "x: y"}), code=1)
    assert said(item)[0].startswith(f"the annotation {annotation} is not heard: the pod does not ask; ")
    [item] = explained(make({"floe.dev/inject": "false"}, {annotation: "x: y"}), code=0)
    assert said(item, "note")[0].startswith(f"the annotation {annotation} is not heard: the pod's label")


def test_a_label_that_is_no_answer_is_a_problem(explained):
    [item] = explained(pod({"floe.dev/inject": "yes"}), code=1)
    assert "[platform-config] the label is neither \"true\" nor \"false\" and was not heard" in said(item)[0]


def test_the_namespace_may_ask(explained):
    item, = explained(pod({}, MAP), flags=("-e", "dev", "--namespace-asks"), code=0)
    assert mutator(item)["why_not"] == ""
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "team-a", "labels": dict(ASK)}}
    item, = explained(pod({}, MAP), namespace, flags=("-e", "dev", "-n", "team-a"), code=0)
    assert mutator(item)["why_not"] == ""
    [item] = explained(pod({}), namespace, flags=("-e", "dev", "-n", "team-b"), code=0)
    assert mutator(item)["why_not"] != ""


def test_a_namespace_says_which_environment_it_is(explain, explained):
    def namespace(environment):
        return {"apiVersion": "v1", "kind": "Namespace",
                "metadata": {"name": "default", "labels": {"floe.dev/environment": environment}}}
    [item] = explained(pod(), namespace("staging"), flags=())
    assert item["environment"] == "staging"
    [item] = explained(pod(), namespace("staging"), flags=("-e", "dev"))
    assert item["environment"] == "dev"
    done = explain("-", stdin=yaml.safe_dump_all([pod(), namespace("qa")]))
    assert done.returncode == 2 and "names no environment of the policy; give --environment" in done.stderr


@pytest.mark.parametrize("make", [pod, deployment])
def test_nothing_names_the_map_and_the_ways_are_told(explained, make):
    [item] = explained(make(ASK), code=1)
    assert item["denied"] and "nothing names its ConfigMap" in said(item)[0]
    [fix] = [line["fix"] for line in item["said"] if line["level"] == "problem"]
    for way in ("floe.dev/platform-config", "platform_config.config_map", "app.kubernetes.io/instance"):
        assert way in fix


NAMED = {  # (labels, annotations, policy's name): (name, by)
    "annotation": (ASK, MAP, None, "cfg", "the pod's annotation floe.dev/platform-config"),
    "label": ({**ASK, "app.kubernetes.io/instance": "etl"}, {}, None, "etl-platform-config",
              "the pod's label app.kubernetes.io/instance"),
    "policy": ({**ASK, "app.kubernetes.io/instance": "etl"}, {}, "fixed", "fixed", "the policy's platform_config"),
}


@pytest.mark.parametrize("name", NAMED)
def test_who_named_the_map(explained, tmp_path, shipped_policy, name):
    labels, annotations, fixed, want, by = NAMED[name]
    if fixed:
        shipped_policy["platform_config"] = {"config_map": fixed}
    (tmp_path / "policy.yaml").write_text(yaml.safe_dump(shipped_policy))
    [item] = explained(deployment(labels, annotations), flags=("-e", "dev", "--policy", "policy.yaml"), code=0)
    assert f"ConfigMap {want} is named by {by}" in said(item, "note")
    [need] = item["needs"]
    assert (need["name"], need["key"], need["files"]) == (want, "platform.yaml", ["/etc/floe/platform.yaml"])


MAPS = {  # what is in the files: (state, level, words)
    "nothing": ([], "unknown", "note", "not among the given files"),
    "the map": ([config_map()], "found", "ok", "found in <stdin>:"),
    "in binaryData": ([{**config_map(), "data": {}, "binaryData": {"platform.yaml": ENCODED}}], "found", "ok", ""),
    "another key": ([config_map(key="platform.yml")], "no-key", "problem", "has no key platform.yaml, only platform.yml"),
    "no key": ([{**config_map(), "data": None}], "no-key", "problem", "has no key platform.yaml, nor any other"),
    "another map": ([config_map("cgf")], "missing", "problem", "did you mean cgf?"),
    "another namespace": ([config_map(namespace="b")], "unknown", "note", "namespace b has one, and a pod takes only"),
    "one here, one there": ([config_map("x"), config_map(namespace="b")], "missing", "problem", "namespace b has one"),
    "a Secret of its name": ([secret("cfg", ["platform.yaml"])], "unknown", "note", "not among"),
}


@pytest.mark.parametrize("make", [pod, deployment])
@pytest.mark.parametrize("name", MAPS)
def test_whether_the_map_is_there(explained, make, name):
    things, state, level, words = MAPS[name]
    [item] = explained(make(ASK, MAP), *things, code=int(level == "problem"))
    [need] = item["needs"]
    assert need["state"] == state and (need["by"] is not None) == (state in ("found", "no-key"))
    [line] = [line for line in said(item, level) if line.startswith("ConfigMap cfg, key platform.yaml (file /etc")]
    assert words in line


def test_what_people_overlook_is_noted(explained):
    [item] = explained(deployment(ASK, MAP), flags=("-e", "dev", "-n", "team-a"), code=0)
    notes = "\n".join(said(item, "note"))
    assert "do not follow later changes of their ConfigMap or Secret: " \
           "`kubectl -n team-a rollout restart deployment/web` after one" in notes
    assert "the application must read the file that FLOE_PLATFORM_FILE names" in notes
    [item] = explained(pod(ASK, MAP), code=0)
    assert "(`kubectl rollout restart` of the workload that makes them)" in "\n".join(said(item, "note"))


IN_THE_WAY = {  # what a container has already: what is said
    "its own mount": ({"volumeMounts": [{"name": "v", "mountPath": "/etc/floe/platform.yaml"}]},
                      "is mounted at /etc/floe/platform.yaml and was left as it is"),
    "a mount above": ({"volumeMounts": [{"name": "v", "mountPath": "/etc/floe"}]},
                      "a mount above /etc/floe/platform.yaml keeps the platform's file out"),
    "another variable": ({"env": [{"name": "FLOE_PLATFORM_FILE", "value": "/srv/x"}]},
                         "FLOE_PLATFORM_FILE is not `/etc/floe/platform.yaml` and was left as it is"),
}


@pytest.mark.parametrize("make", [pod, deployment])
@pytest.mark.parametrize("name", IN_THE_WAY)
def test_what_a_container_has_already(explained, make, name):
    extra, words = IN_THE_WAY[name]
    [item] = explained(make(ASK, MAP, containers=[{"name": "web", **extra}],
                            volumes=[{"name": "v", "emptyDir": {}}]), config_map(), code=1)
    assert words in said(item)[0] and len(said(item)) == 1, "platform-mount says it again"
    assert ("(denied" in said(item)[0]) == item["denied"]


def test_what_is_there_already_is_said(explained):
    [item] = explained(pod(ASK, MAP), config_map(), code=0)
    assert sorted(mutator(item)["adds"]) == [
        "container web: file /etc/floe/platform.yaml, variable FLOE_PLATFORM_FILE, variable FLOE_PLATFORM_ENV",
        "volume floe-platform-config, of ConfigMap cfg"]
    full = pod(ASK, MAP, volumes=[{"name": "floe-platform-config", "configMap": {"name": "cfg"}}], containers=[{
        "name": "web", "volumeMounts": [{"name": "floe-platform-config", "mountPath": "/etc/floe/platform.yaml",
                                         "subPath": "platform.yaml"}],
        "env": [{"name": "FLOE_PLATFORM_FILE", "value": "/etc/floe/platform.yaml"},
                {"name": "FLOE_PLATFORM_ENV", "value": "dev"}]}])
    [item] = explained(full, config_map(), code=0)
    assert mutator(item)["why_not"] == "everything is there already" and mutator(item)["adds"] == []
    assert [need["state"] for need in item["needs"]] == ["found"]


# Which rules

def test_rules_by_what_they_read(explained):
    def rules(item):
        return {rule["rule"]: (rule["mode"], rule["reads"]) for rule in item["rules"]}
    item, = explained(pod(), flags=("-e", "local"))
    of_pod = rules(item)
    assert of_pod["platform-release"] == ("off", "off")
    assert of_pod["credential-in-workload"] == ("warn", "object") and of_pod["platform-mount"] == ("warn", "object")
    assert of_pod["plaintext-secret"] == ("warn", "other-kinds")
    item, = explained(deployment(), flags=("-e", "prod"))
    assert item["makes_pods"] and rules(item)["platform-mount"] == ("enforce", "pods")
    assert rules(item)["credential-in-workload"] == ("enforce", "object")
    [item] = explained(deployment(), flags=("-e", "unlabelled"))
    assert item["unlabelled"] and rules(item)["platform-mount"] == ("warn", "pods")


@pytest.mark.parametrize("make", [pod, deployment])
def test_what_would_be_denied_is_not_given(explained, make):
    item = make(containers=[{"name": "web", "env": [{"name": "DB_PASSWORD", "value": MARKER}]}])
    [got] = explained(item, code=1)
    assert got["denied"] and said(got)[0].startswith("[credential-in-workload] ") and said(got)[0].endswith("(denied)")
    [got] = explained(item, flags=("-e", "local"), code=0)
    assert said(got, "note")[0].endswith("(a warning)")


def test_an_exception_is_named(explained, tmp_path, shipped_policy):
    shipped_policy["exceptions"] = [{"id": "legacy", "owner": "team-a", "reason": "moves", "namespace": "default",
                                     "name": "web*", "rules": ["credential-in-workload"], "expires": "2999-01-01"}]
    (tmp_path / "policy.yaml").write_text(yaml.safe_dump(shipped_policy))
    item = pod(containers=[{"name": "web", "env": [{"name": "DB_PASSWORD", "value": MARKER}]}])
    [got] = explained(item, flags=("-e", "dev", "--policy", "policy.yaml"), code=0)
    assert got["findings"][0]["exception"] == "legacy"
    assert said(got, "note")[0].endswith("(let pass by the exception legacy)")


def test_a_system_namespace_is_left_alone(explained):
    [item] = explained(pod(ASK, MAP), flags=("-e", "dev", "-n", "kube-system"), code=1)
    assert "system_namespaces" in mutator(item)["why_not"]
    assert said(item)[0].startswith("the label floe.dev/inject is not heard: the namespace is one of")


KINDS = {"StatefulSet": "apps/v1", "DaemonSet": "apps/v1", "ReplicaSet": "apps/v1", "ReplicationController": "v1",
         "Job": "batch/v1", "CronJob": "batch/v1"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_workload(explained, kind):
    item = deployment(ASK, MAP)
    item.update(kind=kind, apiVersion=KINDS[kind])
    if kind == "CronJob":
        item["spec"] = {"jobTemplate": {"spec": item["spec"]}}
    [got] = explained(item, config_map(), code=0)
    assert got["kind"] == kind and got["makes_pods"] and mutator(got)["adds"]
    restart = f"rollout restart {kind.lower()}/web" in "\n".join(said(got, "note"))
    assert restart == (kind in ("StatefulSet", "DaemonSet"))


def test_a_review_is_explained_as_what_it_asks_about(explained):
    item = pod(ASK, MAP)
    review = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "u", "kind": {"group": "", "version": "v1", "kind": "Pod"}, "namespace": "default",
        "resource": {"group": "", "version": "v1", "resource": "pods"}, "operation": "CREATE",
        "userInfo": {"username": "u"}, "object": item}}
    [got] = explained(review, config_map())
    assert (got["kind"], got["name"], mutator(got)["why_not"]) == ("Pod", "web", "")
