# SPDX-License-Identifier: Apache-2.0
"""`check` on what cannot be used: input, arguments, output. Each is named, and the rest is judged."""

import json
import re
import subprocess

import pytest
import yaml

from checking import ENCODED, MARKER, config_map, judged, secret

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
