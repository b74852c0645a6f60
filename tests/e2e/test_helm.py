# SPDX-License-Identifier: Apache-2.0
"""A small chart with a Secret, by both majors of Helm. Helm keeps its own release in a Secret, which is judged by
what it holds when it is a genuine one; test_helm_release.py and test_helm_lifecycle.py go through the rest."""
from pathlib import Path

import pytest

from bed.documents import OTHER_PLAINTEXT, REFERENCE, b64

CHART = Path(__file__).parent / "charts" / "demo"
KLOG = {r"I[0-9]{4} [^\]]*\]": "KLOG]"}
ENVIRONMENTS = ("local", "dev", "staging", "prod", "unlabelled")


def chart(helm, verb, place, *words, password=None):
    chosen = ["--set", f"password={password}"] if password else []
    return helm(verb, "demo", CHART, "--namespace", place, *chosen, *words)


def names(kubectl, kind, place):
    return [word.split("/")[1] for word in kubectl("get", kind, "-n", place, "-o", "name").stdout.split()]


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "unlabelled"])
def test_plaintext_is_refused(helm, kubectl, space, golden, environment):
    """At the release, which Helm stores first: nothing is left behind."""
    place = space(environment)
    result = chart(helm, "install", place)
    golden("helm-install", f"helm{helm.major} {environment}", result, {place: "NAMESPACE", **KLOG})
    assert result.code != 0 and "INSTALLATION FAILED" in result.stderr, result.text
    assert "[helm-release] `Secret/demo-db` (demo/templates/secret.yaml)" in result.stderr, result.text
    assert helm.releases(place) == {}
    assert names(kubectl, "secrets", place) == []
    assert names(kubectl, "configmaps", place) == ["kube-root-ca.crt"]


def test_life_in_local(helm, kubectl, space, golden):
    """install, upgrade, rollback, uninstall: each with a warning where it writes plaintext."""
    place = space("local")
    random = {place: "NAMESPACE", "LAST DEPLOYED: .*": "LAST DEPLOYED: TIME", **KLOG}
    for verb, password in (("install", None), ("upgrade", OTHER_PLAINTEXT)):
        result = chart(helm, verb, place, password=password)
        golden("helm-install", f"helm{helm.major} local {verb}", result, random)
        assert result.ok and "[plaintext-secret]" in result.text and "[helm-release]" in result.text, result.text
    assert kubectl.get("secret", "demo-db", place)["data"]["password"] == b64(OTHER_PLAINTEXT)
    result = helm("rollback", "demo", "1", "--namespace", place)
    assert result.ok, result.text
    assert kubectl.get("secret", "demo-db", place)["data"]["password"] == b64("hunter2-chart-marker")
    assert helm.releases(place) == {"demo": "deployed"}
    result = helm("uninstall", "demo", "--namespace", place)
    assert result.ok and names(kubectl, "secrets", place) == [], result.text


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_reference_lives_everywhere(helm, kubectl, space, environment):
    """A chart whose Secret holds a reference: every verb, and not one word from us."""
    place = space(environment)
    for verb, colour in (("install", "blue"), ("upgrade", "green")):
        result = chart(helm, verb, place, "--set", f"colour={colour}", password=REFERENCE)
        assert result.ok and "plaintext-secret" not in result.text, result.text
    result = helm("rollback", "demo", "1", "--namespace", place)
    assert result.ok and "plaintext-secret" not in result.text, result.text
    assert kubectl.get("configmap", "demo-settings", place)["data"]["colour"] == "blue"
    assert helm.releases(place) == {"demo": "deployed"}
    result = helm("uninstall", "demo", "--namespace", place)
    assert result.ok and names(kubectl, "secrets", place) == [], result.text


def test_a_false_release_is_an_ordinary_secret(helm, kubectl, space):
    """The real release Secret, taken from Helm and written by a person with one more key or another version."""
    place = space("dev")
    assert chart(helm, "install", place, password=REFERENCE).ok
    genuine = kubectl.get("secret", "sh.helm.release.v1.demo.v1", place)
    meta = genuine["metadata"]
    genuine["metadata"] = {"name": meta["name"], "namespace": place, "labels": dict(meta["labels"])}
    assert helm("uninstall", "demo", "--namespace", place).ok
    with_key = {**genuine, "data": {**genuine["data"], "password": b64(OTHER_PLAINTEXT)}}
    result = kubectl.create(with_key)
    assert result.code != 0 and "[plaintext-secret]" in result.text, result.text
    renamed = {**genuine, "metadata": {**genuine["metadata"], "name": "sh.helm.release.v1.demo.v7"}}
    result = kubectl.create(renamed)
    assert result.code != 0 and "[plaintext-secret]" in result.text, result.text
    result = kubectl.create(genuine)
    assert result.ok, result.text
