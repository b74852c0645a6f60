# SPDX-License-Identifier: Apache-2.0
"""`check` on ConfigMaps with a platform.yaml: the webhook's verdict, with carets, in the manifest."""

import json
import re

from checking import judged
from platform_files import ENVIRONMENTS, KEY, ROOT, config_map, misspelt, reference, released

MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: orders-platform-config}
data:
  other: x
  platform.yaml: |
    version: "1.2.0"
    storage:
      lake:
        bucket: demo-lake
        path_style_acess: hunter2-marker
"""


def test_text_shows_the_place_in_the_manifest_and_the_line_of_the_file(check):
    done = check("-e", "local", "cm.yaml", files={"cm.yaml": MANIFEST})
    assert done.returncode == 1 and done.stderr == ""
    assert done.stdout == (
        "cm.yaml:6:3: [platform-schema] storage profile has no key `path_style_acess` at platform.yaml:5:5"
        " (unknown-key)\n"
        "    5   |     path_style_acess: ********\n"
        "        |     ^^^^^^^^^^^^^^^^ did you mean `path_style_access`?\n"
        "        = at storage.lake; keys: bucket, credentials, endpoint, lifecycle, path_style_access, region,"
        " replication, type\n"
        "    denied: ConfigMap default/orders-platform-config\n"
        "1 object, 1 denied, 0 warned\n")


def test_json_has_both_places(check):
    document = judged(check("-e", "local", "-o", "json", "cm.yaml", files={"cm.yaml": MANIFEST}))
    [finding] = document["results"][0]["findings"]
    assert (finding["line"], finding["column"], finding["code"]) == (6, 3, "unknown-key")
    assert finding["path"] == "data[platform.yaml].storage.lake"
    inside = finding["inside"]
    assert (inside["file"], inside["line"], inside["column"]) == (KEY, 5, 5)
    assert inside["excerpt"].startswith("5   |     path_style_acess: ********\n")


def test_the_reference_files_pass_in_their_own_environment_only(check):
    for environment in ENVIRONMENTS:
        text = reference(environment)
        files = {"cm.json": json.dumps(config_map(text, released(text)))}
        for judged_as in ENVIRONMENTS:
            done = check("-e", judged_as, "cm.json", files=files)
            assert done.returncode == (environment != judged_as), done.stdout


def test_the_marker_of_a_forgotten_bar(check):
    """`platform.yaml:` without the | is a map, not a text."""
    done = check("-e", "local", "cm.yaml", files={"cm.yaml": MANIFEST.replace("platform.yaml: |", "platform.yaml:")})
    assert done.returncode == 1 and "`platform.yaml: |` and the file below it" in done.stdout


def test_more_findings_than_are_shown_are_counted(check):
    text = "".join(f"wrong{i}: 1\n" for i in range(150))
    done = check("-e", "local", "cm.json", files={"cm.json": json.dumps(config_map(text))})
    assert done.stdout.count("[platform-schema]") == 100 and "… and 50 more" in done.stdout
    assert sum(1 for line in done.stdout.splitlines() if re.search(r"\| +\^|\| \^", line)) == 20


def test_the_example_is_good_in_dev(check):
    done = check("-e", "dev", ROOT / "examples" / "demo" / "platform-config.yaml")
    assert done.returncode == 0, done.stdout
    assert "[platform-schema]" not in done.stdout and "[platform-environment]" not in done.stdout


def test_a_release_is_checked_too(check):
    text = misspelt(reference("prod"))
    files = {"cm.json": json.dumps(config_map(text, released(reference("prod"))))}
    done = check("-e", "prod", "cm.json", files=files)
    assert "its digest differs" in done.stdout and "did you mean `path_style_access`?" in done.stdout
