# SPDX-License-Identifier: Apache-2.0
"""Helm's releases as they are stored, and the chart `service`, which has a part for all that Helm does."""
import base64
import gzip
import json
from pathlib import Path

from bed import documents
from bed.clients import Helm

CHART = Path(__file__).resolve().parent / "charts" / "service"
NAME = "web"
CONFIGMAPS = {"HELM_DRIVER": "configmap"}
PLAIN, REFERENCE = "hunter2-chart-marker", documents.REFERENCE


def service(helm, verb, place, *words, env=None, **values):
    """`helm VERB web charts/service`; values as --set has them."""
    chosen = [word for key, value in values.items() for word in ("--set", f"{key}={value}")]
    return helm(verb, NAME, CHART, "--namespace", place, *chosen, *words, env=env)


def on(helm, verb, place, *words, env=None):
    """`helm VERB web` for what takes no chart."""
    return helm(verb, NAME, *words, "--namespace", place, env=env)


def unpacked(stored):
    """The release in an object of Helm's: two layers of base64 in a Secret, one in a ConfigMap."""
    text = base64.b64decode(stored["data"]["release"])
    return json.loads(gzip.decompress(base64.b64decode(text) if stored["kind"] == "Secret" else text))


def revisions(api, place, kind="secrets"):
    """revision → status, of all that is stored. Label and payload must say the same: a refused status UPDATE
    would leave them, and two `deployed` revisions, behind a Helm that reports success."""
    found = {}
    answer = api.get(f"/api/v1/namespaces/{place}/{kind}?labelSelector=owner%3Dhelm")
    for item in answer["items"]:
        release = unpacked({**item, "kind": "Secret" if kind == "secrets" else "ConfigMap"})
        assert item["metadata"]["labels"]["status"] == release["info"]["status"], item["metadata"]["labels"]
        assert item["metadata"]["labels"]["version"] == str(release["version"])
        found[release["version"]] = release["info"]["status"]
    assert list(found.values()).count("deployed") <= 1, found
    return dict(sorted(found.items()))


def told(helm, place):
    """revision → status, as `helm history` tells it."""
    result = on(helm, "history", place, "-o", "json")
    return {entry["revision"]: entry["status"] for entry in json.loads(result.stdout or "[]")}


def moved(cluster, place, environment):
    """The namespace becomes another environment's."""
    status, answer = cluster.api("olga").merge(
        f"/api/v1/namespaces/{place}", {"metadata": {"labels": {"floe.dev/environment": environment}}})
    assert status == 200, answer


def both(cluster):
    return {major: Helm(cluster, major) for major in ("3", "4")}


def names(kubectl, kind, place):
    """Of all objects of a kind, but for the cluster's own CA."""
    words = kubectl("get", kind, "-n", place, "-o", "name").stdout.split()
    return sorted(word.split("/")[1] for word in words if word != "configmap/kube-root-ca.crt")


def password(kubectl, place):
    stored = ((kubectl.get("secret", f"{NAME}-db", place) or {}).get("data") or {}).get("password")
    return stored and base64.b64decode(stored).decode()


def colour(kubectl, place):
    return kubectl.get("configmap", f"{NAME}-settings", place)["data"]["colour"]


def good(result):
    assert result.ok and "floe-admission" not in result.stderr, result.text
    return result


def done(result):
    assert result.ok, result.text
    return result


def undo(helm):
    """The flag by which a failed upgrade is rolled back."""
    return "--atomic" if helm.major == "3" else "--rollback-on-failure"


def is_at(api, helm, place, wanted):
    """What is stored, and what Helm says of it."""
    found = revisions(api, place), told(helm, place)
    assert found == (wanted, wanted), found
