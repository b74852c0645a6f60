# SPDX-License-Identifier: Apache-2.0
"""Releases as Helm stores them, made here, and the forms in which people take them out of a cluster."""

import base64
import gzip
import json

import yaml

from checking import MARKER

HARMLESS = "---\n# Source: orders/templates/settings.yaml\napiVersion: v1\nkind: ConfigMap\n" \
           "metadata: {name: settings}\ndata: {colour: blue}\n"
PLAINTEXT = "---\n# Source: orders/templates/secret.yaml\napiVersion: v1\nkind: Secret\n" \
            f"metadata: {{name: warehouse}}\nstringData: {{password: {MARKER}}}\n"


def release(manifest=HARMLESS, name="orders", version=1, status="deployed", namespace="team-a", **fields):
    """The JSON object that Helm 3 stores."""
    day = f"2026-03-{(version - 1) % 28 + 1:02d}T08:00:00"
    return {
        "name": name, "namespace": namespace, "version": version, "manifest": manifest,
        "info": {"first_deployed": "2026-03-01T08:00:00.123456789Z", "last_deployed": day + ".5+01:00",
                 "deleted": "", "description": "Install complete", "status": status, "notes": "Thank you."},
        "chart": {"metadata": {"name": name, "version": "0.1.0", "apiVersion": "v2"}, "lock": None,
                  "templates": [], "values": {"colour": "blue"}, "schema": None, "files": []},
        "config": {"colour": "green"}, "hooks": [], **fields}


def packed(of):
    """gzip as Go writes it: without a name and a time."""
    return gzip.compress(json.dumps(of).encode(), mtime=0)


def encoded(of, layers):
    data = packed(of)
    for _ in range(layers):
        data = base64.b64encode(data)
    return data.decode()


def metadata(of):
    name, version = of["name"], str(of["version"])
    return {"name": f"sh.helm.release.v1.{name}.v{version}", "namespace": of["namespace"],
            "labels": {"name": name, "owner": "helm", "status": of["info"]["status"], "version": version}}


def stored(of):
    """The release Secret."""
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata(of), "type": "helm.sh/release.v1",
            "data": {"release": encoded(of, 2)}}


def stored_in_config_map(of):
    """HELM_DRIVER=configmap."""
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata(of), "data": {"release": encoded(of, 1)}}


def listed(*objects):
    return {"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": list(objects)}


FORMS = {  # name → the text of a file, bytes or str
    "secret yaml": lambda r: yaml.safe_dump(stored(r)),
    "secret json": lambda r: json.dumps(stored(r), indent=4),
    "config map": lambda r: yaml.safe_dump(stored_in_config_map(r)),
    "list json": lambda r: json.dumps(listed(stored(r)), indent=4),
    "list yaml": lambda r: yaml.safe_dump(listed(stored(r))),
    "base64 twice": lambda r: encoded(r, 2) + "\n",
    "base64 once": lambda r: encoded(r, 1),
    "base64 in lines": lambda r: base64.encodebytes(packed(r)).decode(),
    "gzip": packed,
    "json": json.dumps,
    "json in lines": lambda r: json.dumps(r, indent=2) + "\n",
    "yaml": lambda r: yaml.safe_dump(r),
    "base64 of json": lambda r: base64.b64encode(json.dumps(r).encode()).decode() + "\n",
}
