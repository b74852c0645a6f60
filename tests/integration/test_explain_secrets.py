# SPDX-License-Identifier: Apache-2.0
"""`explain`: "Secret Not Found": what a secret_ref becomes, and what in the files makes the Secret."""

import pytest

from checking import MARKER
from explaining import (ASK, MAP, config_map, deployment, explain, explained, external, pod, said,  # noqa: F401
                        sealed, secret)

CREDENTIALS = {"floe.dev/credentials": "db: user, password=db-password", **MAP}


def test_what_each_secret_ref_becomes(explained):
    [item] = explained(deployment(ASK, CREDENTIALS), config_map(), secret(keys=["user", "password"]), code=0)
    needs = {need["key"]: need for need in item["needs"] if need["kind"] == "Secret"}
    assert {key: (need["name"], need["variables"], need["files"], need["state"]) for key, need in needs.items()} == {
        "user": ("db", ["USER"], ["/var/run/secrets/user"], "found"),
        "password": ("db", ["DB_PASSWORD"], ["/var/run/secrets/db-password"], "found")}
    assert any(text.startswith("Secret db, key password (variable DB_PASSWORD, file /var/run/secrets/db-password): "
                               "found in <stdin>:") for text in said(item, "ok"))
    assert any("named by the pod's annotation floe.dev/credentials" in text for text in said(item, "note"))


SECRETS = {  # what is in the files: (state, level, words)
    "nothing": ([], "unknown", "note", "not among the given files, nor a SealedSecret or ExternalSecret that makes it"),
    "the Secret": ([secret()], "found", "ok", "found in <stdin>:"),
    "stringData": ([{**secret(), "data": None, "stringData": {"password": MARKER}}], "found", "ok", ""),
    "another key": ([secret(keys=["pasword"])], "no-key", "problem", "has no key password, only pasword"),
    "another name": ([secret("dbs")], "missing", "problem", "not among the given files"),
    "another namespace": ([secret(namespace="b")], "unknown", "note", "namespace b has one"),
    "a SealedSecret": ([sealed()], "made", "ok", "SealedSecret db (<stdin>:"),
    "a SealedSecret without the key": ([sealed(keys=["user"])], "no-key", "problem", "has no key password, only user"),
    "an ExternalSecret": ([external()], "made", "ok", "ExternalSecret db (<stdin>:"),
    "an ExternalSecret for it": ([external("x", target={"name": "db"})], "made", "ok", "ExternalSecret x (<stdin>:"),
    "an ExternalSecret for another": ([external(target={"name": "x"})], "missing", "problem", "not among"),
    "an ExternalSecret without it": ([external(keys=["user"])], "no-key", "problem", "only user"),
    "an ExternalSecret of a whole path": ([external(keys=[], dataFrom=[{"extract": {"key": MARKER}}])], "maybe",
                                          "note", "the file does not say with which keys"),
    "a template": ([external(keys=["p"], target={"template": {"data": {"password": MARKER}}})], "made", "ok", ""),
    "a template without it": ([external(target={"template": {"data": {"url": MARKER}}})], "no-key", "problem",
                              "has no key password, only url"),
    "a template beside it": ([external(target={"template": {"mergePolicy": "Merge", "data": {"url": MARKER}}})],
                             "made", "ok", ""),
    "an ExternalSecret that creates none": ([external(target={"creationPolicy": "None"})], "unknown", "note", ""),
    "both": ([external(keys=["user"]), secret()], "found", "ok", "found in <stdin>:"),
    "another group's": ([{**sealed(), "apiVersion": "example.com/v1"}], "unknown", "note", ""),
}


@pytest.mark.parametrize("name", SECRETS)
def test_whether_the_secret_is_there(explained, name):
    things, state, level, words = SECRETS[name]
    annotations = {"floe.dev/credentials": "db: password", **MAP}
    [item] = explained(pod(ASK, annotations), config_map(), *things, code=int(level == "problem"))
    [need] = [need for need in item["needs"] if need["kind"] == "Secret"]
    assert need["state"] == state
    [line] = [line for line in said(item, level) if line.startswith("Secret db, key password (variable PASSWORD, file")]
    assert words in line


def test_the_pods_own_needs_are_looked_up_too(explained):
    def ref(name, key, **more):
        return {"name": name, "key": key, **more}
    [item] = explained(
        pod(containers=[{
            "name": "web", "volumeMounts": [{"name": "a", "mountPath": "/a"}, {"name": "b", "mountPath": "/b"},
                                            {"name": "c", "mountPath": "/c/x", "subPath": "x"}],
            "env": [{"name": "T", "valueFrom": {"secretKeyRef": ref("tok", "t")}},
                    {"name": "U", "valueFrom": {"secretKeyRef": ref("tok", "t", optional=True)}},
                    {"name": "V", "valueFrom": {"configMapKeyRef": ref("cm", "k", optional=True)}}],
            "envFrom": [{"prefix": "P_", "secretRef": {"name": "all"}}, {"configMapRef": {"name": "every"}}]}],
            volumes=[{"name": "a", "secret": {"secretName": "whole"}},
                     {"name": "b", "projected": {"sources": [
                         {"secret": {"name": "part", "items": [{"key": "k", "path": "d/k"}]}},
                         {"configMap": {"name": "cm"}}, {"serviceAccountToken": {"path": "token"}}]}},
                     {"name": "c", "configMap": {"name": "one"}},
                     {"name": "d", "secret": {"secretName": "idle", "items": [{"key": "k", "path": "k"}]}}]),
        config_map("cm", "other"), secret("all"), code=1)
    got = {(need["name"], need["key"]): (need["kind"], need["variables"], need["files"], need["optional"], need["state"])
           for need in item["needs"]}
    assert got == {
        ("tok", "t"): ("Secret", ["T", "U"], [], False, "missing"),
        ("cm", "k"): ("ConfigMap", ["V"], [], True, "no-key"),
        ("all", ""): ("Secret", ["P_*"], [], False, "found"),
        ("every", ""): ("ConfigMap", ["*"], [], False, "missing"),
        ("whole", ""): ("Secret", [], ["/a/*"], False, "missing"),
        ("part", "k"): ("Secret", [], ["/b/d/k"], False, "missing"),
        ("cm", ""): ("ConfigMap", [], ["/b/*"], False, "found"),
        ("one", "x"): ("ConfigMap", [], ["/c/x"], False, "missing"),
        ("idle", "k"): ("Secret", [], [], False, "missing"),
    }
    assert not any("optional" in text for text in said(item)) and any(", optional" in t for t in said(item, "note"))
    assert any("a volume that nothing mounts" in text for text in said(item))


def test_what_is_not_there_at_all_is_told_once(explained):
    [item] = explained(pod(ASK, {**MAP, "floe.dev/credentials": "db: a, b"}), config_map(), secret("other"), code=1)
    assert len(item["needs"]) == 3 and [need["state"] for need in item["needs"]].count("missing") == 2
    [text] = said(item)
    assert text.startswith("Secret db, key a (variable A, file /var/run/secrets/a), key b (variable B, file "
                           "/var/run/secrets/b): not among the given files")


def test_keys_that_nobody_names(explained):
    [item] = explained(pod(ASK, {"floe.dev/credentials": "db", **MAP}), code=1)
    assert "the keys of Secret db are left out, and the policy names none for dev" in said(item)[0]
