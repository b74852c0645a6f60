# SPDX-License-Identifier: Apache-2.0
"""All that Helm does with a release ends in the state that Helm reports, with one `deployed` revision: for what is
admitted, for what was stored before the rule, and from one major of Helm to the other."""
import pytest

from releases import (NAME, PLAIN, REFERENCE, both, colour, done, good, is_at, moved, names, on, password, revisions,
                      service, told, undo, unpacked)

pytestmark = pytest.mark.usefixtures("sealed_secret_definitions")
FIRST, SECOND = {1: "deployed"}, {1: "superseded", 2: "deployed"}
CROSSED = pytest.mark.parametrize("one, other", [("3", "4"), ("4", "3")], ids=["3-to-4", "4-to-3"])
HISTORY = [f"sh.helm.release.v1.{NAME}.v{revision}" for revision in range(1, 9)]


@pytest.fixture
def helms(cluster, webhook):
    return both(cluster)


def legacy(cluster, helm, space, *colours, **values):
    """A release with a plaintext Secret (or other plaintext) that was stored while nobody enforced anything."""
    place = space("local")
    for verb, name in zip(("install", *("upgrade",) * len(colours)), colours or ("blue",)):
        done(service(helm, verb, place, colour=name, **(values or {"credential": "plain"})))
    moved(cluster, place, "dev")
    return place


@pytest.mark.parametrize("credential", ["reference", "sealed"])
def test_whole_life(helm, api, kubectl, space, credential):
    """Hooks, notes, tests and all, without one word from us."""
    place = space("dev")
    installed = good(service(helm, "install", place, credential=credential, note="See the handbook."))
    assert f"{NAME} is blue." in installed.stdout and "See the handbook." in installed.stdout
    is_at(api, helm, place, FIRST)
    good(on(helm, "test", place, "--filter", f"name={NAME}-second"))
    is_at(api, helm, place, FIRST)
    good(on(helm, "test", place, "--filter", f"!name={NAME}-second"))
    good(on(helm, "test", place))
    good(service(helm, "upgrade", place, credential=credential, colour="green"))
    is_at(api, helm, place, SECOND)
    assert colour(kubectl, place) == "green"
    good(on(helm, "rollback", place, "1"))
    is_at(api, helm, place, {1: "superseded", 2: "superseded", 3: "deployed"})
    assert colour(kubectl, place) == "blue"
    good(on(helm, "uninstall", place))
    assert names(kubectl, "secrets", place) == []


def test_hooks_are_written_down(helm, api, kubectl, space):
    """The UPDATEs between CREATE and `deployed`: when each hook ran, and how it ended."""
    place = space("dev")
    good(service(helm, "install", place))
    release = unpacked({**kubectl.get("secret", HISTORY[0], place), "kind": "Secret"})
    phases = {hook["name"]: hook["last_run"].get("phase") for hook in release["hooks"]}
    assert phases[f"{NAME}-pre-install-pre-upgrade"] == "Succeeded", phases
    assert kubectl.get("configmap", f"{NAME}-pre-install-pre-upgrade", place)


def test_kept_history_comes_back(helm, api, kubectl, space):
    place = space("dev")
    good(service(helm, "install", place))
    good(service(helm, "upgrade", place, colour="green"))
    good(on(helm, "uninstall", place, "--keep-history"))
    is_at(api, helm, place, {1: "superseded", 2: "uninstalled"})
    assert password(kubectl, place) is None
    good(on(helm, "rollback", place, "1"))
    assert revisions(api, place)[3] == "deployed"
    assert colour(kubectl, place) == "blue" and password(kubectl, place) == REFERENCE
    good(on(helm, "uninstall", place))
    assert names(kubectl, "secrets", place) == []


def test_failed_upgrade(helm, api, kubectl, space):
    """Helm writes the last good revision once more, as it is, and the new one as failed."""
    place = space("dev")
    good(service(helm, "install", place))
    broken = service(helm, "upgrade", place, broken="true", colour="green")
    assert broken.code != 0 and "[helm-release]" not in broken.text, broken.text
    is_at(api, helm, place, {1: "deployed", 2: "failed"})
    good(service(helm, "upgrade", place, colour="red"))
    assert revisions(api, place)[3] == "deployed" and colour(kubectl, place) == "red"


def test_failed_upgrade_is_rolled_back(helm, api, kubectl, space):
    place = space("dev")
    good(service(helm, "install", place))
    broken = service(helm, "upgrade", place, undo(helm), broken="true", colour="green")
    assert broken.code != 0 and "[helm-release]" not in broken.text, broken.text
    is_at(api, helm, place, {1: "superseded", 2: "failed", 3: "deployed"})
    assert colour(kubectl, place) == "blue"


def test_failed_install_is_taken_away(helm, api, kubectl, space):
    place = space("dev")
    broken = service(helm, "install", place, undo(helm), broken="true")
    assert broken.code != 0 and "[helm-release]" not in broken.text, broken.text
    assert revisions(api, place) == {}
    assert names(kubectl, "secrets", place) == []


def test_a_refusal_rolls_nothing_back(helm, api, kubectl, space):
    """Plaintext with the flag: there is no revision to undo, the one in force is left alone."""
    place = space("dev")
    good(service(helm, "install", place))
    refused = service(helm, "upgrade", place, undo(helm), credential="plain", colour="green")
    assert refused.code != 0 and "[helm-release]" in refused.text, refused.text
    is_at(api, helm, place, FIRST)
    assert colour(kubectl, place) == "blue" and password(kubectl, place) == REFERENCE


def test_max_history(helm, api, space):
    """Helm deletes what is too old; what is left has one `deployed`."""
    place = space("dev")
    good(service(helm, "install", place))
    for name in ("green", "red", "blue"):
        good(service(helm, "upgrade", place, "--history-max", "2", colour=name))
    is_at(api, helm, place, {3: "superseded", 4: "deployed"})


@pytest.mark.parametrize("credential", ["reference", "sealed", "none"])
def test_legacy_is_superseded(cluster, helm, api, kubectl, space, credential):
    place = legacy(cluster, helm, space)
    done(service(helm, "upgrade", place, credential=credential, colour="green"))
    is_at(api, helm, place, SECOND)
    assert colour(kubectl, place) == "green"
    assert password(kubectl, place) == (REFERENCE if credential == "reference" else None)


def test_legacy_is_uninstalled(cluster, helm, api, kubectl, space):
    place = legacy(cluster, helm, space, "blue", "green")
    done(on(helm, "uninstall", place))
    assert names(kubectl, "secrets", place) == []
    assert kubectl.get("configmap", f"{NAME}-settings", place) is None


def test_legacy_keeps_its_history(cluster, helm, api, kubectl, space):
    place = legacy(cluster, helm, space, "blue", "green")
    done(on(helm, "uninstall", place, "--keep-history"))
    is_at(api, helm, place, {1: "superseded", 2: "uninstalled"})
    assert names(kubectl, "secrets", place) == HISTORY[:2]
    done(on(helm, "uninstall", place))
    assert names(kubectl, "secrets", place) == []


def test_legacy_is_rolled_back(cluster, helm, api, kubectl, space):
    """Its Secret did not change between the revisions, so it is not written."""
    place = legacy(cluster, helm, space, "blue", "green")
    result = done(on(helm, "rollback", place, "1"))
    assert "[helm-release]" in result.text and "hunter2" not in result.text, result.text
    is_at(api, helm, place, {1: "superseded", 2: "superseded", 3: "deployed"})
    assert colour(kubectl, place) == "blue" and password(kubectl, place) == PLAIN


@pytest.mark.parametrize("credential", ["reference", "none"])
def test_rollback_to_another_secret_is_refused_by_the_secret(cluster, helm, api, kubectl, space, credential):
    """The release is only warned of; the plaintext that Helm would write is not: `rollback` is a mode of helm-release,
    and a Secret that has changed, or is gone, stays closed. Helm reports what it stores, and no revision is
    `deployed`, as with any failed rollback. The way on is forward."""
    place = legacy(cluster, helm, space)
    done(service(helm, "upgrade", place, credential=credential, colour="green"))
    now = password(kubectl, place)
    result = on(helm, "rollback", place, "1")
    assert result.code != 0 and "[helm-release]" in result.text, result.text
    assert "denied the request: [plaintext-secret]" in result.text and "hunter2" not in result.text, result.text
    is_at(api, helm, place, {1: "superseded", 2: "superseded", 3: "failed"})
    assert now == password(kubectl, place) == (REFERENCE if credential == "reference" else None)
    done(service(helm, "upgrade", place, credential="reference", colour="red"))
    is_at(api, helm, place, {1: "superseded", 2: "superseded", 3: "superseded", 4: "deployed"})
    assert colour(kubectl, place) == "red"


def test_legacy_upgrade_to_a_reference_is_not_undone(cluster, helm, api, kubectl, space):
    """The upgrade has written the reference before it failed: the plaintext does not come back, the rest is left where
    the failure left it, and Helm says so. The way on is forward."""
    place = legacy(cluster, helm, space)
    broken = service(helm, "upgrade", place, undo(helm), broken="true", credential="reference", colour="green")
    assert broken.code != 0 and "an error occurred while rolling back the release" in broken.text, broken.text
    assert "denied the request: [plaintext-secret]" in broken.text and "hunter2" not in broken.text, broken.text
    is_at(api, helm, place, {1: "deployed", 2: "superseded", 3: "failed"})
    assert password(kubectl, place) == REFERENCE
    done(service(helm, "upgrade", place, credential="reference", colour="red"))
    is_at(api, helm, place, {1: "superseded", 2: "superseded", 3: "failed", 4: "deployed"})


@pytest.mark.parametrize("old", [{"hook": "plain"}, {"database.password": "hunter2-in-a-value"}], ids=["hook", "value"])
def test_legacy_upgrade_is_rolled_back(cluster, helm, api, kubectl, space, old):
    """To a release whose plaintext is in no object that the rollback writes."""
    place = legacy(cluster, helm, space, **old)
    broken = service(helm, "upgrade", place, undo(helm), "--reset-values", broken="true", colour="green")
    assert broken.code != 0 and "hunter2" not in broken.text, broken.text
    is_at(api, helm, place, {1: "superseded", 2: "failed", 3: "deployed"})
    assert colour(kubectl, place) == "blue"


def test_legacy_upgrade_without_the_secret_is_rolled_back(cluster, helm, api, kubectl, space):
    """Helm 3 cannot undo the removal of an object that it has not removed yet; test_helm_before.py compares that
    with Helm's own doing."""
    place = legacy(cluster, helm, space)
    broken = service(helm, "upgrade", place, undo(helm), broken="true", credential="none", colour="green")
    assert broken.code != 0, broken.text
    if helm.major == "3":
        assert f'no Secret with the name "{NAME}-db" found' in broken.text, broken.text
        wanted = {1: "deployed", 2: "superseded", 3: "failed"}
    else:
        wanted = {1: "superseded", 2: "failed", 3: "deployed"}
    is_at(api, helm, place, wanted)
    assert colour(kubectl, place) == "blue" and password(kubectl, place) == PLAIN


def test_legacy_upgrade_fails(cluster, helm, api, kubectl, space):
    place = legacy(cluster, helm, space)
    broken = service(helm, "upgrade", place, broken="true", credential="none", colour="green")
    assert broken.code != 0 and "[helm-release]" not in broken.text, broken.text
    is_at(api, helm, place, {1: "deployed", 2: "failed"})


def test_legacy_is_tested(cluster, helm, api, space):
    place = legacy(cluster, helm, space)
    done(on(helm, "test", place, "--filter", f"name={NAME}-third"))
    done(on(helm, "test", place))
    is_at(api, helm, place, FIRST)


def hooks(kubectl, place):
    release = unpacked({**kubectl.get("secret", HISTORY[0], place), "kind": "Secret"})
    return sorted(hook["name"] for hook in release["hooks"])


def test_legacy_hook_does_not_come_back(cluster, helm, api, kubectl, space):
    """`--filter name=…` takes all other hooks out of the release in one UPDATE and puts them back in the next, which
    then holds plaintext that the stored release does not. The test has run, Helm reports the refusal, the
    release stays `deployed` without those hooks, and the next upgrade stores all of its own."""
    place = legacy(cluster, helm, space, hook="plain")
    assert f"{NAME}-hook" in hooks(kubectl, place)
    result = on(helm, "test", place, "--filter", f"name={NAME}-first")
    assert result.code != 0 and f"[helm-release] `Secret/{NAME}-hook`" in result.text, result.text
    assert "Phase:          Succeeded" in result.text and "hunter2" not in result.text, result.text
    is_at(api, helm, place, FIRST)
    assert hooks(kubectl, place) == [f"{NAME}-first"]
    good(on(helm, "test", place, "--filter", f"name={NAME}-first"))
    good(service(helm, "upgrade", place, "--reset-values", colour="green"))
    is_at(api, helm, place, SECOND)
    done(on(helm, "uninstall", place))
    assert names(kubectl, "secrets", place) == [f"{NAME}-hook"]


def test_legacy_hook_is_left_in_by_an_exclusion(cluster, helm, api, kubectl, space):
    """The way round: `--filter !name=…` takes out only what it names."""
    place = legacy(cluster, helm, space, hook="plain")
    before = hooks(kubectl, place)
    good(on(helm, "test", place, "--filter", f"!name={NAME}-second,!name={NAME}-third"))
    good(on(helm, "test", place))
    is_at(api, helm, place, FIRST)
    assert hooks(kubectl, place) == before


@CROSSED
def test_crossed(helms, api, kubectl, space, one, other):
    """One installs, the other goes on with everything, and the first again."""
    place, first, second = space("dev"), helms[one], helms[other]
    good(service(first, "install", place))
    good(on(second, "test", place, "--filter", f"name={NAME}-second"))
    good(service(second, "upgrade", place, colour="green"))
    is_at(api, first, place, SECOND)
    good(service(first, "upgrade", place, colour="red"))
    good(on(second, "rollback", place, "1"))
    is_at(api, second, place, {1: "superseded", 2: "superseded", 3: "superseded", 4: "deployed"})
    assert colour(kubectl, place) == "blue"
    broken = service(first, "upgrade", place, undo(first), broken="true", colour="green")
    assert broken.code != 0, broken.text
    assert list(revisions(api, place).values()).count("deployed") == 1 and colour(kubectl, place) == "blue"
    good(on(second, "uninstall", place, "--keep-history"))
    good(on(first, "uninstall", place))
    assert names(kubectl, "secrets", place) == []


@CROSSED
def test_legacy_crossed(cluster, helms, api, kubectl, space, one, other):
    place, second = legacy(cluster, helms[one], space, "blue", "green"), helms[other]
    done(on(second, "test", place, "--filter", f"name={NAME}-first"))
    done(on(second, "rollback", place, "1"))
    is_at(api, second, place, {1: "superseded", 2: "superseded", 3: "deployed"})
    done(service(helms[one], "upgrade", place, credential="sealed", colour="red"))
    is_at(api, second, place, {1: "superseded", 2: "superseded", 3: "superseded", 4: "deployed"})
    done(on(second, "uninstall", place))
    assert names(kubectl, "secrets", place) == []


@CROSSED
def test_legacy_crossed_is_uninstalled(cluster, helms, api, kubectl, space, one, other):
    place = legacy(cluster, helms[one], space)
    done(on(helms[other], "uninstall", place, "--keep-history"))
    is_at(api, helms[one], place, {1: "uninstalled"})
    done(on(helms[one], "uninstall", place))
    assert names(kubectl, "secrets", place) == []


@CROSSED
def test_legacy_crossed_upgrade_is_rolled_back(cluster, helms, api, kubectl, space, one, other):
    place, second = legacy(cluster, helms[one], space, hook="plain"), helms[other]
    broken = service(second, "upgrade", place, undo(second), "--reset-values", broken="true", colour="green")
    assert broken.code != 0, broken.text
    is_at(api, second, place, {1: "superseded", 2: "failed", 3: "deployed"})
    assert colour(kubectl, place) == "blue"
