# SPDX-License-Identifier: Apache-2.0
"""A marker in every place of a platform.yaml where a value can stand, in files that are right, misspelt and broken:
it is in nothing that serve, check or validate says."""

import json
import re
import subprocess

import pytest

from platform_files import ENVIRONMENTS, KEY, config_map, reference, released, review

MARKER = "hunter2-marker"
GROUPS = 20
FORMS = ("text", "line", "json", "sarif", "junit")
# A key's value, an element of a list, and what stands in flow style.
VALUE = re.compile(r"^(\s*(?:- )?(?:[\w.\"/-]+: +)|\s*- )([^#\s|>&*{\[].*?)(\s+#.*)?$")
FLOW = re.compile(r"(: *|[\[{,] *)([\w./:-]+)(?=[,}\]])")


def planted(text):
    """Files with the marker in the values of every twentieth line, from the first, second, … on, and one with the
    marker in all of them."""
    lines = text.splitlines()
    files = [list(lines) for _ in range(GROUPS)]
    everywhere = list(lines)
    for number, line in enumerate(lines):
        new = VALUE.sub(lambda m: f"{m[1]}{MARKER}{m[3] or ''}", line)
        if new == line:
            new = FLOW.sub(lambda m: f"{m[1]}{MARKER}", line)
        if new != line and not line.lstrip().startswith("#"):
            files[number % GROUPS][number] = new
            everywhere[number] = new
    return ["\n".join(file) + "\n" for file in (*files, everywhere)]


def ruined(text):
    """The file with the marker everywhere, made worse: keys misspelt, quotes and brackets left open, tabs, tags."""
    everywhere = planted(text)[-1]
    yield re.sub(r"^(\s*)(\w\w)(\w+):", r"\1\3\2x:", everywhere, flags=re.M)
    yield re.sub(r"^(\s*)(\w+)_(\w+):", r"\1\2-\3:", everywhere, flags=re.M)
    yield everywhere.replace(MARKER, f"'{MARKER}")
    yield everywhere.replace(MARKER, f"[{MARKER}, {{a: {MARKER}}}")
    yield everywhere.replace(MARKER, f"{{{MARKER}, {MARKER}}}")
    yield everywhere.replace(f" {MARKER}", f" !!binary {MARKER}")
    yield everywhere.replace(f" {MARKER}", f"\t{MARKER}")
    yield everywhere.replace(f" {MARKER}", f" &a {MARKER}\n  # {MARKER}")
    yield everywhere.replace(f" {MARKER}", f" |\n      {MARKER}")
    yield everywhere.replace(f" {MARKER}", f" {{secret_ref: {MARKER}, pasword: {MARKER}}}")
    yield everywhere.replace(": ", f": [{MARKER}]: ")
    yield everywhere + everywhere
    yield f"%YAML {MARKER}\n" + everywhere
    yield everywhere + f"---\na: {MARKER}\n"
    yield everywhere[: len(everywhere) // 2] + f'"{MARKER}'
    yield f"{MARKER}\n"
    yield f"- {MARKER}\n"
    yield f"? [{MARKER}]\n: {MARKER}\n"
    yield f"a: *{MARKER}\nb: !{MARKER} {MARKER}\nc: &{MARKER} {MARKER}\n"


def everything(environment):
    text = reference(environment)
    return [*planted(text), *ruined(text)]


def assert_clean(*texts):
    for text in texts:
        raw = text if isinstance(text, str) else text.decode(errors="replace")
        place = raw.find("hunter2")
        assert place < 0, raw[max(0, place - 300):place + 100]


def test_there_is_a_marker_in_every_line_with_a_value():
    for environment in ENVIRONMENTS:
        text = reference(environment)
        all_of_them = planted(text)[-1]
        left = [line for line in all_of_them.splitlines()
                if re.match(r"\s*(- )?[\w.\"/-]+: +[^#|>&*{\[\s]", line) and MARKER not in line]
        assert all_of_them.count(MARKER) > 80 and not left, left


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_validate(binary, tmp_path, environment):
    paths = []
    for number, text in enumerate(everything(environment)):
        paths.append(tmp_path / f"{number}.yaml")
        paths[-1].write_text(text)
    for form in FORMS:
        for flags in ([], ["--profile", "1.2"], ["-e", "prod"]):
            done = subprocess.run([binary, "validate", "-o", form, *flags, *paths], capture_output=True, timeout=120)
            assert done.returncode == 1, done.stderr
            assert len(done.stdout) > 10000
            assert_clean(done.stdout, done.stderr)
    for form in ("text", "json"):
        done = subprocess.run([binary, "validate", "--list-profiles", "-o", form, *paths], capture_output=True,
                              timeout=120)
        assert_clean(done.stdout, done.stderr)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_check(binary, tmp_path, environment):
    items = [config_map(text) for text in everything(environment)]
    (tmp_path / "all.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
    for form in ("text", "json"):
        for judged_as in ENVIRONMENTS:
            done = subprocess.run([binary, "check", "-o", form, "-e", judged_as, tmp_path / "all.json"],
                                  capture_output=True, timeout=120)
            assert done.returncode == 1 and KEY.encode() in done.stdout
            assert_clean(done.stdout, done.stderr)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_serve(serve, environment):
    """The answer and all that stays: the audit log, the log, the metrics (server.py looks through the first two)."""
    server = serve()
    connection = server.connect()
    texts = everything(environment)
    for judged_as in (environment, "prod"):
        for text in texts:
            reply = server.post(f"/validate/{judged_as}", review(config_map(text, released(text))), connection)
            assert_clean(reply.body)
    assert_clean(server.plain("/metrics").body, server.plain("/readyz?verbose").body)
    assert len(server.wait_records(2 * len(texts))) == 2 * len(texts)
    assert_clean(server.stdout(), server.stderr())
    connection.close()
