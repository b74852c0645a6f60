# SPDX-License-Identifier: Apache-2.0
"""Somebody else's mutating webhook, called after ours: its configuration's name sorts behind."""
import base64
import contextlib
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bed import parts
from bed.process import must, wait_for

CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations"
NAME = "zz-other"


def answer(review, patch):
    response = {"uid": review["request"]["uid"], "allowed": True}
    if patch:
        response.update(patchType="JSONPatch", patch=base64.b64encode(json.dumps(patch).encode()).decode())
    return {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": response}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append(review["request"]["name"])
        body = json.dumps(answer(review, self.server.change(review["request"]["object"]))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def configuration(place, port, bundle, reinvocation):
    return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
            "metadata": {"name": NAME},
            "webhooks": [{
                "name": "other.example.com", "admissionReviewVersions": ["v1"], "sideEffects": "None",
                "failurePolicy": "Fail", "reinvocationPolicy": reinvocation, "timeoutSeconds": 5,
                "clientConfig": {"url": f"https://localhost:{port}/", "caBundle": bundle},
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": place}},
                "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"],
                           "resources": ["pods"], "scope": "Namespaced"}]}]}


PROBE = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "other-probe"},
         "spec": {"containers": [{"name": "main", "image": "probe"}]}}


@contextlib.contextmanager
def other_webhook(cluster, folder, place, change, reinvocation="Never"):
    """`change` gives the JSON Patch for a pod. What is yielded has `calls`, the names of the pods."""
    must([parts.admission(), "certs", "init", "--dir", folder, "--dns", "localhost"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "tls.crt", folder / "tls.key")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.change, server.calls = change, []
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    bundle = base64.b64encode((folder / "ca.crt").read_bytes()).decode()
    api = cluster.api()
    try:
        status, made = api.post(CONFIGURATIONS, configuration(place, server.server_address[1], bundle, reinvocation))
        assert status == 201, made
        wait_for("call of the other webhook", lambda: is_called(api, place, server))
        yield server
    finally:
        api.delete(f"{CONFIGURATIONS}/{NAME}")
        server.shutdown()
        server.server_close()


def is_called(api, place, server):
    api.post(f"/api/v1/namespaces/{place}/pods?dryRun=All", PROBE)
    return "other-probe" in server.calls
