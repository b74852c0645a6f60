# SPDX-License-Identifier: Apache-2.0
"""This project's image, deployed as README.md says: two pods behind a ClusterIP Service decide for the API server."""
import json

from bed import documents
from bed.cluster import WEBHOOK_NAMESPACE


def test_two_pods_are_ready_behind_the_service(cluster, webhook):
    made = webhook.pods()
    assert len(made) == 2
    for pod in made:
        status = pod["status"]["containerStatuses"][0]
        assert status["ready"] and status["restartCount"] == 0, status
        assert pod["spec"]["containers"][0]["imagePullPolicy"] == "Never"
    slices = cluster.api().get(f"/apis/discovery.k8s.io/v1/namespaces/{WEBHOOK_NAMESPACE}/endpointslices")["items"]
    addresses = {address for part in slices for endpoint in part["endpoints"] for address in endpoint["addresses"]}
    assert addresses == {pod["status"]["podIP"] for pod in made}
    service = cluster.api().get(f"/api/v1/namespaces/{WEBHOOK_NAMESPACE}/services/floe-admission")
    assert service["spec"]["type"] == "ClusterIP"


def test_a_plaintext_secret_is_refused(kubectl, space):
    result = kubectl.create(documents.secret(space("dev")))
    assert not result.ok and "[plaintext-secret] key `password` holds a plaintext value" in result.stderr
    assert documents.PLAINTEXT not in result.text


def test_both_pods_are_asked_and_keep_records(admin, kubectl, webhook, space):
    """Each pod answers some of the calls; their audit records are on standard output. A connection of the API
    server's stays with one pod, so that it takes a few that are made at the same time to see both."""
    place = space("dev")
    for number in range(8):
        assert not kubectl.create(documents.secret(place, f"db-{number}")).ok
    records = []
    for pod in webhook.pods():
        logs = admin("-n", WEBHOOK_NAMESPACE, "logs", pod["metadata"]["name"])
        assert logs.ok and documents.PLAINTEXT not in logs.text
        records += [json.loads(line) for line in logs.stdout.splitlines() if '"seq"' in line]
    denied = [record for record in records if record.get("namespace") == place and record["decision"] == "deny"]
    assert len(denied) == 8 and {finding["rule"] for record in denied for finding in record["findings"]} == \
        {"plaintext-secret"}
