# SPDX-License-Identifier: Apache-2.0
"""The shipped webhook configurations a second time, for a server that nobody can reach: they select only
namespaces that carry REACH, so that the session's own server and all other namespaces stay as they are.
A request that an entry selects is refused in the entry's name, before or beside whatever the server says.

REACH is one of four: `closed` makes every entry fail closed and so shows which entry is called at all;
`shipped` leaves each its failurePolicy and so shows an outage. `-validating` leaves the mutating entries
out, which would otherwise refuse first.
"""
import re

import yaml

from bed import documents, parts
from bed.process import BedError, free_port, wait_for

REACH = "e2e.floe.dev/unreachable"
POLICIES = ("closed", "shipped")
MANIFESTS = parts.ROOT / "deploy" / "manifests"
CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1"
GROUPS = {"apps": "/apis/apps/v1", "batch": "/apis/batch/v1"}


def shipped(kind):
    return yaml.safe_load((MANIFESTS / f"{kind}.yaml").read_text())


def policies():
    """Entry → failurePolicy, as shipped."""
    return {entry["name"]: entry["failurePolicy"]
            for kind in ("validating", "mutating") for entry in shipped(kind)["webhooks"]}


def copies(port):
    """The documents to install."""
    for kind in ("validating", "mutating"):
        for policy in POLICIES:
            document = shipped(kind)
            document["metadata"] = {"name": f"e2e-{policy}"}
            values = [policy, f"{policy}-validating"] if kind == "validating" else [policy]
            for entry in document["webhooks"]:
                entry["clientConfig"] = {"url": f"https://localhost:{port}/"}
                selector = entry.setdefault("namespaceSelector", {"matchExpressions": []})
                selector["matchExpressions"].append({"key": REACH, "operator": "In", "values": values})
                entry["failurePolicy"] = "Fail" if policy == "closed" else entry["failurePolicy"]
            yield document


def install(api):
    """Returns what takes the copies away again."""
    paths = []
    for document in copies(free_port()):
        collection = f"{CONFIGURATIONS}/{document['kind'].lower()}s"
        status, answer = api.post(collection, document)
        if status != 201:
            raise BedError(f"{document['kind']} {document['metadata']['name']}: {status} {answer}")
        paths.append(f"{collection}/{document['metadata']['name']}")

    def remove():
        for path in paths:
            api.delete(path)
    return remove


def address(namespace, path, dry=True):
    """The URL path of "secrets/db" or "apps/deployments/web" in a namespace; `dry` stores nothing."""
    group, _, rest = path.partition("/")
    base = f"{GROUPS[group]}/namespaces/{namespace}/{rest}" if group in GROUPS else \
        f"/api/v1/namespaces/{namespace}/{path}"
    return f"{base}?dryRun=All" if dry else base


def called(reply):
    """The entry in whose name a request was refused; None when it was let through."""
    status, answer = reply
    if 200 <= status < 300:
        return None
    message = answer["message"] if isinstance(answer, dict) else answer
    found = re.search(r'failed calling webhook "([^"]+)": failed to call webhook: .*connection refused', message)
    if not found:
        raise BedError(f"neither let through nor refused for want of a server: {status} {message}")
    return found.group(1)


def select(api, namespace, reach):
    """Labels a namespace and returns when the copies select it."""
    status, answer = api.merge(f"/api/v1/namespaces/{namespace}", {"metadata": {"labels": {REACH: reach}}})
    if status != 200:
        raise BedError(f"label {namespace}: {status} {answer}")
    probe = {"metadata": {"name": "probe"}, "data": {"probe": "b3A6Ly9mbG9lL3Byb2JlL3Byb2Jl"}}
    wait_for(f"selection of {namespace}", lambda: called(api.post(address(namespace, "secrets"), probe)))


def new_namespace(cluster, name, environment, **labels):
    """With its service account and its kube-root-ca.crt, by an environment owner: any label goes."""
    owner = cluster.api("olga")
    status, answer = owner.post("/api/v1/namespaces", documents.namespace(name, environment, **labels))
    if status != 201:
        raise BedError(f"namespace {name}: {status} {answer}")
    for path in ("serviceaccounts/default", "configmaps/kube-root-ca.crt"):
        wait_for(path, lambda path=path: owner.get(address(name, path, dry=False)))
    return name
