# SPDX-License-Identifier: Apache-2.0
"""The test bed as a small library: a real Kubernetes control plane on loopback, and its clients.

    with Cluster() as cluster:                    # etcd, kube-apiserver, kube-controller-manager
        webhook = Webhook(cluster, {"unlabelled": {"mode": "enforce"}})
        webhook.start()                           # build/floe-admission or $FLOE_ADMISSION
        webhook.install()                         # Service, webhook configurations; waits until they act
        Kubectl(cluster, "alice")("get", "namespaces")   # Result(code, stdout, stderr)

cluster.py   the control plane, its users and their kubeconfigs
webhook.py   the server under test: start, stop, kill, restart, install
clients.py   kubectl and Helm as a person would run them
api.py       HTTP calls where kubectl has no verb
writers.py   the real Sealed Secrets and External Secrets controllers
audit.py     what the API server and the webhook wrote down
documents.py Secrets, namespaces, pods and Deployments as Python
parts.py     where the binaries are, and which are missing
process.py   child processes, free ports, polling
keys.py      certificates, by openssl

node_*.py    the same cluster with a node, for tests/e2e/node/:
  node_cluster.py  the control plane and its node; node_agents.py kubelet, proxy, scheduler; node_runtime.py containerd
  node_box.py      the namespaces that all of it is in; node_cgroups.py its cgroups; node_trace.py what it left
  node_images.py   images without a registry; node_webhook.py this project's, deployed; node_pods.py pods that ask
  node_needs.py    whether this machine can carry a node
"""
