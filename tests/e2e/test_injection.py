# SPDX-License-Identifier: Apache-2.0
"""Pods that ask get platform.yaml and credentials: through a Deployment, by label or by their namespace; once.
What is lost on the way is found."""
import json

import pytest

from bed import audit
from bed.documents import deployment, pod
from bed.other_webhook import other_webhook
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


def written_by_hand(place):
    document = pod(place, "own", ASKS, NAMED)
    document["spec"]["containers"][0]["env"] = [{"name": "FLOE_PLATFORM_ENV", "value": "mine"}]
    return document


def test_what_the_user_wrote_stays(kubectl, space):
    """A variable of the same name is respected; the rest is added. In local that is a warning."""
    place = space("local")
    result = kubectl.create(written_by_hand(place))
    assert result.ok, result.text
    assert "[platform-config] FLOE_PLATFORM_ENV is not `local`" in result.text
    assert "[platform-mount] FLOE_PLATFORM_ENV is not `local`" in result.text
    main = kubectl.get("pod", "own", place)["spec"]["containers"][0]
    assert [v["value"] for v in main["env"] if v["name"] == "FLOE_PLATFORM_ENV"] == ["mine"]
    assert any(mount["mountPath"] == "/etc/floe/platform.yaml" for mount in main["volumeMounts"])


def test_what_the_user_wrote_is_refused_elsewhere(kubectl, space, golden):
    place = space("dev")
    golden("inject-own-variable", "dev", kubectl.create(written_by_hand(place)), {place: "NAMESPACE"})
    document = written_by_hand(place)
    document["metadata"]["labels"] = {"floe.dev/inject": "false"}
    assert kubectl.create(document).ok


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


DEMO = ["aws-credentials", "polaris-client-id", "polaris-client-secret", "postgres-credentials"]


def has_credentials(document, wanted):
    """Asserts for {(secret, key): secret_ref} the volumes, and in every container the files and variables."""
    for container in containers_of(document):
        files = {mount["mountPath"]: (mount["name"], mount.get("subPath")) for mount in container["volumeMounts"]}
        variables = {v["name"]: v["valueFrom"]["secretKeyRef"] for v in container["env"] if "valueFrom" in v}
        for (secret, key), ref in wanted.items():
            assert files[f"/var/run/secrets/{ref}"] == (f"floe-credentials-{secret}", ref)
            assert variables[ref.upper().replace("-", "_")] == {"name": secret, "key": key}
        assert len(variables) == len(wanted)
        # Beside them, as ever.
        assert "/var/run/secrets/kubernetes.io/serviceaccount" in {m["mountPath"] for m in container["volumeMounts"]}
    secrets = {v["name"]: v["secret"]["secretName"] for v in document["spec"]["volumes"] if "secret" in v}
    assert secrets == {f"floe-credentials-{secret}": secret for secret, _ in wanted}
    return True


def test_credentials_of_the_environment(kubectl, space):
    """A pod in local gets the demo's; nobody has made the Secret, and nobody reads it."""
    place = space("local")
    assert kubectl.create(pod(place, "demo", ASKS, NAMED)).ok
    made = kubectl.get("pod", "demo", place)
    assert is_injected(made, "local")
    assert has_credentials(made, {("floe-demo-credentials", key): key for key in DEMO})
    declined = kubectl.create(pod(place, "declines", ASKS, {**NAMED, "floe.dev/credentials": ""}))
    assert declined.ok and has_credentials(kubectl.get("pod", "declines", place), {})


def test_credentials_that_the_pod_names(kubectl, space):
    place = space("prod")
    names = "warehouse: password=warehouse-password, user; queue: token=queue-token"
    result = kubectl.create(pod(place, "names", ASKS, {**NAMED, "floe.dev/credentials": names}))
    assert result.ok and "Warning" not in result.text, result.text
    made = kubectl.get("pod", "names", place)
    assert has_credentials(made, {("warehouse", "password"): "warehouse-password", ("warehouse", "user"): "user",
                                  ("queue", "token"): "queue-token"})
    unknown = kubectl.create(pod(place, "unknown", ASKS, {**NAMED, "floe.dev/credentials": "nobody"}))
    assert unknown.ok and "[credentials] the keys of Secret nobody are left out" in unknown.text
    assert has_credentials(kubectl.get("pod", "unknown", place), {})


def test_a_malformed_list_is_refused(kubectl, space, golden):
    place = space("dev")
    result = kubectl.create(pod(place, "malformed", ASKS, {**NAMED, "floe.dev/credentials": "warehouse: pass word"}))
    golden("inject-malformed-credentials", "dev", result, {place: "NAMESPACE"})
    assert result.code != 0


def add_sidecar(document):
    if any(container["name"] == "proxy" for container in document["spec"]["containers"]):
        return []
    return [{"op": "add", "path": "/spec/containers/-", "value": {
        "name": "proxy", "image": "floe/proxy:1",
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}}}]


def take_mounts(document):
    """Our mount of the first container, wherever it stands."""
    mounts = document["spec"]["containers"][0].get("volumeMounts", [])
    return [{"op": "remove", "path": f"/spec/containers/0/volumeMounts/{index}"}
            for index, mount in enumerate(mounts) if mount["mountPath"] == "/etc/floe/platform.yaml"]


def test_a_sidecar_of_another_webhook_is_mounted_too(cluster, kubectl, space, tmp_path):
    """It comes after ours, which is therefore called again."""
    place = space("dev")
    annotations = {**NAMED, "floe.dev/credentials": "warehouse: password=warehouse-password"}
    with other_webhook(cluster, tmp_path, place, add_sidecar):
        result = kubectl.create(pod(place, "beside", ASKS, annotations))
        assert result.ok, result.text
    made = kubectl.get("pod", "beside", place)
    assert [container["name"] for container in made["spec"]["containers"]] == ["main", "side", "proxy"]
    assert is_injected(made, "dev")
    assert has_credentials(made, {("warehouse", "password"): "warehouse-password"})
    assert mutations(cluster, place, "beside")[0] == [True, True]


def test_what_another_webhook_takes_once_is_put_back(cluster, kubectl, space, tmp_path):
    place = space("dev")
    with other_webhook(cluster, tmp_path, place, take_mounts) as other:
        result = kubectl.create(pod(place, "taken", ASKS, NAMED))
        assert result.ok and "taken" in other.calls, result.text
    assert is_injected(kubectl.get("pod", "taken", place), "dev")


def test_what_another_webhook_takes_for_good_is_refused(cluster, kubectl, space, tmp_path, golden):
    place = space("dev")
    with other_webhook(cluster, tmp_path, place, take_mounts, "IfNeeded"):
        result = kubectl.create(pod(place, "lost", ASKS, NAMED))
    golden("inject-lost", "dev", result, {place: "NAMESPACE"})
    assert result.code != 0 and kubectl.get("pod", "lost", place) is None


def test_a_pod_whose_namespace_asks_is_judged_too(kubectl, space):
    """By an entry of its own: the review does not know the namespace's label."""
    place = space("staging", **ASKS)
    document = written_by_hand(place)
    document["metadata"]["labels"] = {}
    result = kubectl.create(document)
    assert result.code != 0 and '"mounts-by-namespace.staging.floe.dev" denied the request: [platform-mount]' \
        in result.text, result.text
