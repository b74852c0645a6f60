# SPDX-License-Identifier: Apache-2.0
"""A person with a platform.yaml: kubectl and Helm, in every environment, good files and bad ones. What a refusal
looks like is compared with golden files."""
import hashlib
import re
from pathlib import Path

import pytest

from bed.parts import ROOT

FILES = ROOT / "deploy" / "platform-config" / "platform"
CHART = Path(__file__).parent / "charts" / "platform"
ENVIRONMENTS = ("local", "dev", "staging", "prod")
KEY = "platform.yaml"
VERSION, DIGEST = "floe.dev/platform-config-version", "floe.dev/platform-config-digest"
COMPONENT = {"app.kubernetes.io/component": "platform-config"}
everywhere = pytest.mark.parametrize("environment", ENVIRONMENTS)

# A misspelt key, a misspelt choice, a value where a reference is wanted, a tab: as people make them.
BAD = """\
version: "1.2.0"
layers:
  bronze:
    name: bronze
    storage_ref: lake
    namespace: demo.bronze
storage:
  lake:
    bucket: demo-lake
    path_style_acess: true
    credentials:
      mode: iam-role
catalogs:
  default:
    uri: https://polaris.example.com/api/catalog
    warehouse: demo
    credentials:
      mode: oauth2
      client_id: {secret_ref: polaris-client-id}
      client_secret: hunter2-e2e-marker
"""


def reference(environment):
    return (FILES / environment / KEY).read_text()


def released(text, version="1.4.0"):
    return {VERSION: f"platform-config-v{version}",
            DIGEST: f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"}


def config_map(place, text=None, annotations=None, labels=None, **more):
    data = {} if text is None else {"data": {KEY: text}}
    return {"apiVersion": "v1", "kind": "ConfigMap", **data, **more,
            "metadata": {"name": "platform", "namespace": place, "annotations": annotations or {},
                         "labels": labels or {}}}


def good(place, environment):
    text = reference(environment)
    return config_map(place, text, released(text))


def stored(kubectl, place):
    found = kubectl.get("configmap", "platform", place)
    return found and found.get("data", {}).get(KEY)


# apply

@pytest.mark.parametrize("words", [[], ["--server-side"], ["--dry-run=server"]],
                         ids=["client-side", "server-side", "dry-run"])
def test_a_bad_file_is_shown_with_carets(kubectl, space, golden, words):
    place = space("local")
    result = kubectl.apply(config_map(place, BAD), words=words)
    assert result.code != 0 and stored(kubectl, place) is None
    assert "path_style_acess: true\n" in result.stderr and "^^^^^^^^" in result.stderr
    assert "did you mean `path_style_access`?" in result.stderr and "hunter2" not in result.text
    golden("platform-bad", " ".join(["apply", *words]), result, {place: "NAMESPACE"})


def test_create_from_a_file(kubectl, cluster, space, golden):
    """The shortest way to a ConfigMap prints its denial in words of its own."""
    place = space("local")
    file = cluster.folder / f"{place}.yaml"
    file.write_text(BAD)
    result = kubectl("create", "configmap", "platform", "-n", place, f"--from-file={KEY}={file}")
    golden("platform-bad", "create configmap", result, {place: "NAMESPACE"})
    file.write_text(reference("local"))
    result = kubectl("create", "configmap", "platform", "-n", place, f"--from-file={KEY}={file}")
    assert result.ok, result.text
    assert stored(kubectl, place) == reference("local")


@everywhere
@pytest.mark.parametrize("words", [[], ["--server-side"]], ids=["client-side", "server-side"])
def test_the_file_of_an_environment_passes_there(kubectl, space, environment, words):
    place = space(environment)
    result = kubectl.apply(good(place, environment), words=words)
    assert result.ok and "[platform-environment]" not in result.text, result.text
    assert stored(kubectl, place) == reference(environment)
    assert ("newer-than-consumer" in result.text) == (environment != "local"), result.text


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_the_file_of_local_is_refused(kubectl, space, environment):
    place = space(environment)
    result = kubectl.apply(good(place, "local"))
    assert result.code != 0 and "[platform-schema]" not in result.stderr
    assert result.stderr.count("[platform-environment]") > 5, result.text
    assert len(re.findall(r"^ +\| +\^+", result.stderr, re.M)) == 5 and " more" in result.stderr, result.text
    assert stored(kubectl, place) is None


def test_without_a_label_the_strictest_judges(kubectl, space):
    place = space("unlabelled")
    assert kubectl.apply(good(place, "dev")).code != 0
    assert kubectl.apply(good(place, "prod")).ok


def test_what_is_no_text(kubectl, space, golden):
    place = space("dev")
    cases = {"labelled without the key": config_map(place, labels=COMPONENT, data={"platform.yml": "a: 1"}),
             "in binaryData": config_map(place, binaryData={KEY: "/w=="}),
             "broken": config_map(place, "version: [1\n")}
    for name, document in cases.items():
        result = kubectl.apply(document)
        golden("platform-no-text", name, result, {place: "NAMESPACE"})
        assert result.code != 0


# update

def test_an_update_is_judged_by_what_it_changes(kubectl, owner, space):
    """A file that is older than its namespace's environment stays, and may be labelled; a new text is judged."""
    place = space("local")
    assert kubectl.apply(config_map(place, reference("local"))).ok
    moved = owner("label", "namespace", place, "floe.dev/environment=dev", "--overwrite")
    assert moved.ok, moved.text
    for words in (["label", "configmap", "platform", "team=data"], ["annotate", "configmap", "platform", "note=seen"],
                  ["annotate", "configmap", "platform", f"{VERSION}=platform-config-v1.0.0"]):
        result = kubectl(*words, "-n", place)
        assert result.ok and "[platform-schema]" not in result.text, result.text
        assert "[platform-environment]" not in result.text, result.text
    denied = kubectl.apply(config_map(place, reference("local") + "# more\n"))
    assert denied.code != 0 and "[platform-environment]" in denied.stderr, denied.text
    assert kubectl.apply(config_map(place, reference("dev"))).ok
    denied = kubectl.apply(config_map(place, reference("dev") + "wrong: 1\n"))
    assert denied.code != 0 and "[platform-schema]" in denied.stderr, denied.text
    assert stored(kubectl, place) == reference("dev")
    frozen = kubectl("patch", "configmap", "platform", "-n", place, "-p", '{"immutable":true}')
    assert frozen.ok and "Warning" not in frozen.text, frozen.text


def test_the_key_may_not_come_later(kubectl, space):
    place = space("dev")
    assert kubectl.apply(config_map(place, data={"other": "a: 1"})).ok
    patch = '{"data":{"platform.yaml":"wrong: 1\\n"}}'
    denied = kubectl("patch", "configmap", "platform", "-n", place, "--type=merge", "-p", patch)
    assert denied.code != 0 and "[platform-schema]" in denied.stderr, denied.text
    labelled = kubectl("label", "configmap", "platform", "-n", place, "app.kubernetes.io/component=platform-config")
    assert labelled.code != 0 and "there is no key `platform.yaml`" in labelled.stderr, labelled.text


# release

@pytest.mark.parametrize("environment", ["staging", "prod"])
def test_a_release_is_proven(kubectl, space, golden, environment):
    place, text = space(environment), reference(environment)
    # Of what is merely new there are dozens, whose lines are the reference file's business.
    random = {place: "NAMESPACE", r"Warning: .*newer-than-consumer.*\n": "", r"Warning: … and .*\n": ""}
    cases = {"none": {}, "another text": released(text + "\n"), "too old": released(text, "0.9.0"),
             "pre-release": released(text, "2.0.0-rc.1"), "no version": {**released(text), VERSION: "1.4.0"}}
    for name, annotations in cases.items():
        result = kubectl.apply(config_map(place, text, annotations))
        assert result.code != 0 and "[platform-environment]" not in result.stderr, result.text
        golden("platform-release", f"{environment} {name}", result, random)
    assert kubectl.apply(config_map(place, text, released(text))).ok


def test_a_release_may_be_withdrawn(kubectl, space, policy):
    """What the policy no longer admits stays where it is, and does not come again."""
    place, text = space("prod"), reference("prod")
    assert kubectl.apply(config_map(place, text, released(text))).ok
    policy({"platform_releases": {"prod": {"minimum": "1.5.0"}}})
    assert kubectl("label", "configmap", "platform", "-n", place, "team=data").ok
    elsewhere = space("staging")
    denied = kubectl.apply(config_map(elsewhere, reference("staging"), released(reference("staging"))))
    assert denied.code != 0 and "1.5.0 and later" in denied.stderr, denied.text


# Helm

def upgrade(helm, place, file, version=None):
    words = ["--set", f"platformConfig.version={version}"] if version else []
    return helm("upgrade", "--install", "demo", CHART, "--namespace", place, "--set-file",
                f"platformConfig.content={file}", *words)


def test_helm_shows_the_carets(helm, kubectl, cluster, space, golden):
    place = space("local")
    file = cluster.folder / f"{place}.yaml"
    file.write_text(BAD)
    result = upgrade(helm, place, file)
    assert "did you mean `path_style_access`?" in result.stderr and "hunter2" not in result.text
    golden("platform-helm", f"helm{helm.major} bad", result, {place: "NAMESPACE", r"I[0-9]{4} [^\]]*\]": "KLOG]"})
    assert result.code != 0 and "^^^^^^^^" in result.stderr
    assert kubectl.get("configmap", "demo-platform-config", place) is None


def test_helm_installs_and_upgrades(helm, kubectl, cluster, space):
    place = space("dev")
    assert upgrade(helm, place, FILES / "dev" / KEY).ok
    assert kubectl.get("configmap", "demo-platform-config", place)["data"][KEY] == reference("dev")
    file = cluster.folder / f"{place}.yaml"
    file.write_text(reference("dev") + "# another line\n")
    result = upgrade(helm, place, file)
    assert result.ok, result.text
    assert kubectl.get("configmap", "demo-platform-config", place)["data"][KEY] == file.read_text()
    file.write_text(reference("local"))
    result = upgrade(helm, place, file)
    assert result.code != 0 and "(platform/templates/configmap.yaml): outside local" in result.stderr, result.text
    assert kubectl.get("configmap", "demo-platform-config", place)["data"][KEY].endswith("# another line\n")


def test_helm_brings_a_release_to_prod(helm, kubectl, space):
    place = space("prod")
    result = upgrade(helm, place, FILES / "prod" / KEY)
    assert result.code != 0 and "does not say which release" in result.stderr, result.text
    result = upgrade(helm, place, FILES / "prod" / KEY, "1.4.0")
    assert result.ok, result.text
    annotations = kubectl.get("configmap", "demo-platform-config", place)["metadata"]["annotations"]
    assert annotations[DIGEST] == released(reference("prod"))[DIGEST]
