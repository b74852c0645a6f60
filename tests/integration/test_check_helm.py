# SPDX-License-Identifier: Apache-2.0
"""`check --helm-release`: stored releases of Helm get the verdict that the webhook gives on an install."""

import copy
import json
import os
import pathlib
import re
import subprocess

import pytest
import yaml

import releases
from checking import MARKER, config_map, judged, secret
from releases import FORMS, HARMLESS, PLAINTEXT, listed, release, stored, stored_in_config_map

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "floe-admission" / "tools"
REFUSED = release(HARMLESS + PLAINTEXT)


def helm(check, *arguments, **options):
    return check("--helm-release", *arguments, **options)


# Every form of a release

@pytest.mark.parametrize("form", FORMS)
def test_every_form_gets_the_same_verdict(check, form):
    for of, code in ((release(), 0), (REFUSED, 1)):
        done = helm(check, "-e", "dev", "r", files={"r": FORMS[form](of)})
        assert done.returncode == code, done.stdout + done.stderr
        assert done.stderr == "" and done.stdout.endswith(f"1 object, {code} denied, 0 warned\n")
    assert "[helm-release] `Secret/warehouse` (orders/templates/secret.yaml): key `password` " in done.stdout
    assert re.search(r"^    denied: (Secret|ConfigMap) team-a/sh\.helm\.release\.v1\.orders\.v1$", done.stdout, re.M)
    [result] = judged(helm(check, "-e", "dev", "-o", "json", "r"))["results"]
    assert (result["name"], result["namespace"], result["decision"]) == (
        "sh.helm.release.v1.orders.v1", "team-a", "deny")
    assert {f["rule"] for f in result["findings"]} == {"helm-release"}


@pytest.mark.parametrize("form", ["secret json", "json", "gzip"])
def test_standard_input(check, binary, tmp_path, form):
    text = FORMS[form](REFUSED)
    done = subprocess.run([binary, "check", "--helm-release", "-e", "dev", "-"], timeout=60, capture_output=True,
                          input=text if isinstance(text, bytes) else text.encode())
    assert done.returncode == 1 and done.stdout.startswith(b"<stdin>:"), done.stderr


@pytest.mark.parametrize("environment,code,word", [
    ("local", 0, "warning"), ("dev", 1, "denied"), ("prod", 1, "denied"), ("unlabelled", 0, "warning")])
def test_the_environment_decides(check, environment, code, word):
    done = helm(check, "-e", environment, "r", files={"r": FORMS["json"](REFUSED)})
    assert done.returncode == code and f"    {word}: Secret team-a/sh.helm" in done.stdout


def test_an_exception_holds_for_a_bare_release(check, shipped_policy):
    shipped_policy["exceptions"] = [
        {"id": "legacy", "owner": "team-a", "reason": "moves soon", "namespace": "team-a",
         "name": "sh.helm.release.v1.orders.v*", "rules": ["helm-release"], "expires": "2999-01-01"}]
    files = {"p.yaml": yaml.safe_dump(shipped_policy), "r": FORMS["json"](REFUSED)}
    done = helm(check, "-e", "dev", "--policy", "p.yaml", "r", files=files)
    assert (done.returncode, done.stdout) == (0, "1 object, 0 denied, 0 warned\n"), done.stdout


def test_the_namespace_of_a_release_that_names_none(check):
    of = {key: value for key, value in REFUSED.items() if key != "namespace"}
    done = helm(check, "-e", "dev", "-n", "team-b", "r", files={"r": json.dumps(of)})
    assert "denied: Secret team-b/sh.helm.release.v1.orders.v1\n" in done.stdout


def test_the_words_are_those_of_the_webhook(check, shared):
    document = stored(REFUSED)
    review = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "u", "kind": {"group": "", "version": "v1", "kind": "Secret"},
        "resource": {"group": "", "version": "v1", "resource": "secrets"}, "namespace": "team-a",
        "operation": "CREATE", "userInfo": {"username": "check"}, "object": document}}
    message = shared.post("/validate/dev", review).response()["status"]["message"]
    for form in ("secret json", "json", "base64 once"):
        done = helm(check, "-e", "dev", "r", files={"r": FORMS[form](REFUSED)})
        assert re.findall(r"\[helm-release\] .*", done.stdout) == message.splitlines()


def test_several_in_one_file_and_what_is_none(check):
    text = yaml.safe_dump_all([listed(stored(REFUSED), secret(), stored(release(version=2))), config_map(),
                               stored_in_config_map(release(PLAINTEXT, version=3))])
    done = helm(check, "-e", "dev", "r.yaml", files={"r.yaml": text})
    assert done.returncode == 1 and done.stdout.endswith("3 objects, 2 denied, 0 warned\n")
    assert done.stderr == "floe-admission check: r.yaml: 2 objects without a release not judged\n"
    results = judged(helm(check, "-e", "dev", "-o", "json", "r.yaml"))["results"]
    assert [(r["document"], r["name"][-2:], r["decision"]) for r in results] == [
        (1, "v1", "deny"), (1, "v2", "allow"), (3, "v3", "deny")]


def test_releases_may_follow_one_another(check):
    text = json.dumps(release()) + "\n" + json.dumps(REFUSED)
    results = judged(helm(check, "-e", "dev", "-o", "json", "-", stdin=text))["results"]
    assert [(r["document"], r["line"], r["decision"]) for r in results] == [(1, 1, "allow"), (2, 2, "deny")]


def test_a_secret_that_is_not_what_helm_wrote_gets_the_webhooks_verdict(check):
    forged = stored(release())
    forged["metadata"]["labels"]["name"] = "other"
    done = helm(check, "-e", "dev", "r", files={"r": yaml.safe_dump(forged)})
    assert done.returncode == 1 and "[plaintext-secret] " in done.stdout


# Without the flag

def test_a_stream_with_a_release_in_it(check):
    """`check FILE` finds the release Secret among other manifests."""
    text = yaml.safe_dump_all([config_map(), stored(REFUSED), stored_in_config_map(REFUSED), stored(release())])
    results = judged(check("-e", "dev", "-o", "json", "-", stdin=text))["results"]
    assert [(r["kind"], r["decision"]) for r in results] == [
        ("ConfigMap", "allow"), ("Secret", "deny"), ("ConfigMap", "deny"), ("Secret", "allow")]
    assert {f["rule"] for r in results[1:3] for f in r["findings"]} == {"helm-release"}


def test_the_manifest_of_a_release_is_an_ordinary_file(check):
    done = check("-e", "dev", "-", stdin=HARMLESS + PLAINTEXT)
    assert done.returncode == 1 and "[plaintext-secret] key `password` " in done.stdout


# What cannot be used

UNUSABLE = {  # name → file, what is said
    "empty": ("", r"r: there is no document"),
    "no release": (yaml.safe_dump(secret()), r"r: there is no Helm release in it; give its Secret"),
    "a word": ("hello\n", r"r:1:1: no stored release of Helm: "),
    "base64 of text": ("aGVsbG8gd29ybGQhIQ==\n", r"r:1:1: no stored release of Helm: "),
    "gzip that ends": (releases.packed(release())[:-9], r"r:1:1: no stored release of Helm: "),
    "gzip of text": (b"\x1f\x8b\x08\x00garbage", r"r:1:1: no stored release of Helm: "),
    "a secret with text": (yaml.safe_dump({**stored(release()), "data": {"release": "aGVsbG8="}}),
                           r"r:\d+:1: no stored release of Helm: "),
    "json without a version": (json.dumps({k: v for k, v in release().items() if k != "version"}),
                               r"r:1:1: no stored release of Helm: "),
    "a name that is none": (json.dumps(release(name=MARKER.upper())), r"r:1:1: no stored release of Helm: "),
    "a namespace that is none": (json.dumps(release(namespace=MARKER.upper())),
                                 r"r:1:1: no stored release of Helm: "),
    "yaml": ("a: b: c\n", r"r:1:5: "),
    "json twice": ('{"name": "a", "name": "b"}', r"r:1:\d+: not JSON: "),
    "values": (f"password: {MARKER}\n", r"r: there is no Helm release in it"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_files_are_named_and_the_rest_is_judged(check, name):
    text, pattern = UNUSABLE[name]
    done = helm(check, "-e", "dev", "r", "good", files={"r": text, "good": FORMS["json"](REFUSED)})
    assert done.returncode == 2 and re.match(pattern, done.stderr), done.stderr
    assert done.stdout.endswith("1 object, 1 denied, 0 warned, 1 unusable\n")
    [error] = judged(helm(check, "-e", "dev", "-o", "json", "r", "good"))["errors"]
    assert error["file"] == "r" and done.stderr.rstrip("\n").endswith(error["message"])


def test_a_bomb_is_refused_with_the_reason(check):
    bomb = release(notes="", config={"a": "x" * (33 << 20)})
    done = helm(check, "-e", "dev", "r", files={"r": yaml.safe_dump(stored(bomb))})
    assert done.returncode == 1 and "    denied: Secret team-a/sh.helm" in done.stdout, done.stdout + done.stderr
    done = helm(check, "-e", "dev", "r", files={"r": releases.packed(bomb)})
    assert done.returncode == 2 and re.match(r"r:1:1: no stored release of Helm: ", done.stderr)


def test_mutate_does_not_go_with_it(check):
    done = helm(check, "--mutate", "-")
    assert (done.returncode, done.stdout) == (2, "") and "`helm get manifest`" in done.stderr


def test_help_tells_of_it(check):
    text = check("--help").stdout
    for word in ("--helm-release", "helm get manifest", "check rollback", "data.release"):
        assert word in text


# Helm itself

def helm_binary(part):
    return next(iter(sorted(TOOLS.glob(f"{part}-*/{part}"))), None)


@pytest.mark.parametrize("part", ["helm3", "helm4"])
def test_what_helm_itself_would_store(check, part, tmp_path):
    binary = helm_binary(part)
    if binary is None:
        pytest.skip(f"{part} is not built (./dev demo builds it)")
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "KUBECONFIG": str(tmp_path / "none")}
    done = subprocess.run([binary, "install", "orders", ROOT / "examples" / "demo" / "chart", "-n", "team-a",
                           "--dry-run=client", "-o", "json"], capture_output=True, text=True, timeout=60,
                          env=environment)
    if done.returncode != 0:
        pytest.skip(f"this {part} plans no release without a cluster")
    done = helm(check, "-e", "dev", "-", stdin=done.stdout)
    assert done.returncode == 1, done.stderr
    assert "`Secret/orders-warehouse` (orders/templates/secret.yaml): " in done.stdout
    assert "denied: Secret team-a/sh.helm.release.v1.orders.v1\n" in done.stdout


# Nothing of a release is shown but names of objects

def positions(node, path=()):
    """The paths of all strings and of all keys."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield path, key
            yield from positions(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from positions(value, (*path, index))
    elif isinstance(node, str):
        yield path, None


def planted(of, path, key, text):
    """A copy with the marker as the string at `path`, or beside the key there."""
    of = copy.deepcopy(of)
    if key is None:
        *parents, last = path
        at = of
        for step in parents:
            at = at[step]
        at[last] = text
    else:
        at = of
        for step in path:
            at = at[step]
        at[text] = text
    return of


FULL = release(
    HARMLESS + PLAINTEXT, labels={"team": "a"},
    hooks=[{"name": "migrate", "kind": "Job", "path": "orders/templates/job.yaml", "manifest": HARMLESS,
            "events": ["pre-install"], "weight": 0, "delete_policies": ["before-hook-creation"],
            "last_run": {"started_at": "2026-03-01T08:00:00Z", "completed_at": "", "phase": "Succeeded"}}])
FULL["chart"].update(templates=[{"name": "templates/a.yaml", "data": "e30K"}],
                     files=[{"name": "crds/a.yaml", "data": "e30K"}, {"name": "notes.txt", "data": "aGkK"}])
TEXTS = {"value": f"Password: {MARKER}!", "manifest": PLAINTEXT + f"# {MARKER}\n",
         "token": "Hunter2-Marker ghp_hunter2hunter2hunter2hunter2hunter2hun"}


@pytest.mark.parametrize("text", TEXTS)
def test_no_string_of_a_release_is_shown(check, text):
    """The fixture looks for the marker in all that is said. One release a position, all in two files."""
    of = [planted(FULL, path, key, TEXTS[text]) for path, key in positions(FULL)]
    assert len(of) > 60
    files = {"bare.json": "\n".join(map(json.dumps, of)),
             "secrets.json": json.dumps(listed(*({**stored(FULL), "data": stored(r)["data"]} for r in of)))}
    for name in files:
        for arguments in (["--helm-release"], ["rollback"]):
            for output in ("text", "json"):
                done = check(*arguments, "-e", "dev", "-o", output, name, files=files)
                assert done.returncode in (1, 2), done.stderr
                assert "hunter2" not in (done.stdout + done.stderr).lower()
