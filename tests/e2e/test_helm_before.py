# SPDX-License-Identifier: Apache-2.0
"""Releases of the time before the webhook: there is no validating configuration when Helm stores them, in namespaces
that are labelled already. When it is there (again), they are carried on by the rules of RULES.md's helm-release."""
import re

import pytest

from releases import (NAME, PLAIN, REFERENCE, colour, done, is_at, names, on, password, revisions, service, told,
                      undo)

pytestmark = pytest.mark.usefixtures("sealed_secret_definitions")
RULES = ("[helm-release]", "[plaintext-secret]")


@pytest.fixture
def stored(webhook, helm, space):
    """stored("blue", "green"): a namespace with a revision of each colour, all with the plaintext Secret."""
    def make(*colours, environment="dev"):
        place = space(environment)
        with webhook.not_validating():
            for verb, name in zip(("install", *("upgrade",) * len(colours)), colours):
                result = done(service(helm, verb, place, credential="plain", colour=name))
                assert not any(rule in result.text for rule in RULES), result.text
        return place
    return make


def refused(result, rule):
    assert result.code != 0 and "denied the request: " + rule in result.text, result.text
    assert "hunter2" not in result.text, result.text


def test_uninstalled(stored, helm, api, kubectl):
    place = stored("blue", "green")
    is_at(api, helm, place, {1: "superseded", 2: "deployed"})
    done(on(helm, "uninstall", place))
    assert names(kubectl, "secrets", place) == []
    assert kubectl.get("configmap", f"{NAME}-settings", place) is None


def test_uninstalled_with_its_history_kept(stored, helm, api, kubectl):
    place = stored("blue", "green")
    done(on(helm, "uninstall", place, "--keep-history"))
    is_at(api, helm, place, {1: "superseded", 2: "uninstalled"})
    assert password(kubectl, place) is None
    done(on(helm, "uninstall", place))
    assert names(kubectl, "secrets", place) == []


@pytest.mark.parametrize("credential", ["reference", "sealed", "none"])
def test_superseded(stored, helm, api, kubectl, credential):
    place = stored("blue")
    result = done(service(helm, "upgrade", place, credential=credential, colour="green"))
    assert not any(rule in result.text for rule in RULES), result.text
    is_at(api, helm, place, {1: "superseded", 2: "deployed"})
    assert colour(kubectl, place) == "green"
    assert password(kubectl, place) == (REFERENCE if credential == "reference" else None)


def test_not_carried_on_with_its_plaintext(stored, helm, api, kubectl):
    """The same chart once more is a new release; the one in force stays, and can still be superseded."""
    place = stored("blue")
    refused(service(helm, "upgrade", place, credential="plain", colour="green"), "[helm-release]")
    is_at(api, helm, place, {1: "deployed"})
    assert colour(kubectl, place) == "blue" and password(kubectl, place) == PLAIN
    done(service(helm, "upgrade", place, credential="sealed", colour="green"))
    is_at(api, helm, place, {1: "superseded", 2: "deployed"})


def test_rolled_back_with_a_warning(stored, helm, api, kubectl):
    """Its Secret is what it was, so that nothing is written there."""
    place = stored("blue", "green")
    result = done(on(helm, "rollback", place, "1"))
    assert "[helm-release]" in result.text and "hunter2" not in result.text, result.text
    is_at(api, helm, place, {1: "superseded", 2: "superseded", 3: "deployed"})
    assert colour(kubectl, place) == "blue" and password(kubectl, place) == PLAIN
    done(on(helm, "uninstall", place))
    assert names(kubectl, "secrets", place) == []


def test_not_rolled_back_after_the_last_day(stored, helm, api, kubectl, policy):
    place = stored("blue", "green")
    policy({"helm_release": {"rollback": "warn", "rollback_until": "2020-01-01"}})
    refused(on(helm, "rollback", place, "1"), "[helm-release]")
    is_at(api, helm, place, {1: "superseded", 2: "deployed"})
    done(service(helm, "upgrade", place, credential="reference", colour="red"))
    is_at(api, helm, place, {1: "superseded", 2: "superseded", 3: "deployed"})
    assert colour(kubectl, place) == "red" and password(kubectl, place) == REFERENCE


def test_undoing_a_removal_is_helms_own_affair(webhook, stored, helm, api, kubectl):
    """An upgrade without the Secret fails, and is to be rolled back: word for word the same without a webhook and
    with it. Helm 3 does not find an object that it has not removed yet; Helm 4 does."""
    def end(place):
        broken = service(helm, "upgrade", place, undo(helm), broken="true", credential="none", colour="green")
        assert broken.code != 0, broken.text
        errors = re.findall(r"^Error: .*$", broken.stderr.replace(place, "PLACE"), re.M)
        return errors, told(helm, place), revisions(api, place), colour(kubectl, place), password(kubectl, place)
    without, judged = stored("blue"), stored("blue", environment="prod")
    with webhook.not_validating():
        wanted = end(without)
    assert end(judged) == wanted
    failed = f'no Secret with the name "{NAME}-db" found' in "".join(wanted[0])
    assert failed == (helm.major == "3"), wanted
    states = ("deployed", "superseded", "failed") if failed else ("superseded", "failed", "deployed")
    assert wanted[1:] == (dict(enumerate(states, 1)),) * 2 + ("blue", PLAIN)
