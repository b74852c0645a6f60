# SPDX-License-Identifier: Apache-2.0
"""`check`: the webhook's verdict on files, as text and as JSON, and the exit code."""

import base64
import json
import os
import pty
import re
import socket
import subprocess

import pytest
import yaml

from checking import ENCODED, MARKER, POD_ASKS, config_map, judged, secret
from reviews import FIXTURES

# What a denial looks like

MANIFEST = f"""\
# a file with comments
---
apiVersion: v1
kind: Secret
metadata: {{name: db, namespace: team-a}}
stringData:
  where: vault:secret/db#password
  password: {MARKER}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: harmless
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Secret
  metadata: {{name: tls}}
  data:
    ca.crt: dmF1bHQ6c2VjcmV0L2RiI2Nh
    tls.key: {ENCODED}
"""


def test_a_denial_names_file_line_column_rule_and_object(check):
    done = check("--environment", "dev", "app.yaml", files={"app.yaml": MANIFEST})
    assert done.returncode == 1 and done.stderr == ""
    assert done.stdout == (
        "app.yaml:8:3: [plaintext-secret] key `password` holds a plaintext value (8-15 bytes) at "
        "stringData.password; seal it with `kubeseal` and apply the SealedSecret instead of the Secret\n"
        "    denied: Secret team-a/db\n"
        "app.yaml:23:5: [plaintext-secret] key `tls.key` holds a plaintext value (8-15 bytes) at "
        "data.tls.key; seal it with `kubeseal` and apply the SealedSecret instead of the Secret\n"
        "    denied: Secret default/tls\n"
        "3 objects, 2 denied, 0 warned\n")


def test_json_says_the_same(check):
    done = check("-e", "dev", "-o", "json", "app.yaml", files={"app.yaml": MANIFEST})
    document = judged(done)
    assert document["environment"] == "dev" and done.stderr == ""
    assert [(r["document"], r["line"], r["kind"], r["namespace"], r["name"], r["decision"])
            for r in document["results"]] == [
        (1, 3, "Secret", "team-a", "db", "deny"),
        (2, 10, "ConfigMap", "default", "harmless", "allow"),
        (3, 18, "Secret", "default", "tls", "deny")]
    [finding] = document["results"][2]["findings"]
    assert finding == {
        "rule": "plaintext-secret", "mode": "enforce", "path": "data.tls.key", "line": 23, "column": 5,
        "message": "key `tls.key` holds a plaintext value (8-15 bytes)",
        "fix": "seal it with `kubeseal` and apply the SealedSecret instead of the Secret"}
    assert all(r["patch"] == [] for r in document["results"])


@pytest.mark.parametrize("environment,code,word", [
    ("local", 0, "warning"), ("dev", 1, "denied"), ("staging", 1, "denied"), ("prod", 1, "denied"),
    ("unlabelled", 0, "warning")])
def test_the_environment_decides(check, environment, code, word):
    done = check("--environment", environment, "s.yaml", files={"s.yaml": yaml.safe_dump(secret())})
    assert done.returncode == code
    assert f"    {word}: Secret default/db\n" in done.stdout
    assert done.stderr == ""


def test_without_an_environment_it_is_the_strictest_and_says_so(check):
    done = check("-", stdin=yaml.safe_dump(secret()))
    assert done.returncode == 1
    assert "no --environment given: judged as `prod`" in done.stderr
    assert done.stdout.startswith("<stdin>:1:1: ") or done.stdout.startswith("<stdin>:3:3: ")
    document = judged(check("-o", "json", "-", stdin=yaml.safe_dump(secret())))
    assert document["environment"] == "prod" and document["unlabelled"] is False


def test_the_words_are_those_of_the_webhook(check, shared):
    for environment in ("dev", "prod"):
        review = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
            "uid": "u", "kind": {"group": "", "version": "v1", "kind": "Secret"},
            "resource": {"group": "", "version": "v1", "resource": "secrets"}, "namespace": "team-a",
            "operation": "CREATE", "userInfo": {"username": "check"}, "object": secret()}}
        message = shared.post(f"/validate/{environment}", review).response()["status"]["message"]
        done = check("-e", environment, "-n", "team-a", "-", stdin=json.dumps(secret()))
        assert done.stdout.splitlines()[0] == f"<stdin>:1:1: {message}"


def test_every_fixture_gets_the_webhooks_verdict(check):
    """AdmissionReviews are judged as they are; their names say what must become of them."""
    files = [str(path) for verdict in ("allow", "deny")
             for path in sorted((FIXTURES / "plaintext-secret" / verdict).glob("*.json"))]
    results = judged(check("-e", "dev", "-o", "json", *files))["results"]
    assert len(results) == len(files) > 100
    for result in results:
        denied = "/deny/" in result["file"]
        assert (result["decision"] == "deny") == denied, result


# What may be in a file

def test_json_values_may_follow_one_another(check):
    text = json.dumps(secret("a")) + "\n  " + json.dumps(config_map(), indent=1) + json.dumps(secret("b"))
    results = judged(check("-e", "dev", "-o", "json", "-", stdin=text))["results"]
    assert [(r["name"], r["document"], r["decision"]) for r in results] == [
        ("a", 1, "deny"), ("cm", 2, "allow"), ("b", 3, "deny")]
    assert results[1]["line"] == 2 and results[0]["findings"][0]["line"] == 1


def test_lists_of_lists_and_typed_lists(check):
    bare = {k: v for k, v in secret("bare").items() if k not in ("kind", "apiVersion")}
    typed = {"apiVersion": "v1", "kind": "SecretList", "items": [bare, None, secret("full")]}
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "List", "items": [typed, config_map()]}, secret("last")]})
    results = judged(check("-e", "dev", "-o", "json", "-", stdin=text))["results"]
    assert [(r["kind"], r["name"], r["decision"]) for r in results] == [
        ("Secret", "bare", "deny"), ("Secret", "full", "deny"), ("ConfigMap", "cm", "allow"),
        ("Secret", "last", "deny")]
    as_yaml = judged(check("-e", "dev", "-o", "json", "-", stdin=yaml.safe_dump(json.loads(text))))
    assert [r["name"] for r in as_yaml["results"]] == ["bare", "full", "cm", "last"]


def test_an_empty_list_has_no_objects_and_a_kind_may_end_in_list(check):
    text = "apiVersion: v1\nkind: List\nitems: []\n---\napiVersion: v1\nkind: PodList\nitems:\n---\n" \
           "apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\nspec: {}\n"
    results = judged(check("-e", "dev", "-o", "json", "-", stdin=text))["results"]
    assert [(r["kind"], r["document"]) for r in results] == [("AllowList", 3)]


def test_flow_yaml_that_begins_like_json(check):
    done = check("-e", "dev", "-", stdin="{apiVersion: v1, kind: Secret, metadata: {name: a}, "
                                         f"stringData: {{password: {MARKER}}},}}\n")
    assert done.returncode == 1 and "stringData.password" in done.stdout


def test_what_an_alias_and_a_merge_key_bring_is_judged(check):
    text = (f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, annotations: &values {{password: {MARKER}}}}}\n"
            "---\napiVersion: v1\nkind: Secret\nmetadata: {name: b}\nstringData:\n"
            f"  first: &it {MARKER}\n  second: *it\n")
    [_, result] = judged(check("-e", "dev", "-o", "json", "-", stdin=text))["results"]
    assert {f["path"] for f in result["findings"]} == {"stringData.first", "stringData.second"}
    assert {f["line"] for f in result["findings"]} == {9, 10}
    merged = (f"apiVersion: v1\nkind: Secret\nmetadata: {{name: b}}\nx: &x {{password: {MARKER}}}\n"
              "stringData:\n  <<: *x\n")
    assert check("-e", "dev", "-", stdin=merged).returncode == 1


def test_numbers_and_words_are_read_as_the_api_server_reads_them(check):
    text = "apiVersion: v1\nkind: Secret\nmetadata: {name: 1e3}\nstringData: {a: yes, b: 0x1F}\n"
    assert check("-e", "dev", "-", stdin=text).returncode == 1


def test_what_no_rule_reads_passes_and_is_counted(check):
    text = "".join(f"---\napiVersion: {v}\nkind: {k}\nmetadata: {{name: a}}\n" for v, k in
                   [("v1", "Service"), ("example.com/v1", "Anything"), ("v1", "ServiceAccount")])
    done = check("-e", "prod", "-", stdin=text)
    assert (done.returncode, done.stdout) == (0, "3 objects, 0 denied, 0 warned\n")


def test_a_windows_file_with_a_byte_order_mark(check):
    text = "\ufeff" + yaml.safe_dump(secret()).replace("\n", "\r\n")
    assert check("-e", "dev", "s.yaml", files={"s.yaml": text}).returncode == 1
    text = "\ufeff" + json.dumps(secret())
    assert check("-e", "dev", "s.json", files={"s.json": text}).returncode == 1


def test_several_files_and_standard_input(check):
    done = check("-e", "dev", "a.yaml", "-", "b.json", stdin=yaml.safe_dump(secret("c")),
                 files={"a.yaml": yaml.safe_dump(config_map()), "b.json": json.dumps(secret("b"))})
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stdout.splitlines() if ":" in line and line[0] != " "] \
        == ["<stdin>", "b.json"]
    assert done.stdout.endswith("3 objects, 2 denied, 0 warned\n")


def test_standard_input_may_be_a_socket(binary):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        process = subprocess.Popen([binary, "check", "-e", "dev", "-"], stdin=theirs,
                                   stdout=subprocess.PIPE, text=True)
        ours.sendall(json.dumps(secret()).encode())
        ours.shutdown(socket.SHUT_WR)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 1 and out.endswith("1 object, 1 denied, 0 warned\n")


def test_a_file_that_looks_like_a_flag(check):
    assert check("-e", "dev", "--", "-x.yaml", files={"-x.yaml": yaml.safe_dump(secret())}).returncode == 1


# Who and where

def test_namespace_of_the_object_before_the_flag(check):
    text = "".join("---\n" + yaml.safe_dump(secret(**fields)) for fields in
                   [{}, {"metadata": {"name": "own", "namespace": "team-b"}}])
    results = judged(check("-e", "dev", "-n", "team-a", "-o", "json", "-", stdin=text))["results"]
    assert [r["namespace"] for r in results] == ["team-a", "team-b"]
    assert check("-e", "dev", "-n", "kube-system", "-", stdin=yaml.safe_dump(secret())).returncode == 0


def test_a_namespace_is_judged_by_its_own_entry(check):
    def namespace(**labels):
        return yaml.safe_dump({"apiVersion": "v1", "kind": "Namespace",
                               "metadata": {"name": "team-a", "labels": labels}})
    done = check("-e", "local", "-", stdin=namespace(**{"floe.dev/environment": "local"}))
    assert done.returncode == 1 and "`local` is laxer than the environment in force (`prod`)" in done.stdout
    assert "    denied: Namespace team-a\n" in done.stdout
    assert check("-e", "local", "-", stdin=namespace(**{"floe.dev/environment": "prod"})).returncode == 0
    done = check("-e", "local", "-", stdin=namespace())
    assert done.returncode == 0 and "warning: Namespace team-a" in done.stdout


def test_another_policy_and_user(check):
    policy = (FIXTURES.parents[1] / "deploy" / "policy.yaml").read_text()
    for old, new in (("exceptions: []", "exceptions: [{id: legacy, owner: team-a, reason: moves soon, "
                                        "namespace: team-a, name: db, expires: 2999-01-01}]"),
                     ("  users: []", "  users: [alice]")):
        assert old in policy
        policy = policy.replace(old, new)
    files = {"p.yaml": policy, "s.yaml": yaml.safe_dump(secret()),
             "n.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {floe.dev/environment: local}}\n"}
    done = check("-e", "dev", "-n", "team-a", "--policy", "p.yaml", "s.yaml", files=files)
    assert (done.returncode, done.stdout) == (0, "1 object, 0 denied, 0 warned\n")
    [result] = judged(check("-e", "dev", "-n", "team-a", "--policy=p.yaml", "-ojson", "s.yaml"))["results"]
    assert (result["findings"][0]["mode"], result["findings"][0]["exception"]) == ("audit", "legacy")
    assert check("-e", "dev", "-n", "other", "--policy", "p.yaml", "s.yaml").returncode == 1
    assert check("-e", "dev", "--policy", "p.yaml", "n.yaml").returncode == 1
    assert check("-e", "dev", "--policy", "p.yaml", "--user", "alice", "n.yaml").returncode == 0


# The mutator

def test_a_pod_that_asks_and_names_no_map_is_denied_as_in_the_cluster(check):
    done = check("-e", "dev", "-", stdin=yaml.safe_dump(POD_ASKS))
    assert done.returncode == 1 and "[platform-config]" in done.stdout and "patch" not in done.stdout
    deployment = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
                  "spec": {"template": {"metadata": POD_ASKS["metadata"], "spec": POD_ASKS["spec"]}}}
    text = yaml.safe_dump(deployment)
    assert check("-e", "dev", "-", stdin=text).returncode == 0
    done = check("-e", "dev", "--mutate", "-", stdin=text)
    assert done.returncode == 1
    assert "at spec.template.metadata.annotations[floe.dev/platform-config];" in done.stdout


def test_mutate_shows_the_patch(check):
    pod = {**POD_ASKS, "metadata": {**POD_ASKS["metadata"], "annotations": {"floe.dev/platform-config": "cfg"}}}
    text = yaml.safe_dump(pod)
    done = check("-e", "dev", "--mutate", "-", stdin=text)
    assert done.returncode == 0
    assert "<stdin>:1:1: patch of Pod default/web:\n" in done.stdout
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("    {")]
    [result] = judged(check("-e", "dev", "--mutate", "-o", "json", "-", stdin=text))["results"]
    assert result["patch"] == lines != []
    assert check("-e", "dev", "-", stdin=text).stdout == "1 object, 0 denied, 0 warned\n"


@pytest.mark.parametrize("groups,code", [
    ([], 1), (["--group", "ops"], 1), (["--group", "floe:environment-owners"], 0),
    (["--group=ops,floe:environment-owners,dev"], 0), (["--group", "floe:environment-owners", "--group", "ops"], 0)])
def test_groups_make_an_environment_owner(check, groups, code):
    text = yaml.safe_dump({"apiVersion": "v1", "kind": "Namespace",
                           "metadata": {"name": "lab", "labels": {"floe.dev/environment": "local"}}})
    done = check("-e", "dev", *groups, "-", stdin=text)
    assert done.returncode == code, done.stdout + done.stderr


def test_findings_are_in_the_order_of_the_file(check):
    text = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: db}}\nstringData:\n  z: {MARKER}\ndata:\n"
    text += "".join(f"  {key}: {ENCODED}\n" for key in "mab")
    done = check("-e", "dev", "-", stdin=text)
    assert re.findall(r"^<stdin>:(\d+):3: ", done.stdout, re.M) == ["5", "7", "8", "9"], done.stdout


# Nothing that was judged is shown, nor anything that a terminal would obey

POSITIONS = {
    "label": lambda o: o["metadata"].setdefault("labels", {}).update(a=MARKER),
    "annotation": lambda o: o["metadata"].setdefault("annotations", {}).update(a=MARKER),
    "inject label": lambda o: o["metadata"].setdefault("labels", {}).update({"floe.dev/inject": MARKER}),
    "map annotation": lambda o: o["metadata"].setdefault("annotations", {}).update(
        {"floe.dev/platform-config": MARKER + "!"}),
    "last applied": lambda o: o["metadata"].setdefault("annotations", {}).update(
        {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(secret(stringData={"a": MARKER}))}),
    "data": lambda o: o.update(data={"a": ENCODED}),
    "data that is not base64": lambda o: o.update(data={"a": MARKER}),
    "string data": lambda o: o.update(stringData={"a": MARKER}),
    "data is a text": lambda o: o.update(data=MARKER),
    "data is a list": lambda o: o.update(data=[MARKER]),
    "type": lambda o: o.update(type=MARKER),
    "unknown field": lambda o: o.update(unknown={MARKER: MARKER}),
    "environment variable": lambda o: o.update(spec={"containers": [{"env": [{"name": "A", "value": MARKER}]}]}),
    "our variable": lambda o: (o["metadata"].setdefault("labels", {}).update({"floe.dev/inject": "true"}),
                               o["metadata"].setdefault("annotations", {}).update({"floe.dev/platform-config": "c"}),
                               o.update(spec={"containers": [{"name": "c", "args": [MARKER], "env": [
                                   {"name": "FLOE_PLATFORM_ENV", "value": MARKER}]}]})),
    "environment of a namespace": lambda o: o["metadata"].setdefault("labels", {}).update(
        {"floe.dev/platform": MARKER}),
}


@pytest.mark.parametrize("kind,version", [("Secret", "v1"), ("ConfigMap", "v1"), ("Pod", "v1"), ("Namespace", "v1"),
                                          ("Deployment", "apps/v1"), ("Other", "example.com/v1")])
def test_no_value_is_shown(check, kind, version):
    """The fixture looks for the marker in all that is said."""
    items = []
    for position, put in POSITIONS.items():
        items.append({"apiVersion": version, "kind": kind, "metadata": {"name": position.replace(" ", "-")}})
        put(items[-1])
    for text in ("\n".join(map(json.dumps, items)), yaml.safe_dump_all(items)):
        for environment in ("dev", "unlabelled"):
            done = check("-e", environment, "--mutate", "-", stdin=text)
            assert done.stdout.splitlines()[-1].startswith(f"{len(items)} objects, "), done.stdout
            judged(check("-e", environment, "--mutate", "-o", "json", "-", stdin=text))


def test_control_characters_of_names_do_not_reach_the_terminal(check):
    text = json.dumps(secret(metadata={"name": "a\u001b]0;x\u0007\r\n1 object, 0 denied"}))
    done = check("-e", "dev", "-", stdin=text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", done.stdout)
    assert done.stdout.count("\n") == 3


def on_terminal(binary, environment):
    leader, follower = pty.openpty()
    try:
        process = subprocess.Popen([binary, "check", "-e", "dev", "-"], stdin=subprocess.PIPE, stdout=follower,
                                   stderr=subprocess.DEVNULL, env={**os.environ, **environment})
        process.communicate(json.dumps(secret()).encode(), timeout=60)
        return os.read(leader, 65536).decode()
    finally:
        os.close(leader)
        os.close(follower)


def test_colour_only_on_a_terminal_that_wants_it(binary, check):
    assert "\033[1;31m[plaintext-secret]\033[0m" in on_terminal(binary, {"TERM": "xterm", "NO_COLOR": ""})
    assert "\033" not in on_terminal(binary, {"TERM": "xterm", "NO_COLOR": "1"})
    assert "\033" not in on_terminal(binary, {"TERM": "dumb", "NO_COLOR": ""})
    assert "\033" not in check("-e", "dev", "-", stdin=json.dumps(secret())).stdout
