# SPDX-License-Identifier: Apache-2.0
"""etcd, kube-apiserver and kube-controller-manager on free ports of 127.0.0.1, in a state folder of
their own under build/e2e/. Ended by pid; the folder goes when all went well and stays, with the logs,
when `keep` was called."""
import json
import secrets
import shutil

import yaml

from bed import keys, parts
from bed.api import Api
from bed.process import Process, clean_environment, free_port, wait_for

WEBHOOK_NAMESPACE = "floe-admission"
WEBHOOK_SERVICE = "floe-admission"
CONTROLLERS = (
    "serviceaccount-controller", "root-ca-certificate-publisher-controller", "namespace-controller",
    "garbage-collector-controller", "deployment-controller", "replicaset-controller", "statefulset-controller",
    "job-controller", "cronjob-controller", "daemonset-controller")
# user: its group. `alice` may do everything that RBAC knows, and owns no environment: whatever is refused
# to her is refused by admission. `olga` is in the group that the shipped policy makes environment owners.
USERS = {"admin": "system:masters", "alice": "data-engineers", "olga": "floe:environment-owners"}
AUDIT_POLICY = {
    "apiVersion": "audit.k8s.io/v1", "kind": "Policy", "omitStages": ["RequestReceived"],
    "rules": [
        {"level": "Request", "verbs": ["create", "update", "patch"],
         "resources": [{"group": "", "resources": ["pods", "configmaps"]}]},
        {"level": "Metadata", "verbs": ["create", "update", "patch", "delete"],
         "resources": [{"group": "", "resources": ["secrets", "namespaces", "namespaces/status",
                                                   "namespaces/finalize"]}]},
        {"level": "None"}]}


class Cluster:
    def __init__(self, folder=None):
        self.folder = folder or parts.ROOT / "build" / "e2e" / secrets.token_hex(4)
        self.logs = self.folder / "logs"
        self.home = self.folder / "home"
        self.port = free_port()
        # Chosen here: the name of the webhook's user in the API server's configuration holds it.
        self.webhook_port = free_port()
        self.audit_log = self.logs / "kube-apiserver-audit.jsonl"
        self.processes = []
        self.kept = False
        self._users = {}

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.keep()
            self.stop()
            raise

    def __exit__(self, kind, *_):
        if kind is not None:
            self.keep()
        self.stop()

    def start(self):
        for folder in (self.logs, self.home):
            folder.mkdir(parents=True)
        self._make_keys()
        self._start_etcd()
        self._start_apiserver()
        self._start_controllers()
        self._bind_users()
        return self

    def keep(self):
        """Leave the state folder behind for a look at its logs."""
        self.kept = True

    def run(self, name, command, env=None):
        """A process of this bed: ended with it, logged in its folder."""
        process = Process(name, command, self.logs / f"{name}.log", env or clean_environment(self.home))
        self.processes.append(process)
        return process.start()

    def stop(self):
        for process in reversed(self.processes):
            process.stop()
        self.processes.clear()
        if not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _make_keys(self):
        self.authority = keys.Authority(self.folder / "keys", "cluster-ca")
        # A CA of its own: a user's certificate must not open the webhook.
        self.webhook_clients = keys.Authority(self.folder / "keys", "webhook-client-ca")
        self.serving = self.authority.issue(
            "apiserver", "serverAuth",
            names="IP:127.0.0.1,IP:10.0.0.1,DNS:localhost,DNS:kubernetes.default.svc")
        self.webhook_client = self.webhook_clients.issue("apiserver-webhook-client", "clientAuth")
        self.account_keys = keys.service_account_pair(self.folder / "keys")
        for user, group in USERS.items():
            self._users[user] = self.authority.issue(user, "clientAuth", organisation=group)
        self._users["system:kube-controller-manager"] = self.authority.issue(
            "system:kube-controller-manager", "clientAuth")

    def kubeconfig(self, user):
        """The path of a user's kubeconfig, by certificate."""
        certificate, key = self._users[user]
        return self._kubeconfig(user.replace(":", "-"),
                                {"client-certificate": str(certificate), "client-key": str(key)})

    def token_kubeconfig(self, name, token):
        """The path of a kubeconfig with a bearer token."""
        return self._kubeconfig(name, {"token": token})

    def _kubeconfig(self, name, user):
        path = self.folder / f"{name}.kubeconfig"
        path.write_text(yaml.safe_dump({
            "apiVersion": "v1", "kind": "Config", "current-context": "bed",
            "clusters": [{"name": "bed", "cluster": {
                "server": f"https://127.0.0.1:{self.port}",
                "certificate-authority": str(self.authority.certificate)}}],
            "users": [{"name": "user", "user": user}],
            "contexts": [{"name": "bed", "context": {"cluster": "bed", "user": "user"}}]}))
        path.chmod(0o600)
        return path

    def api(self, user="admin"):
        return Api(self.port, self.authority.certificate, *self._users[user])

    def _start_etcd(self):
        client, peer = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        self.etcd_url = client
        self.run("etcd", [
            parts.path("etcd"), "--data-dir", self.folder / "etcd", "--unsafe-no-fsync",
            "--listen-client-urls", client, "--advertise-client-urls", client,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--initial-cluster", f"default={peer}", "--log-level", "warn"])

    def _admission_configuration(self):
        """The API server shows the webhook its client certificate, and only there."""
        certificate, key = self.webhook_client
        kubeconfig = self.folder / "webhook-client.kubeconfig"
        kubeconfig.write_text(yaml.safe_dump({
            "apiVersion": "v1", "kind": "Config",
            "users": [{"name": f"{WEBHOOK_SERVICE}.{WEBHOOK_NAMESPACE}.svc:{self.webhook_port}",
                       "user": {"client-certificate": str(certificate), "client-key": str(key)}}]}))
        plugin = {"apiVersion": "apiserver.config.k8s.io/v1", "kind": "WebhookAdmissionConfiguration",
                  "kubeConfigFile": str(kubeconfig)}
        path = self.folder / "admission.yaml"
        path.write_text(yaml.safe_dump({
            "apiVersion": "apiserver.config.k8s.io/v1", "kind": "AdmissionConfiguration",
            "plugins": [{"name": name, "configuration": plugin}
                        for name in ("MutatingAdmissionWebhook", "ValidatingAdmissionWebhook")]}))
        return path

    def _start_apiserver(self):
        policy = self.folder / "audit-policy.yaml"
        policy.write_text(json.dumps(AUDIT_POLICY))
        private, public = self.account_keys
        certificate, key = self.serving
        # A loopback bind needs an address to advertise; 192.0.2.0/24 is for documentation.
        process = self.run("kube-apiserver", [
            parts.path("kube-apiserver"), f"--etcd-servers={self.etcd_url}", "--bind-address=127.0.0.1",
            f"--secure-port={self.port}", "--advertise-address=192.0.2.2", "--endpoint-reconciler-type=none",
            f"--tls-cert-file={certificate}", f"--tls-private-key-file={key}",
            f"--client-ca-file={self.authority.certificate}",
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-key-file={public}", f"--service-account-signing-key-file={private}",
            "--service-cluster-ip-range=10.0.0.0/24", "--authorization-mode=RBAC", "--allow-privileged=true",
            f"--admission-control-config-file={self._admission_configuration()}",
            f"--audit-policy-file={policy}", f"--audit-log-path={self.audit_log}",
            f"--cert-dir={self.folder / 'apiserver'}"])
        api = self.api()
        process.wait_until("ready API server", lambda: api.call("GET", "/readyz")[0] == 200, 120)

    def _start_controllers(self):
        self.run("kube-controller-manager", [
            parts.path("kube-controller-manager"),
            f"--kubeconfig={self.kubeconfig('system:kube-controller-manager')}", "--leader-elect=false",
            "--secure-port=0", f"--service-account-private-key-file={self.account_keys[0]}",
            f"--root-ca-file={self.authority.certificate}", "--use-service-account-credentials",
            f"--cert-dir={self.folder / 'controllers'}", f"--controllers={','.join(CONTROLLERS)}"])
        api = self.api()
        wait_for("service account of a namespace",
                 lambda: api.get("/api/v1/namespaces/default/serviceaccounts/default"), 60)

    def _bind_users(self):
        groups = [group for group in USERS.values() if not group.startswith("system:")]
        self.api().post("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
            "metadata": {"name": "bed-users"},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
            "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": group}
                         for group in groups]})
