# SPDX-License-Identifier: Apache-2.0
"""What the tests of `check` share: objects with the marker, and a look at the JSON document."""

import base64
import json
import re

MARKER = "hunter2-marker"
ENCODED = base64.b64encode(MARKER.encode()).decode()
POD_ASKS = {"apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": "web", "labels": {"floe.dev/inject": "true"}},
            "spec": {"containers": [{"name": "web", "image": "web:1"}]}}


def secret(name="db", **fields):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name},
            "data": {"password": ENCODED}, **fields}


def config_map(name="cm"):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"a": "b"}}


def judged(done):
    """The JSON document, after a look at what always holds."""
    document = json.loads(done.stdout)
    results, summary = document["results"], document["summary"]
    assert document["version"] == 1 and re.fullmatch("[0-9a-f]{64}", document["policy"])
    assert summary["objects"] == len(results) and summary["errors"] == len(document["errors"])
    assert summary["denied"] == sum(r["decision"] == "deny" for r in results)
    assert summary["warned"] == sum(r["decision"] == "warn" for r in results)
    expected = 2 if summary["errors"] else 1 if summary["denied"] else 0
    assert done.returncode == expected, done.stderr
    return document
