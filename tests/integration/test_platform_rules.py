# SPDX-License-Identifier: Apache-2.0
"""The webhook's verdict on ConfigMaps with a platform.yaml: schema, environment, release."""

import json

import pytest

from platform_files import (ENVIRONMENTS, KEY, NAME, VERSION, DIGEST, config_map, misspelt, reference, released,
                            review)

PREFIX = "floe_admission_"


def ask(server, environment, new, old=None):
    return server.post(f"/validate/{environment}", review(new, old)).response()


def message(response):
    assert not response["allowed"], response
    return response["status"]["message"]


def findings(server):
    return server.records()[-1]["findings"]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_reference_file_of_an_environment_passes_there(shared, environment):
    text = reference(environment)
    response = ask(shared, environment, config_map(text, released(text)))
    assert response["allowed"], response
    warnings = response.get("warnings", [])
    assert all(len(w) <= 256 and "\n" not in w for w in warnings)
    assert sum(map(len, warnings)) <= 4096
    # What the consumer's 1.2 does not know is said, and nothing else is wrong.
    assert bool(warnings) == (environment != "local"), warnings
    assert all("newer-than-consumer" in w or "more warning" in w for w in warnings), warnings


@pytest.mark.parametrize("environment,other", [(a, b) for a in ENVIRONMENTS for b in ENVIRONMENTS if a != b])
def test_and_is_refused_everywhere_else(shared, environment, other):
    text = reference(environment)
    said = message(ask(shared, other, config_map(text, released(text))))
    assert "[platform-environment]" in said and "[platform-schema]" not in said


def test_a_denial_shows_the_line_with_carets(shared):
    text = misspelt(reference("dev"))
    line = text.splitlines().index("    path_style_acess: hunter2-marker") + 1
    response = ask(shared, "dev", config_map(text))
    said = message(response)
    lines = said.splitlines()
    assert lines[0] == next(first for first in lines if "path_style_acess`" in first)
    assert f"at platform.yaml:{line}:5 (unknown-key)" in lines[0] and lines[0].startswith("[platform-schema] ")
    assert lines[1].split("|")[0].strip() == str(line) and "path_style_acess: ****" in lines[1]
    assert "^^^^^^^^^^^^^^^^ did you mean `path_style_access`?" in said
    [cause] = response["status"]["details"]["causes"]
    assert cause["field"].startswith("data[platform.yaml].storage.")
    assert cause["message"].startswith(f"platform.yaml:{line}:5: ") and "\n" not in cause["message"]
    assert response["status"]["code"] == 403 and response["status"]["reason"] == "Forbidden"


def test_many_errors_five_with_carets_twenty_listed_the_rest_counted(shared):
    text = "".join(f"wrong{i}: hunter2-{i}\n" for i in range(60))
    said = message(ask(shared, "dev", config_map(text)))
    assert said.count("[platform-schema] ") + said.count("[platform-environment] ") == 20
    assert sum("^" in line for line in said.splitlines()) == 5 and len(said.encode()) < 16 * 1024
    assert said.rstrip().splitlines()[-1].startswith("… and ") and "hunter2" not in said


def test_broken_yaml_is_a_finding(shared):
    said = message(ask(shared, "local", config_map("version: [hunter2\n")))
    assert said.startswith("[platform-schema] ") and "(syntax)" in said and "hunter2" not in said


def test_labelled_without_the_key(shared):
    labels = {"app.kubernetes.io/component": "platform-config"}
    said = message(ask(shared, "dev", config_map(None, labels=labels)))
    assert "there is no key `platform.yaml`" in said and "`platform.yaml: |`" in said
    near = {**config_map(None, labels=labels), "data": {"platform.yml": "a: hunter2"}}
    assert "rename the key to `platform.yaml`" in message(ask(shared, "dev", near))
    assert ask(shared, "dev", config_map(None))["allowed"]


def test_the_key_in_binary_data_is_refused(shared):
    binary = config_map(None, binaryData={KEY: "aHVudGVyMg=="})
    assert "must stand in data, not in binaryData" in message(ask(shared, "local", binary))


def test_what_is_no_platform_configuration_is_not_judged(shared):
    assert ask(shared, "prod", {**config_map(None), "data": {"app.yaml": "level: debug"}})["allowed"]


@pytest.mark.parametrize("change", [
    {"metadata": {"name": NAME, "namespace": "team-a", "labels": {"team": "data"}, "annotations": {"note": "x"}}},
    {"immutable": True},
    {"metadata": {"name": NAME, "namespace": "team-a", "finalizers": ["a/b"], "ownerReferences": []}},
], ids=["metadata", "immutable", "finalizer"])
def test_an_update_that_leaves_the_text_alone_passes(shared, change):
    old = config_map(misspelt(reference("local")))
    response = ask(shared, "prod", {**old, **change}, old)
    assert response["allowed"] and "warnings" not in response


@pytest.mark.parametrize("new", [
    lambda old: config_map(old["data"][KEY] + "\n"),
    lambda old: config_map(old["data"][KEY], labels={"app.kubernetes.io/component": "platform-config"}),
    lambda old: {**config_map(None), "binaryData": {KEY: "YQ=="}},
], ids=["a-byte", "labelled-now", "moved-to-binary"])
def test_an_update_that_does_not_is_judged(shared, new):
    old = config_map(misspelt(reference("local")))
    assert "[platform-schema]" in message(ask(shared, "local", new(old), old))


def test_a_create_with_an_old_object_proves_nothing(shared):
    bad = config_map(misspelt(reference("local")))
    posted = review(bad, bad)
    posted["request"]["operation"] = "CREATE"
    assert not shared.post("/validate/local", posted).response()["allowed"]


# platform-release

@pytest.mark.parametrize("annotations,code,word", [
    ({}, "release-version", "does not say which release"),
    ({VERSION: "1.4.0"}, "release-version", "does not name a release"),
    ({VERSION: "platform-config-v1.4"}, "release-version", "does not name a release"),
    ({VERSION: "platform-config-vhunter2"}, "release-version", "does not name a release"),
    ({VERSION: "platform-config-v0.9.9"}, "release-not-admitted", "release 0.9.9 is not admitted in `prod`"),
    ({VERSION: "platform-config-v2.0.0-rc.1"}, "release-not-admitted", "release 2.0.0-rc.1 is not admitted"),
    ({DIGEST: None}, "release-digest", "does not say the digest"),
    ({DIGEST: "sha256:hunter2"}, "release-digest", "is not a SHA-256 digest"),
    ({DIGEST: "sha256:" + "A" * 64}, "release-digest", "is not a SHA-256 digest"),
    ({DIGEST: "sha256:" + "0" * 64}, "release-digest", "its digest differs"),
])
def test_a_release_is_proven(serve, annotations, code, word):
    server = serve()
    text = reference("prod")
    given = {**released(text), **annotations} if annotations else {DIGEST: released(text)[DIGEST]}
    given = {key: value for key, value in given.items() if value is not None}
    said = message(ask(server, "prod", config_map(text, given)))
    assert "[platform-release] " in said and word in said
    # The right digest is not handed to who has the wrong text.
    assert released(text)[DIGEST] not in said.replace(given.get(DIGEST, "-"), "")
    server.wait_records(1)
    assert [f["code"] for f in findings(server) if f["mode"] == "enforce"] == [code]
    dev = reference("dev")
    response = ask(server, "dev", config_map(dev))
    assert response["allowed"] and "[platform-release]" in response["warnings"][0]


def test_a_release_follows_the_text(shared):
    text = reference("prod")
    old = config_map(text, released(text))
    assert "its digest differs" in message(ask(shared, "prod", config_map(text + "# more\n", released(text)), old))
    assert ask(shared, "prod", config_map(text + "# more\n", released(text + "# more\n", "1.5.0")), old)["allowed"]
    lower = config_map(text, released(text, "0.1.0"))
    assert "release 0.1.0 is not admitted" in message(ask(shared, "prod", lower, old))
    assert ask(shared, "prod", {**lower, "immutable": True}, lower)["allowed"]


def test_the_policy_names_the_releases(serve, tmp_path, shipped_policy):
    policy = shipped_policy
    policy["environments"]["qa"] = {"extends": "staging"}
    policy["strictness"].insert(2, "qa")
    policy["platform_releases"] = {"staging": {"versions": ["1.3.7", "2.0.0-rc.1"], "minimum": "1.4.0"}}
    (tmp_path / "policy.yaml").write_text(json.dumps(policy))
    server = serve({"policy": str(tmp_path / "policy.yaml")})
    text = reference("staging")
    for version, good in (("1.3.7", True), ("1.3.8", False), ("1.4.0", True), ("1.10.0", True),
                          ("2.0.0-rc.1", True), ("2.0.0-rc.2", False)):
        response = ask(server, "staging", config_map(text, released(text, version)))
        assert response["allowed"] == good, version
        if not good:
            assert "admitted: 1.3.7, 2.0.0-rc.1; 1.4.0 and later" in message(response)
    prod = reference("prod")
    assert "the policy admits no release in `prod`" in message(ask(server, "prod", config_map(prod, released(prod))))
    # An environment of another name is judged by the rules that it follows.
    assert "[platform-environment]" in message(ask(server, "qa", config_map(prod, released(prod))))


def test_another_environment_may_follow_other_rules_and_profile(serve, tmp_path, shipped_policy):
    policy = shipped_policy
    policy["environments"]["lab"] = {"extends": "local", "platform": "dev", "platform_profile": "1.2"}
    policy["strictness"].insert(1, "lab")
    (tmp_path / "policy.yaml").write_text(json.dumps(policy))
    server = serve({"policy": str(tmp_path / "policy.yaml")})
    said = message(ask(server, "lab", config_map(reference("dev"))))
    assert "[platform-schema]" in said, said
    said = message(ask(server, "lab", config_map(reference("local"))))
    assert "[platform-schema]" not in said and "[platform-environment]" in said


# What is remembered and counted

def test_a_verdict_is_remembered_and_stays_the_same(serve):
    server = serve()
    bad, good = config_map(misspelt(reference("dev"))), config_map(reference("dev"))
    connection = server.connect()

    def post(environment, document):
        return server.post(f"/validate/{environment}", review(document), connection).response()

    first = [post("dev", bad), post("dev", good), post("staging", good)]
    again = [post("dev", bad), post("dev", good), post("staging", good)]
    assert first == again
    samples = server.metrics()
    assert samples[f'{PREFIX}platform_verdicts_total{{cache="miss"}}'] == 3
    assert samples[f'{PREFIX}platform_verdicts_total{{cache="hit"}}'] == 3
    assert samples[f"{PREFIX}platform_verdicts_forgotten_total"] == 0
    records = server.wait_records(6)
    assert [r["findings"] for r in records[:3]] == [r["findings"] for r in records[3:]]
    assert len({r["schema"] for r in records}) == 1 and len(records[0]["schema"]) == 64
    connection.close()


def test_another_policy_is_another_verdict(serve, tmp_path, shipped_policy):
    path = tmp_path / "policy.yaml"
    path.write_text(json.dumps(shipped_policy))
    server = serve({"policy": str(path)})
    text = reference("dev")
    connection = server.connect()
    assert server.post("/validate/dev", review(config_map(text)), connection).response()["allowed"]
    shipped_policy["environments"]["dev"]["platform_profile"] = "1.2"
    path.write_text(json.dumps(shipped_policy))
    server.wait_log("policy in force", 2)
    assert not server.post("/validate/dev", review(config_map(text)), connection).response()["allowed"]
    connection.close()


def test_many_texts_make_the_oldest_forgotten(serve):
    server = serve()
    connection = server.connect()
    for number in range(150):
        server.post("/validate/local", review(config_map(f"# {number}\n")), connection)
    connection.close()
    assert server.metrics()[f"{PREFIX}platform_verdicts_forgotten_total"] == 150 - 128


def test_the_audit_record_says_where_and_never_what(serve):
    server = serve()
    text = misspelt(reference("dev"))
    line = text.splitlines().index("    path_style_acess: hunter2-marker") + 1
    ask(server, "dev", config_map(text))
    [record] = server.wait_records(1)
    wrong = [f for f in record["findings"] if f["mode"] == "enforce"]
    assert [(f["rule"], f["code"], f["line"], f["column"]) for f in wrong] == [
        ("platform-schema", "unknown-key", line, 5)]
    assert wrong[0]["path"].startswith("data[platform.yaml].storage.")
    assert "|" not in json.dumps(record) and "^" not in json.dumps(record)
