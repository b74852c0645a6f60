# SPDX-License-Identifier: Apache-2.0
"""kubectl and Helm as a person would run them: own home, one kubeconfig, (code, stdout, stderr) back."""
import json

import yaml

from bed import parts
from bed.process import clean_environment, run


class Kubectl:
    """kubectl as a user; documents may be given as Python objects."""

    def __init__(self, cluster, user="alice", kubeconfig=None):
        self.api = cluster.api() if kubeconfig else cluster.api(user)
        self.kubeconfig = kubeconfig or cluster.kubeconfig(user)
        self.env = clean_environment(cluster.home, KUBECONFIG=self.kubeconfig,
                                     KUBECACHEDIR=cluster.folder / "kubectl-cache")

    def __call__(self, *words, documents=None, stdin=None, env=None, timeout=60):
        text = stdin if documents is None else yaml_of(documents)
        return run([parts.path("kubectl"), *words], env={**self.env, **(env or {})}, stdin=text, timeout=timeout)

    def apply(self, *documents, words=()):
        return self("apply", "-f", "-", *words, documents=documents)

    def create(self, *documents, words=()):
        return self("create", "-f", "-", *words, documents=documents)

    def get(self, kind, name, namespace=None):
        """The object, or None when there is none; asked for without kubectl, which costs 150 ms of processor."""
        return self.api.find(kind, name, namespace)


class Helm:
    """One major version of Helm ("3" or "4") as a user."""

    def __init__(self, cluster, major, user="alice"):
        self.major, self.binary = major, parts.path(f"helm{major}")
        # Helm 4 always lists all, and has no flag for it.
        self.all = ("--all",) if major == "3" else ()
        home = cluster.folder / f"helm{major}"
        self.env = clean_environment(cluster.home, KUBECONFIG=cluster.kubeconfig(user), HELM_CACHE_HOME=home / "cache",
                                     HELM_CONFIG_HOME=home / "config", HELM_DATA_HOME=home / "data")

    def __call__(self, *words, env=None, timeout=120):
        return run([self.binary, *words], env={**self.env, **(env or {})}, timeout=timeout)

    def releases(self, namespace):
        """name → status of every release, also the failed and the pending ones."""
        result = self("list", "--namespace", namespace, *self.all, "-o", "json")
        return {release["name"]: release["status"] for release in json.loads(result.stdout or "[]")}


def yaml_of(documents):
    return yaml.safe_dump_all(documents, sort_keys=False)
