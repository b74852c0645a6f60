# SPDX-License-Identifier: Apache-2.0
"""The real Sealed Secrets controller: what it writes passes, the same Secret by a person does not."""
import pytest

from bed.documents import OTHER_PLAINTEXT, PLAINTEXT, b64, secret
from bed.needs import need
from bed.process import wait_for
from bed.writers import SealedSecrets


@pytest.fixture(scope="module")
def sealed_secrets(cluster, webhook):
    need(SealedSecrets.missing())
    return SealedSecrets(cluster).start()


def value_of(kubectl, place):
    return ((kubectl.get("secret", "db", place) or {}).get("data") or {}).get("password")


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "unlabelled"])
def test_unsealed_and_updated(kubectl, space, sealed_secrets, environment):
    place = space(environment)
    for text in (PLAINTEXT, OTHER_PLAINTEXT):
        sealed = sealed_secrets.seal(secret(place, values={"password": text}))
        applied = kubectl.apply(sealed)
        assert applied.ok and "Warning" not in applied.text, applied.text
        wait_for("unsealed Secret", lambda wanted=b64(text): value_of(kubectl, place) == wanted)


def test_the_same_secret_by_a_person_is_refused(kubectl, space, sealed_secrets):
    """Everything that the controller wrote, owner and all, by somebody who is not the controller."""
    place = space("dev")
    assert kubectl.apply(sealed_secrets.seal(secret(place))).ok
    wait_for("unsealed Secret", lambda: value_of(kubectl, place))
    written = kubectl.get("secret", "db", place)
    # Without its SealedSecret the controller does not write it once more.
    assert kubectl("delete", "sealedsecret", "db", "-n", place, "--cascade=orphan").ok
    assert kubectl("delete", "secret", "db", "-n", place).ok
    for key in ("uid", "resourceVersion", "creationTimestamp", "managedFields"):
        written["metadata"].pop(key, None)
    assert written["metadata"]["ownerReferences"][0]["kind"] == "SealedSecret"
    result = kubectl.create(written)
    assert result.code != 0 and "[plaintext-secret]" in result.text, result.text
    assert "an owner is claimed that only the writer `sealed-secrets` may set" in result.text, result.text


def test_a_person_may_not_change_what_was_unsealed(kubectl, space, sealed_secrets):
    place = space("dev")
    assert kubectl.apply(sealed_secrets.seal(secret(place))).ok
    wait_for("unsealed Secret", lambda: value_of(kubectl, place))
    result = kubectl("patch", "secret", "db", "-n", place, "-p", f'{{"stringData":{{"password":"{OTHER_PLAINTEXT}"}}}}')
    assert result.code != 0 and "[plaintext-secret]" in result.text, result.text
