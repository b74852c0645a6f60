# SPDX-License-Identifier: Apache-2.0
"""Pods that ask, run to their end, and what they said."""
import hashlib

from bed import node_images, parts
from bed.process import BedError, wait_for

ASKS = {"floe.dev/inject": "true"}
CONFIG_MAP = "team-platform"
# The Secret that the shipped policy gives every pod that asks in local: key, variable.
DEMO_SECRET = "floe-demo-credentials"
DEMO = {"aws-credentials": "AWS_CREDENTIALS", "polaris-client-id": "POLARIS_CLIENT_ID",
        "polaris-client-secret": "POLARIS_CLIENT_SECRET", "postgres-credentials": "POSTGRES_CREDENTIALS"}
NAMED = {"floe.dev/platform-config": CONFIG_MAP}


def platform_text(environment):
    """The reference configuration: valid where it belongs."""
    folder = parts.ROOT / "deploy" / "platform-config" / "platform"
    return (folder / environment / "platform.yaml").read_text()


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def digests(variable, file):
    """The script that tells a credential's digests: of its variable and of its file. Values are never printed."""
    return f'printf %s "${variable}" | sha256sum; sha256sum <"/var/run/secrets/{file}"'


class Pods:
    def __init__(self, cluster, kubectl):
        self.api, self.kubectl = cluster.api("alice"), kubectl

    def add_platform(self, place, environment):
        """The ConfigMap that NAMED names; its text."""
        text = platform_text(environment)
        release = {"floe.dev/platform-config-version": "platform-config-v1.0.0",
                   "floe.dev/platform-config-digest": f"sha256:{digest(text)}"}
        status, answer = self.api.post(f"/api/v1/namespaces/{place}/configmaps", {
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": CONFIG_MAP, "annotations": release},
            "data": {"platform.yaml": text}})
        if status != 201:
            raise BedError(f"ConfigMap in {place}: {status} {answer}")
        return text

    @staticmethod
    def template(script, labels=None, annotations=None, restart="Never"):
        """A pod template that asks for injection and runs a script of sh."""
        return {"metadata": {"labels": {**ASKS, **(labels or {})}, "annotations": {**NAMED, **(annotations or {})}},
                "spec": {"restartPolicy": restart, "terminationGracePeriodSeconds": 1,
                         "containers": [{"name": "main", "image": node_images.base(), "imagePullPolicy": "Never",
                                         "command": ["sh", "-c", script]}]}}

    def pod(self, place, name, script, annotations=None):
        template = self.template(script, annotations=annotations)
        template["metadata"].update(name=name, namespace=place)
        return {"apiVersion": "v1", "kind": "Pod", **template}

    def create(self, place, name, script, annotations=None):
        result = self.kubectl.create(self.pod(place, name, script, annotations))
        assert result.ok, result.text
        return result

    def _in_phase(self, place, name, phases, seconds):
        def ask():
            pod = self.api.find("pod", name, place)
            return pod if pod and pod["status"].get("phase") in phases else None
        try:
            return wait_for(f"{'/'.join(phases)} pod {place}/{name}", ask, seconds)
        except BedError as failure:
            described = self.kubectl("-n", place, "describe", "pod", name).text
            raise BedError(f"{failure}\n{described}") from failure

    def wait_running(self, place, name, seconds=60):
        return self._in_phase(place, name, ("Running",), seconds)

    def wait_waiting(self, place, name, message, seconds=60):
        """Until the kubelet has told of the pod why it does not start."""
        def ask():
            events = self.api.get(f"/api/v1/namespaces/{place}/events?fieldSelector=involvedObject.name%3D{name}")
            return any(message in event["message"] for event in events["items"])
        wait_for(f"event of {place}/{name} with `{message}`", ask, seconds)

    def output(self, place, name, seconds=60):
        """What a pod wrote, when it has ended well."""
        pod = self._in_phase(place, name, ("Succeeded", "Failed"), seconds)
        logs = self.kubectl("-n", place, "logs", name)
        assert pod["status"]["phase"] == "Succeeded" and logs.ok, logs.text
        return logs.stdout

    def labelled(self, place, label, value):
        return self.api.get(f"/api/v1/namespaces/{place}/pods?labelSelector={label}%3D{value}")["items"]

    def wait_labelled(self, place, label, value, seconds=60):
        """The name of the first pod with a label."""
        return wait_for(f"pod with {label}={value} in {place}", lambda: self.labelled(place, label, value),
                        seconds)[0]["metadata"]["name"]
