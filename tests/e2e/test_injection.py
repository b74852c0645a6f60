# SPDX-License-Identifier: Apache-2.0
"""Pods that ask get platform.yaml: through a Deployment, by label or by their namespace; once."""
import json

import pytest

from bed import audit
from bed.documents import deployment, pod
from bed.process import wait_for

ASKS = {"floe.dev/inject": "true"}
NAMED = {"floe.dev/platform-config": "team-platform"}
VOLUME = "floe-platform-config"


def pods_of(cluster, place, app):
    answer = cluster.api().get(f"/api/v1/namespaces/{place}/pods?labelSelector=app%3D{app}")
    return answer["items"]


def containers_of(document):
    return document["spec"].get("initContainers", []) + document["spec"]["containers"]


def is_injected(document, environment):
    """Asserts the volume, and in every container the mount and both variables, each once."""
    volumes = [volume for volume in document["spec"]["volumes"] if volume["name"] == VOLUME]
    assert len(volumes) == 1, document["spec"]["volumes"]
    assert volumes[0]["configMap"]["name"] == "team-platform"
    assert volumes[0]["configMap"]["items"] == [{"key": "platform.yaml", "path": "platform.yaml"}]
    for container in containers_of(document):
        mounts = [mount for mount in container["volumeMounts"] if mount["mountPath"] == "/etc/floe/platform.yaml"]
        assert [(m["name"], m["subPath"], m["readOnly"]) for m in mounts] == [(VOLUME, "platform.yaml", True)]
        variables = [(v["name"], v.get("value")) for v in container["env"] if v["name"].startswith("FLOE_PLATFORM")]
        assert sorted(variables) == [("FLOE_PLATFORM_ENV", environment),
                                     ("FLOE_PLATFORM_FILE", "/etc/floe/platform.yaml")]
    return True


def is_plain(document):
    return not any(volume["name"] == VOLUME for volume in document["spec"].get("volumes", [])) and \
        not any(v["name"].startswith("FLOE_") for c in containers_of(document) for v in c.get("env", []))


def mutations(cluster, place, name):
    """What the API server noted of our calls for a pod: [(webhook, mutated)], and how many patches."""
    event = audit.events(cluster, "pods", name, place, "create")[-1]
    notes = {key: json.loads(value) for key, value in audit.annotations(event).items()
             if key.startswith(("mutation.webhook", "patch.webhook"))}
    ours = {key: note for key, note in notes.items() if note["webhook"].endswith("floe.dev")}
    return ([note["mutated"] for key, note in ours.items() if key.startswith("mutation.")],
            [note["patch"] for key, note in ours.items() if key.startswith("patch.")])


@pytest.mark.parametrize("environment", ["local", "dev", "staging", "prod"])
def test_pods_of_a_deployment(cluster, kubectl, space, environment):
    """Its ReplicaSet makes the pods; applying it twice more makes neither pods nor patches."""
    place = space(environment)
    document = deployment(place, "web", ASKS, NAMED)
    assert kubectl.apply(document).ok
    pods = wait_for("pods", lambda: len(found := pods_of(cluster, place, "web")) == 2 and found)
    for made in pods:
        assert is_injected(made, environment)
        event = audit.events(cluster, "pods", made["metadata"]["name"], place) or [
            e for e in audit.lines(cluster.audit_log)
            if e["objectRef"].get("namespace") == place and e["objectRef"]["resource"] == "pods"]
        assert event[0]["user"]["username"] == "system:serviceaccount:kube-system:replicaset-controller"
    for _ in range(2):
        again = kubectl.apply(document)
        assert again.ok and "unchanged" in again.stdout, again.text
    assert {p["metadata"]["uid"] for p in pods_of(cluster, place, "web")} == {p["metadata"]["uid"] for p in pods}
    assert len(json.loads(kubectl("get", "replicasets", "-n", place, "-o", "json").stdout)["items"]) == 1
    # The template itself is left as the user wrote it.
    assert is_plain(kubectl.get("deployment", "web", place)["spec"]["template"])


def test_an_injected_pod_is_not_patched_again(cluster, kubectl, space):
    """The same pod, exported and created once more: the call comes, and has nothing to change."""
    place = space("dev")
    assert kubectl.create(pod(place, "first", ASKS, NAMED)).ok
    first = kubectl.get("pod", "first", place)
    assert is_injected(first, "dev")
    mutated, patches = mutations(cluster, place, "first")
    assert mutated.count(True) == 1 and len(patches) == 1
    second = {"apiVersion": "v1", "kind": "Pod", "spec": first["spec"],
              "metadata": {"name": "second", "namespace": place, "labels": first["metadata"]["labels"],
                           "annotations": first["metadata"]["annotations"]}}
    assert kubectl.create(second).ok
    assert is_injected(kubectl.get("pod", "second", place), "dev")
    mutated, patches = mutations(cluster, place, "second")
    assert mutated and not any(mutated) and not patches


def test_namespace_asks(cluster, kubectl, space):
    """The namespace's label asks for all its pods; a pod may decline."""
    place = space("staging", **ASKS)
    for name, labels in (("asks", {}), ("declines", {"floe.dev/inject": "false"})):
        result = kubectl.create(pod(place, name, labels, NAMED))
        assert result.ok, result.text
    assert is_injected(kubectl.get("pod", "asks", place), "staging")
    assert is_plain(kubectl.get("pod", "declines", place))


def test_a_pod_that_does_not_ask_is_left_alone(kubectl, space):
    place = space("prod")
    assert kubectl.create(pod(place, "plain", {}, NAMED)).ok
    assert is_plain(kubectl.get("pod", "plain", place))


def test_what_the_user_wrote_stays(kubectl, space):
    """A variable of the same name is respected; the rest is added."""
    place = space("dev")
    document = pod(place, "own", ASKS, NAMED)
    document["spec"]["containers"][0]["env"] = [{"name": "FLOE_PLATFORM_ENV", "value": "mine"}]
    assert kubectl.create(document).ok
    main = kubectl.get("pod", "own", place)["spec"]["containers"][0]
    assert [v["value"] for v in main["env"] if v["name"] == "FLOE_PLATFORM_ENV"] == ["mine"]
    assert any(mount["mountPath"] == "/etc/floe/platform.yaml" for mount in main["volumeMounts"])


def test_asking_without_saying_which_is_refused(kubectl, space, golden):
    place = space("dev")
    result = kubectl.create(pod(place, "which", ASKS))
    golden("inject-without-name", "dev", result, {place: "NAMESPACE"})
    assert result.code != 0


def test_the_instance_names_it(kubectl, space):
    place = space("dev")
    result = kubectl.create(pod(place, "instance", {**ASKS, "app.kubernetes.io/instance": "sales"}))
    assert result.ok, result.text
    volumes = kubectl.get("pod", "instance", place)["spec"]["volumes"]
    assert [v["configMap"]["name"] for v in volumes if v["name"] == VOLUME] == ["sales-platform-config"]
