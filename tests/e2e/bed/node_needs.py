# SPDX-License-Identifier: Apache-2.0
"""Whether this machine can carry a node at all. As a program (python3 -m bed.node_needs): why not, a line each,
and exit code 1 then; --parts lists what of scripts/tools.py a node is made of."""
import os
import shutil
import sys
from pathlib import Path

from bed import node_cgroups, node_images, parts
from bed.process import run

PARTS = (*parts.CONTROL_PLANE, "kubelet", "kube-proxy", "kube-scheduler")
# program: Debian's package
PROGRAMS = {"containerd": "containerd", "ctr": "containerd", "runc": "runc", "docker": "docker.io", "gcc": "gcc",
            "ip": "iproute2", "nft": "nftables", "nsenter": "util-linux", "setpriv": "util-linux"}
PLUGINS = Path("/usr/lib/cni")


def _machine():
    if os.geteuid() != 0:
        yield "it needs root, for namespaces, mounts and cgroups"
        return
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    absent = [name for name in PROGRAMS if not shutil.which(name, path=path)]
    yield from (f"{name} is not installed (Debian: {PROGRAMS[name]})" for name in absent)
    if not (PLUGINS / "bridge").exists():
        yield f"{PLUGINS}/bridge is not there (Debian: containernetworking-plugins)"
    if absent:
        return
    if not run(["docker", "info"]).ok:
        yield "no Docker daemon answers, to build the image"
    if not run(["unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "true"]).ok:
        yield "this root may not make namespaces"
    if not node_cgroups.hierarchies():
        yield "no cgroups are mounted"


def missing_machine():
    """What no build brings, a sentence each."""
    return [f"no node: {reason}" for reason in _machine()]


def missing():
    """Why there can be no node here now; empty when there can."""
    reasons = missing_machine() + parts.missing(*PARTS) + parts.missing_admission()
    return reasons or node_images.missing_admission()


if __name__ == "__main__":
    LINES = PARTS if sys.argv[1:] == ["--parts"] else missing_machine()
    print("\n".join(LINES), end="\n" if LINES else "")
    sys.exit(0 if LINES is PARTS or not LINES else 1)
