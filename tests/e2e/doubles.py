# SPDX-License-Identifier: Apache-2.0
"""The shipped webhook configurations twice more, beside the session's own: `recorded` leads to a server that
admits everything and remembers which entry called, `dead` to a port where nobody listens. Both select only
namespaces (and cluster-scoped objects) whose label DOUBLE says so; all others, and the session's server,
notice nothing.

In `recorded` every entry fails closed, so that an error of its CEL shows; in `dead` each fails as shipped.
"""
import http.server
import json
import re
import ssl
import threading

import yaml

from bed import documents, keys, parts
from bed.process import BedError, free_port, wait_for

DOUBLE = "e2e.floe.dev/double"
MANIFESTS = parts.ROOT / "deploy" / "manifests"
CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1"
# class of request: its failurePolicy, as the documentation promises it.
CLASSES = {"secrets": "Fail", "platform-configs": "Fail", "releases": "Fail", "configmaps": "Ignore",
           "fake-sources": "Fail", "sources": "Ignore", "extra-resources": "Ignore", "workloads": "Ignore",
           "mounts": "Fail", "mounts-by-namespace": "Fail", "injection": "Fail", "injection-by-namespace": "Fail",
           "debug-containers": "Ignore"}
# Those of no environment.
OTHERS = {"labelled.namespaces": "Fail", "unlabelled.namespaces": "Ignore", "fake-sources.cluster": "Fail",
          "sources.cluster": "Ignore", "extra-resources.cluster": "Ignore"}
GROUPS = {"apps": "apps/v1", "batch": "batch/v1", "bitnami": "bitnami.com/v1alpha1",
          "eso": "external-secrets.io/v1beta1", "generators": "generators.external-secrets.io/v1alpha1",
          "flux": "helm.toolkit.fluxcd.io/v2", "argo": "argoproj.io/v1alpha1"}


def shipped(kind):
    return yaml.safe_load((MANIFESTS / f"{kind}.yaml").read_text())


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request = review["request"]
        # Controllers work in these namespaces too, but never on trial.
        if request["dryRun"]:
            self.server.calls.append(self.path.strip("/").partition("?")[0])
        answer = json.dumps({**review, "request": None, "response": {"uid": request["uid"], "allowed": True}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class Doubles:
    def __init__(self, cluster):
        self.api = cluster.api()
        self.paths = []
        folder = cluster.folder / "doubles"
        authority = keys.Authority(folder, "doubles-ca")
        certificate, key = authority.issue("recorder", "serverAuth", names="DNS:localhost")
        self.bundle = documents.b64(authority.certificate.read_text())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.daemon_threads = True
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.calls = []
        self.ports = {"recorded": self.server.server_port, "dead": free_port()}

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        for kind in ("validating", "mutating"):
            for double in self.ports:
                self._install(self._copy(kind, double))
        return self

    def __exit__(self, *_):
        for path in self.paths:
            self.api.delete(path)
        self.server.shutdown()
        self.server.server_close()

    def _copy(self, kind, double):
        document = shipped(kind)
        document["metadata"] = {"name": f"e2e-{double}"}
        for entry in document["webhooks"]:
            entry["clientConfig"] = {"url": f"https://localhost:{self.ports[double]}/{entry['name']}",
                                     "caBundle": self.bundle}
            # What lives in no namespace has no namespace's labels.
            which = "objectSelector" if entry["name"].endswith(".cluster.floe.dev") else "namespaceSelector"
            selector = entry.setdefault(which, {"matchExpressions": []})
            selector["matchExpressions"].append({"key": DOUBLE, "operator": "In", "values": [double]})
            if double == "recorded":
                entry["failurePolicy"] = "Fail"
        return document

    def _install(self, document):
        collection = f"{CONFIGURATIONS}/{document['kind'].lower()}s"
        status, answer = self.api.post(collection, document)
        if status != 201:
            raise BedError(f"{document['kind']} {document['metadata']['name']}: {status} {answer}")
        self.paths.append(f"{collection}/{document['metadata']['name']}")

    def called(self, ask):
        """The entries that were called while `ask` got its answer, which must be a good one."""
        self.server.calls.clear()
        status, answer = ask()
        if not 200 <= status < 300:
            raise BedError(f"refused: {status} {answer}")
        return set(self.server.calls)

    def select(self, namespace, double):
        """Labels a namespace and returns when the API server knows it."""
        status, answer = self.api.merge(f"/api/v1/namespaces/{namespace}", {"metadata": {"labels": {DOUBLE: double}}})
        if status != 200:
            raise BedError(f"label {namespace}: {status} {answer}")
        probe = {"metadata": {"name": "probe"}, "stringData": {"probe": documents.REFERENCE}}

        def ask():
            return self.api.post(address(namespace, "secrets"), probe)
        wait_for(f"selection of {namespace}", lambda: self.called(ask) if double == "recorded" else refused(ask()))


def refused(reply):
    """The entry in whose name a request was refused because nobody answers; None when it was let through."""
    status, answer = reply
    if 200 <= status < 300:
        return None
    message = answer["message"] if isinstance(answer, dict) else answer
    found = re.search(r'failed calling webhook "([^"]+)": failed to call webhook: .*connection refused', message)
    if not found:
        raise BedError(f"neither let through nor refused for want of a server: {status} {message}")
    return found.group(1)


def address(namespace, path, dry=True):
    """The URL path of "secrets/db" or "apps/deployments/web" in a namespace (None: in none); `dry` stores nothing."""
    group, _, rest = path.partition("/")
    base, rest = (f"/apis/{GROUPS[group]}", rest) if group in GROUPS else ("/api/v1", path)
    place = f"/namespaces/{namespace}" if namespace else ""
    return f"{base}{place}/{rest}{'?dryRun=All' if dry else ''}"


def new_namespace(cluster, name, environment, **labels):
    """With its service account and its kube-root-ca.crt, by an environment owner: any label goes."""
    owner = cluster.api("olga")
    status, answer = owner.post("/api/v1/namespaces", documents.namespace(name, environment, **labels))
    if status != 201:
        raise BedError(f"namespace {name}: {status} {answer}")
    for path in ("serviceaccounts/default", "configmaps/kube-root-ca.crt"):
        wait_for(path, lambda path=path: owner.get(address(name, path, dry=False)))
    return name
