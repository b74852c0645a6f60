# SPDX-License-Identifier: Apache-2.0
"""The server under test beside the cluster, reached in Service mode: an ExternalName Service to localhost, so
that the ServerName `<service>.<namespace>.svc`, the http/1.1 pin and the client certificate are the real ones."""
import base64
import contextlib
import signal

import yaml

from bed import parts
from bed.api import plain_get
from bed.cluster import WEBHOOK_NAMESPACE, WEBHOOK_SERVICE
from bed.process import BedError, clean_environment, free_port, must, wait_for

READY_NAMESPACE = "bed-ready"
# What only a called webhook refuses.
REFUSED = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "probe"},
           "stringData": {"password": "hunter2-bed-ready"}}


class PolicyLoader(yaml.SafeLoader):
    """Booleans are true and false: to YAML 1.1 the mode `off` would be one too."""


PolicyLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":bool") or first in "tf"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def merged(base, changes):
    """`base` with `changes` put over it, maps merged, everything else replaced."""
    if not isinstance(base, dict) or not isinstance(changes, dict):
        return changes
    return {**base, **{key: merged(base.get(key), value) for key, value in changes.items()}}


class Webhook:
    """`policy` is put over deploy/policy.yaml."""

    def __init__(self, cluster, policy=None):
        self.cluster = cluster
        self.folder = cluster.folder / "webhook"
        self.certificates = self.folder / "certs"
        self.policy_file = self.folder / "policy.yaml"
        self.audit_log = cluster.logs / "floe-admission-audit.jsonl"
        self.metrics_port = free_port()
        self.process = None
        self.folder.mkdir()
        self._base = policy or {}
        self._write_policy({})
        must([parts.admission(), "certs", "init", "--dir", self.certificates,
              "--dns", f"{WEBHOOK_SERVICE}.{WEBHOOK_NAMESPACE}.svc"])

    @property
    def log(self):
        return self.cluster.logs / "floe-admission.log"

    def _write_policy(self, changes):
        shipped = yaml.load((parts.ROOT / "deploy" / "policy.yaml").read_text(), PolicyLoader)
        whole = merged(merged(shipped, self._base), changes)
        partial = self.policy_file.with_suffix(".new")
        partial.write_text(yaml.safe_dump(whole, sort_keys=False))
        partial.rename(self.policy_file)

    def _write_configuration(self):
        path = self.folder / "config.yaml"
        path.write_text(yaml.safe_dump({
            "listen": f"127.0.0.1:{self.cluster.webhook_port}",
            "metrics": f"127.0.0.1:{self.metrics_port}",
            "tls": {"cert": str(self.certificates / "tls.crt"), "key": str(self.certificates / "tls.key"),
                    "client_ca": str(self.cluster.webhook_clients.certificate)},
            "policy": str(self.policy_file), "audit": {"file": str(self.audit_log)},
            "drain": {"wait_s": 0, "deadline_s": 1}}))
        return path

    def start(self):
        """Does nothing when it runs."""
        if self.process is not None and self.process.running:
            return self
        self.process = self.cluster.run("floe-admission", [
            parts.admission(), "serve", "--config", self._write_configuration()],
            env=clean_environment(self.cluster.home))
        self.process.wait_until("ready webhook", lambda: self.ask("/readyz")[0] == 200, 20)
        return self

    def stop(self):
        """SIGTERM; the exit code."""
        return self.process.stop()

    def kill(self):
        """SIGKILL: what the API server sees when a node dies."""
        self.process.kill()

    def ask(self, path):
        """(status, text) of the plain port: /healthz, /readyz, /metrics."""
        return plain_get(self.metrics_port, path)

    def _digest(self):
        verbose = self.ask("/readyz?verbose")[1]
        return next((line for line in verbose.splitlines() if "policy:" in line), "")

    def set_policy(self, changes=None):
        """Reloads the running server with the bed's policy and `changes` over it; none: as at the start."""
        before, text = self._digest(), self.policy_file.read_text()
        self._write_policy(changes or {})
        if self.policy_file.read_text() == text:
            return
        self.process.signal(signal.SIGHUP)
        wait_for("reloaded policy", lambda: self._digest() not in ("", before), 20)

    def configurations(self):
        """The shipped webhook configurations, with the bed's CA and port in them."""
        bundle = base64.b64encode((self.certificates / "ca.crt").read_bytes()).decode()
        documents = []
        for kind in ("validating", "mutating"):
            text = (parts.ROOT / "deploy" / "manifests" / f"{kind}.yaml").read_text()
            for document in yaml.safe_load_all(text):
                for entry in (document or {}).get("webhooks", []):
                    entry["clientConfig"]["caBundle"] = bundle
                    entry["clientConfig"]["service"]["port"] = self.cluster.webhook_port
                documents.append(document)
        return [document for document in documents if document]

    def install(self):
        """Namespace, Service and webhook configurations; returns when the API server calls them."""
        api = self.cluster.api()
        shipped = yaml.safe_load((parts.ROOT / "deploy" / "manifests" / "namespace.yaml").read_text())
        _put(api, "/api/v1/namespaces", shipped)
        _put(api, f"/api/v1/namespaces/{WEBHOOK_NAMESPACE}/services", {
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": WEBHOOK_SERVICE},
            "spec": {"type": "ExternalName", "externalName": "localhost"}})
        _put(api, "/api/v1/namespaces", {
            "apiVersion": "v1", "kind": "Namespace",
            "metadata": {"name": READY_NAMESPACE, "labels": {"floe.dev/environment": "prod"}}})
        wait_for("service account", lambda: api.get(
            f"/api/v1/namespaces/{READY_NAMESPACE}/serviceaccounts/default"))
        for document in self.configurations():
            _put(api, f"/apis/admissionregistration.k8s.io/v1/{document['kind'].lower()}s", document)
        wait_for("denial through the API server", lambda: self._is_called(api))
        return self

    @contextlib.contextmanager
    def not_validating(self):
        """The cluster as it was before the webhook: the validating configuration does not exist. Afterwards it does."""
        api = self.cluster.api()
        for document in self.configurations():
            if document["kind"] == "ValidatingWebhookConfiguration":
                api.delete(f"/apis/admissionregistration.k8s.io/v1/{document['kind'].lower()}s/"
                           f"{document['metadata']['name']}")
        try:
            wait_for("end of the denials", lambda: self._told(api) == 201)
            yield
        finally:
            self.install()

    def _told(self, api):
        return api.post(f"/api/v1/namespaces/{READY_NAMESPACE}/secrets?dryRun=All", REFUSED)[0]

    def _is_called(self, api):
        """Asks as a dry run what only a called webhook refuses, and what only a called one changes."""
        pod = {"apiVersion": "v1", "kind": "Pod",
               "metadata": {"name": "probe", "labels": {"floe.dev/inject": "true"},
                            "annotations": {"floe.dev/platform-config": "probe"}},
               "spec": {"containers": [{"name": "main", "image": "probe"}]}}
        if self._told(api) != 403:
            return False
        status, answer = api.post(f"/api/v1/namespaces/{READY_NAMESPACE}/pods?dryRun=All", pod)
        return status == 201 and "floe-platform-config" in str(answer["spec"]["volumes"])


def _put(api, collection, document):
    status, answer = api.post(collection, document)
    if status not in (201, 409):
        raise BedError(f"{document['kind']} {document['metadata']['name']}: {status} {answer}")
