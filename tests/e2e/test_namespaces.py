# SPDX-License-Identifier: Apache-2.0
"""The label floe.dev/environment decides how strictly a namespace is judged: who may set it, and through what."""
import pytest

from bed.documents import namespace

LABEL = "floe.dev/environment"


def label_of(kubectl, name):
    return kubectl.get("namespace", name)["metadata"].get("labels", {}).get(LABEL)


def refused(result):
    assert result.code != 0 and "denied the request: [namespace-environment]" in result.text, result.text


@pytest.mark.parametrize("start,target", [
    ("prod", "local"), ("prod", "dev"), ("staging", "local"), ("dev", "local"), ("unlabelled", "local")])
def test_a_laxer_label_is_refused(kubectl, space, golden, start, target):
    name = space(start)
    result = kubectl("label", "namespace", name, "--overwrite", f"{LABEL}={target}")
    golden("relabel", f"{start} to {target}", result, {name: "NAMESPACE"})
    refused(result)
    assert label_of(kubectl, name) == (None if start == "unlabelled" else start)


@pytest.mark.parametrize("start,target", [("local", "dev"), ("dev", "prod"), ("local", "prod"), ("unlabelled", "prod")])
def test_a_stricter_label_passes(kubectl, space, start, target):
    name = space(start)
    result = kubectl("label", "namespace", name, "--overwrite", f"{LABEL}={target}")
    assert result.ok and "Warning" not in result.text, result.text
    assert label_of(kubectl, name) == target


@pytest.mark.parametrize("path", ["", "/status", "/finalize"], ids=["namespaces", "status", "finalize"])
@pytest.mark.parametrize("target", ["local", None], ids=["laxer", "removed"])
def test_every_way_to_write_the_label(cluster, kubectl, space, path, target):
    """The subresources write labels too."""
    name = space("prod")
    whole = f"/api/v1/namespaces/{name}"
    api = cluster.api("alice")
    document = api.get(whole)
    if target is None:
        del document["metadata"]["labels"][LABEL]
    else:
        document["metadata"]["labels"][LABEL] = target
    status, answer = api.put(whole + path, document)
    assert status == 403 and "[namespace-environment]" in answer["message"], (status, answer)
    assert label_of(kubectl, name) == "prod"


@pytest.mark.parametrize("path", ["", "/status", "/finalize"], ids=["namespaces", "status", "finalize"])
def test_the_same_label_kept_passes(cluster, space, path):
    name = space("prod")
    whole = f"/api/v1/namespaces/{name}"
    api = cluster.api("alice")
    document = api.get(whole)
    document["metadata"]["annotations"] = {"note": "kept"}
    status, answer = api.put(whole + path, document)
    assert status == 200, answer


def test_removing_the_label_is_refused(kubectl, space, golden):
    name = space("dev")
    result = kubectl("label", "namespace", name, f"{LABEL}-")
    golden("relabel", "dev to nothing", result, {name: "NAMESPACE"})
    refused(result)
    assert label_of(kubectl, name) == "dev"


@pytest.mark.parametrize("value", ["Prod", "qa", "production", ""])
def test_a_label_that_is_no_environment_is_refused(kubectl, space, golden, value):
    name = space("prod")
    result = kubectl("label", "namespace", name, "--overwrite", f"{LABEL}={value}")
    golden("relabel", f"prod to '{value}'", result, {name: "NAMESPACE"})
    refused(result)
    created = kubectl.create(namespace(f"{name}-new", value))
    refused(created)
    assert kubectl.get("namespace", f"{name}-new") is None


def test_created_laxer_is_refused(kubectl, golden):
    """No label counts as the strictest environment, so a laxer one at once is a move too."""
    result = kubectl.create(namespace("created-as-local", "local"))
    golden("create-namespace", "local", result, {})
    refused(result)


def test_created_without_a_label_is_warned(kubectl, golden):
    result = kubectl.create(namespace("created-without-label"))
    golden("create-namespace", "no label", result, {})
    assert result.ok


def test_created_strict_passes(kubectl, golden):
    result = kubectl.create(namespace("created-as-prod", "prod"))
    golden("create-namespace", "prod", result, {})
    assert result.ok and "Warning" not in result.text


def test_only_environments_of_this_cluster_exist(kubectl, golden, policy):
    """environments_here: [prod]: a `local` namespace in a production cluster is nobody's right but an owner's."""
    policy({"environments_here": ["prod"]})
    for value in ("local", "staging"):
        result = kubectl.create(namespace(f"only-prod-{value}", value))
        golden("environments-here", value, result, {})
        refused(result)
    assert kubectl.create(namespace("only-prod-prod", "prod")).ok


def test_an_owner_may(owner, space):
    """olga is in a group of environment_owners: laxer, removed, created as local."""
    name = space("prod")
    for word in (f"{LABEL}=local", f"{LABEL}-", f"{LABEL}=dev"):
        result = owner("label", "namespace", name, "--overwrite", word)
        assert result.ok and "Warning" not in result.text, result.text
    result = owner.create(namespace("created-by-an-owner", "local"))
    assert result.ok and "Warning" not in result.text, result.text


def test_other_labels_are_free(kubectl, space):
    name = space("prod")
    result = kubectl("label", "namespace", name, "team=data")
    assert result.ok and "Warning" not in result.text, result.text


def test_a_namespace_ends(kubectl, space):
    """Deletion is UPDATEs of status and finalize by the namespace controller: none is in the way."""
    name = space("prod")
    result = kubectl("delete", "namespace", name, "--timeout=60s", timeout=90)
    assert result.ok, result.text
    assert kubectl.get("namespace", name) is None
