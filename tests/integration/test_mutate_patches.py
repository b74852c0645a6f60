# SPDX-License-Identifier: Apache-2.0
"""The patches of `check --mutate`, applied by another JSON Patch library (Debian's python3-jsonpatch)."""

import copy
import json
import random
import subprocess

import jsonpatch
import pytest

from reviews import FIXTURES

FILE = "/etc/floe/platform.yaml"
WORKLOADS = {  # kind: (apiVersion, where its pod is)
    "Pod": ("v1", ()),
    "Deployment": ("apps/v1", ("spec", "template")),
    "StatefulSet": ("apps/v1", ("spec", "template")),
    "DaemonSet": ("apps/v1", ("spec", "template")),
    "ReplicaSet": ("apps/v1", ("spec", "template")),
    "ReplicationController": ("v1", ("spec", "template")),
    "Job": ("batch/v1", ("spec", "template")),
    "CronJob": ("batch/v1", ("spec", "jobTemplate", "spec", "template")),
}


def check(binary, objects, *flags):
    """One result an object, in order."""
    text = "\n".join(json.dumps(item) for item in objects)
    done = subprocess.run([binary, "check", "--mutate", "-o", "json", *flags, "-"], input=text,
                          capture_output=True, text=True, timeout=300)
    document = json.loads(done.stdout)
    assert document["errors"] == [] and done.stderr == "", done.stderr
    assert len(document["results"]) == len(objects)
    return document["results"]


def workload(kind, metadata, spec):
    version, path = WORKLOADS[kind]
    item = {"apiVersion": version, "kind": kind, "metadata": {"name": "web"}}
    pod = {"metadata": metadata, "spec": spec}
    if not path:
        pod["metadata"]["name"] = "web"
        return {**item, **pod}
    at = item
    for key in path[:-1]:
        at = at.setdefault(key, {})
    at[path[-1]] = pod
    return item


def pod_of(item):
    for key in WORKLOADS[item["kind"]][1]:
        item = item[key]
    return item


@pytest.mark.parametrize("kind", WORKLOADS)
def test_every_workload_gets_the_same_pod(binary, kind):
    metadata = {"labels": {"floe.dev/inject": "true", "app.kubernetes.io/instance": "etl"}}
    spec = {"initContainers": [{"name": "migrate"}],
            "containers": [{"name": "web", "env": [{"name": "A", "value": "b"}]}, {"name": "side"}]}
    item = workload(kind, metadata, spec)
    [result] = check(binary, [item], "-e", "staging")
    assert result["decision"] == "allow" and result["findings"] == []
    pod = pod_of(jsonpatch.apply_patch(item, result["patch"]))
    assert pod["spec"]["volumes"] == [{"name": "floe-platform-config", "configMap": {
        "name": "etl-platform-config", "items": [{"key": "platform.yaml", "path": "platform.yaml"}]}}]
    for container in pod["spec"]["containers"] + pod["spec"]["initContainers"]:
        assert container["volumeMounts"] == [{"name": "floe-platform-config", "mountPath": FILE,
                                              "subPath": "platform.yaml", "readOnly": True}]
        assert container["env"][-2:] == [{"name": "FLOE_PLATFORM_FILE", "value": FILE},
                                         {"name": "FLOE_PLATFORM_ENV", "value": "staging"}]
    assert pod["spec"]["containers"][0]["env"][0] == {"name": "A", "value": "b"}
    assert set(pod["metadata"]["annotations"]) == {"floe.dev/injected"}


def test_the_fixtures_become_what_they_expect(binary):
    """What concerns the webhook alone (who asks, the policy's name) stays with the unit tests."""
    reviews = [json.loads(path.read_text())
               for folder in ("patch", "unchanged") for path in sorted((FIXTURES / "platform-config" / folder).glob("*"))]
    reviews = [review for review in reviews if not set(review["given"]) - {"templates"}
               and (review["request"]["kind"]["kind"] == "Pod" or review["given"])]
    assert len(reviews) > 40
    for review, result in zip(reviews, check(binary, reviews, "-e", "dev")):
        item = review["request"]["object"]
        want = review["expect"].get("object", item)
        assert jsonpatch.apply_patch(item, result["patch"]) == want
        words = [f["message"] for f in result["findings"]]
        assert len(words) == len(review["expect"].get("warnings", []))


def test_a_patch_of_another_version_of_the_file_does_not_apply(binary):
    metadata = {"labels": {"floe.dev/inject": "true"}, "annotations": {"floe.dev/platform-config": "c"}}
    item = workload("Deployment", metadata, {"containers": [{"name": "web"}, {"name": "side"}]})
    [result] = check(binary, [item], "-e", "dev")
    pod_of(item)["spec"]["containers"].reverse()
    with pytest.raises(jsonpatch.JsonPatchTestFailed):
        jsonpatch.apply_patch(item, result["patch"])


def some_pod(dice):
    """Any pod that the API server might pass on: right types, with and without what we add."""
    def sometimes(chance, make, otherwise=None):
        return make() if dice.random() < chance else otherwise

    def container(name):
        mounts = [{"name": dice.choice(["floe-platform-config", "data"]), "subPath": "platform.yaml",
                   "mountPath": dice.choice(["/data", "/srv/", FILE, "//etc/floe//platform.yaml"])}
                  for _ in range(dice.randrange(3))]
        env = [{"name": dice.choice(["A", "FLOE_PLATFORM_ENV", "FLOE_PLATFORM_FILE"]),
                "value": dice.choice(["dev", FILE, "x"])} for _ in range(dice.randrange(3))]
        made = {"name": name, "volumeMounts": sometimes(0.6, lambda: mounts), "env": sometimes(0.6, lambda: env)}
        return {key: value for key, value in made.items() if value is not None or dice.random() < 0.5}

    volumes = [{"name": dice.choice(["data", "floe-platform-config"]),
                "configMap": {"name": dice.choice(["c", "other"])}} for _ in range(dice.randrange(3))]
    spec = {"containers": [container(f"c{i}") for i in range(dice.randrange(1, 4))],
            "initContainers": [container(f"i{i}") for i in range(dice.randrange(2))],
            "volumes": sometimes(0.7, lambda: volumes)}
    return workload(dice.choice(list(WORKLOADS)),
                    {"labels": {"floe.dev/inject": "true"}, "annotations": {"floe.dev/platform-config": "c"}},
                    {key: value for key, value in spec.items() if value is not None or dice.random() < 0.5})


def with_defaults(item):
    """What the API server adds between two calls of the webhook."""
    item = copy.deepcopy(item)
    spec = pod_of(item)["spec"]
    spec.update(restartPolicy="Always", dnsPolicy="ClusterFirst", securityContext={})
    for volume in spec.get("volumes") or []:
        volume["configMap"]["defaultMode"] = 420
    for container in spec["containers"]:
        container.update(terminationMessagePath="/dev/termination-log", imagePullPolicy="Always")
    return item


def test_nothing_is_left_to_do_after_the_patch(binary):
    dice = random.Random(20261124)
    items = [some_pod(dice) for _ in range(600)]
    first = check(binary, items, "-e", "dev")
    results = [jsonpatch.apply_patch(item, result["patch"]) for item, result in zip(items, first)]
    assert sum(bool(result["patch"]) for result in first) > 300
    for item, result in zip(items, check(binary, [with_defaults(item) for item in results], "-e", "dev")):
        assert result["patch"] == [], item
