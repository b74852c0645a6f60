# SPDX-License-Identifier: Apache-2.0
"""The demo's second half: the same story on a real control plane, with the test bed of tests/e2e/bed."""
import json
import sys

from demo_teller import ROOT

sys.path.insert(0, str(ROOT / "tests" / "e2e"))

from bed import parts, process, writers  # noqa: E402
from bed.cluster import Cluster  # noqa: E402
from bed.webhook import Webhook  # noqa: E402

EXAMPLES = "examples/demo"
CONTROLLER = "kube-system:sealed-secrets-controller"
# The shipped policy, but namespaces without a label are enforced too.
POLICY = {"unlabelled": {"mode": "enforce"}}
MOUNTS = ("-o jsonpath='{range .spec.containers[0].volumeMounts[*]}{.name} at {.mountPath} ({.subPath}){\"\\n\"}{end}"
          "{range .spec.containers[0].env[*]}{.name}={.value}{\"\\n\"}{end}'")
OWNER = "-o jsonpath='written by {.metadata.ownerReferences[0].kind}/{.metadata.ownerReferences[0].name}{\"\\n\"}'"


def link_tools(folder, helm):
    """kubectl, helm and kubeseal under their usual names, in one folder for PATH."""
    folder.mkdir()
    for name, part in (("kubectl", "kubectl"), ("helm", helm), ("kubeseal", "kubeseal")):
        if parts.path(part).exists():
            (folder / name).symlink_to(parts.path(part))
    return folder


def tell(teller, state, helm):
    teller.say("\nStarting etcd, kube-apiserver, kube-controller-manager and the webhook on 127.0.0.1 ...")
    with Cluster(state / "cluster") as cluster:
        webhook = Webhook(cluster, POLICY).start().install()
        tools = link_tools(state / "bin", helm)
        teller.env = {**process.clean_environment(cluster.home, KUBECONFIG=cluster.kubeconfig("alice")),
                      "PATH": f"{tools}:{teller.env['PATH']}",
                      "HELM_CACHE_HOME": str(state / "helm"), "HELM_CONFIG_HOME": str(state / "helm"),
                      "HELM_DATA_HOME": str(state / "helm")}
        owner = cluster.kubeconfig("olga").relative_to(ROOT)
        tell_secrets(teller, owner)
        tell_controller(teller, cluster, state)
        tell_chart(teller)
        tell_platform(teller)
        tell_pod(teller)
        tell_audit(teller, webhook)
        if teller.surprises:
            cluster.keep()
            teller.say(f"  the logs stay in {cluster.logs}")


def tell_secrets(teller, owner):
    teller.say("alice may do everything that RBAC knows; olga is in the group that owns the environments (policy.yaml).")
    teller.step("Three namespaces, one label each", f"kubectl --kubeconfig {owner} apply -f {EXAMPLES}/namespaces.yaml",
                words=["orders-local", "orders-dev", "orders-prod"], absent=["rror"])
    teller.step("A plaintext Secret in dev is refused", f"kubectl -n orders-dev apply -f {EXAMPLES}/secret.yaml", 1,
                words=["denied the request: [plaintext-secret]", "kubeseal"], absent=["hunter2"])
    teller.step("The same Secret in local is admitted, with a warning",
                f"kubectl -n orders-local apply -f {EXAMPLES}/secret.yaml",
                words=["Warning: [plaintext-secret]", "secret/warehouse created"], absent=["hunter2"])
    teller.step("Who may not, cannot make a production namespace a local one",
                "kubectl label namespace orders-prod floe.dev/environment=local --overwrite", 1,
                words=["denied the request: [namespace-environment]"])
    teller.step("A forged owner is refused", f"kubectl -n orders-dev apply -f {EXAMPLES}/forged.yaml", 1,
                words=["denied the request: [plaintext-secret]"], absent=["hunter2"])


def tell_controller(teller, cluster, state):
    """With root the real Sealed Secrets controller writes the Secret, else a token like the controller's."""
    missing = writers.SealedSecrets.missing()
    if missing:
        return tell_token(teller, cluster, missing[0])
    teller.say("\nStarting the Sealed Secrets controller, with a token that is bound to its pod ...")
    sealed = writers.SealedSecrets(cluster).start()
    certificate = sealed.certificate.relative_to(ROOT)
    target = (state / "sealed.yaml").relative_to(ROOT)
    teller.step("What the refusal advised: seal it",
                f"kubeseal --cert {certificate} --namespace orders-dev -o yaml <{EXAMPLES}/secret.yaml >{target} &&"
                f" kubectl -n orders-dev apply -f {target}", words=["sealedsecret.bitnami.com/warehouse created"])
    teller.step("Its controller unseals it: the same plaintext is admitted, because of who writes it",
                "kubectl -n orders-dev wait --timeout=60s --for=condition=Synced sealedsecret/warehouse &&"
                f" kubectl -n orders-dev get secret warehouse {OWNER}",
                words=["condition met", "written by SealedSecret/warehouse"])


def tell_token(teller, cluster, reason):
    teller.say(f"\nNo real Sealed Secrets controller here: {reason}.\n"
               "Its place is taken by kubectl with a token of its account, bound to a pod.")
    namespace, account = CONTROLLER.split(":")
    writers.service_account(cluster, namespace, account)
    token = writers.pod_token(cluster, namespace, account, f"{account}-demo-1")
    kubeconfig = cluster.token_kubeconfig("controller", token).relative_to(ROOT)
    teller.step("What alice may not write, the controller may: same owner, another writer",
                f"kubectl --kubeconfig {kubeconfig} -n orders-dev create -f {EXAMPLES}/forged.yaml",
                words=["secret/warehouse-forged created"])


def tell_chart(teller):
    teller.step("A chart with a Secret is refused in prod, at the release that Helm stores first",
                f"helm install orders {EXAMPLES}/chart -n orders-prod", 1,
                words=["INSTALLATION FAILED", "[helm-release] `Secret/orders-warehouse`", "ExternalSecret"],
                absent=["hunter2"])
    teller.step("Nothing of the chart is there, and no release", "kubectl -n orders-prod get all,secrets",
                words=["No resources found"])


def tell_platform(teller):
    teller.step("A platform.yaml with mistakes is refused, and the answer shows where",
                "kubectl -n orders-dev create configmap orders-platform-config"
                f" --from-file=platform.yaml={EXAMPLES}/mistakes.yaml", 1,
                words=["denied the request: [", "[platform-schema]", "did you mean `path_style_access`?", "^^^^"],
                absent=["hunter2"])


def tell_pod(teller):
    teller.step("The platform configuration of an application, and a pod that asks for it",
                f"kubectl -n orders-dev apply -f {EXAMPLES}/platform-config.yaml -f {EXAMPLES}/pod.yaml",
                words=["orders-platform-config created", "pod/loader created"])
    teller.step("The pod got its platform.yaml", f"kubectl -n orders-dev get pod loader {MOUNTS}",
                words=["at /etc/floe/platform.yaml", "FLOE_PLATFORM_FILE=/etc/floe/platform.yaml",
                       "FLOE_PLATFORM_ENV=dev"])


def tell_audit(teller, webhook):
    log = webhook.audit_log.relative_to(ROOT)
    lines = [json.loads(line) for line in webhook.audit_log.read_text().splitlines()]
    told = [line for line in lines if str(line["namespace"]).startswith("orders-") or
            str(line["name"]).startswith("orders-")]
    teller.step("All of that in the audit log, one line a decision",
                f"grep -E '\"(namespace|name)\":\"orders-' {log}",
                words=['"decision":"deny"', '"decision":"warn"', '"decision":"allow"'], absent=["hunter2"])
    teller.step("No value of any Secret in what was written down, not in base64 either",
                f"! grep -lE 'hunter2|aHVudGVyMi|bG9hZGVyLWh1bnRlcjI' {log} {webhook.log.relative_to(ROOT)}")
    teller.say(f"  ({len(lines)} decisions in all, {len(told)} of them of this story)")
