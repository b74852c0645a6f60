# SPDX-License-Identifier: Apache-2.0
"""Every decision is written down twice: in the API server's audit log by our annotations, and in our own."""
import pytest

from bed import audit
from bed.documents import secret
from bed.process import wait_for


def records_of(webhook, *places, count=1):
    """Our records on the Secrets of these namespaces; they are written by a thread of their own."""
    def written():
        found = [line for line in audit.lines(webhook.audit_log)
                 if line["kind"]["kind"] == "Secret" and line["namespace"] in places]
        return found if len(found) >= count else None
    return wait_for("audit record", written)


def ours(event):
    """Our annotations of an event, without the webhook's name: {key: value}."""
    return {key.rsplit("/", 1)[1]: value for key, value in audit.annotations(event).items() if ".floe.dev/" in key}


@pytest.mark.parametrize("environment,decision,mode", [
    ("local", "warn", "warn"), ("dev", "deny", "enforce"), ("prod", "deny", "enforce"),
    ("unlabelled", "deny", "enforce")])
def test_api_server_notes_the_decision(cluster, kubectl, webhook, space, environment, decision, mode):
    place = space(environment)
    kubectl.create(secret(place, "noted"))
    events = [e for e in audit.lines(cluster.audit_log)
              if e["objectRef"].get("namespace") == place and e["objectRef"]["resource"] == "secrets"]
    notes = ours(events[-1])
    assert notes["decision"] == decision
    assert notes["environment"] == ("prod" if environment == "unlabelled" else environment)
    assert notes["rules"] == f"plaintext-secret={mode}"
    assert len(notes["policy"]) == 12 and notes["policy"] in webhook.ask("/readyz?verbose")[1]


def test_our_own_record(cluster, kubectl, webhook, space):
    """One line that says who wanted what where, and what was found; never a value."""
    place = space("dev")
    kubectl.create(secret(place, "recorded"))
    record, = records_of(webhook, place)
    assert (record["operation"], record["name"], record["user"]) == ("CREATE", "recorded", "alice")
    assert (record["environment"], record["decision"], record["dryRun"]) == ("dev", "deny", False)
    assert "data-engineers" in record["groups"]
    finding = record["findings"][0]
    assert (finding["rule"], finding["mode"], finding["path"]) == ("plaintext-secret", "enforce", "data.password")
    assert len(finding["fingerprint"]) == 12
    assert record["deadline_ms"] == 5000 and record["latency_us"] >= 0


def test_same_value_same_fingerprint(kubectl, webhook, space):
    """So a leaked value can be followed through namespaces without being known."""
    places = [space("dev"), space("staging")]
    for place in places:
        kubectl.create(secret(place))
    records = records_of(webhook, *places, count=2)
    assert len({record["findings"][0]["fingerprint"] for record in records}) == 1
    assert len(records) == 2


def test_dry_run_is_recorded_as_one(kubectl, webhook, space):
    place = space("dev")
    kubectl.create(secret(place), words=["--dry-run=server"])
    assert [record["dryRun"] for record in records_of(webhook, place)] == [True]
