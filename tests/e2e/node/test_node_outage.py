# SPDX-License-Identifier: Apache-2.0
"""No pod of the webhook is there: who asks for injection is refused, all others go on; then it is back."""
import pytest
from bed import node_images


@pytest.fixture
def outage(webhook):
    """outage(): from then on nobody answers; until the end of the test at the latest."""
    yield webhook.take_away
    webhook.bring_back()


def test_who_asks_waits_for_the_webhook(cluster, kubectl, webhook, pods, space, outage):
    place = space("dev")
    text = pods.add_platform(place, "dev")
    outage()
    refused = kubectl.create(pods.pod(place, "asks", 'cat "$FLOE_PLATFORM_FILE"'))
    assert not refused.ok
    assert 'failed calling webhook "injection.dev.floe.dev"' in refused.stderr
    assert "floe-admission.floe-admission.svc:443/mutate/dev" in refused.stderr
    assert cluster.api().find("pod", "asks", place) is None
    # Its Deployment is admitted, and its pods are tried again and again by the control plane.
    status, answer = cluster.api("alice").post(f"/apis/apps/v1/namespaces/{place}/deployments", {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "waits"},
        "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "waits"}},
                 "template": pods.template("exec sleep 600", {"app": "waits"}, restart="Always")}})
    assert status == 201, answer
    plain = kubectl("-n", place, "run", "plain", f"--image={node_images.base()}", "--image-pull-policy=Never",
                    "--restart=Never", "--", "true")
    assert plain.ok, plain.text
    assert not pods.labelled(place, "app", "waits")

    webhook.bring_back()
    pods.create(place, "asks", 'cat "$FLOE_PLATFORM_FILE"')
    assert pods.output(place, "asks") == text
    name = pods.wait_labelled(place, "app", "waits")
    pods.wait_running(place, name)
    assert kubectl("-n", place, "exec", name, "--", "cat", "/etc/floe/platform.yaml").stdout == text
