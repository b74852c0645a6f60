# SPDX-License-Identifier: Apache-2.0
"""What was written down: the API server's audit log and the webhook's own, one JSON object a line."""
import json


def lines(path):
    """Every whole line; the last may still be being written."""
    text = path.read_text() if path.exists() else ""
    return [json.loads(line) for line in text.split("\n")[:-1] if line]


def events(cluster, resource, name, namespace=None, verb=None):
    """The API server's events on one object, oldest first. Its log is blocking: what is answered is written."""
    def fits(event):
        target = event.get("objectRef", {})
        return (target.get("resource") == resource and target.get("name") == name and
                (namespace is None or target.get("namespace") == namespace) and
                (verb is None or event["verb"] == verb))
    return [event for event in lines(cluster.audit_log) if fits(event)]


def annotations(event):
    return event.get("annotations", {})
