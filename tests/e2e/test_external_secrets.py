# SPDX-License-Identifier: Apache-2.0
"""The real External Secrets Operator with its `fake` store: what it syncs passes, the same by a person not."""
import pytest

from bed.documents import OTHER_PLAINTEXT, PLAINTEXT, b64, namespace
from bed.needs import need
from bed.process import wait_for
from bed.writers import ExternalSecrets

API = "external-secrets.io/v1beta1"


@pytest.fixture(scope="module")
def external_secrets(cluster, owner):
    need(ExternalSecrets.missing())
    assert owner.create(namespace(ExternalSecrets.NAMESPACE)).ok
    return ExternalSecrets(cluster).start()


def store(place, text):
    """The bed's policy has an exception for stores of this name."""
    return {"apiVersion": API, "kind": "ClusterSecretStore", "metadata": {"name": f"fake-store-{place}"},
            "spec": {"provider": {"fake": {"data": [{"key": "/db", "value": text, "version": "v1"}]}}}}


def external_secret(place):
    return {"apiVersion": API, "kind": "ExternalSecret", "metadata": {"name": "db", "namespace": place},
            "spec": {"refreshInterval": "1s",
                     "secretStoreRef": {"kind": "ClusterSecretStore", "name": f"fake-store-{place}"},
                     "target": {"name": "db"},
                     "data": [{"secretKey": "password", "remoteRef": {"key": "/db", "version": "v1"}}]}}


def value_of(kubectl, place):
    return ((kubectl.get("secret", "db", place) or {}).get("data") or {}).get("password")


@pytest.mark.parametrize("environment", ["staging", "prod", "unlabelled"])
def test_synced_and_updated(kubectl, space, external_secrets, environment):
    place = space(environment)
    assert kubectl.apply(store(place, PLAINTEXT)).ok
    applied = kubectl.apply(external_secret(place))
    assert applied.ok and "Warning" not in applied.text, applied.text
    wait_for("synced Secret", lambda: value_of(kubectl, place) == b64(PLAINTEXT), 60)
    assert kubectl.apply(store(place, OTHER_PLAINTEXT)).ok
    wait_for("updated Secret", lambda: value_of(kubectl, place) == b64(OTHER_PLAINTEXT), 60)


def test_the_same_secret_by_a_person_is_refused(kubectl, space, external_secrets):
    """Owner, labels and hash as the operator wrote them, in another namespace, by somebody else."""
    place, other = space("prod"), space("staging")
    assert kubectl.apply(store(place, PLAINTEXT)).ok
    assert kubectl.apply(external_secret(place)).ok
    wait_for("synced Secret", lambda: value_of(kubectl, place), 60)
    written = kubectl.get("secret", "db", place)
    meta = written["metadata"]
    assert "reconcile.external-secrets.io/data-hash" in meta["annotations"]
    written["metadata"] = {key: meta[key] for key in ("name", "labels", "annotations", "ownerReferences")}
    written["metadata"]["namespace"] = other
    result = kubectl.create(written)
    assert result.code != 0 and "[plaintext-secret]" in result.text, result.text
    assert "an owner is claimed that only the writer `external-secrets` may set" in result.text, result.text
