# SPDX-License-Identifier: Apache-2.0
"""What makes a machine a node: the kubelet, the proxy of Services, and the scheduler that sends pods there."""
import yaml

from bed import parts
from bed.node_runtime import POD_NETWORK, SOCKET

ADDRESS = "192.0.2.2"
NAME = "bed-node"
KUBELET_USER, PROXY_USER, SCHEDULER_USER = f"system:node:{NAME}", "system:kube-proxy", "system:kube-scheduler"
# user: its group
USERS = {KUBELET_USER: "system:nodes", PROXY_USER: "system:node-proxiers", SCHEDULER_USER: "system:kube-scheduler"}


class Agents:
    def __init__(self, cluster, box, cgroup):
        self.cluster, self.box, self.cgroup = cluster, box, cgroup
        self.folder = cluster.folder / "agents"
        self.folder.mkdir()

    def _write(self, name, document):
        path = self.folder / f"{name}.yaml"
        path.write_text(yaml.safe_dump(document))
        return path

    def start_scheduler(self):
        self.cluster.run("kube-scheduler", [
            parts.path("kube-scheduler"), f"--kubeconfig={self.cluster.kubeconfig(SCHEDULER_USER)}",
            "--leader-elect=false", "--secure-port=0"], env=self.box.env)

    def start_kubelet(self):
        # With an empty file pods would get the machine's own resolver.
        resolver = self.folder / "resolv.conf"
        resolver.write_text("nameserver 127.0.0.1\n")
        configuration = self._write("kubelet", {
            "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
            "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": False},
                               "x509": {"clientCAFile": str(self.cluster.authority.certificate)}},
            "authorization": {"mode": "AlwaysAllow"},
            "containerRuntimeEndpoint": f"unix://{SOCKET}", "resolvConf": str(resolver),
            "cgroupDriver": "cgroupfs", "cgroupRoot": f"/{self.cgroup}", "enforceNodeAllocatable": [],
            "failCgroupV1": False, "failSwapOn": False, "makeIPTablesUtilChains": False,
            # A full disk of the machine is not this node's business.
            "evictionHard": {"memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
            "imageGCHighThresholdPercent": 100, "imageGCLowThresholdPercent": 99,
            "volumePluginDir": str(self.folder / "volume-plugins")})
        return self.cluster.run("kubelet", [
            parts.path("kubelet"), f"--config={configuration}",
            f"--kubeconfig={self.cluster.kubeconfig(KUBELET_USER)}", f"--hostname-override={NAME}",
            f"--node-ip={ADDRESS}", f"--cert-dir={self.folder / 'kubelet'}"], env=self.box.env)

    def start_proxy(self):
        configuration = self._write("proxy", {
            "apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration", "mode": "nftables",
            "clientConnection": {"kubeconfig": str(self.cluster.kubeconfig(PROXY_USER))},
            "clusterCIDR": POD_NETWORK, "hostnameOverride": NAME,
            # The table of connections is the machine's to size.
            "conntrack": {"maxPerCore": 0, "min": 0}})
        self.cluster.run("kube-proxy", [parts.path("kube-proxy"), f"--config={configuration}"], env=self.box.env)
