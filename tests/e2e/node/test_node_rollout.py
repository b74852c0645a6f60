# SPDX-License-Identifier: Apache-2.0
"""kubectl rollout restart of the webhook, while the API server goes on asking it."""
import http.client
import json
import time

from bed.node_webhook import asking_pod, is_injected

AT_LEAST, AT_MOST = 500, 20000
SECONDS = 120
# Between calls, for the pods that come and go meanwhile have to compute, too.
PAUSE_SECONDS = 0.005


class Caller:
    """One connection to the API server; each call asks the webhook for a pod, as a dry run."""

    def __init__(self, cluster, place):
        api = cluster.api("alice")
        self.connection = http.client.HTTPSConnection("127.0.0.1", cluster.port, context=api.context, timeout=30)
        with cluster.box.network():
            self.connection.connect()
        self.path = f"/api/v1/namespaces/{place}/pods?dryRun=All"
        self.count, self.failures, self.slowest = 0, [], 0.0

    def call(self):
        self.count += 1
        began = time.monotonic()
        self.connection.request("POST", self.path, json.dumps(asking_pod(f"call-{self.count}")),
                                {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        answer = json.loads(response.read())
        self.slowest = max(self.slowest, time.monotonic() - began)
        if response.status != 201:
            self.failures.append(f"call {self.count}: {response.status} {answer['message']}")
        elif not is_injected(answer):
            self.failures.append(f"call {self.count}: admitted without its mount")


def test_a_rolling_restart_fails_no_call(cluster, webhook, space, figure):
    """preStop sleeps until no API server calls the pod any more; maxUnavailable 0 keeps two ready."""
    caller = Caller(cluster, space("dev"))
    old = {pod["metadata"]["uid"] for pod in webhook.pods()}
    caller.call()
    webhook.restart()
    began = time.monotonic()
    settled = False
    while (caller.count < AT_LEAST or not settled) and caller.count < AT_MOST:
        caller.call()
        time.sleep(PAUSE_SECONDS)
        # Asked now and then: the question is a call of its own.
        if caller.count % 50 == 0:
            settled = webhook.is_settled(old)
            assert time.monotonic() - began < SECONDS, "the rollout does not end"
    figure(f"{caller.count} calls during a rollout of {time.monotonic() - began:.0f} s, "
           f"{len(caller.failures)} failed, the slowest took {caller.slowest * 1000:.0f} ms")
    assert settled and caller.failures == []
