# SPDX-License-Identifier: Apache-2.0
"""A person with kubectl and a Secret, in every environment. What is printed is compared with golden files."""
import pytest

from bed.documents import PLAINTEXT, REFERENCE, b64, reference_secret, secret

ENVIRONMENTS = ("local", "dev", "staging", "prod", "unlabelled")
everywhere = pytest.mark.parametrize("environment", ENVIRONMENTS)
outside_local = pytest.mark.parametrize("environment", ENVIRONMENTS[1:])


def stored(kubectl, namespace):
    return kubectl("get", "secrets", "-n", namespace, "-o", "name").stdout.split()


@everywhere
def test_apply(kubectl, space, golden, environment):
    name = space(environment)
    result = kubectl.apply(secret(name))
    golden("apply", environment, result, {name: "NAMESPACE"})
    assert stored(kubectl, name) == (["secret/db"] if environment == "local" else [])


@everywhere
def test_apply_server_side(kubectl, space, golden, environment):
    name = space(environment)
    result = kubectl.apply(secret(name), words=["--server-side"])
    golden("apply-server-side", environment, result, {name: "NAMESPACE"})
    assert stored(kubectl, name) == (["secret/db"] if environment == "local" else [])


@everywhere
@pytest.mark.parametrize("words", [["--dry-run=server"], ["--dry-run=server", "--server-side"]],
                         ids=["client-side", "server-side"])
def test_dry_run(kubectl, space, golden, environment, words):
    """Answers as the real call does, and stores nothing."""
    name = space(environment)
    result = kubectl.apply(secret(name), words=words)
    golden(f"dry-run{'-server-side' if len(words) > 1 else ''}", environment, result, {name: "NAMESPACE"})
    assert stored(kubectl, name) == []


@everywhere
def test_create_with_generate_name(kubectl, space, golden, environment):
    name = space(environment)
    document = secret(name)
    del document["metadata"]["name"]
    document["metadata"]["generateName"] = "db-"
    result = kubectl.create(document)
    golden("generate-name", environment, result, {name: "NAMESPACE", "db-[a-z0-9]{5}": "db-XXXXX"})


@everywhere
def test_create_secret_generic(kubectl, space, golden, environment):
    """The shortest way to a Secret prints its denial in words of its own."""
    name = space(environment)
    result = kubectl("create", "secret", "generic", "db", "-n", name, f"--from-literal=password={PLAINTEXT}",
                     f"--from-literal=user={PLAINTEXT}")
    golden("create-secret-generic", environment, result, {name: "NAMESPACE"})


@everywhere
def test_reference_passes_everywhere(kubectl, space, environment):
    name = space(environment)
    result = kubectl.apply(reference_secret(name))
    assert result.ok and "Warning" not in result.text, result.text


@everywhere
def test_edit(kubectl, cluster, space, golden, environment):
    """An editor that puts plaintext where a reference was."""
    name = space(environment)
    assert kubectl.apply(reference_secret(name)).ok
    editor = cluster.folder / f"editor-{name}"
    editor.write_text(f"#!/bin/sh\nexec sed -i 's/{b64(REFERENCE)}/{b64(PLAINTEXT)}/' \"$1\"\n")
    editor.chmod(0o700)
    result = kubectl("edit", "secret", "db", "-n", name, env={"EDITOR": editor, "TMPDIR": str(cluster.home)})
    golden("edit", environment, result, {name: "NAMESPACE", "/[^ ]*/kubectl-edit-[0-9]+.yaml": "COPY.yaml"})
    value = kubectl.get("secret", "db", name)["data"]["password"]
    assert value == b64(PLAINTEXT if environment == "local" else REFERENCE)


@outside_local
def test_old_plaintext_may_be_labelled(kubectl, old_secret, environment):
    name = old_secret(environment)
    labelled = kubectl("label", "secret", "db", "-n", name, "team=data")
    assert labelled.ok and "Warning" not in labelled.text, labelled.text
    annotated = kubectl("annotate", "secret", "db", "-n", name, "note=seen")
    assert annotated.ok and "Warning" not in annotated.text, annotated.text


@outside_local
def test_old_plaintext_may_lose_a_key(kubectl, old_secret, environment):
    name = old_secret(environment)
    result = kubectl("patch", "secret", "db", "-n", name, "--type=json",
                     "-p", '[{"op":"remove","path":"/data/user"}]')
    assert result.ok and "Warning" not in result.text, result.text


@outside_local
def test_old_plaintext_may_become_a_reference(kubectl, old_secret, environment):
    name = old_secret(environment)
    result = kubectl("patch", "secret", "db", "-n", name, "-p", f'{{"stringData":{{"password":"{REFERENCE}"}}}}')
    assert result.ok and "Warning" not in result.text, result.text


@outside_local
def test_old_plaintext_may_not_change(kubectl, old_secret, golden, environment):
    name = old_secret(environment)
    result = kubectl("patch", "secret", "db", "-n", name, "-p", '{"stringData":{"user":"hunter2-e2e-changed"}}')
    golden("change-one-key", environment, result, {name: "NAMESPACE"})


@outside_local
@pytest.mark.parametrize("verb", ["annotate", "label"])
def test_old_plaintext_may_not_move_into_metadata(kubectl, old_secret, golden, environment, verb):
    name = old_secret(environment)
    result = kubectl(verb, "secret", "db", "-n", name, f"copy={PLAINTEXT}")
    golden(f"value-in-{verb}", environment, result, {name: "NAMESPACE"})


@outside_local
def test_apply_over_old_plaintext_would_copy_it(kubectl, old_secret, golden, environment):
    """Client-side apply writes the whole Secret into an annotation, which is plaintext once more."""
    name = old_secret(environment)
    result = kubectl.apply(secret(name, values={"password": PLAINTEXT}))
    golden("apply-over-old", environment, result, {name: "NAMESPACE"})


@everywhere
def test_delete_with_finalizer(kubectl, space, old_secret, environment):
    """A deletion is two calls when there is a finalizer: DELETE, then the UPDATE that takes it off."""
    finalizers = ["floe.dev/e2e"]
    if environment == "local":
        name = space(environment)
        assert kubectl.create(secret(name, finalizers=finalizers)).ok
    else:
        name = old_secret(environment, finalizers=finalizers)
    deleted = kubectl("delete", "secret", "db", "-n", name, "--wait=false")
    assert deleted.ok, deleted.text
    assert kubectl.get("secret", "db", name)["metadata"]["deletionTimestamp"]
    released = kubectl("patch", "secret", "db", "-n", name, "--type=merge", "-p", '{"metadata":{"finalizers":null}}')
    assert released.ok and "Warning" not in released.text, released.text
    assert kubectl.get("secret", "db", name) is None


@outside_local
def test_terminating_secret_gains_no_plaintext(kubectl, space, golden, environment):
    """A terminating Secret is still mountable, so it is judged like any other."""
    name = space(environment)
    assert kubectl.create(reference_secret(name, finalizers=["floe.dev/e2e"])).ok
    assert kubectl("delete", "secret", "db", "-n", name, "--wait=false").ok
    denied = kubectl("patch", "secret", "db", "-n", name, "-p", f'{{"stringData":{{"password":"{PLAINTEXT}"}}}}')
    golden("terminating", environment, denied, {name: "NAMESPACE"})
    released = kubectl("patch", "secret", "db", "-n", name, "--type=merge", "-p", '{"metadata":{"finalizers":null}}')
    assert released.ok, released.text
    assert kubectl.get("secret", "db", name) is None
