# SPDX-License-Identifier: Apache-2.0
"""The bed's control plane and one node, in one box. Nothing of it is on the machine's own network, nothing that
it mounts is seen outside, and all its processes end with the box."""
import subprocess
import threading
import time

from bed import node_agents, node_cgroups, node_images
from bed.api import Api
from bed.clients import Kubectl
from bed.cluster import Cluster
from bed.node_box import Box
from bed.node_runtime import Runtime
from bed.process import BedError


class NodeApi(Api):
    """Its sockets are made in the box."""

    def __init__(self, box, *words):
        super().__init__(*words)
        self.box = box

    def call(self, *words, **options):
        with self.box.network():
            return super().call(*words, **options)


class NodeKubectl(Kubectl):
    def __init__(self, cluster, user="alice"):
        super().__init__(cluster, user)
        self.box = cluster.box

    def __call__(self, *words, **options):
        with self.box.network():
            return super().__call__(*words, **options)


class Background:
    """A call in a thread of its own; it starts no process that must outlive the thread."""

    def __init__(self, call):
        self.failure = None
        self.thread = threading.Thread(target=self._run, args=(call,))
        self.thread.start()

    def _run(self, call):
        try:
            call()
        except (BedError, OSError, subprocess.SubprocessError) as failure:
            self.failure = failure

    def join(self):
        self.thread.join()
        if self.failure:
            raise self.failure


class NodeCluster(Cluster):
    """`ready_seconds`: from nothing to a node that is Ready."""

    def __init__(self, folder=None):
        super().__init__(folder)
        self.cgroup = node_cgroups.new_name()
        self.pause = self.folder / "pause"
        self.box = Box(self.folder / "box", self.pause)
        self.runtime = Runtime(self, self.box)
        self.images = self.ready_seconds = None

    def api(self, user="admin"):
        return NodeApi(self.box, self.port, self.authority.certificate, *self._users[user])

    def start(self):
        began = time.monotonic()
        node_cgroups.remove_abandoned()
        node_cgroups.make(self.cgroup)
        self.folder.mkdir(parents=True)
        node_images.compile_pause(self.pause)
        self.box.open()
        super().start()
        agents = node_agents.Agents(self, self.box, self.cgroup)
        agents.start_scheduler()
        agents.start_proxy()
        self.images.join()
        agents.start_kubelet().wait_until("Ready node", self._is_ready, 120)
        self.ready_seconds = time.monotonic() - began
        return self

    def stop(self):
        """The box first: what remains of the daemons is then only to be waited for."""
        self.box.close()
        if self.images is not None:
            self.images.thread.join()
        node_cgroups.remove(self.cgroup)
        super().stop()

    def run(self, name, command, env=None):
        return super().run(name, self.box.command(*command, *self._more(name)), env)

    def _more(self, name):
        """What the control plane needs beside its flags without a node; a list that is given twice grows."""
        if name == "kube-apiserver":
            certificate, key = self._users["admin"]
            return ("--authorization-mode=Node", "--kubelet-preferred-address-types=InternalIP",
                    f"--kubelet-client-certificate={certificate}", f"--kubelet-client-key={key}")
        if name == "kube-controller-manager":
            return "--controllers=*", f"--flex-volume-plugin-dir={self.folder / 'volume-plugins'}"
        return ()

    def _make_keys(self):
        super()._make_keys()
        for user, group in node_agents.USERS.items():
            self._users[user] = self.authority.issue(user, "clientAuth", organisation=group)

    def _start_etcd(self):
        """containerd and its images meanwhile: they take as long as the control plane."""
        self.runtime.start()
        self.images = Background(self._load_images)
        super()._start_etcd()

    def _load_images(self):
        self.runtime.wait_ready()
        self.runtime.load(node_images.pause(self.pause))
        self.runtime.load_from_docker(node_images.admission(), node_images.base())

    def _is_ready(self):
        node = self.api().get(f"/api/v1/nodes/{node_agents.NAME}")
        return node and any(condition["type"] == "Ready" and condition["status"] == "True"
                            for condition in node["status"].get("conditions", []))
