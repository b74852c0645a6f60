# SPDX-License-Identifier: Apache-2.0
"""Releases are refused where Helm stores them, which is before anything of the chart exists."""
import re

import pytest

from releases import CONFIGMAPS, NAME, PLAIN, colour, moved, names, on, password, revisions, service

pytestmark = pytest.mark.usefixtures("sealed_secret_definitions")
REFUSED = "[helm-release]"
SECRET = f"`Secret/{NAME}-db` (service/templates/secret.yaml)"


def refused(result, *words):
    assert result.code != 0 and REFUSED in result.stderr and "hunter2" not in result.text, result.text
    for word in words:
        assert word in result.stderr, result.text


def nothing_in(kubectl, place):
    everything = kubectl("get", "all,configmaps,secrets,sealedsecrets", "-n", place, "-o", "name")
    assert everything.stdout.split() == ["configmap/kube-root-ca.crt"], everything.text


def install_plain(helm, place, **more):
    return service(helm, "install", place, credential="plain", **more)


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "unlabelled"])
def test_plaintext_is_refused_and_nothing_is_created(helm, kubectl, space, golden, environment):
    place = space(environment)
    result = install_plain(helm, place)
    golden("helm-release", f"helm{helm.major} {environment}", result, {place: "NAMESPACE"})
    refused(result, "INSTALLATION FAILED", SECRET)
    nothing_in(kubectl, place)
    assert helm.releases(place) == {}


def test_what_comes_before_the_release(helm, kubectl, admin):
    """The chart's crds/ and the namespace of --create-namespace, which has no environment yet: nothing else."""
    place = f"helm-release-created-by-{helm.major}"
    refused(service(helm, "install", place, "--create-namespace", credential="plain"), SECRET)
    assert kubectl("get", "customresourcedefinition", "paintings.e2e.floe.dev").ok
    assert kubectl("get", "namespace", place).ok
    assert names(kubectl, "all,secrets", place) == names(kubectl, "configmaps", place) == []
    assert admin("delete", "namespace", place, "--wait=false").ok


def test_dry_run_stores_nothing(helm, kubectl, space):
    """`helm install --dry-run=server` sends no release: the answer comes with the real one, or from `check`."""
    place = space("dev")
    assert service(helm, "install", place, "--dry-run=server", credential="plain").ok
    nothing_in(kubectl, place)


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "unlabelled"])
def test_sealed_secret_installs(helm, api, kubectl, space, environment):
    place = space(environment)
    result = service(helm, "install", place, credential="sealed")
    assert result.ok and "floe-admission" not in result.text and REFUSED not in result.text, result.text
    assert names(kubectl, "sealedsecrets", place) == [f"{NAME}-db"]
    assert revisions(api, place) == {1: "deployed"}


def test_local_is_warned(helm, api, kubectl, space):
    place = space("local")
    result = install_plain(helm, place)
    assert result.ok and REFUSED in result.text and "hunter2" not in result.text, result.text
    assert password(kubectl, place) == PLAIN
    assert revisions(api, place) == {1: "deployed"}


@pytest.mark.parametrize("values, words", [
    ({"hook": "plain"}, [f"`Secret/{NAME}-hook` (service/templates/hooks.yaml)"]),
    ({"leak": "true"}, ["info.notes"]),
    ({"database.password": "hunter2-in-a-value"}, ["config.database.password"]),
    ({"credential": "plain", "hook": "plain"}, [SECRET, f"`Secret/{NAME}-hook`"]),
], ids=["hook", "notes", "value", "both"])
def test_wherever_it_stands(helm, kubectl, space, values, words):
    place = space("dev")
    refused(service(helm, "install", place, **values), *words)
    nothing_in(kubectl, place)


def test_upgrade_to_plaintext_is_refused(helm, api, kubectl, space):
    """The revision in force stays the one that is deployed; the Secret and the rest are as they were."""
    place = space("dev")
    assert service(helm, "install", place).ok
    refused(service(helm, "upgrade", place, credential="plain", colour="green"), "UPGRADE FAILED", SECRET)
    assert revisions(api, place) == {1: "deployed"}
    assert colour(kubectl, place) == "blue"
    result = service(helm, "upgrade", place, colour="green")
    assert result.ok and revisions(api, place) == {1: "superseded", 2: "deployed"}, result.text


def test_upgrade_install_is_refused_both_times(helm, api, kubectl, space):
    place = space("dev")
    refused(service(helm, "upgrade", place, "--install", credential="plain"), SECRET)
    nothing_in(kubectl, place)
    assert service(helm, "upgrade", place, "--install").ok
    refused(service(helm, "upgrade", place, "--install", credential="plain"), SECRET)
    assert revisions(api, place) == {1: "deployed"}


def test_legacy_release_is_not_carried_on(cluster, helm, api, kubectl, space):
    """Stored before the rule: the same chart once more is a new release, and refused."""
    place = space("local")
    assert install_plain(helm, place).ok
    moved(cluster, place, "dev")
    refused(service(helm, "upgrade", place, credential="plain", colour="green"), SECRET)
    assert revisions(api, place) == {1: "deployed"}
    assert colour(kubectl, place) == "blue"


def test_configmap_driver(helm, api, kubectl, space):
    place = space("dev")
    refused(service(helm, "install", place, env=CONFIGMAPS, credential="plain"), SECRET)
    nothing_in(kubectl, place)
    assert service(helm, "install", place, env=CONFIGMAPS).ok
    assert service(helm, "upgrade", place, env=CONFIGMAPS, colour="green").ok
    assert revisions(api, place, "configmaps") == {1: "superseded", 2: "deployed"}
    assert on(helm, "uninstall", place, env=CONFIGMAPS).ok
    assert revisions(api, place, "configmaps") == {}


def two_plain_revisions(cluster, helm, space):
    """blue, then green, both with plaintext, in a namespace that becomes dev's."""
    place = space("local")
    assert install_plain(helm, place).ok
    assert service(helm, "upgrade", place, credential="plain", colour="green").ok
    moved(cluster, place, "dev")
    return place


def test_rollback_is_warned_until_a_day(cluster, helm, api, kubectl, space, policy):
    place = two_plain_revisions(cluster, helm, space)
    policy({"helm_release": {"rollback": "warn", "rollback_until": "9999-12-31"}})
    result = on(helm, "rollback", place, "1")
    assert result.ok and REFUSED in result.text, result.text
    assert revisions(api, place) == {1: "superseded", 2: "superseded", 3: "deployed"}
    assert colour(kubectl, place) == "blue"


@pytest.mark.parametrize("settings", [{"rollback": "warn", "rollback_until": "2020-01-01"},
                                      {"rollback": "enforce", "rollback_until": "9999-12-31"}], ids=["past", "enforce"])
def test_rollback_is_refused_afterwards(cluster, helm, api, kubectl, space, policy, settings):
    place = two_plain_revisions(cluster, helm, space)
    policy({"helm_release": settings})
    refused(on(helm, "rollback", place, "1"), SECRET, "fix forward")
    assert revisions(api, place) == {1: "superseded", 2: "deployed"}
    assert colour(kubectl, place) == "green"


def test_exception(helm, api, kubectl, space, policy):
    """The release passes; the Secret itself is another rule's."""
    place = space("dev")
    policy({"exceptions": [{"id": "e2e", "owner": "e2e@example.com", "reason": "the test", "expires": "9999-12-31",
                            "namespace": place, "name": f"sh.helm.release.v1.{NAME}.v*", "rules": ["helm-release"]}]})
    result = install_plain(helm, place)
    assert result.code != 0 and REFUSED not in result.stderr and "[plaintext-secret]" in result.stderr, result.text
    assert revisions(api, place) == {1: "failed"}
    assert on(helm, "uninstall", place).ok
    assert names(kubectl, "secrets", place) == []


def test_twenty_findings_and_a_count(helm, space, tmp_path):
    """A chart with a Secret after the other: the first ones by name, the rest as a number."""
    templates = tmp_path / "many" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "many" / "Chart.yaml").write_text("apiVersion: v2\nname: many\nversion: 0.1.0\n")
    for i in range(25):
        (templates / f"s{i:02}.yaml").write_text(
            f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: s{i:02}\nstringData:\n  password: hunter2-many-{i}\n")
    result = helm("install", "many", tmp_path / "many", "--namespace", space("dev"))
    refused(result, "`Secret/s00` (many/templates/s00.yaml)")
    assert len(re.findall(r"`Secret/s\d\d` \(", result.stderr)) == 20, result.text
    assert re.search(r"and \d+ more", result.stderr), result.text
