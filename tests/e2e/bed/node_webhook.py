# SPDX-License-Identifier: Apache-2.0
"""The project's image in the cluster, deployed as README.md says under "Deploy": two pods behind a Service."""
import base64

import yaml

from bed import documents, node_images, parts
from bed.cluster import WEBHOOK_NAMESPACE, WEBHOOK_SERVICE
from bed.node_cluster import NodeKubectl
from bed.process import BedError, must, wait_for

MANIFESTS = parts.ROOT / "deploy" / "manifests"
READY_NAMESPACE = "bed-ready"
CHOSEN = f"app.kubernetes.io/name%3D{WEBHOOK_SERVICE}"
PODS = f"/api/v1/namespaces/{WEBHOOK_NAMESPACE}/pods?labelSelector={CHOSEN}"

KILL = """
for process in /proc/[0-9]*; do
    case "$(tr '\\0' ' ' <"$process/cmdline" 2>/dev/null)" in
    "floe-admission serve "*) echo "${process#/proc/}"; kill -KILL "${process#/proc/}" 2>/dev/null || : ;;
    esac
done"""


def asking_pod(name="probe"):
    """A pod that asks for the platform configuration, and has no other purpose."""
    return {"apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": name, "labels": {"floe.dev/inject": "true"},
                         "annotations": {"floe.dev/platform-config": "probe"}},
            "spec": {"containers": [{"name": "main", "image": node_images.base()}]}}


def is_injected(answer):
    return any(volume["name"] == "floe-platform-config" for volume in answer["spec"].get("volumes", []))


class DeployedWebhook:
    def __init__(self, cluster):
        self.cluster, self.api = cluster, cluster.api()
        self.kubectl = NodeKubectl(cluster, "admin")
        self.certificates = cluster.folder / "tls"

    def _kubectl(self, *words, **options):
        result = self.kubectl(*words, **options)
        if not result.ok:
            raise BedError(f"kubectl {' '.join(map(str, words))}: {result.text}")
        return result

    def install(self):
        """Returns when the API server has had an answer of it."""
        must([parts.admission(), "certs", "init", "--dir", self.certificates])
        # Before the webhooks are: this one is judged by them, and they do not answer at once.
        self._kubectl("apply", "-f", "-", documents=[documents.namespace(READY_NAMESPACE, "prod")])
        self._kubectl("apply", "-f", MANIFESTS / "namespace.yaml")
        of_webhook = ("-n", WEBHOOK_NAMESPACE, "create")
        self._kubectl(*of_webhook, "secret", "tls", "floe-admission-tls", f"--cert={self.certificates / 'tls.crt'}",
                      f"--key={self.certificates / 'tls.key'}")
        self._kubectl(*of_webhook, "configmap", "floe-admission-policy",
                      f"--from-file=policy.yaml={parts.ROOT / 'deploy' / 'policy.yaml'}")
        wait_for("service account", lambda: self.api.get(
            f"/api/v1/namespaces/{READY_NAMESPACE}/serviceaccounts/default"))
        for part in ("serviceaccount", "configmap", "service", "pdb"):
            self._kubectl("apply", "-f", MANIFESTS / f"{part}.yaml")
        self._kubectl("apply", "-f", "-", documents=[self._deployment()])
        self._kubectl("-n", WEBHOOK_NAMESPACE, "rollout", "status", "deployment/floe-admission", "--timeout=90s",
                      timeout=120)
        self._install_configurations()
        self.wait_called()
        return self

    def _deployment(self):
        """As shipped, with the name of the image in it; there is no registry to pull it from."""
        document = yaml.safe_load((MANIFESTS / "deployment.yaml").read_text())
        container = document["spec"]["template"]["spec"]["containers"][0]
        container["image"], container["imagePullPolicy"] = node_images.admission(), "Never"
        return document

    def _install_configurations(self):
        bundle = base64.b64encode((self.certificates / "ca.crt").read_bytes()).decode()
        for kind in ("validating", "mutating"):
            text = (MANIFESTS / f"{kind}.yaml").read_text().replace("caBundle: Cg==", f"caBundle: {bundle}")
            self._kubectl("apply", "-f", "-", stdin=text)

    def _ask(self):
        return self.api.post(f"/api/v1/namespaces/{READY_NAMESPACE}/pods?dryRun=All", asking_pod())

    def wait_called(self):
        """Until a call has been answered: the Service forwards a little later than its pods are ready."""
        def is_called():
            status, answer = self._ask()
            return status == 201 and is_injected(answer)
        wait_for("answer of the webhook's Service", is_called, 60)

    def pods(self):
        return self.api.get(PODS)["items"]

    def _scale(self, replicas):
        self._kubectl("-n", WEBHOOK_NAMESPACE, "scale", "deployment/floe-admission", f"--replicas={replicas}")

    def take_away(self):
        """No pod, and no drain: as when their nodes die. Returns when nothing is left to answer."""
        self._scale(0)
        # Earlier they would be replaced.
        wait_for("end of the pods", lambda: all("deletionTimestamp" in pod["metadata"] for pod in self.pods()), 60)
        self._kubectl("-n", WEBHOOK_NAMESPACE, "delete", "pods", "--all", "--grace-period=0", "--force")
        wait_for("outage of the webhook", lambda: not self._kill() and not self.pods() and self._ask()[0] == 500, 60)

    def _kill(self):
        """The pids, as the box counts them, of the servers that were still there to be killed."""
        return self.cluster.box.must("sh", "-c", KILL).stdout.split()

    def bring_back(self):
        self._scale(2)
        self.wait_called()

    def restart(self):
        """kubectl rollout restart; does not wait."""
        self._kubectl("-n", WEBHOOK_NAMESPACE, "rollout", "restart", "deployment/floe-admission")

    def is_settled(self, but_not):
        """Two ready pods, none of them one of the uids `but_not`, and none that is ending."""
        pods = self.pods()
        return len(pods) == 2 and not {pod["metadata"]["uid"] for pod in pods} & set(but_not) and all(
            condition["status"] == "True" for pod in pods for condition in pod["status"].get("conditions", [])
            if condition["type"] == "Ready")
