# SPDX-License-Identifier: Apache-2.0
"""A CronJob that was made before all other tests: its pods are made by the control plane, on its own schedule."""


def test_a_cron_job_runs(cluster, clock, pods, figure):
    """Whatever happened to the webhook meanwhile: its controller tries again."""
    name = pods.wait_labelled(clock, "app", "clock", 90)
    assert name.startswith("clock-")
    assert pods.output(clock, name) == cluster.api().find("configmap", "team-platform", clock)["data"]["platform.yaml"]
