# SPDX-License-Identifier: Apache-2.0
"""Releases of the demo's chart as Helm stores them, without Helm and without a cluster."""
import base64
import gzip
import json

PLAIN = {"username": "loader-hunter2", "password": "hunter2-but-longer"}
REFERENCES = {"username": "vault:secret/data/warehouse#username", "password": "ref+awssecrets://orders/warehouse/password"}


def manifest(values):
    return ("---\n# Source: orders/templates/secret.yaml\napiVersion: v1\nkind: Secret\n"
            "metadata:\n  name: orders-warehouse\ntype: Opaque\nstringData:\n"
            + "".join(f"  {key}: {json.dumps(value)}\n" for key, value in values.items()))


def release(version, status, values):
    day = f"2026-0{version}-14T09:30:00Z"
    return {
        "name": "orders", "namespace": "orders-prod", "version": version,
        "info": {"first_deployed": "2026-01-14T09:30:00Z", "last_deployed": day, "deleted": "",
                 "description": "Upgrade complete" if version > 1 else "Install complete", "status": status},
        "chart": {"metadata": {"name": "orders", "version": f"0.{version}.0", "apiVersion": "v2"}, "lock": None,
                  "templates": [], "values": {}, "schema": None, "files": []},
        "config": {}, "manifest": manifest(values)}


def stored(of):
    """`kubectl get secret` of it: base64 of base64 of gzip of JSON."""
    packed = base64.b64encode(gzip.compress(json.dumps(of).encode(), mtime=0))
    name, version = of["name"], str(of["version"])
    return {"apiVersion": "v1", "kind": "Secret", "type": "helm.sh/release.v1",
            "metadata": {"name": f"sh.helm.release.v1.{name}.v{version}", "namespace": of["namespace"],
                         "labels": {"name": name, "owner": "helm", "status": of["info"]["status"], "version": version}},
            "data": {"release": base64.b64encode(packed).decode()}}


def history():
    """`kubectl -n orders-prod get secret -l owner=helm -o json`."""
    return {"apiVersion": "v1", "kind": "List", "items": [
        stored(release(1, "superseded", PLAIN)), stored(release(2, "superseded", REFERENCES)),
        stored(release(3, "deployed", REFERENCES))]}
