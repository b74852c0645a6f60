# SPDX-License-Identifier: Apache-2.0
"""platform.yaml files and the reviews of their ConfigMaps."""

import hashlib
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = ROOT / "deploy" / "platform-config" / "platform"
ENVIRONMENTS = ("local", "dev", "staging", "prod")
VERSION, DIGEST = "floe.dev/platform-config-version", "floe.dev/platform-config-digest"
KEY = "platform.yaml"
NAME = "orders-platform-config"


def reference(environment):
    return (FILES / environment / KEY).read_text()


def released(text, version="1.4.0"):
    """The annotations of a release of this text."""
    return {VERSION: f"platform-config-v{version}",
            DIGEST: f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"}


def config_map(text=None, annotations=None, labels=None, **more):
    """A ConfigMap; `text` is None for one without the key."""
    metadata = {"name": NAME, "namespace": "team-a", "annotations": annotations or {}, "labels": labels or {}}
    data = {} if text is None else {KEY: text}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data, **more}


def review(new, old=None):
    """The review of a ConfigMap's creation, or of its update when there is an old one."""
    return {
        "apiVersion": "admission.k8s.io/v1",
        "kind": "AdmissionReview",
        "request": {
            "uid": "5f0c6f3e-0000-4000-8000-000000000002",
            "kind": {"group": "", "version": "v1", "kind": "ConfigMap"},
            "resource": {"group": "", "version": "v1", "resource": "configmaps"},
            "name": NAME,
            "namespace": "team-a",
            "operation": "CREATE" if old is None else "UPDATE",
            "userInfo": {"username": "alice@example.com", "groups": ["system:authenticated"]},
            "object": new,
            "oldObject": old,
            "dryRun": False,
        },
    }


def misspelt(text):
    """The text with a key of its storage that no schema knows; a value that must not be shown."""
    assert "\nstorage:\n" in text
    head, rest = text.split("\nstorage:\n")
    profile, rest = rest.split("\n", 1)
    while not profile.rstrip().endswith(":"):
        line, rest = rest.split("\n", 1)
        profile += "\n" + line
    return f"{head}\nstorage:\n{profile}\n    path_style_acess: hunter2-marker\n{rest}"
