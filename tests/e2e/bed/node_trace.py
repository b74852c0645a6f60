# SPDX-License-Identifier: Apache-2.0
"""What a node could leave on its machine, to be compared before and after. Docker may work meanwhile: what is
known to be its own is left out."""
import os
from pathlib import Path

from bed import node_cgroups
from bed.process import run

DOCKER = ("/var/lib/docker/", "/run/docker/", "/var/run/docker/", "/run/containerd/")
FOLDERS = ("/etc/cni", "/opt/cni", "/run/netns", "/run/flannel", "/var/lib/cni", "/var/lib/kubelet",
           "/var/lib/kube-proxy", "/var/log/containers", "/var/log/pods")
SETTINGS = ("vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops",
            "kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes", "net/ipv4/ip_forward",
            "net/ipv4/conf/all/forwarding", "net/ipv4/conf/all/route_localnet", "net/ipv4/conf/all/rp_filter",
            "net/netfilter/nf_conntrack_max", "net/netfilter/nf_conntrack_tcp_timeout_established",
            "net/netfilter/nf_conntrack_tcp_timeout_close_wait", "net/bridge/bridge-nf-call-iptables")


def _mounts():
    rows = (line.split() for line in Path("/proc/self/mountinfo").read_text().splitlines())
    return sorted(f"{row[4]} {row[row.index('-') + 1]}" for row in rows if not row[4].startswith(DOCKER))


def _interfaces():
    def of_docker(link):
        master = link / "master"
        return master.exists() and master.resolve().name.startswith(("docker", "br-"))
    return sorted(link.name for link in Path("/sys/class/net").iterdir() if not of_docker(link))


def _files(folder):
    return sorted(str(path) for path in Path(folder).rglob("*")) if Path(folder).exists() else None


def _setting(name):
    path = Path("/proc/sys") / name
    return path.read_text().strip() if path.exists() else None


def snapshot():
    """Without the groups of nodes: there may be others at the same time."""
    return {
        "mounts": _mounts(), "interfaces": _interfaces(),
        "tables": sorted(run(["nft", "list", "tables"]).stdout.splitlines()),
        "cgroups": sorted(str(group) for root in node_cgroups.hierarchies() for group in root.iterdir()
                          if group.is_dir() and group.name != "docker"
                          and not group.name.startswith(node_cgroups.PREFIX)),
        **{folder: _files(folder) for folder in FOLDERS},
        **{setting: _setting(setting) for setting in SETTINGS}}


def difference(before, after):
    """What changed, a line each; empty when nothing did."""
    return [f"{what}: {before[what]} became {after[what]}" for what in before if before[what] != after[what]]


def processes(word):
    """The command lines that name `word`, by pid; a process that is dead has none."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            continue
        if word in line:
            found[int(folder.name)] = line
    return found


def descendants(pid):
    """Every process below `pid`: (pid, start time), so that a pid that is used again is another. Who is dead and
    not yet buried is none."""
    parents, starts = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] == "Z":
            continue
        parents[int(folder.name)], starts[int(folder.name)] = int(fields[1]), fields[19]
    below = {pid}
    while more := {child for child, parent in parents.items() if parent in below} - below:
        below |= more
    return {(child, starts[child]) for child in below - {pid}}


def namespaces(pids):
    """What these processes are in: `net:[4026532000]`, for each kind."""
    found = set()
    for pid in pids:
        try:
            found |= {os.readlink(link) for link in Path(f"/proc/{pid}/ns").iterdir()}
        except OSError:
            continue
    return found


def own_namespaces(processes_of_node):
    """The namespaces that a node's processes are in, and the machine is not."""
    return namespaces(pid for pid, _ in processes_of_node) - namespaces(["self"])


def in_use():
    return namespaces(folder.name for folder in Path("/proc").glob("[0-9]*"))


def alive(processes_before):
    """Which of them still run."""
    return processes_before & descendants(1)
