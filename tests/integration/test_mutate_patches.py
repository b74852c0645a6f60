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


def named_keys(item):
    annotations = pod_of(item)["metadata"].get("annotations", {})
    secrets = (annotations.get("floe.dev/credentials") or "").split(";")
    return all(":" in secret and secret.split(":")[1].strip() for secret in secrets)


def test_the_fixtures_become_what_they_expect(binary):
    """What concerns the webhook alone (who asks, the policy's name) stays with the unit tests."""
    reviews = [json.loads(path.read_text())
               for rule in ("platform-config", "credentials-mount") for folder in ("patch", "unchanged")
               for path in sorted((FIXTURES / rule / folder).glob("*"))]
    # The unit tests' policy names keys of `warehouse`; the shipped one does not.
    reviews = [review for review in reviews if not review["given"].pop("credentials", False)
               or named_keys(review["request"]["object"])]
    reviews = [review for review in reviews if not set(review["given"]) - {"templates"}
               and (review["request"]["kind"]["kind"] == "Pod" or review["given"])]
    assert len(reviews) > 40
    for review, result in zip(reviews, check(binary, reviews, "-e", "dev")):
        item = review["request"]["object"]
        want = review["expect"].get("object", item)
        assert jsonpatch.apply_patch(item, result["patch"]) == want
        words = [f["message"] for f in result["findings"] if f["rule"] != "platform-mount"]
        assert len(words) == len(review["expect"].get("warnings", []))


def test_a_patch_of_another_version_of_the_file_does_not_apply(binary):
    metadata = {"labels": {"floe.dev/inject": "true"}, "annotations": {"floe.dev/platform-config": "c"}}
    item = workload("Deployment", metadata, {"containers": [{"name": "web"}, {"name": "side"}]})
    [result] = check(binary, [item], "-e", "dev")
    pod_of(item)["spec"]["containers"].reverse()
    with pytest.raises(jsonpatch.JsonPatchTestFailed):
        jsonpatch.apply_patch(item, result["patch"])


CREDENTIALS = [{}, {"floe.dev/credentials": ""}] + [{"floe.dev/credentials": text} for text in (
    "db: password=db-password", "db: password=db-password, user; tls.certs: tls.key=tls-key",
    "floe-demo-credentials", "db: user; mail: user, password=db-password", "nobody")]
SOURCES = [{"configMap": {"name": "c"}}, {"configMap": {"name": "other"}},
           {"secret": {"secretName": "db", "items": [{"key": "password", "path": "db-password"}]}}]


def some_pod(dice):
    """Any pod that the API server might pass on: right types, with and without what we add."""
    def sometimes(chance, make, otherwise=None):
        return make() if dice.random() < chance else otherwise

    def container(name):
        mounts = [{"name": dice.choice(["floe-platform-config", "floe-credentials-db", "data"]),
                   "subPath": dice.choice(["platform.yaml", "db-password"]),
                   "mountPath": dice.choice(["/data", "/srv/", FILE, "//etc/floe//platform.yaml",
                                             "/var/run/secrets/db-password"])}
                  for _ in range(dice.randrange(3))]
        env = [{"name": dice.choice(["A", "FLOE_PLATFORM_ENV", "FLOE_PLATFORM_FILE", "DB_PASSWORD"]),
                "value": dice.choice(["dev", FILE, "x"])} for _ in range(dice.randrange(3))]
        made = {"name": name, "volumeMounts": sometimes(0.6, lambda: mounts), "env": sometimes(0.6, lambda: env)}
        return {key: value for key, value in made.items() if value is not None or dice.random() < 0.5}

    volumes = [{"name": dice.choice(["data", "floe-platform-config", "floe-credentials-db"]),
                **copy.deepcopy(dice.choice(SOURCES))} for _ in range(dice.randrange(3))]
    spec = {"containers": [container(f"c{i}") for i in range(dice.randrange(1, 4))],
            "initContainers": [container(f"i{i}") for i in range(dice.randrange(2))],
            "volumes": sometimes(0.7, lambda: volumes)}
    return workload(dice.choice(list(WORKLOADS)),
                    {"labels": {"floe.dev/inject": "true"},
                     "annotations": {"floe.dev/platform-config": "c", **dice.choice(CREDENTIALS)}},
                    {key: value for key, value in spec.items() if value is not None or dice.random() < 0.5})


def with_defaults(item):
    """What the API server adds between two calls of the webhook."""
    item = copy.deepcopy(item)
    spec = pod_of(item)["spec"]
    spec.update(restartPolicy="Always", dnsPolicy="ClusterFirst", securityContext={})
    for volume in spec.get("volumes") or []:
        volume["secret" if "secret" in volume else "configMap"]["defaultMode"] = 420
    for container in spec["containers"]:
        container.update(terminationMessagePath="/dev/termination-log", imagePullPolicy="Always")
    return item


@pytest.mark.parametrize("batch", range(10))
def test_nothing_is_left_to_do_after_the_patch(binary, batch):
    """10,000 pods: every patch applies, and mutate(mutate(x)) is mutate(x)."""
    dice = random.Random(20261124 + batch)
    environment = "local" if batch % 2 else "dev"
    items = [some_pod(dice) for _ in range(1000)]
    first = check(binary, items, "-e", environment)
    results = [jsonpatch.apply_patch(item, result["patch"]) for item, result in zip(items, first)]
    assert sum(bool(result["patch"]) for result in first) > 500
    again = check(binary, [with_defaults(item) for item in results], "-e", environment)
    for before, item, result in zip(first, results, again):
        assert result["patch"] == [], item
        assert result["decision"] == before["decision"], item
        # What is given in full, platform-mount finds in full.
        rules = {finding["rule"] for finding in before["findings"]}
        assert "platform-mount" not in rules or rules & {"platform-config", "credentials"}, item


def test_every_workload_gets_the_same_credentials(binary):
    metadata = {"labels": {"floe.dev/inject": "true", "app.kubernetes.io/instance": "etl"}}
    keys = ["aws-credentials", "polaris-client-id", "polaris-client-secret", "postgres-credentials"]
    for kind in WORKLOADS:
        item = workload(kind, copy.deepcopy(metadata), {"containers": [{"name": "web"}]})
        [result] = check(binary, [item], "-e", "local")
        pod = pod_of(jsonpatch.apply_patch(item, result["patch"]))
        [container] = pod["spec"]["containers"]
        assert pod["spec"]["volumes"][1] == {"name": "floe-credentials-floe-demo-credentials", "secret": {
            "secretName": "floe-demo-credentials", "items": [{"key": key, "path": key} for key in keys]}}
        assert [m["mountPath"] for m in container["volumeMounts"][1:]] == [f"/var/run/secrets/{k}" for k in keys]
        assert [v["name"] for v in container["env"][2:]] == [k.upper().replace("-", "_") for k in keys]
        assert [v["valueFrom"]["secretKeyRef"]["key"] for v in container["env"][2:]] == keys
        assert result["findings"] == []


def test_what_was_refused_while_it_was_changed_is_said_once(binary):
    metadata = {"labels": {"floe.dev/inject": "true"}}
    [result] = check(binary, [workload("Pod", metadata, {"containers": [{"name": "web"}]})], "-e", "dev")
    assert result["decision"] == "deny" and [f["rule"] for f in result["findings"]] == ["platform-config"]


def test_what_stays_as_the_user_wrote_it_is_found_lost(binary):
    metadata = {"labels": {"floe.dev/inject": "true"}, "annotations": {"floe.dev/platform-config": "c"}}
    spec = {"containers": [{"name": "web", "env": [{"name": "FLOE_PLATFORM_ENV", "value": "mine"}]}]}
    for environment, mode in (("local", "warn"), ("dev", "enforce")):
        [result] = check(binary, [workload("Pod", metadata, spec)], "-e", environment)
        found = [(f["rule"], f["mode"]) for f in result["findings"]]
        assert found == [("platform-config", "warn"), ("platform-mount", mode)]
        assert result["patch"] != []


@pytest.mark.parametrize("text, rules", [
    ("db: password=db-password-2, token", set()),
    ("db: a=ghp_0123456789abcdefghijABCDEFGHIJ012345", {"credential-in-workload"}),
    ("password=hunter2-or-so", {"credentials", "credential-in-workload"})])
def test_names_of_credentials_are_no_credentials(binary, text, rules):
    """The annotation says which key is which file; it holds no password, though `password=` stands there."""
    metadata = {"labels": {"floe.dev/inject": "true"},
                "annotations": {"floe.dev/platform-config": "c", "floe.dev/credentials": text}}
    [result] = check(binary, [workload("Pod", metadata, {"containers": [{"name": "web"}]})], "-e", "dev")
    assert {finding["rule"] for finding in result["findings"]} == rules
    assert result["decision"] == ("deny" if rules else "allow")
