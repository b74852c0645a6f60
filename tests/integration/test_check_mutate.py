# SPDX-License-Identifier: Apache-2.0
"""`check --mutate`: the patch, and the YAML diff of what it makes, which shows no value that is not ours."""

import difflib
import json
import os
import pty
import random
import re
import subprocess

import jsonpatch
import pytest
import yaml

from checking import MARKER, judged
from test_mutate_patches import pod_of, some_pod

HIDDEN = "…"
WEB = f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: team-a, labels: {{app: {MARKER}, {MARKER}: x}}}}
spec:
  replicas: 2
  template:
    metadata:
      labels: {{floe.dev/inject: "true", app.kubernetes.io/instance: etl}}
    spec:
      containers:
      - name: web
        image: web:1
        args: [--retries, "3"]
        env:
        - {{name: A, valueFrom: {{secretKeyRef: {{name: db, key: {MARKER}}}}}}}
      - {{name: side, env: [], {MARKER}: {MARKER}}}
      volumes:
"""
DIFF = """\
    --- Deployment team-a/web
    +++ Deployment team-a/web, patched
    @@ -13,6 +13,8 @@
           labels:
             floe.dev/inject: …
             app.kubernetes.io/instance: …
    +      annotations:
    +        floe.dev/injected: "DIGEST"
         spec:
           containers:
           - name: web
    @@ -26,7 +28,31 @@
                 secretKeyRef:
                   name: …
                   key: …
    +        - name: FLOE_PLATFORM_FILE
    +          value: /etc/floe/platform.yaml
    +        - name: FLOE_PLATFORM_ENV
    +          value: dev
    +        volumeMounts:
    +        - name: floe-platform-config
    +          mountPath: /etc/floe/platform.yaml
    +          subPath: platform.yaml
    +          readOnly: true
           - name: side
    -        env: []
    +        env:
    +        - name: FLOE_PLATFORM_FILE
    +          value: /etc/floe/platform.yaml
    +        - name: FLOE_PLATFORM_ENV
    +          value: dev
             …: …
    +        volumeMounts:
    +        - name: floe-platform-config
    +          mountPath: /etc/floe/platform.yaml
    +          subPath: platform.yaml
    +          readOnly: true
    -      volumes: null
    +      volumes:
    +      - name: floe-platform-config
    +        configMap:
    +          name: etl-platform-config
    +          items:
    +          - key: platform.yaml
    +            path: platform.yaml
"""


def test_the_patch_and_then_the_object_that_it_makes(check):
    done = check("-e", "dev", "--mutate", "web.yaml", files={"web.yaml": WEB})
    assert (done.returncode, done.stderr) == (0, "")
    head, _, diff = done.stdout.partition(f"    and what it becomes, where {HIDDEN} is hidden:\n")
    assert head.startswith("web.yaml:1:1: patch of Deployment team-a/web:\n    {")
    digest = re.search('injected: "?([0-9a-f]{12})', diff).group(1)
    quoted = re.sub(r"injected: ([0-9a-f]{12})\n", r'injected: "\1"\n', diff)
    assert quoted.replace(digest, "DIGEST") == DIFF + "1 object, 0 denied, 0 warned\n"
    assert check("-e", "dev", "--mutate", "web.yaml").stdout == done.stdout


def test_without_a_patch_there_is_no_diff(check):
    for label in ('"false"', "[]"):
        text = WEB.replace('"true"', label)
        assert check("-e", "dev", "--mutate", "-", stdin=text).stdout == "1 object, 0 denied, 0 warned\n"
        [result] = judged(check("-e", "dev", "--mutate", "-o", "json", "-", stdin=text))["results"]
        assert result["patch"] == [] and "result" not in result
    [result] = judged(check("-e", "dev", "-o", "json", "-", stdin=WEB))["results"]
    assert result["patch"] == [] and "result" not in result


def test_json_has_the_result_beside_the_patch(check):
    [result] = judged(check("-e", "dev", "--mutate", "-o", "json", "-", stdin=WEB))["results"]
    assert result["patch"][0]["op"] == "test"
    shown, made = result["result"], jsonpatch.apply_patch(yaml.safe_load(WEB), result["patch"])
    assert_shows(shown, made)
    assert shown["metadata"] == {"name": "web", "namespace": "team-a", "labels": {"…1": HIDDEN, "…2": HIDDEN}}
    assert pod_of(shown)["spec"]["containers"][0]["image"] == HIDDEN
    assert pod_of(shown)["spec"]["volumes"] == pod_of(made)["spec"]["volumes"]


def assert_shows(shown, made):
    """The same object, but for what is hidden."""
    if shown == HIDDEN:
        assert not isinstance(made, (dict, list))
    elif isinstance(made, dict):
        assert len(shown) == len(made)
        for (key, value), (name, inner) in zip(shown.items(), made.items()):
            assert key == name or re.fullmatch(HIDDEN + r"\d+", key)
            assert_shows(value, inner)
    elif isinstance(made, list):
        assert len(shown) == len(made)
        for value, inner in zip(shown, made):
            assert_shows(value, inner)
    else:
        assert shown == made


# The diff against another one, of other lines

def without_quotes(line):
    """Which texts need them, the two writers see differently."""
    return line.replace("'", "").replace('"', "")


def lines_of(shown):
    """What kubectl would print of it; here another writer's YAML, with the numbers of hidden keys off."""
    text = yaml.safe_dump(shown, sort_keys=False, allow_unicode=True, width=10000)
    return [re.sub(HIDDEN + r"\d+:", HIDDEN + ":", without_quotes(line)) for line in text.splitlines()]


def apply_diff(before, diff):
    """As `patch` does, without any fuzz: every line must be where the hunk says."""
    after, at = [], 0
    for line in diff[2:]:
        head = re.fullmatch(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@", line)
        if head:
            old, old_count, new, _ = map(int, head.groups())
            start = old - 1 if old_count else old
            after += before[at:start]
            at = start
            assert len(after) == (new - 1 if int(head.group(4)) else new)
            continue
        assert line[0] in " +-"
        if line[0] != "+":
            assert before[at] == line[1:]
            at += 1
        if line[0] != "-":
            after.append(line[1:])
    return after + before[at:]


def hide_before(item, shown):
    """The object before the patch, hidden as the result is: what the patch added is cut away."""
    if isinstance(item, dict):
        return {key: hide_before(value, inner) for (_, value), (key, inner) in zip(item.items(), shown.items())}
    if isinstance(item, list):
        return [hide_before(value, inner) for value, inner in zip(item, shown)]
    return item if item is None else shown


def test_the_diff_leads_from_the_object_to_the_result(binary):
    dice = random.Random(20261125)
    items = [some_pod(dice) for _ in range(150)]
    text = "\n".join(json.dumps(item) for item in items)

    def run(*flags):
        return subprocess.run([binary, "check", "-e", "dev", "--mutate", *flags, "-"], input=text,
                              capture_output=True, text=True, timeout=120).stdout
    results = json.loads(run("-o", "json"))["results"]
    blocks = iter(run().split(f"    and what it becomes, where {HIDDEN} is hidden:\n")[1:])
    seen = 0
    for item, result in zip(items, results):
        if not result["patch"]:
            continue
        seen += 1
        assert_shows(result["result"], jsonpatch.apply_patch(item, result["patch"]))
        diff = [without_quotes(line[4:]) for line in next(blocks).splitlines() if re.match("    (---|[+@ -])", line)]
        before = lines_of(hide_before(item, result["result"]))
        after = lines_of(result["result"])
        assert apply_diff(before, diff) == after
        changed = sum(line[0] in "+-" for line in diff[2:])
        assert changed <= sum(line[0] in "+-" for line in list(difflib.unified_diff(before, after, n=0))[2:]) + 4
    assert seen > 75 and next(blocks, None) is None


# What must not be shown

PLACES = {  # where the marker may stand in a pod that gets a patch
    "label": lambda pod, put: pod["metadata"]["labels"].update(put),
    "annotation": lambda pod, put: pod["metadata"]["annotations"].update(put),
    "pod": lambda pod, put: pod["spec"].update(put),
    "container": lambda pod, put: pod["spec"]["containers"][0].update(put),
    "env value": lambda pod, put: pod["spec"]["containers"][0].update(env=[{"name": "A", "value": MARKER}]),
    "env unknown": lambda pod, put: pod["spec"]["containers"][0].update(env=[{"name": "A", **put}]),
    "env name": lambda pod, put: pod["spec"]["containers"][0].update(env=[{"name": f"{MARKER}!"}]),
    "args": lambda pod, put: pod["spec"]["containers"][0].update(args=[MARKER, f"--password={MARKER}"]),
    "command": lambda pod, put: pod["spec"]["containers"][0].update(command=["sh", "-c", f"echo {MARKER}"]),
    "probe": lambda pod, put: pod["spec"]["containers"][0].update(
        livenessProbe={"httpGet": {"httpHeaders": [{"name": "Authorization", "value": MARKER}]}}),
    "volume": lambda pod, put: pod["spec"].update(volumes=[{"name": "v", "csi": {"volumeAttributes": put}}]),
    "mount": lambda pod, put: pod["spec"]["containers"][0].update(
        volumeMounts=[{"name": "v", "mountPath": f"/{MARKER}", "subPath": MARKER}]),
    "image": lambda pod, put: pod["spec"]["containers"][0].update(image=f"user:{MARKER}@registry/x"),
    "no object": lambda pod, put: pod["spec"].update(volumes=None, hostAliases=[MARKER, [MARKER]]),
}
TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ0vXYZq"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["Pod", "CronJob"])
def test_no_value_is_shown(check, place, kind):
    """The fixture looks for the marker in all that is said."""
    for put in ({"value": MARKER}, {MARKER: "x"}, {"name": MARKER}, {"args": [MARKER]}, {"a": {MARKER: [MARKER]}}):
        if place == "container" and put == {"name": MARKER}:
            continue  # a container's name is no secret
        metadata = {"name": "web", "labels": {"floe.dev/inject": "true"},
                    "annotations": {"floe.dev/platform-config": "c"}}
        pod = {"metadata": metadata, "spec": {"containers": [{"name": "web"}]}}
        PLACES[place](pod, put)
        item = {"apiVersion": "v1", "kind": "Pod", **pod} if kind == "Pod" else {
            "apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "c"},
            "spec": {"jobTemplate": {"spec": {"template": pod}}}}
        done = check("-e", "local", "--mutate", "-", stdin=yaml.safe_dump(item))
        assert "+++ " in done.stdout, done.stdout
        check("-e", "local", "--mutate", "-o", "json", "-", stdin=json.dumps(item))


@pytest.mark.parametrize("part", ["volumes", "env", "volumeMounts"])
def test_a_name_that_is_a_token_is_hidden(check, part):
    pod = {"apiVersion": "v1", "kind": "Pod",
           "metadata": {"name": "web", "labels": {"floe.dev/inject": "true"},
                        "annotations": {"floe.dev/platform-config": "c"}},
           "spec": {"containers": [{"name": "web"}]}}
    (pod["spec"] if part == "volumes" else pod["spec"]["containers"][0])[part] = [{"name": TOKEN}, {"name": "FINE"}]
    for output in ("text", "json"):
        done = check("-e", "local", "--mutate", "-o", output, "-", stdin=json.dumps(pod))
        assert TOKEN not in done.stdout and "FINE" in done.stdout and HIDDEN in done.stdout


def test_control_characters_do_not_reach_the_terminal(check):
    pod = {"apiVersion": "v1", "kind": "Pod",
           "metadata": {"name": "a\u001b]0;x\u0007\r\n", "labels": {"floe.dev/inject": "true"},
                        "annotations": {"floe.dev/platform-config": "c"}},
           "spec": {"containers": [{"name": "\u001b[31m", "env": [{"name": "\u009b1m", "value": "\u001b"}]}]}}
    done = check("-e", "local", "--mutate", "-", stdin=json.dumps(pod))
    assert "+++ " in done.stdout and not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.stdout)


def test_colour_only_on_a_terminal(binary, check):
    leader, follower = pty.openpty()
    try:
        process = subprocess.Popen([binary, "check", "-e", "dev", "--mutate", "-"], stdin=subprocess.PIPE,
                                   stdout=follower, env={**os.environ, "TERM": "xterm", "NO_COLOR": ""})
        process.stdin.write(WEB.encode())
        process.stdin.close()
        said = ""
        while "1 object, " not in said:
            said += os.read(leader, 65536).decode()
        assert process.wait(timeout=60) == 0
    finally:
        os.close(leader)
        os.close(follower)
    assert "    \033[36m@@ -13,6 +13,8 @@\033[0m" in said and "    \033[32m+      annotations:\033[0m" in said
    assert "    \033[31m-        env: []\033[0m" in said and "    \033[1m--- Deployment team-a/web\033[0m" in said
    assert "\033" not in check("-e", "dev", "--mutate", "-", stdin=WEB).stdout


def test_a_pod_is_judged_as_its_patch_leaves_it(check):
    """The validating webhooks see what the mutating ones made: platform-mount misses nothing, be the pod in a
    review or in a manifest."""
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {
        "name": "web", "labels": {"floe.dev/inject": "true"}, "annotations": {"floe.dev/platform-config": "c"}},
        "spec": {"containers": [{"name": "web"}]}}
    assert check("-e", "prod", "-", stdin=json.dumps(pod)).stdout == "1 object, 0 denied, 0 warned\n"
    review = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "u", "kind": {"group": "", "version": "v1", "kind": "Pod"}, "namespace": "default",
        "resource": {"group": "", "version": "v1", "resource": "pods"}, "operation": "CREATE",
        "userInfo": {"username": "u"}, "object": pod}}
    assert check("-e", "prod", "-", stdin=json.dumps(review)).stdout == "1 object, 0 denied, 0 warned\n"
    pod["spec"].update(volumes=[{"name": "floe-platform-config", "emptyDir": {}}])
    [result] = judged(check("-e", "prod", "-o", "json", "-", stdin=json.dumps(pod)))["results"]
    assert "platform-mount" in [finding["rule"] for finding in result["findings"]]


def test_the_namespace_may_ask(check):
    pod = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "web"}]},
           "metadata": {"name": "web", "annotations": {"floe.dev/platform-config": "c"}}}
    text = json.dumps(pod)
    assert "patch" not in check("-e", "dev", "--mutate", "-", stdin=text).stdout
    assert "patch of Pod default/web:" in check("-e", "dev", "--mutate", "--namespace-asks", "-", stdin=text).stdout
