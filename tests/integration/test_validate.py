# SPDX-License-Identifier: Apache-2.0
"""`validate`: the verdict on platform.yaml files, in every form, and the exit code. `schema print`."""

import json
import os
import pty
import re
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

from platform_files import ENVIRONMENTS, FILES, KEY, ROOT, config_map, misspelt, reference


@pytest.fixture
def run(binary, tmp_path):
    """Runs validate or another verb; nothing that it says holds a value."""
    def call(*arguments, files=None, stdin="", verb="validate", env=None, cwd=None):
        for name, text in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        done = subprocess.run([binary, verb, *arguments], input=stdin, capture_output=True, text=True,
                              timeout=120, cwd=cwd or tmp_path, env=env)
        for text in (done.stdout, done.stderr):
            assert "hunter2" not in text, text
            assert "Sanitizer" not in text and "runtime error:" not in text, text
        return done
    return call


def of(environment):
    return f"platform/{environment}/{KEY}"


# The environment

@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_reference_files_have_no_error_in_their_own_folder(run, environment):
    done = run(FILES / environment / KEY)
    assert done.returncode == 0, done.stdout
    assert re.search(rf"^\S+{KEY}: (ok|0 errors, \d+ warnings?) \(environment {environment}, profile 1.3\)$",
                     done.stdout, re.M), done.stdout


@pytest.mark.parametrize("environment,other", [(a, b) for a in ENVIRONMENTS for b in ENVIRONMENTS if a != b])
def test_and_errors_in_every_other(run, environment, other):
    done = run("-e", other, FILES / environment / KEY)
    assert done.returncode == 1 and f"(environment {other}, " in done.stdout


def test_the_folder_names_the_environment(run):
    local = reference("local")
    assert run(of("prod"), files={of("prod"): local}).returncode == 1
    assert "(profile 1.3; --environment adds the rules of one)" in run("a.yaml", files={"a.yaml": local}).stdout


def test_from_inside_the_folder_and_through_a_link(run, tmp_path):
    run(of("prod"), files={of("prod"): reference("local")})
    assert "(environment prod," in run(KEY, cwd=tmp_path / "platform" / "prod").stdout
    (tmp_path / "link.yaml").symlink_to(tmp_path / of("prod"))
    assert "(environment prod," in run("link.yaml").stdout


def test_a_folder_of_no_environment_is_told(run, tmp_path, shipped_policy):
    files = {of("qa"): reference("local")}
    done = run(of("qa"), files=files)
    assert done.returncode == 0 and "the policy has no environment 'qa'" in done.stderr
    shipped_policy["environments"]["qa"] = {"extends": "staging"}
    shipped_policy["strictness"].append("qa")
    (tmp_path / "policy.yaml").write_text(json.dumps(shipped_policy))
    done = run("--policy", "policy.yaml", of("qa"))
    assert done.returncode == 1 and done.stderr == "" and "(environment qa, profile 1.3)" in done.stdout


# Profiles of the consumer

def test_profile_1_2_refuses_what_1_3_warns_of(run):
    file = FILES / "dev" / KEY
    newer = run(file).stdout.count("warning[newer-than-consumer]")
    assert newer > 0
    older = run("--profile", "1.2", file)
    assert older.returncode == 1 and "newer-than-consumer" not in older.stdout
    assert "(environment dev, profile 1.2)" in older.stdout
    assert run("-p", "1.2", FILES / "local" / KEY).returncode == 0


def test_warnings_as_errors(run):
    assert run("--warnings-as-errors", FILES / "dev" / KEY).returncode == 1
    assert run("--warnings-as-errors", FILES / "local" / KEY).returncode == 0


# Forms

def test_text_shows_the_line(run):
    text = misspelt(reference("dev"))
    line = text.splitlines().index("    path_style_acess: hunter2-marker") + 1
    done = run(of("dev"), files={of("dev"): text})
    assert done.returncode == 1 and done.stderr == ""
    assert f"{of('dev')}:{line}:5: error[unknown-key]: " in done.stdout
    assert re.search(rf"^{line} +\|     path_style_acess: \*+$", done.stdout, re.M)
    assert "^^^^^^^^^^^^^^^^ did you mean `path_style_access`?" in done.stdout
    assert "\x1b" not in done.stdout


def test_line_form_is_only_lines(run):
    done = run("-o", "line", of("dev"), "b.yaml", files={of("dev"): misspelt(reference("dev")), "b.yaml": "a: 1\n"})
    assert done.returncode == 1
    for line in done.stdout.splitlines():
        assert re.match(r"(platform/dev/platform|b)\.yaml:\d+:\d+: (error|warning)\[[a-z0-9-]+\]: \S", line), line


def test_json_is_one_document(run):
    done = run("-o", "json", of("dev"), "b.yaml", files={of("dev"): misspelt(reference("dev")), "b.yaml": ""})
    assert done.returncode == 1
    text = json.dumps(json.loads(done.stdout))
    assert of("dev") in text and "b.yaml" in text and "unknown-key" in text


def test_sarif_is_one_run(run):
    done = run("-o", "sarif", of("dev"), "b.yaml", files={of("dev"): misspelt(reference("dev")), "b.yaml": "a: 1\n"})
    document = json.loads(done.stdout)
    assert document["version"] == "2.1.0"
    [only] = document["runs"]
    places = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in only["results"]}
    assert places == {of("dev"), "b.yaml"}
    rules = [rule["id"] for rule in only["tool"]["driver"]["rules"]]
    assert all(rules[r["ruleIndex"]] == r["ruleId"] for r in only["results"])
    assert {r["level"] for r in only["results"]} == {"error", "warning"}


def test_junit_is_well_formed(run):
    done = run("-o", "junit", of("dev"), "b.yaml", files={of("dev"): misspelt(reference("dev")), "b.yaml": ""})
    root = ElementTree.fromstring(done.stdout)
    assert [suite.get("name") for suite in root.iter("testsuite")] == [of("dev"), "b.yaml"]
    assert root.find(".//failure") is not None


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_a_document_is_whole_without_any_file(run, form):
    done = run("-o", form, "nowhere.yaml")
    assert done.returncode == 2 and "nowhere.yaml" in done.stderr
    (ElementTree.fromstring if form == "junit" else json.loads)(done.stdout)


def test_several_files_have_a_sum(run):
    done = run(*(FILES / e / KEY for e in ENVIRONMENTS), "nowhere.yaml")
    assert done.returncode == 2
    assert re.fullmatch(r"4 files, 0 errors, \d+ warnings, 1 unusable", done.stdout.splitlines()[-1])


# A terminal

def on_terminal(binary, *arguments, env=None):
    """What the program prints when it talks to a terminal, and its exit code."""
    main, other = pty.openpty()
    process = subprocess.Popen([binary, "validate", *arguments], stdin=subprocess.DEVNULL, stdout=other,
                               stderr=other, env={**os.environ, "TERM": "xterm", **(env or {})})
    os.close(other)
    said = b""
    while True:
        try:
            chunk = os.read(main, 65536)
        except OSError:
            break
        if not chunk:
            break
        said += chunk
    os.close(main)
    return said.decode(), process.wait(60)


def test_colour_on_a_terminal_unless_unwanted(binary, run, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("wrong: 1\n")
    assert "\x1b[" in on_terminal(binary, path)[0]
    assert "\x1b[" not in on_terminal(binary, path, env={"NO_COLOR": "1"})[0]
    assert "\x1b[" not in on_terminal(binary, "--color", "never", path)[0]
    assert "\x1b[" in run("--color", "always", path).stdout
    assert "\x1b[" not in run("--color", "always", "-o", "line", path).stdout


def test_progress_when_there_are_many(binary, run, tmp_path):
    paths = []
    for number in range(12):
        paths.append(tmp_path / f"{number}.yaml")
        paths[-1].write_text("")
    said, code = on_terminal(binary, "-o", "json", *paths)
    assert code == 0 and "validating 12 of 12" in said
    assert "validating" not in on_terminal(binary, "-o", "json", paths[0])[0]
    assert run(*paths).stderr == ""


# Input

def test_standard_input(run):
    done = run("-e", "dev", "-", stdin=misspelt(reference("dev")))
    assert done.returncode == 1 and "<stdin>:" in done.stdout


@pytest.mark.parametrize("text,code", [
    ("", 0), ("# nothing\n", 0), ("version: [1\n", 1), ("\tversion: 1\n", 1), (b"\xff\xfe", 1), (b"a: \x00\n", 1),
    ("---\n---\n", 1), ("a" * (1024 * 1024 + 1), 1), ("- 1\n", 1), ("*a\n", 1),
], ids=["empty", "comment", "syntax", "tab", "not-utf8", "nul", "two-documents", "too-large", "list", "alias"])
def test_whatever_is_in_a_file_is_a_finding(run, text, code):
    done = run("a.yaml", files={"a.yaml": text})
    assert done.returncode == code, done.stdout + done.stderr
    assert done.stderr == ""


def test_what_cannot_be_read_is_unusable(run, tmp_path):
    (tmp_path / "folder").mkdir()
    for path in ("nowhere.yaml", "folder"):
        done = run(path)
        assert done.returncode == 2 and path in done.stderr


def test_a_manifest_belongs_to_check(run):
    files = {"cm.yaml": json.dumps(config_map("a: hunter2")), "cm2.yaml": "---\nkind: ConfigMap\napiVersion: v1\n"}
    for name in files:
        done = run(name, files=files)
        assert done.returncode == 2 and "is a Kubernetes manifest: use `floe-admission check`" in done.stderr


@pytest.mark.parametrize("arguments,word", [
    ([], "name the files to validate"),
    (["--enviroment", "dev", "a"], "did you mean '--environment'? See validate --help"),
    (["-e", "pord", "a"], "did you mean 'prod'? It has local, dev, staging, prod"),
    (["-o", "sraif", "a"], "--output is text, line, json, sarif or junit, not 'sraif'; did you mean 'sarif'?"),
    (["--profile", "1.4", "a"], "--profile is 1.2 or 1.3, not '1.4'; did you mean '1.3'?"),
    (["--color", "sometimes", "a"], "--color is auto, always or never"),
    (["--policy", "nowhere", "a"], "nowhere"),
    (["--list-profiles", "-o", "sarif", "a"], "--list-profiles writes text or json"),
])
def test_bad_arguments(run, arguments, word):
    done = run(*arguments)
    assert done.returncode == 2 and done.stdout == "" and word in done.stderr


def test_help(run):
    done = run("--help")
    assert done.returncode == 0 and "--list-profiles" in done.stdout and done.stderr == ""
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


# --list-profiles

PROFILES = """\
layers:
  bronze: {name: bronze, namespace: a.b, storage_ref: lake}
  silver: {name: silver, namespace: a.b, storage_ref: lake, catalog_ref: main}
storage:
  lake: {type: gcs, bucket: abc}
  spare: {bucket: abc}
  odd: {type: hunter2, bucket: abc}
catalogs:
  main: {type: nessie, uri: "https://x", warehouse: w}
  default: {uri: "https://x", warehouse: w}
compute:
  duck: {}
observability: {compute_logs: {storage_ref: spare}}
"""


def test_list_profiles_shows_no_key_that_may_be_a_value(run):
    text = 'storage: {"postgres://u:hunter2@h": {bucket: abc}, lake: {bucket: abc}}'
    for form in ("text", "json"):
        done = run("--list-profiles", "-o", form, "a.yaml", files={"a.yaml": text})
        assert done.returncode == 0 and "lake" in done.stdout and "postgres" not in done.stdout


def test_list_profiles(run):
    done = run("--list-profiles", "a.yaml", files={"a.yaml": PROFILES})
    assert done.returncode == 0
    assert re.sub(" +", " ", done.stdout) == """\
storage
 lake gcs layers.bronze, layers.silver
 spare s3 (default) observability.compute_logs
 odd ? unused
catalogs
 main nessie layers.silver
 default polaris (default) layers.bronze
compute
 duck duckdb (default) (no key of this file refers to compute)
"""


def test_list_profiles_json(run):
    done = run("--list-profiles", "-o", "json", "a.yaml", files={"a.yaml": PROFILES})
    document = json.loads(done.stdout)
    assert document["file"] == "a.yaml"
    assert document["storage"][1] == {"name": "spare", "type": "s3", "default": True,
                                      "used_by": ["observability.compute_logs"]}
    assert [c["name"] for c in document["compute"]] == ["duck"]


def test_list_profiles_of_what_is_none(run):
    assert run("--list-profiles", "a.yaml", files={"a.yaml": ""}).stdout == (
        "storage: none\ncatalogs: none\ncompute: none\n")
    done = run("--list-profiles", "a.yaml", files={"a.yaml": "a: [\n"})
    assert done.returncode == 1 and "not usable as YAML" in done.stderr


# schema print

@pytest.mark.parametrize("words,file", [
    ([], "platform.schema.json"), (["platform"], "platform.schema.json"),
    (["platform-1.2"], "platform-1.2.schema.json"), (["policy"], "policy.schema.json"),
    *[(["environment", e], f"environments/{e}.schema.json") for e in ENVIRONMENTS]])
def test_schema_print(run, words, file):
    done = run("print", *words, verb="schema")
    assert done.returncode == 0 and done.stdout == (ROOT / "schemas" / file).read_text()


@pytest.mark.parametrize("words,word", [
    ([], "say `schema print`"), (["print", "platfrom"], "did you mean 'platform'?"),
    (["print", "platform-1.3"], "the schema of 1.3 is the default, 'platform'"),
    (["print", "environment"], "name the environment"), (["print", "environment", "prd"], "did you mean 'prod'?"),
    (["print", "policy", "x"], "unexpected argument 'x'"), (["show"], "there is no verb 'show'")])
def test_schema_refuses(run, words, word):
    done = run(*words, verb="schema")
    assert done.returncode == 2 and word in done.stderr


def test_the_policy_schema_takes_the_shipped_policies():
    """Every key of the shipped policies is one of the schema's."""
    properties = json.loads((ROOT / "schemas" / "policy.schema.json").read_text())["properties"]
    for name in ("policy.yaml", "local.yaml"):
        text = (ROOT / "deploy" / name).read_text()
        assert set(re.findall(r"^([a-z_]+):", text, re.M)) <= set(properties)
