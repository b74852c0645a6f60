#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes deploy/manifests/{validating,mutating}.yaml: one webhook per environment and class of request.

    scripts/manifests.py                      write the files
    scripts/manifests.py --check              compare them with what would be written; exit 1 if they differ
    scripts/manifests.py --output DIR --environments E... --exempt NAMESPACE... --policy FILE
                                              for a cluster with other environments, more exempt namespaces,
                                              a policy of its own with other extra_resources

A new class is a row of VALIDATING, MUTATING or CLUSTER; the CEL of its conditions is proven on a real API
server by tests/e2e/test_match_conditions*.py. Built-in resources are asked for as v1, to which matchPolicy
Equivalent converts all other versions; those of operators come in whatever version they are at.

Fail is for what nobody can mend afterwards: a Secret, or a release of Helm, that is stored is read; and a
`fake` store or generator is plaintext that its operator writes into a Secret as an attested writer, with the
Secret's own entry none the wiser. All other sources of Secrets and all workloads are Ignore: a cluster must
be able to start its pods while no server answers, and `check` finds what came in.
"""
import argparse
import re
import sys
from pathlib import Path
from typing import NamedTuple

import yaml

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
MANIFESTS = DEPLOY / "manifests"
SHIPPED_POLICY = DEPLOY / "policy.yaml"
NAME = "floe-admission"
DOMAIN = "floe.dev"
ENVIRONMENT_LABEL = f"{DOMAIN}/environment"
INJECT_LABEL = f"{DOMAIN}/inject"
ENVIRONMENTS = ("local", "dev", "staging", "prod")
UNLABELLED = "unlabelled"
# Never judged: the control plane's own, and the server's, which must start when there is no server.
EXEMPT = ("kube-system", "kube-public", "kube-node-lease", NAME)

HEADER = """\
# SPDX-License-Identifier: Apache-2.0
# Written by scripts/manifests.py; change that. caBundle is a placeholder: README.md, "Deploy".
"""


class Lines(str):
    """A text that YAML shows line by line."""


class Row(list):
    """A list that YAML shows on one line."""


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


Dumper.add_representer(Lines, lambda d, text: d.represent_scalar("tag:yaml.org,2002:str", text, style="|"))
Dumper.add_representer(Row, lambda d, row: d.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True))


def rule(groups, resources, operations=("CREATE", "UPDATE"), scope="Namespaced", versions=("v1",)):
    return {"apiGroups": Row(groups), "apiVersions": Row(versions), "operations": Row(operations),
            "resources": Row(resources), "scope": scope}


def custom(groups, resources, scope="Namespaced"):
    """Resources of an operator, in any version."""
    return rule(groups, resources, scope=scope, versions=["*"])


SECRETS = [rule([""], ["secrets"])]
CONFIGMAPS = [rule([""], ["configmaps"])]
NEW_PODS = [rule([""], ["pods"], ["CREATE"])]
DEBUG_CONTAINERS = [rule([""], ["pods/ephemeralcontainers"], ["UPDATE"])]
NAMESPACES = [rule([""], ["namespaces", "namespaces/status", "namespaces/finalize"], scope="Cluster")]
NEW_NAMESPACES = [rule([""], ["namespaces"], ["CREATE"], scope="Cluster")]
# Through /status annotations can be changed, too.
WORKLOADS = [
    rule([""], ["pods", "pods/status", "pods/ephemeralcontainers", "pods/resize",
                "replicationcontrollers", "replicationcontrollers/status"]),
    rule(["apps"], ["deployments", "deployments/status", "statefulsets", "statefulsets/status",
                    "daemonsets", "daemonsets/status", "replicasets", "replicasets/status",
                    "controllerrevisions"]),
    rule(["batch"], ["jobs", "jobs/status", "cronjobs", "cronjobs/status"]),
]
ESO, GENERATORS = "external-secrets.io", "generators.external-secrets.io"
SOURCES = [
    custom(["bitnami.com"], ["sealedsecrets"]),
    custom([ESO], ["externalsecrets", "pushsecrets", "secretstores"]),
    custom([GENERATORS], ["*"]),
]
CLUSTER_SOURCES = [
    custom([ESO], ["clusterexternalsecrets", "clusterpushsecrets", "clustersecretstores"], "Cluster"),
    custom([GENERATORS], ["*"], "Cluster"),
]


# CEL. Optional fields are read with ?, for an error under failurePolicy Fail refuses the request.
# `==` of whole maps costs a tenth of a unit an entry: no object comes near the API server's limit.
LABELS, ANNOTATIONS = "metadata.?labels", "metadata.?annotations"


def any_of(*terms):
    return Lines("\n|| ".join(terms))


def changed(*fields):
    """True unless an UPDATE left all of these fields as they were."""
    return any_of("request.operation == 'CREATE'", *(f"object.{f} != oldObject.{f}" for f in fields))


def entry_of(field, key, owner="object"):
    return f"{owner}.{field}[?'{key}']"


def size(field):
    return f"object.{field}.orValue({{}}).size()"


IS_PLATFORM_CONFIG = any_of(
    f"{entry_of('?data', 'platform.yaml')}.hasValue()",
    f"{entry_of('?binaryData', 'platform.yaml')}.hasValue()",
    f"{entry_of(LABELS, 'app.kubernetes.io/component')}.orValue('') == 'platform-config'")
# With HELM_DRIVER=configmap Helm finds its releases by this label, and one of them by this name.
IS_RELEASE = any_of(
    f"{entry_of(LABELS, 'owner')}.orValue('') == 'helm'",
    "object.metadata.?name.orValue('').startsWith('sh.helm.release.v1.')")
# The controller manager makes this ConfigMap in every namespace and repairs it when it is changed.
NOT_CLUSTER_CA = {"not-kube-root-ca": any_of(
    "object.metadata.?name.orValue('') != 'kube-root-ca.crt'",
    f"{size('?data')} != 1",
    f"!{entry_of('?data', 'ca.crt')}.hasValue()",
    f"{size('?binaryData')} > 0")}
CONFIGMAP_CHANGED = {"something-judged-changed": changed("?data", "?binaryData", LABELS, ANNOTATIONS)}
ACCOUNT = "kubernetes.io/service-account.name"
SECRET_IS_JUDGED = {
    "something-judged-changed": changed("?data", "?type", LABELS, ANNOTATIONS),
    # What asks the controller manager for a service account's token, for one.
    "not-created-empty": any_of(
        "request.operation != 'CREATE'", f"{size('?data')} > 0", f"{size(LABELS)} > 0",
        f"{size(ANNOTATIONS)}\n   > ({entry_of(ANNOTATIONS, ACCOUNT)}.hasValue() ? 1 : 0)"),
}
IS_MIRROR = f"{entry_of(ANNOTATIONS, 'kubernetes.io/config.mirror')}.hasValue()"
NOT_MIRROR = {"not-a-mirror-pod": f"!{IS_MIRROR}"}
POD_LABEL = f"{entry_of(LABELS, INJECT_LABEL)}.orValue('')"
WORKLOAD_IS_JUDGED = {
    "something-judged-changed": changed("?spec", LABELS, ANNOTATIONS),
    "not-judged-with-its-mounts": any_of(
        "request.operation != 'CREATE'", "request.resource.resource != 'pods'",
        f"{POD_LABEL} != 'true'", IS_MIRROR),
}
# A pod that says "true" has an entry that selects it by that, whatever its namespace says.
POD_IS_SILENT = {**NOT_MIRROR, "the-pod-does-not-say": f"!({POD_LABEL} in ['true', 'false'])"}
DEBUGS_INJECTED_POD = {
    "the-pod-was-injected": f"{entry_of(ANNOTATIONS, DOMAIN + '/injected')}.hasValue()",
    "debug-containers-changed": "object.spec.?ephemeralContainers != oldObject.spec.?ephemeralContainers",
}
# Argo CD writes an Application's status with the rest of it, and `operation` stands beside `spec`.
CUSTOM_CHANGED = {"something-judged-changed": any_of(
    "request.operation == 'CREATE'",
    "object.exists(k, !(k in ['apiVersion', 'kind', 'metadata', 'status'])\n"
    "   && (!(k in oldObject) || object[k] != oldObject[k]))",
    *(f"object.{f} != oldObject.{f}" for f in (LABELS, ANNOTATIONS)))}
IS_FAKE = any_of(
    "object.kind == 'Fake'",
    "object.?spec.?provider.?fake.hasValue()",
    "object.?spec.?generator.?fakeSpec.hasValue()")
FAKE = {"is-a-fake": IS_FAKE, **CUSTOM_CHANGED}
NO_FAKE = {"is-no-fake": Lines(f"!({IS_FAKE})"), **CUSTOM_CHANGED}
NAMESPACE_LABEL = entry_of("metadata.?labels", ENVIRONMENT_LABEL)
OLD_NAMESPACE_LABEL = entry_of("metadata.?labels", ENVIRONMENT_LABEL, "oldObject")
LABEL_MOVES = {"the-environment-is-set-or-changed": Lines(
    f"request.operation == 'CREATE'\n? {NAMESPACE_LABEL}.hasValue()\n"
    f": {NAMESPACE_LABEL} != {OLD_NAMESPACE_LABEL}")}
NO_LABEL = {"the-environment-is-not-set": f"!{NAMESPACE_LABEL}.hasValue()"}


class Entry(NamedTuple):
    """A class of request: which it is, and what happens to it while no server answers."""
    name: str
    rules: list
    policy: str
    conditions: dict
    path: str
    pod_asks: bool = False
    namespace_asks: bool = False


VALIDATE, MUTATE = "/validate", "/mutate"
# Of namespaces that ask: a review carries no labels of its namespace.
VALIDATE_DEFAULT, MUTATE_DEFAULT = f"{VALIDATE}/namespace-default", f"{MUTATE}/namespace-default"

IS_NO_PLATFORM_CONFIG = Lines(f"!({IS_PLATFORM_CONFIG})")

VALIDATING = (
    Entry("secrets", SECRETS, "Fail", SECRET_IS_JUDGED, VALIDATE),
    Entry("platform-configs", CONFIGMAPS, "Fail",
          {"is-platform-config": IS_PLATFORM_CONFIG, **NOT_CLUSTER_CA, **CONFIGMAP_CHANGED}, VALIDATE),
    Entry("releases", CONFIGMAPS, "Fail",
          {"is-no-platform-config": IS_NO_PLATFORM_CONFIG, "is-a-release": IS_RELEASE,
           **NOT_CLUSTER_CA, **CONFIGMAP_CHANGED}, VALIDATE),
    Entry("configmaps", CONFIGMAPS, "Ignore",
          {"is-no-platform-config": IS_NO_PLATFORM_CONFIG, "is-no-release": Lines(f"!({IS_RELEASE})"),
           **NOT_CLUSTER_CA, **CONFIGMAP_CHANGED}, VALIDATE),
    Entry("fake-sources", SOURCES, "Fail", FAKE, VALIDATE),
    Entry("sources", SOURCES, "Ignore", NO_FAKE, VALIDATE),
    Entry("workloads", WORKLOADS, "Ignore", WORKLOAD_IS_JUDGED, VALIDATE),
    Entry("mounts", NEW_PODS, "Fail", NOT_MIRROR, VALIDATE, pod_asks=True),
    Entry("mounts-by-namespace", NEW_PODS, "Fail", POD_IS_SILENT, VALIDATE_DEFAULT, namespace_asks=True),
)
MUTATING = (
    Entry("injection", NEW_PODS, "Fail", NOT_MIRROR, MUTATE, pod_asks=True),
    Entry("injection-by-namespace", NEW_PODS, "Fail", POD_IS_SILENT, MUTATE_DEFAULT, namespace_asks=True),
    # /mutate would need the pod's own label; the annotation says that the pod or its namespace asked.
    Entry("debug-containers", DEBUG_CONTAINERS, "Ignore", DEBUGS_INJECTED_POD, MUTATE_DEFAULT),
)
# Namespaces are no environment's: a namespaceSelector would read the very labels that are judged. What
# lives in no namespace matches every namespaceSelector: one entry, judged as what has no label.
OF_NO_ENVIRONMENT = f"{VALIDATE}/{UNLABELLED}"
NAMESPACE_ENTRIES = (
    Entry("labelled.namespaces", NAMESPACES, "Fail", LABEL_MOVES, OF_NO_ENVIRONMENT),
    Entry("unlabelled.namespaces", NEW_NAMESPACES, "Ignore", NO_LABEL, OF_NO_ENVIRONMENT),
)
CLUSTER = (
    Entry("fake-sources.cluster", CLUSTER_SOURCES, "Fail", FAKE, OF_NO_ENVIRONMENT),
    Entry("sources.cluster", CLUSTER_SOURCES, "Ignore", NO_FAKE, OF_NO_ENVIRONMENT),
)


def extra_entry(name, resources, scope, path):
    """The policy's extra_resources; none of them: no entry."""
    groups = {}
    for extra in resources:
        groups.setdefault((extra["group"], extra.get("version", "*")), []).append(extra["resource"])
    rules = [rule([group], names, scope=scope, versions=[version]) for (group, version), names in groups.items()]
    return (Entry(name, rules, "Ignore", CUSTOM_CHANGED, path),) if rules else ()


def requirement(key, operator, values):
    return {"key": key, "operator": operator, "values": Row(values)}


def selectors(entry, environment, options):
    if environment == UNLABELLED:
        # NotIn matches a missing label too, and every misspelt one.
        environments = requirement(ENVIRONMENT_LABEL, "NotIn", options.environments)
    else:
        environments = requirement(ENVIRONMENT_LABEL, "In", [environment])
    asks = [requirement(INJECT_LABEL, "In", ["true"])] if entry.namespace_asks else []
    exempt = requirement("kubernetes.io/metadata.name", "NotIn", options.exempt)
    out = {"namespaceSelector": {"matchExpressions": [environments, *asks, exempt]}}
    if entry.pod_asks:
        out["objectSelector"] = {"matchLabels": {INJECT_LABEL: "true"}}
    return out


def webhook(name, path, entry, conditions, **more):
    return {
        "name": f"{name}.{DOMAIN}",
        "failurePolicy": entry.policy,
        "rules": entry.rules,
        **more,
        "matchConditions": [{"name": n, "expression": Lines(e)} for n, e in conditions.items()],
        "clientConfig": {
            "service": {"namespace": NAME, "name": NAME, "port": 443, "path": path},
            "caBundle": "Cg=="},
        "matchPolicy": "Equivalent",
        "sideEffects": "None",
        "timeoutSeconds": 5,
        "admissionReviewVersions": Row(["v1"]),
    }


def of_environment(entry, environment, options):
    out = webhook(f"{entry.name}.{environment}", f"{entry.path}/{environment}", entry, entry.conditions,
                  **selectors(entry, environment, options))
    if entry in MUTATING:
        out["reinvocationPolicy"] = "IfNeeded"
    return out


def of_namespaces(entry, options):
    names = ", ".join(f"'{n}'" for n in options.exempt)
    exempt = {"not-exempt": f"!(object.metadata.?name.orValue('') in [{names}])"}
    return webhook(entry.name, entry.path, entry, {**exempt, **entry.conditions})


def of_cluster(entry):
    return webhook(entry.name, entry.path, entry, entry.conditions)


def configuration(kind, entries, others, options):
    hooks = [of_environment(e, environment, options)
             for environment in (*options.environments, UNLABELLED) for e in entries]
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": f"{kind}WebhookConfiguration",
        "metadata": {"name": NAME, "labels": {"app.kubernetes.io/name": NAME}},
        "webhooks": hooks + others,
    }


def extra_resources(path):
    """Of a policy; one that does not name them has the shipped ones, as the server does."""
    for policy in (path, SHIPPED_POLICY):
        resources = yaml.safe_load(policy.read_text()).get("extra_resources")
        if resources is not None:
            return resources
    return []


def render(options):
    """File name → text."""
    extra = extra_resources(options.policy)
    validating = VALIDATING + extra_entry("extra-resources", extra, "Namespaced", VALIDATE)
    cluster = CLUSTER + extra_entry("extra-resources.cluster", extra, "Cluster", OF_NO_ENVIRONMENT)
    others = [*(of_namespaces(e, options) for e in NAMESPACE_ENTRIES), *map(of_cluster, cluster)]
    documents = {
        "validating.yaml": configuration("Validating", validating, others, options),
        "mutating.yaml": configuration("Mutating", MUTATING, [], options),
    }
    return {name: HEADER + yaml.dump(d, Dumper=Dumper, sort_keys=False, width=1000)
            for name, d in documents.items()}


def problems(texts, folder):
    """What --check finds: stale files, and what the hand-written files say differently."""
    for name, text in texts.items():
        path = folder / name
        if not path.is_file() or path.read_text() != text:
            yield f"{path.name} is not what scripts/manifests.py writes; run it"
    policy = yaml.safe_load(SHIPPED_POLICY.read_text())
    if set(policy["environments"]) != set(ENVIRONMENTS):
        yield "deploy/policy.yaml names other environments than ENVIRONMENTS in scripts/manifests.py"
    if set(policy["system_namespaces"]) != set(EXEMPT):
        yield "deploy/policy.yaml names other system_namespaces than EXEMPT in scripts/manifests.py"
    version = re.search(r"^project\(\S+ VERSION (\S+)", (DEPLOY.parent / "CMakeLists.txt").read_text(), re.M)
    deployment = yaml.safe_load((MANIFESTS / "deployment.yaml").read_text())
    image = deployment["spec"]["template"]["spec"]["containers"][0]["image"]
    if image != f"{NAME}:{version.group(1)}":
        yield f"deployment.yaml runs {image}, CMakeLists.txt makes version {version.group(1)}"


def dns_label(name):
    if not re.fullmatch(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?", name):
        raise argparse.ArgumentTypeError(f"'{name}' is no DNS label (a-z, 0-9 and - inside, at most 63)")
    return name


def arguments():
    parser = argparse.ArgumentParser(description="Writes the webhook configurations.")
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--output", type=Path, default=MANIFESTS, metavar="DIR")
    parser.add_argument("--environments", nargs="+", default=list(ENVIRONMENTS), type=dns_label, metavar="E")
    parser.add_argument("--exempt", nargs="+", default=[], type=dns_label, metavar="NAMESPACE",
                        help="never judged either")
    parser.add_argument("--policy", type=Path, default=SHIPPED_POLICY, metavar="FILE", help="its extra_resources")
    options = parser.parse_args()
    options.exempt = [*EXEMPT, *options.exempt]
    if UNLABELLED in options.environments:
        parser.error(f"'{UNLABELLED}' is the entry of namespaces without an environment")
    return options


def main():
    options = arguments()
    texts = render(options)
    if options.check:
        found = list(problems(texts, options.output))
        print("\n".join(f"manifests: {p}" for p in found), file=sys.stderr, end="\n" if found else "")
        return 1 if found else 0
    options.output.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (options.output / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
