# SPDX-License-Identifier: Apache-2.0
"""Kubernetes objects as Python, as short as a test can say them. Plaintext carries the marker `hunter2`."""
import base64
import hashlib

PLAINTEXT = "hunter2-e2e-marker"
OTHER_PLAINTEXT = "hunter2-e2e-another"
REFERENCE = "op://floe/database/password"
OTHER_REFERENCE = "op://floe/database/password-2"


def b64(text):
    return base64.b64encode(text.encode()).decode()


def namespace(name, environment=None, **labels):
    if environment is not None:
        labels["floe.dev/environment"] = environment
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def secret(namespace, name="db", values=None, **metadata):
    """`values` are plain text and go into stringData, as people write them."""
    return {"apiVersion": "v1", "kind": "Secret",
            "metadata": {"name": name, "namespace": namespace, **metadata},
            "type": "Opaque", "stringData": values or {"password": PLAINTEXT}}


def reference_secret(namespace, name="db", **metadata):
    return secret(namespace, name, {"password": REFERENCE}, **metadata)


def owner(api_version, kind, name, controller=True):
    return {"apiVersion": api_version, "kind": kind, "name": name, "controller": controller,
            "uid": "00000000-0000-4000-8000-000000000001"}


def sealed_owner(name="db"):
    return owner("bitnami.com/v1alpha1", "SealedSecret", name)


def external_owner(name="db"):
    return owner("external-secrets.io/v1beta1", "ExternalSecret", name)


def data_hash(values):
    """What External Secrets 0.10.7 writes: MD5 of Go's %+v of map[string][]byte."""
    pairs = " ".join(f"{key}:[{' '.join(str(byte) for byte in values[key].encode())}]" for key in sorted(values))
    return hashlib.md5(f"map[{pairs}]".encode(), usedforsecurity=False).hexdigest()


def pod_template(labels, annotations=None):
    """Three containers that Pod Security's `restricted` lets run."""
    prepare, main, side = ({"name": name, "image": f"floe/{name}:1", "securityContext": {
        "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}} for name in ("prepare", "main", "side"))
    return {"metadata": {"labels": labels, "annotations": annotations or {}},
            "spec": {"initContainers": [prepare], "containers": [main, side],
                     "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}}}


def pod(namespace, name, labels=None, annotations=None):
    template = pod_template(labels or {}, annotations)
    return {"apiVersion": "v1", "kind": "Pod", "spec": template["spec"],
            "metadata": {"name": name, "namespace": namespace, **template["metadata"]}}


def deployment(namespace, name, labels=None, annotations=None, replicas=2):
    chosen = {"app": name}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "namespace": namespace},
            "spec": {"replicas": replicas, "selector": {"matchLabels": chosen},
                     "template": pod_template({**chosen, **(labels or {})}, annotations)}}
