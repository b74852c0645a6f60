# SPDX-License-Identifier: Apache-2.0
"""`check rollback`: which stored revisions of releases `helm rollback` could still go back to."""

import json
import random
import re
import subprocess

import pytest
import yaml

from checking import MARKER, config_map
from releases import FORMS, HARMLESS, PLAINTEXT, encoded, listed, release, stored, stored_in_config_map

SECRETS = [f"---\n# Source: orders/templates/s{i}.yaml\napiVersion: v1\nkind: Secret\nmetadata: {{name: s{i}}}\n"
           f"stringData: {{password: {MARKER}}}\n" for i in range(5)]
HISTORY = [release(PLAINTEXT, version=1, status="superseded"), release(version=2, status="superseded"),
           release("".join(SECRETS), version=3, status="failed"), release(version=4)]
WINDOW = {"open": {"rollback": "warn", "rollback_until": "2999-12-31"}, "endless": {"rollback": "warn"},
          "audited": {"rollback": "audit", "rollback_until": "2999-12-31"},
          "over": {"rollback": "warn", "rollback_until": "2020-01-01"}, "strict": {"rollback": "enforce"}}


@pytest.fixture
def rollback(check, shipped_policy, tmp_path):
    """Runs `check rollback -e dev` under a policy with one of the windows above."""
    def run(*arguments, window="over", **options):
        shipped_policy["helm_release"] = WINDOW[window]
        (tmp_path / "p.yaml").write_text(yaml.safe_dump(shipped_policy))
        return check("rollback", "--policy", "p.yaml", "-e", "dev", *arguments, **options)
    return run


def judged(done):
    """The JSON document, after a look at what always holds."""
    document = json.loads(done.stdout)
    rows = [row for of in document["releases"] for row in of["revisions"]]
    summary = document["summary"]
    assert document["version"] == 1 and re.fullmatch("[0-9a-f]{64}", document["policy"])
    assert summary["revisions"] == len(rows) and summary["errors"] == len(document["errors"])
    for verdict in ("refused", "warned"):
        assert summary[verdict] == sum(row["verdict"] == verdict for row in rows)
    assert done.returncode == (2 if summary["errors"] else 1 if summary["refused"] else 0), done.stderr
    return document


def test_a_table_of_revisions(rollback):
    done = rollback("--history", "h.json", files={"h.json": json.dumps(listed(*map(stored, HISTORY)))})
    assert done.returncode == 1 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "release orders in team-a"
    assert lines[1].split() == ["REVISION", "STATUS", "UPDATED", "VERDICT"]
    rows = [line.split() for line in lines if re.match(r"\d+ +[a-z]", line)]
    assert rows[:4] == [
        ["1", "superseded", "2026-03-01T08:00:00+01:00", "refused"],
        ["2", "superseded", "2026-03-02T08:00:00+01:00", "admitted"],
        ["3", "failed", "2026-03-03T08:00:00+01:00", "refused"],
        ["4", "deployed", "2026-03-04T08:00:00+01:00", "admitted"]]
    assert lines[3].startswith("    [helm-release] `Secret/warehouse` (orders/templates/secret.yaml): key `password` ")
    assert "    … and 2 more" in lines and done.stdout.count("(orders/templates/s") == 3 + 1
    assert lines[-1] == "4 revisions of 1 release: 2 refused, 0 warned"


def test_json_says_the_same(rollback):
    done = rollback("--history", "-o", "json", "h", files={"h": json.dumps(listed(*map(stored, HISTORY)))})
    [of] = judged(done)["releases"]
    assert (of["name"], of["namespace"]) == ("orders", "team-a")
    rows = of["revisions"]
    assert [(r["revision"], r["status"], r["verdict"]) for r in rows] == [
        (1, "superseded", "refused"), (2, "superseded", "admitted"), (3, "failed", "refused"), (4, "deployed", "admitted")]
    assert rows[0]["updated"] == "2026-03-01T08:00:00+01:00" and rows[0]["file"] == "h"
    assert len(rows[2]["findings"]) == 5 and "afterwards" not in rows[0]
    [finding] = rows[0]["findings"]
    assert (finding["rule"], finding["mode"]) == ("helm-release", "enforce")
    assert finding["message"].startswith("`Secret/warehouse` (orders/templates/secret.yaml): key `password` ")


@pytest.mark.parametrize("window,code,verdict,words", [
    ("open", 0, "warned", "    admitted with a warning until 2999-12-31, refused afterwards\n"),
    ("endless", 0, "warned", "    admitted with a warning as a rollback, as long as the policy says so\n"),
    ("audited", 0, "admitted", "    admitted until 2999-12-31, refused afterwards\n"),
    ("over", 1, "refused", ""), ("strict", 1, "refused", "")])
def test_the_policys_window(rollback, window, code, verdict, words):
    files = {"h": json.dumps(listed(*map(stored, HISTORY)))}
    done = rollback("--history", "h", window=window, files=files)
    assert done.returncode == code, done.stdout
    assert done.stdout.count(f" {verdict}\n") >= 2 and words in done.stdout
    assert (" until " in done.stdout) == ("2999" in words) and "[helm-release] `Secret/warehouse`" in done.stdout
    [of] = judged(rollback("--history", "-ojson", "h", window=window))["releases"]
    first, second = of["revisions"][:2]
    assert first["verdict"] == verdict and first["findings"] and second["verdict"] == "admitted"
    if words:
        assert (first["afterwards"], first["until"]) == ("refused", "2999-12-31" if "2999" in words else "")
    assert "afterwards" not in second


def test_releases_are_grouped_and_sorted(rollback):
    of = [release(name=name, namespace=space, version=version) for name in ("b", "a") for space in ("y", "x")
          for version in (10, 9, 2)]
    random.Random(7).shuffle(of)
    files = {"a": json.dumps(listed(*map(stored, of[:5]))), "b": yaml.safe_dump_all(map(stored_in_config_map, of[5:]))}
    document = judged(rollback("--history", "-ojson", "a", "b", files=files))
    assert [(r["namespace"], r["name"], [row["revision"] for row in r["revisions"]]) for r in document["releases"]] == [
        (space, name, [2, 9, 10]) for space in "xy" for name in "ab"]
    done = rollback("--history", "a", "b")
    assert re.findall(r"^release .*", done.stdout, re.M) == [
        "release a in x", "release b in x", "release a in y", "release b in y"]
    assert done.stdout.endswith("\n12 revisions of 4 releases: 0 refused, 0 warned\n")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_revision(rollback, form):
    done = rollback("--history", "h", files={"h": FORMS[form](HISTORY[0])})
    assert done.returncode == 1 and "1 revision of 1 release: 1 refused, 0 warned\n" in done.stdout, done.stderr


def test_standard_input_and_without_the_word(rollback):
    assert rollback("-", stdin=json.dumps(listed(*map(stored, HISTORY)))).returncode == 1


def test_what_a_rollback_does_not_bring_back_is_not_judged(rollback):
    """Helm writes a new description; a record of an older failure may hold anything."""
    of = release(version=1, status="failed")
    of["info"]["description"] = "failed with ghp_" + "Hunter2hunter2hunter2hunter2hunter2h"[:36]
    assert rollback("--history", "h", files={"h": json.dumps(stored(of))}).returncode == 0


def test_an_exception_names_the_revision_that_helm_would_make(rollback, shipped_policy):
    exception = {"id": "legacy", "owner": "a", "reason": "moves", "namespace": "team-a", "rules": ["helm-release"],
                 "expires": "2999-01-01"}
    files = {"h": json.dumps(listed(*map(stored, HISTORY)))}
    for name, code in (("sh.helm.release.v1.orders.v5", 0), ("sh.helm.release.v1.orders.v1", 1)):
        shipped_policy["exceptions"] = [{**exception, "name": name}]
        assert rollback("--history", "h", files=files).returncode == code


def test_a_status_and_a_time_that_helm_does_not_write_are_not_shown(rollback):
    of = release(version=2)
    of["info"].update(status="hunter2", last_deployed="hunter2")
    done = rollback("--history", "h", files={"h": json.dumps(stored(of))})
    assert re.search(r"^2 +unknown +- +(admitted|refused)$", done.stdout, re.M), done.stdout


def test_unusable_files_are_named_and_the_rest_is_judged(rollback):
    broken = {**stored(HISTORY[1]), "data": {"release": encoded(HISTORY[1], 2)[:-40]}}
    files = {"h": json.dumps(listed(stored(HISTORY[0]), broken)), "none": yaml.safe_dump(config_map())}
    done = rollback("--history", "h", "none", "missing", files=files)
    assert done.returncode == 2 and done.stdout.endswith("1 revision of 1 release: 1 refused, 0 warned, 3 unusable\n")
    said = sorted(done.stderr.splitlines())
    assert said[0].startswith("floe-admission check: open 'missing': No such file")
    assert re.match(r"h:1:1: no stored release of Helm: .*; give its Secret", said[1])
    assert said[2].startswith("none: there is no Helm release in it; give its Secret")
    assert [e["file"] for e in judged(rollback("--history", "-ojson", "h", "none", "missing"))["errors"]] == [
        "h", "none", "missing"]


@pytest.mark.parametrize("arguments,words", [
    ([], "check rollback: name the files"), (["--histroy", "-"], "did you mean '--history'? See check rollback --help"),
    (["--mutate", "-"], "unknown flag '--mutate'"), (["-e", "prd", "-"], "did you mean 'prod'?"),
    (["-o", "xml", "-"], "--output is text or json")])
def test_unusable_arguments(check, arguments, words):
    done = check("rollback", *arguments)
    assert (done.returncode, done.stdout) == (2, "") and words in done.stderr


def test_help(check):
    done = check("rollback", "--help")
    assert done.returncode == 0 and done.stdout.startswith("usage: floe-admission check rollback ")
    for word in ("--history", "--environment", "--output", "kubectl get secret", "exit codes"):
        assert word in done.stdout


def test_a_file_of_that_name(check):
    text = HARMLESS
    assert check("-e", "dev", "./rollback", files={"rollback": text}).returncode == 0
    assert check("-e", "dev", "--", "rollback").returncode == 0


def test_a_long_history(rollback):
    of = [release(PLAINTEXT if i % 2 else HARMLESS, version=i + 1, status="superseded") for i in range(300)]
    document = judged(rollback("--history", "-ojson", "-", stdin=json.dumps(listed(*map(stored, of)))))
    assert document["summary"] == {"revisions": 300, "refused": 150, "warned": 0, "errors": 0}


def test_a_file_beyond_20_mib(rollback):
    done = rollback("--history", "-", stdin=json.dumps(stored(HISTORY[0])) + " " * (20 << 20))
    assert done.returncode == 2 and "<stdin>" in done.stderr
    assert done.stderr.endswith(" is larger than 20971520 bytes: give fewer releases at a time\n")


def test_output_that_cannot_be_written(binary):
    with open("/dev/full", "w") as full:
        done = subprocess.run([binary, "check", "rollback", "-e", "dev", "-"], input=json.dumps(stored(release())),
                              text=True, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 2 and "could not be written" in done.stderr
