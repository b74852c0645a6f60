# SPDX-License-Identifier: Apache-2.0
"""containerd in the box: a second one, beside Docker's, and the bridge that its pods are on."""
import json
import subprocess

from bed import node_images
from bed.process import BedError

SOCKET = "/run/containerd/containerd.sock"
POD_NETWORK = "10.244.0.0/24"
CONFIGURATION = f"""
version = 2
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
                    "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{node_images.PAUSE}"
  # A machine that is itself a container may not lower the score of its own processes.
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "%s"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
"""
NETWORK = {
    "cniVersion": "1.0.0", "name": "bed",
    "plugins": [{"type": "bridge", "bridge": "cni0", "isGateway": True, "ipMasq": False, "hairpinMode": True,
                 "ipam": {"type": "host-local", "ranges": [[{"subnet": POD_NETWORK}]],
                          "routes": [{"dst": "0.0.0.0/0"}]}},
                {"type": "loopback"}]}


class Runtime:
    def __init__(self, cluster, box):
        self.cluster, self.box = cluster, box
        self.process = None

    def start(self):
        networks = self.cluster.folder / "cni"
        networks.mkdir()
        (networks / "10-bed.conflist").write_text(json.dumps(NETWORK))
        configuration = self.cluster.folder / "containerd.toml"
        configuration.write_text(CONFIGURATION % networks)
        self.process = self.cluster.run("containerd", ["containerd", "--config", configuration], env=self.box.env)

    def wait_ready(self):
        self.process.wait_until("containerd", lambda: self.box.run("ctr", "version").ok, 30)

    def _import(self):
        return ["ctr", "-n", "k8s.io", "images", "import", "-"]

    def load(self, archive):
        """An image as bytes."""
        done = subprocess.run(self.box.command(*self._import()), env=self.box.env, input=archive,
                              capture_output=True, timeout=60, check=False)
        if done.returncode != 0:
            raise BedError(f"import of an image: {done.stderr.decode()}")

    def load_from_docker(self, *images):
        """Images of Docker's, without a file in between."""
        with subprocess.Popen(["docker", "save", *images], stdout=subprocess.PIPE) as saving:
            done = subprocess.run(self.box.command(*self._import()), env=self.box.env, stdin=saving.stdout,
                                  capture_output=True, timeout=120, check=False)
            saving.stdout.close()
        if done.returncode != 0 or saving.returncode != 0:
            raise BedError(f"import of {' and '.join(images)}: {done.stderr.decode()}")
