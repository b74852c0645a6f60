#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the test bed's binaries by name as Go tool dependencies, into a cache outside the tree.

    scripts/tools.py PART...   build what is absent, print one line a part
    scripts/tools.py --path PART   print the path of a part's binary (nothing is built)
    scripts/tools.py --list    print the parts
    scripts/tools.py --missing print the parts that are not built yet

Versions are pinned by tests/e2e/tools/*/go.mod and nowhere else. KUBEBUILDER_ASSETS (a folder with
kube-apiserver, etcd, kubectl), FLOE_E2E_HELM3 and FLOE_E2E_HELM4 (binaries) are respected.
"""
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

MODULES = Path(__file__).resolve().parent.parent / "tests" / "e2e" / "tools"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "floe-admission" / "tools"

# part: (module folder, pinned module, package, cold seconds on two cores, environment override)
PARTS = {
    "etcd": ("etcd", "go.etcd.io/etcd/server/v3", "go.etcd.io/etcd/server/v3", 40, None),
    "kubectl": ("kubernetes", "k8s.io/kubernetes", "k8s.io/kubernetes/cmd/kubectl", 60, None),
    "kube-apiserver": ("kubernetes", "k8s.io/kubernetes", "k8s.io/kubernetes/cmd/kube-apiserver", 370, None),
    "kube-controller-manager": (
        "kubernetes", "k8s.io/kubernetes", "k8s.io/kubernetes/cmd/kube-controller-manager", 80, None),
    "kubelet": ("kubernetes", "k8s.io/kubernetes", "k8s.io/kubernetes/cmd/kubelet", 35, None),
    "kube-proxy": ("kubernetes", "k8s.io/kubernetes", "k8s.io/kubernetes/cmd/kube-proxy", 10, None),
    "kube-scheduler": ("kubernetes", "k8s.io/kubernetes", "k8s.io/kubernetes/cmd/kube-scheduler", 10, None),
    "helm3": ("helm3", "helm.sh/helm/v3", "helm.sh/helm/v3/cmd/helm", 90, "FLOE_E2E_HELM3"),
    "helm4": ("helm4", "helm.sh/helm/v4", "helm.sh/helm/v4/cmd/helm", 90, "FLOE_E2E_HELM4"),
    "sealed-secrets-controller": (
        "sealed-secrets", "github.com/bitnami-labs/sealed-secrets",
        "github.com/bitnami-labs/sealed-secrets/cmd/controller", 110, None),
    "kubeseal": (
        "sealed-secrets", "github.com/bitnami-labs/sealed-secrets",
        "github.com/bitnami-labs/sealed-secrets/cmd/kubeseal", 5, None),
    "external-secrets": (
        "external-secrets", "github.com/external-secrets/external-secrets",
        "github.com/external-secrets/external-secrets", 275, None),
}
ASSETS = ("etcd", "kubectl", "kube-apiserver")


def version(part):
    """The version that the part's go.mod requires."""
    folder, module = PARTS[part][:2]
    text = (MODULES / folder / "go.mod").read_text()
    return re.search(rf"^(?:require )?\s*{re.escape(module)} (v\S+)", text, re.M).group(1)


def respected(part):
    """A binary that the user already has, or None."""
    override = PARTS[part][4]
    if override and os.environ.get(override):
        return Path(os.environ[override])
    assets = os.environ.get("KUBEBUILDER_ASSETS")
    if assets and part in ASSETS and (Path(assets) / part).exists():
        return Path(assets) / part
    return None


def binary(part):
    return respected(part) or CACHE / f"{part}-{version(part)}" / part


def stamps(part):
    """Linker flags: without them Helm believes in Kubernetes v0.0.0 and itself in an unreleased one."""
    v = version(part)
    if part.startswith("kube") and part != "kubeseal":
        major, minor = v[1:].split(".")[:2]
        values = {"gitVersion": v, "gitMajor": major, "gitMinor": minor, "gitTreeState": "archive",
                  "gitCommit": "0" * 40, "buildDate": "2026-01-01T00:00:00Z"}
        packages = ("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")
        return " ".join(f"-X {p}.{k}={x}" for p in packages for k, x in values.items())
    if part in ("helm3", "helm4"):
        return f"-X helm.sh/helm/v{part[-1]}/internal/version.version={v}"
    return ""


def go_environment():
    found = re.search(r"go(\d+)\.(\d+)", subprocess.check_output(["go", "env", "GOVERSION"], text=True))
    recent = tuple(map(int, found.groups())) >= (1, 26)
    return {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly -buildvcs=false",
            "GOTOOLCHAIN": "local" if recent else "auto"}


def build(part):
    target = binary(part)
    if target.exists():
        print(f"tools: {part} {version(part)} present", flush=True)
        return
    folder, _, package, seconds, _ = PARTS[part]
    print(f"tools: building {part} {version(part)} (once; about {seconds} s on two cores)", flush=True)
    start = time.monotonic()
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    subprocess.run(["go", "build", "-trimpath", "-ldflags", f"-s -w {stamps(part)}", "-o", partial, package],
                   cwd=MODULES / folder, env=go_environment(), check=True)
    partial.rename(target)
    print(f"tools: built {part} in {time.monotonic() - start:.0f} s", flush=True)


def main(arguments):
    if arguments[:1] == ["--list"]:
        return print("\n".join(PARTS))
    if arguments[:1] == ["--missing"]:
        return print("\n".join(p for p in PARTS if not binary(p).exists()), end="")
    if arguments[:1] == ["--path"]:
        return print(binary(arguments[1]))
    assets = os.environ.get("KUBEBUILDER_ASSETS")
    if assets and not any((Path(assets) / part).exists() for part in ASSETS):
        print(f"tools: KUBEBUILDER_ASSETS={assets} has none of {', '.join(ASSETS)}: not used", file=sys.stderr)
    unknown = [a for a in arguments if a not in PARTS]
    if unknown:
        sys.exit(f"tools: no part named {unknown[0]}; parts: {', '.join(PARTS)}")
    missing = [p for p in arguments or PARTS if not binary(p).exists()]
    if missing and not shutil.which("go"):
        sys.exit("tools: Go >= 1.21 is needed to build " + ", ".join(missing))
    for part in arguments or PARTS:
        build(part)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as failure:
        sys.exit(f"tools: {failure.cmd[-1]} failed to build (exit {failure.returncode})")
