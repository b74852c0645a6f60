# SPDX-License-Identifier: Apache-2.0
"""The pods that controllers make: they ask by their template, and the platform configuration is in them."""
from bed.process import wait_for

READS = 'cat "$FLOE_PLATFORM_FILE"'


def test_a_job_runs_to_its_end(cluster, pods, space):
    """Its finalizer is taken off by a later update of the injected pod, which nobody judges again."""
    place = space("dev")
    text, api = pods.add_platform(place, "dev"), cluster.api("alice")
    path = f"/apis/batch/v1/namespaces/{place}/jobs"
    status, answer = api.post(path, {
        "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "once"},
        "spec": {"backoffLimit": 0, "template": pods.template(READS, {"app": "once"})}})
    assert status == 201, answer
    name = pods.wait_labelled(place, "app", "once")
    assert pods.output(place, name) == text
    wait_for("complete Job", lambda: api.get(f"{path}/once")["status"].get("succeeded") == 1)
    wait_for("pod without its finalizer",
             lambda: not api.find("pod", name, place)["metadata"].get("finalizers"))


def test_a_stateful_set_keeps_its_pod(cluster, kubectl, pods, space):
    """A pod of it that is deleted comes back injected."""
    place = space("dev")
    text = pods.add_platform(place, "dev")
    status, answer = cluster.api("alice").post(f"/apis/apps/v1/namespaces/{place}/statefulsets", {
        "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "keeps"},
        "spec": {"replicas": 1, "serviceName": "keeps", "selector": {"matchLabels": {"app": "keeps"}},
                 "template": pods.template("exec sleep 600", {"app": "keeps"}, restart="Always")}})
    assert status == 201, answer
    first = pods.wait_running(place, "keeps-0")
    assert kubectl("-n", place, "delete", "pod", "keeps-0", "--wait=false").ok
    wait_for("another pod of the same name", lambda: (pod := cluster.api().find("pod", "keeps-0", place)) and
             pod["metadata"]["uid"] != first["metadata"]["uid"])
    pods.wait_running(place, "keeps-0")
    read = kubectl("-n", place, "exec", "keeps-0", "--", "sh", "-c", READS)
    assert read.ok and read.stdout == text, read.text


def test_a_deployment_starts(cluster, kubectl, pods, space):
    place = space("dev")
    text = pods.add_platform(place, "dev")
    status, answer = cluster.api("alice").post(f"/apis/apps/v1/namespaces/{place}/deployments", {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
        "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "web"}},
                 "template": pods.template(f"{READS}; exec sleep 600", {"app": "web"}, restart="Always")}})
    assert status == 201, answer
    name = pods.wait_labelled(place, "app", "web")
    pods.wait_running(place, name)
    assert wait_for("its log", lambda: kubectl("-n", place, "logs", name).stdout) == text
