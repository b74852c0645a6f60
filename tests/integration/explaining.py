# SPDX-License-Identifier: Apache-2.0
"""What the tests of `explain` share: runs of it, and objects whose values are the marker."""

import json
import subprocess

import pytest
import yaml

from checking import ENCODED, MARKER

ASK = {"floe.dev/inject": "true"}
MAP = {"floe.dev/platform-config": "cfg"}


@pytest.fixture
def explain(binary, tmp_path):
    """Runs explain; files are given by name → text, and nothing that it says holds a value."""
    def run(*arguments, files=None, stdin=""):
        for name, text in (files or {}).items():
            (tmp_path / name).write_text(text)
        done = subprocess.run([binary, "explain", *arguments], input=stdin, capture_output=True, text=True,
                              timeout=120, cwd=tmp_path)
        for text in (done.stdout, done.stderr):
            assert "hunter2" not in text and ENCODED not in text, text
            assert "Sanitizer" not in text and "runtime error:" not in text, text
        return done
    return run


@pytest.fixture
def explained(explain):
    """The JSON document's objects for some objects, after a look at what always holds."""
    def run(*items, flags=("-e", "dev"), code=None):
        text = yaml.safe_dump_all(items)
        done = explain(*flags, "-o", "json", "-", stdin=text)
        document = json.loads(done.stdout)
        objects, summary = document["objects"], document["summary"]
        assert document["version"] == 1 and summary["objects"] == len(objects) > 0
        assert summary["not_given"] == sum(not item["given"] for item in objects)
        assert done.returncode == (1 if summary["not_given"] else 0)
        assert code is None or done.returncode == code, done.stdout
        for item in objects:
            assert item["given"] == (not item["denied"] and "problem" not in [line["level"] for line in item["said"]])
        plain = explain(*flags, "-", stdin=text)
        assert plain.returncode == done.returncode
        for item in objects:
            for line in item["said"]:
                assert f"  {line['level']}: {line['text']}\n" in plain.stdout
        return objects
    return run


def pod(labels=None, annotations=None, **spec):
    return {"apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": "web", "labels": labels or {}, "annotations": annotations or {}},
            "spec": {"containers": [{"name": "web"}], **spec}}


def deployment(labels=None, annotations=None, **spec):
    made = pod(labels, annotations, **spec)
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
            "spec": {"template": {"metadata": {k: made["metadata"][k] for k in ("labels", "annotations")},
                                  "spec": made["spec"]}}}


def config_map(name="cfg", key="platform.yaml", **metadata):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, **metadata}, "data": {key: MARKER}}


def secret(name="db", keys=("password",), **metadata):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, **metadata},
            "data": {key: ENCODED for key in keys}}


def sealed(name="db", keys=("password",)):
    return {"apiVersion": "bitnami.com/v1alpha1", "kind": "SealedSecret", "metadata": {"name": name},
            "spec": {"encryptedData": {key: MARKER for key in keys}}}


def external(name="db", keys=("password",), target=None, **spec):
    return {"apiVersion": "external-secrets.io/v1beta1", "kind": "ExternalSecret", "metadata": {"name": name},
            "spec": {"data": [{"secretKey": key, "remoteRef": {"key": MARKER}} for key in keys],
                     "target": target or {}, **spec}}


def said(item, level="problem"):
    return [line["text"] for line in item["said"] if line["level"] == level]


def mutator(item, rule="platform-config"):
    [found] = [m for m in item["mutators"] if m["rule"] == rule]
    return found
