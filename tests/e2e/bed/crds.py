# SPDX-License-Identifier: Apache-2.0
"""Custom resources without their operators: definitions that take any fields."""
from bed.process import BedError, wait_for

COLLECTION = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
# plural: (group, version, kind, scope)
KINDS = {
    "sealedsecrets": ("bitnami.com", "v1alpha1", "SealedSecret", "Namespaced"),
    "externalsecrets": ("external-secrets.io", "v1beta1", "ExternalSecret", "Namespaced"),
    "pushsecrets": ("external-secrets.io", "v1alpha1", "PushSecret", "Namespaced"),
    "secretstores": ("external-secrets.io", "v1beta1", "SecretStore", "Namespaced"),
    "clustersecretstores": ("external-secrets.io", "v1beta1", "ClusterSecretStore", "Cluster"),
    "clusterexternalsecrets": ("external-secrets.io", "v1beta1", "ClusterExternalSecret", "Cluster"),
    "fakes": ("generators.external-secrets.io", "v1alpha1", "Fake", "Namespaced"),
    "passwords": ("generators.external-secrets.io", "v1alpha1", "Password", "Namespaced"),
    "clustergenerators": ("generators.external-secrets.io", "v1alpha1", "ClusterGenerator", "Cluster"),
    "helmreleases": ("helm.toolkit.fluxcd.io", "v2", "HelmRelease", "Namespaced"),
    "applications": ("argoproj.io", "v1alpha1", "Application", "Namespaced"),
    "sparkapplications": ("sparkoperator.k8s.io", "v1beta2", "SparkApplication", "Namespaced"),
    "flinkdeployments": ("flink.apache.org", "v1beta1", "FlinkDeployment", "Namespaced"),
}


def document(plural):
    group, version, kind, scope = KINDS[plural]
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            # Demanded of every group below k8s.io.
            "metadata": {"name": f"{plural}.{group}",
                         "annotations": {"api-approved.kubernetes.io": "unapproved, test-only"}},
            "spec": {"group": group, "scope": scope,
                     "names": {"plural": plural, "singular": kind.lower(), "kind": kind},
                     "versions": [{"name": version, "served": True, "storage": True,
                                   "schema": {"openAPIV3Schema": schema}}]}}


def api_version(plural):
    return "/".join(KINDS[plural][:2])


def path(plural, namespace=None, name=None):
    """The URL path of the collection, or of one of it."""
    place = f"/namespaces/{namespace}" if namespace else ""
    return f"/apis/{api_version(plural)}{place}/{plural}{f'/{name}' if name else ''}"


class Definitions:
    """Those that are not there yet, for as long as this lives: an operator's own ones stay as they are."""

    def __init__(self, cluster, *plurals):
        self.api, self.plurals, self.made = cluster.api(), plurals, []

    def __enter__(self):
        for plural in self.plurals:
            whole = document(plural)
            status, answer = self.api.post(COLLECTION, whole)
            if status == 201:
                self.made.append(whole["metadata"]["name"])
            elif status != 409:
                raise BedError(f"{plural}: {status} {answer}")
        for plural in self.plurals:
            wait_for(f"served {plural}", lambda p=plural: self.api.get(path(p)))
        return self

    def __exit__(self, *_):
        for name in self.made:
            self.api.delete(f"{COLLECTION}/{name}")
        for name in self.made:
            wait_for(f"end of {name}", lambda n=name: self.api.get(f"{COLLECTION}/{n}") is None)
