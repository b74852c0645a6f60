# SPDX-License-Identifier: Apache-2.0
"""The real controllers that may write Secrets: Sealed Secrets and External Secrets, each with a token that is
bound to a Pod object, as in a cluster where the kubelet asks for it."""
import json
import os

import yaml

from bed import parts
from bed.api import plain_get
from bed.clients import Kubectl
from bed.process import BedError, clean_environment, free_port, must, run, wait_for


def service_account(cluster, namespace, name):
    """A service account that RBAC allows everything: what it may write, admission says."""
    admin = Kubectl(cluster, "admin")
    admin.apply(
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name, "namespace": namespace}},
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
         "metadata": {"name": f"bed-{namespace}-{name}"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
         "subjects": [{"kind": "ServiceAccount", "name": name, "namespace": namespace}]})


def pod_token(cluster, namespace, account, pod):
    """A token of the account, bound to a Pod object of that name (which no node runs)."""
    admin = Kubectl(cluster, "admin")
    if not admin.get("pod", pod, namespace):
        created = admin.create({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": pod, "namespace": namespace},
            "spec": {"serviceAccountName": account, "containers": [{"name": "main", "image": "none"}]}})
        if not created.ok:
            raise BedError(f"pod {pod}: {created.text}")
    uid = admin.get("pod", pod, namespace)["metadata"]["uid"]
    return must([parts.path("kubectl"), "-n", namespace, "create", "token", account, "--bound-object-kind", "Pod",
                 "--bound-object-name", pod, "--bound-object-uid", uid], env=admin.env).stdout.strip()


def plain_token(cluster, namespace, account):
    """A token that is bound to nothing: anybody who may ask for tokens has it."""
    admin = Kubectl(cluster, "admin")
    return must([parts.path("kubectl"), "-n", namespace, "create", "token", account], env=admin.env).stdout.strip()


def _apply_crds(cluster, path):
    must([parts.path("kubectl"), "apply", "--server-side", "-f", path], env=Kubectl(cluster, "admin").env)
    names = [document["metadata"]["name"] for document in yaml.safe_load_all(_text_of(path)) if document]
    api = cluster.api()

    def served(name):
        crd = api.get(f"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{name}")
        conditions = (crd or {}).get("status", {}).get("conditions", [])
        return any(c["type"] == "Established" and c["status"] == "True" for c in conditions)
    wait_for("established CRDs", lambda: all(served(name) for name in names), 60)


def _text_of(path):
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return "\n---\n".join(file.read_text() for file in files)


class SealedSecrets:
    """The controller knows only in-cluster configuration: it gets a mount namespace of its own (root)."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.port, self.metrics_port = free_port(), free_port()
        self.certificate = cluster.folder / "sealed-secrets.pem"

    @staticmethod
    def missing():
        reasons = parts.missing("sealed-secrets-controller", "kubeseal")
        reasons += parts.missing_source("sealed-secrets-controller")
        if os.geteuid() != 0:
            reasons.append("the Sealed Secrets controller needs root for a mount namespace of its own")
        elif not run(["unshare", "-m", "true"]).ok:
            reasons.append("this machine refuses mount namespaces (unshare -m)")
        return reasons

    def start(self):
        cluster = self.cluster
        service_account(cluster, "kube-system", "sealed-secrets-controller")
        token = pod_token(cluster, "kube-system", "sealed-secrets-controller", "sealed-secrets-controller-bed-1")
        _apply_crds(cluster, parts.source("sealed-secrets-controller") / "helm" / "sealed-secrets" / "crds")
        account = cluster.folder / "sealed-secrets-account"
        account.mkdir()
        for name, text in (("token", token), ("namespace", "kube-system"),
                           ("ca.crt", cluster.authority.certificate.read_text())):
            (account / name).write_text(text)
        inside = "/var/run/secrets/kubernetes.io/serviceaccount"
        # The tmpfs hides the machine's /var/run: the mount point is made in this namespace alone.
        script = (f"mount -t tmpfs bed \"$(readlink -f /var/run)\" && mkdir -p {inside} && "
                  f"mount --bind '{account}' {inside} && exec \"$@\"")
        process = cluster.run("sealed-secrets", [
            "unshare", "-m", "sh", "-ec", script, "sh", parts.path("sealed-secrets-controller"),
            "--key-size", "2048", "--listen-addr", f"127.0.0.1:{self.port}",
            "--listen-metrics-addr", f"127.0.0.1:{self.metrics_port}"],
            env=clean_environment(cluster.home, KUBERNETES_SERVICE_HOST="127.0.0.1",
                                  KUBERNETES_SERVICE_PORT=cluster.port, POD_NAMESPACE="kube-system"))
        process.wait_until("certificate of Sealed Secrets", self._fetch_certificate, 60)
        return self

    def _fetch_certificate(self):
        status, text = plain_get(self.port, "/v1/cert.pem")
        self.certificate.write_text(text)
        return status == 200

    def seal(self, secret):
        """The SealedSecret of a Secret, by kubeseal."""
        result = must([parts.path("kubeseal"), "--cert", self.certificate, "-o", "json"],
                      stdin=json.dumps(secret), env=clean_environment(self.cluster.home))
        return json.loads(result.stdout)


class ExternalSecrets:
    NAMESPACE = "external-secrets"

    def __init__(self, cluster):
        self.cluster = cluster

    @staticmethod
    def missing():
        return parts.missing("external-secrets") + parts.missing_source("external-secrets")

    def start(self):
        """The namespace must exist before."""
        cluster = self.cluster
        service_account(cluster, self.NAMESPACE, "external-secrets")
        token = pod_token(cluster, self.NAMESPACE, "external-secrets", "external-secrets-bed-1")
        _apply_crds(cluster, parts.source("external-secrets") / "deploy" / "crds" / "bundle.yaml")
        self.process = cluster.run("external-secrets", [
            parts.path("external-secrets"), "--enable-leader-election=false",
            "--metrics-addr", f"127.0.0.1:{free_port()}"],
            env=clean_environment(cluster.home, KUBECONFIG=cluster.token_kubeconfig("external-secrets", token)))
        return self
