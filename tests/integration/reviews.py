# SPDX-License-Identifier: Apache-2.0
"""AdmissionReviews to ask with."""

import base64
import json
import pathlib

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"


def fixture(path):
    return json.loads((FIXTURES / path).read_text())


def secret(uid="5f0c6f3e-0000-4000-8000-000000000001", value="hunter2-marker", **request):
    """The creation of a Secret with one plaintext value; `request` replaces fields."""
    data = {} if value is None else {"password": base64.b64encode(value.encode()).decode()}
    return {
        "apiVersion": "admission.k8s.io/v1",
        "kind": "AdmissionReview",
        "request": {
            "uid": uid,
            "kind": {"group": "", "version": "v1", "kind": "Secret"},
            "resource": {"group": "", "version": "v1", "resource": "secrets"},
            "name": "db",
            "namespace": "team-a",
            "operation": "CREATE",
            "userInfo": {"username": "alice@example.com", "groups": ["system:authenticated"]},
            "object": {
                "apiVersion": "v1",
                "kind": "Secret",
                "metadata": {"name": "db", "namespace": "team-a"},
                "type": "Opaque",
                "data": data,
            },
            "oldObject": None,
            "dryRun": False,
            "options": {"apiVersion": "meta.k8s.io/v1", "kind": "CreateOptions"},
            **request,
        },
    }


def padded(size, **kwargs):
    """A harmless review of exactly `size` bytes."""
    review = secret(value=None, **kwargs)
    review["request"]["object"]["metadata"]["annotations"] = {"pad": ""}
    short = len(json.dumps(review).encode())
    review["request"]["object"]["metadata"]["annotations"]["pad"] = "x" * (size - short)
    return json.dumps(review).encode()
