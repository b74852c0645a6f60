# SPDX-License-Identifier: Apache-2.0
"""`explain`: all that it says, what it never says, and what it cannot use."""

import copy
import json
import os
import pty
import re
import subprocess

import pytest
import yaml

from checking import MARKER
from explaining import (ASK, MAP, config_map, deployment, explain, external, pod, sealed,  # noqa: F401
                        secret)
from reviews import FIXTURES

GOLDEN = FIXTURES / "explain"
CREDENTIALS = {"floe.dev/credentials": "db: user, password=db-password", **MAP}

# What is said, whole

@pytest.mark.parametrize("name", ["not-loaded", "not-found", "given"])
def test_the_words(explain, name):
    """The goldens are what docs/explain.md shows: when the words change, write both anew with
    `floe-admission explain -e dev NAME.yaml > NAME.txt`."""
    done = explain("-e", "dev", f"{name}.yaml", files={f"{name}.yaml": (GOLDEN / f"{name}.yaml").read_text()})
    want = (GOLDEN / f"{name}.txt").read_text()
    assert done.stdout == want, done.stdout
    assert done.returncode == (0 if name == "given" else 1) and done.stderr == ""


def test_the_documents_show_what_is_said():
    text = (FIXTURES.parents[1] / "docs" / "explain.md").read_text()
    for name in ("not-loaded", "not-found"):
        assert (GOLDEN / f"{name}.txt").read_text() in text, name


# Nothing that stands in the files is shown, nor anything that a terminal would obey

def test_no_value_is_shown(explain):
    loud = copy.deepcopy(pod({**ASK, "x": MARKER}, {**CREDENTIALS, "y": MARKER}))
    loud["spec"]["containers"][0].update(args=[MARKER], env=[
        {"name": "A", "value": MARKER}, {"name": "DB_PASSWORD", "value": MARKER},
        {"name": "FLOE_PLATFORM_FILE", "value": MARKER}])
    things = [loud, deployment(ASK, {**MAP, "floe.dev/credentials": f"{MARKER}!: x"}),
              deployment({"floe.dev/inject": MARKER}),
              config_map(key="k"), secret(), sealed("a"), external("b", target={"template": {"data": {"k": MARKER}}})]
    for output in ("text", "json"):
        assert explain("-e", "dev", "-o", output, "-", stdin=yaml.safe_dump_all(things)).returncode == 1


def test_control_characters_do_not_reach_the_terminal(explain):
    evil = "a\u001b]0;x\u0007\r\n\u009b1m"
    item = pod(ASK, MAP, containers=[{"name": evil, "envFrom": [{"prefix": evil, "secretRef": {"name": evil}}],
                                      "volumeMounts": [{"name": "v", "mountPath": f"/{evil}"}]}],
               volumes=[{"name": "v", "configMap": {"name": evil, "items": [{"key": evil, "path": evil}]}}])
    item["metadata"].update(name=evil, namespace=evil)
    things = [item, {**config_map(evil, evil, namespace=evil)}, secret(evil + "x", [evil], namespace=evil)]
    done = explain("-e", "dev", "-", stdin="\n".join(map(json.dumps, things)))
    assert done.returncode in (0, 1) and not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.stdout), done.stdout


def test_colour_only_on_a_terminal(binary, explain):
    text = yaml.safe_dump_all([pod(ASK, MAP), config_map(key="x")]).encode()
    leader, follower = pty.openpty()
    try:
        process = subprocess.Popen([binary, "explain", "-e", "dev", "-"], stdin=subprocess.PIPE, stdout=follower,
                                   env={**os.environ, "TERM": "xterm", "NO_COLOR": ""})
        process.stdin.write(text)
        process.stdin.close()
        shown = ""
        while "explained, " not in shown:
            shown += os.read(leader, 65536).decode()
        assert process.wait(timeout=60) == 1
    finally:
        os.close(leader)
        os.close(follower)
    assert "  \033[1;31mproblem\033[0m: ConfigMap cfg" in shown
    assert "\033" not in explain("-e", "dev", "-", stdin=text.decode()).stdout


# Objects that are not what the API says: mutating webhooks see them before they are validated

ODD = (None, True, 0, "", "x", [], {}, [None], [[]], {"name": []}, [{"name": "web"}], ["x"])


def places(node, path=()):
    """Every place in an object, as the keys that lead there."""
    yield path
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(value, (*path, key))


def test_odd_values_anywhere_are_explained_or_refused(explain):
    full = deployment(ASK, CREDENTIALS, volumes=[
        {"name": "v", "projected": {"sources": [{"secret": {"name": "s", "items": [{"key": "k", "path": "p"}]}}]}},
        {"name": "w", "configMap": {"name": "c"}}])
    full["spec"]["template"]["spec"]["containers"][0].update(
        envFrom=[{"prefix": "P", "secretRef": {"name": "s"}}],
        volumeMounts=[{"name": "v", "mountPath": "/v", "subPath": "p"}, {"name": "w", "mountPath": "/w"}],
        env=[{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k", "optional": True}}}])
    made = external("x", target={"template": {"data": {"k": MARKER}}}, dataFrom=[{}])
    things = [full, pod(ASK, MAP), config_map(), secret(), sealed(), made]
    texts = []
    for item in things:
        for path in places(item):
            for value in ODD if path else ():
                odd = copy.deepcopy(item)
                inner = odd
                for key in path[:-1]:
                    inner = inner[key]
                inner[path[-1]] = value
                texts.append(json.dumps(odd))
    assert len(texts) > 1000
    done = explain("-e", "dev", "-", stdin="\n".join(texts))
    assert done.returncode == 2 and done.stdout.splitlines()[-1].endswith("would not get what they asked for")
    json.loads(explain("-e", "dev", "-o", "json", "-", stdin="\n".join(texts)).stdout)


def test_every_review_of_the_fixtures_is_explained(explain):
    """Names of ConfigMaps, their keys and paths are shown; in the fixtures some hold the marker."""
    texts = [path.read_text() for path in sorted(FIXTURES.rglob("*.json"))]
    texts = [re.sub(r'("(?:name|key|path|mountPath|subPath)": "[^"]*)hunter2', r"\1named", text) for text in texts
             if re.search('"(AdmissionReview|Pod)".*"(AdmissionReview|Pod)"', text, re.S)]
    assert len(texts) > 60
    for output in ("text", "json"):
        done = explain("-e", "dev", "-o", output, "-", stdin="\n".join(texts))
        assert done.returncode in (1, 2) and len(done.stderr.splitlines()) < len(texts) / 4, done.stderr


@pytest.mark.parametrize("output", ["text", "json"])
def test_names_that_are_tokens_or_no_names_are_hidden(explain, output):
    token = "ghp_0123456789abcdefghijABCDEFGHIJ0vXYZq"
    for name in (token, f"{MARKER} and more", f"{MARKER}:x"):
        item = pod(ASK, MAP, containers=[{
            "name": name, "volumeMounts": [{"name": name, "mountPath": f"/{name}", "subPath": name}],
            "env": [{"name": name, "valueFrom": {"secretKeyRef": {"name": name, "key": name}}}],
            "envFrom": [{"prefix": name, "configMapRef": {"name": name}}]}],
            volumes=[{"name": name, "secret": {"secretName": name}}])
        done = explain("-e", "local", "-o", output, "-", stdin=yaml.safe_dump_all([item, config_map("a", name)]))
        assert token not in done.stdout and "…" in done.stdout


# Arguments and input

UNUSABLE = {  # (arguments, input): words on standard error
    "no file": ([], "", "name the files to explain"),
    "a format": (["-o", "xml", "-"], "", "--output is text or json, not 'xml'"),
    "a flag misspelt": (["--enviroment", "dev", "-"], "", "did you mean '--environment'?"),
    "an environment": (["-e", "prd", "-"], yaml.safe_dump(pod()), "did you mean 'prod'?"),
    "no such file": (["-e", "dev", "missing.yaml"], "", "No such file"),
    "no pod": (["-e", "dev", "-"], yaml.safe_dump(secret()), "there is neither a Pod nor a workload in the files"),
    "no object": (["-e", "dev", "-"], "a: b\n", "<stdin>:1:1: not a Kubernetes object: `kind` is missing"),
    "no spec": (["-e", "dev", "-"], "apiVersion: v1\nkind: Pod\n", "<stdin>:1:1: there is no pod in it"),
    "no yaml": (["-e", "dev", "-"], "a: b: c\n", "<stdin>:1:5: "),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_arguments_and_input_are_exit_2(explain, name):
    arguments, text, words = UNUSABLE[name]
    done = explain(*arguments, stdin=text)
    assert done.returncode == 2 and words in done.stderr, done
    assert done.stderr.startswith(("floe-admission explain: ", "<stdin>:"))


def test_what_can_be_read_is_explained_all_the_same(explain):
    done = explain("-e", "dev", "bad.yaml", "-", stdin=yaml.safe_dump(pod()), files={"bad.yaml": "a: b: c\n"})
    assert done.returncode == 2 and "Pod default/web in dev\n" in done.stdout
    document = json.loads(explain("-e", "dev", "-o", "json", "bad.yaml", "-", stdin=yaml.safe_dump(pod())).stdout)
    assert [error["file"] for error in document["errors"]] == ["bad.yaml"] and len(document["objects"]) == 1


def test_several_files_are_one_answer(explain):
    files = {"pod.yaml": yaml.safe_dump(pod(ASK, MAP)), "more.json": json.dumps(config_map()),
             "list.yaml": yaml.safe_dump({"apiVersion": "v1", "kind": "List", "items": [secret(), deployment()]})}
    done = explain("-e", "dev", *files, files=files)
    assert done.returncode == 0 and "found in more.json:1\n" in done.stdout
    assert done.stdout.endswith("2 objects explained, 0 would not get what they asked for\n")


def test_help_and_environment_are_said(explain):
    done = explain("--help")
    assert done.returncode == 0 and done.stderr == ""
    for word in ("usage: floe-admission explain", "--environment", "--namespace-asks", "--policy", "--output",
                 "exit codes:", "SealedSecrets"):
        assert word in done.stdout
    done = explain("-", stdin=yaml.safe_dump(pod()))
    assert "floe-admission explain: no --environment given: judged as `prod`" in done.stderr
