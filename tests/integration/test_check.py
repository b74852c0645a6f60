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

from reviews import FIXTURES

MARKER = "hunter2-marker"
ENCODED = base64.b64encode(MARKER.encode()).decode()
POD_ASKS = {"apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": "web", "labels": {"floe.dev/inject": "true"}},
            "spec": {"containers": [{"name": "web", "image": "web:1"}]}}


def secret(name="db", **fields):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name},
            "data": {"password": ENCODED}, **fields}


def config_map(name="cm"):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"a": "b"}}


@pytest.fixture
def check(binary, tmp_path):
    """Runs check; files are given by name → text, and nothing that it says holds a value."""
    def run(*arguments, files=None, stdin="", env=None):
        for name, text in (files or {}).items():
            (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        done = subprocess.run([binary, "check", *arguments], input=stdin, capture_output=True,
                              text=True, timeout=120, cwd=tmp_path, env=env)
        for text in (done.stdout, done.stderr):
            assert "hunter2" not in text and "aHVudGVyM" not in text, text
            assert "Sanitizer" not in text and "runtime error:" not in text, text
        return done
    return run


def judged(done):
    """The JSON document, after a look at what always holds."""
    document = json.loads(done.stdout)
    results, summary = document["results"], document["summary"]
    assert document["version"] == 1 and re.fullmatch("[0-9a-f]{64}", document["policy"])
    assert summary["objects"] == len(results) and summary["errors"] == len(document["errors"])
    assert summary["denied"] == sum(r["decision"] == "deny" for r in results)
    assert summary["warned"] == sum(r["decision"] == "warn" for r in results)
    expected = 2 if summary["errors"] else 1 if summary["denied"] else 0
    assert done.returncode == expected, done.stderr
    return document


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


# What cannot be used

DEEP = "[" * 70 + "]" * 70
UNUSABLE = {  # text → what is said
    "yaml": ("a: b: c\n", r"x:1:5: mapping values"),
    "json": ('{"a": 1,\n "b" 2}\n{]', r"x:2:6: not JSON: "),
    "json after line breaks in a text": ('{"a": "\\n\\n\\n",\n "b": {]', r"x:2:8: not JSON: "),
    "second json value": ('{"apiVersion": "v1", "kind": "A"}\n\n  {"a": }x', r"x:3:9: not JSON: "),
    "json that does not end": ('{"a": {"b": 1}', r"x:1:15: not JSON: the text ends too early"),
    "a key twice": ("a: 1\na: 2\n", r"x:2:1: the key `a` stands here twice"),
    "a key twice in json": ('{"apiVersion": "v1", "kind": "A", "kind": "B"}', r"x:1:\d+: not JSON: "),
    "one key as truth and text": ("apiVersion: v1\nkind: A\ndata: {on: a, 'true': b}\n", r"x:1:1: the document is no"),
    "an alias without anchor": (f"a: *{MARKER}\n", r"x:1:4: the alias names no anchor"),
    "an anchor twice": (f"a: &{MARKER} 1\nb: &{MARKER} 2\n", r"x:2:4: the anchor is defined a second time"),
    "a tag that does not fit": (f"a: !!int {MARKER}\n", r"x:1:4: the value does not fit its tag"),
    "deep": (DEEP, r"x:1:65: nested deeper than 64"),
    "deep json": ('{"a":' + DEEP + "}", r"x:1:\d+: not JSON: "),
    "not utf-8": (b"a: \xff\n", r"x:1:\d+: byte 0xff is not UTF-8"),
    "nothing": ("", r"x: there is no document"),
    "only comments": ("# a\n---\n---\n", r"x: there is no document"),
    "text": ("just words\n", r"x:1:1: not a Kubernetes object: a map is expected"),
    "a list": ("- a\n", r"x:1:1: not a Kubernetes object: a map is expected"),
    "values.yaml": (f"\nimage: x\npassword: {MARKER}\n", r"x:2:1: not a Kubernetes object: `kind` is missing"),
    "no apiVersion": ("kind: Secret\n", r"x:1:1: not a Kubernetes object: `apiVersion` is missing"),
    "kind is no text": ("apiVersion: v1\nkind: [Secret]\n", r"x:1:1: not a Kubernetes object: `kind` is missing"),
    "in a list": ("apiVersion: v1\nkind: List\nitems:\n- {}\n", r"x:4:3: not a Kubernetes object"),
    "review v1beta1": ("apiVersion: admission.k8s.io/v1beta1\nkind: AdmissionReview\nrequest: {}\n",
                       r"x:1:1: only apiVersion admission.k8s.io/v1 is served"),
    "review without request": ("apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\n",
                               r"x:1:1: request is missing"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_input_is_named_and_the_rest_is_judged(check, name):
    text, pattern = UNUSABLE[name]
    files = {"x": text, "good.yaml": yaml.safe_dump(secret())}
    done = check("-e", "dev", "x", "good.yaml", files=files)
    assert done.returncode == 2
    assert re.match(pattern, done.stderr), done.stderr
    assert done.stdout.endswith(" denied, 0 warned, 1 unusable\n") and "good.yaml:" in done.stdout
    document = judged(check("-e", "dev", "-o", "json", "x", "good.yaml"))
    [error] = document["errors"]
    position = re.match(r"x:(\d+):(\d+): ", done.stderr)
    assert error["file"] == "x"
    assert (error["line"], error["column"]) == (tuple(map(int, position.groups())) if position else (0, 0))
    assert error["message"] and done.stderr.rstrip("\n").endswith(error["message"])


@pytest.mark.parametrize("path,words", [("missing.yaml", "No such file"), (".", "Is a directory")])
def test_unreadable_files(check, path, words):
    done = check("-e", "dev", path, "good.yaml", files={"good.yaml": yaml.safe_dump(config_map())})
    assert done.returncode == 2 and words in done.stderr
    assert done.stdout == "1 object, 0 denied, 0 warned, 1 unusable\n"
    [error] = judged(check("-e", "dev", "-o", "json", path, "good.yaml"))["errors"]
    assert error["file"] == path and words in error["message"]


def test_a_file_beyond_20_mib(check):
    text = yaml.safe_dump(secret()) + "# " + "x" * (20 << 20) + "\n"
    done = check("-e", "dev", "big.yaml", files={"big.yaml": text})
    assert done.returncode == 2 and "larger than" in done.stderr
    done = check("-e", "dev", "-", stdin=text)
    assert done.returncode == 2 and "larger than" in done.stderr


def test_many_findings_end_in_a_count(check):
    text = yaml.safe_dump(secret(data={f"key{i}": ENCODED for i in range(150)}))
    done = check("-e", "dev", "-", stdin=text)
    assert done.stdout.count("[plaintext-secret]") == 100 and "    … and 50 more\n" in done.stdout
    [result] = judged(check("-e", "dev", "-o", "json", "-", stdin=text))["results"]
    assert (len(result["findings"]), result["findings_left_out"]) == (100, 50)


ARGUMENTS = {
    "no file": ([], "name the files to check, or - for standard input"),
    "a flag misspelt": (["--enviroment", "dev", "-"], "did you mean '--environment'? See check --help"),
    "an empty group": (["--group", "a,,b", "-"], "--group has an empty name"),
    "no group": (["-", "--group"], "--group needs a value"),
    "a short flag": (["-x", "-"], "unknown flag '-x'"),
    "no value": (["-", "--environment"], "--environment needs a value"),
    "an empty value": (["-", "--environment="], "--environment needs a value"),
    "a value too many": (["--mutate=yes", "-"], "--mutate takes no value"),
    "a format": (["-o", "xml", "-"], "--output is text or json, not 'xml'"),
    "an environment": (["-e", "prd", "-"], "did you mean 'prod'? It has local, dev, staging, prod, and unlabelled"),
    "a policy that is missing": (["--policy", "none.yaml", "-"], "open 'none.yaml': No such file"),
    "a policy with a mistake": (["--policy", "p.yaml", "-"], "p.yaml:1:"),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_unusable_arguments(check, name):
    arguments, words = ARGUMENTS[name]
    done = check(*arguments, files={"p.yaml": "environmets: {}\n"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("floe-admission check: ") and words in done.stderr


@pytest.mark.parametrize("groups,code", [
    ([], 1), (["--group", "ops"], 1), (["--group", "floe:environment-owners"], 0),
    (["--group=ops,floe:environment-owners,dev"], 0), (["--group", "floe:environment-owners", "--group", "ops"], 0)])
def test_groups_make_an_environment_owner(check, groups, code):
    text = yaml.safe_dump({"apiVersion": "v1", "kind": "Namespace",
                           "metadata": {"name": "lab", "labels": {"floe.dev/environment": "local"}}})
    done = check("-e", "dev", *groups, "-", stdin=text)
    assert done.returncode == code, done.stdout + done.stderr


TEMPLATES = {
    "a condition first": "{{- if .Values.on }}\napiVersion: v1\nkind: Secret\n{{- end }}\n",
    "a condition later": "apiVersion: v1\nkind: Secret\n{{- if .Values.on }}\ndata: {}\n{{- end }}\n",
    "a value": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .Values.name }}\n",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_raw_helm_template_is_advised(check, name):
    done = check("-e", "dev", "t.yaml", files={"t.yaml": TEMPLATES[name]})
    assert done.returncode == 2
    assert re.match(r"t\.yaml:\d+:\d+: ", done.stderr), done.stderr
    assert "; this looks like a Helm template: run `helm template` and check its output\n" in done.stderr
    assert "Helm" not in check("-e", "dev", "-", stdin="a: [\n").stderr


def test_findings_are_in_the_order_of_the_file(check):
    text = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: db}}\nstringData:\n  z: {MARKER}\ndata:\n"
    text += "".join(f"  {key}: {ENCODED}\n" for key in "mab")
    done = check("-e", "dev", "-", stdin=text)
    assert re.findall(r"^<stdin>:(\d+):3: ", done.stdout, re.M) == ["5", "7", "8", "9"], done.stdout


def test_help(check):
    done = check("--help")
    assert done.returncode == 0 and done.stdout.startswith("usage: floe-admission check ")
    for word in ("--environment", "--mutate", "--output", "--policy", "--namespace", "--user", "--group", "exit codes"):
        assert word in done.stdout


def test_output_that_cannot_be_written(binary):
    with open("/dev/full", "w") as full:
        done = subprocess.run([binary, "check", "-e", "dev", "-"], input=json.dumps(config_map()), text=True,
                              stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 2 and "could not be written" in done.stderr


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
