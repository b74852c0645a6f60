#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""./dev demo [--no-cluster]: the story of a plaintext Secret, first with files and curl, then on a cluster.

While the first half is told, the control plane is built in the background at low priority, once. The exit
code is 0 only if every answer was what was expected. Everything is cleaned up but the built binaries.
"""
import argparse
import base64
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import yaml

import demo_releases
import tools
from demo_teller import ROOT, Teller

STATE = ROOT / "build" / "demo"
EXAMPLES = "examples/demo"
PLATFORMS = "deploy/platform-config/platform"
FIXTURES = "tests/fixtures/plaintext-secret"
FLOE = "build/floe-admission"
GO_LEAST = (1, 21)
PRETTY = "/usr/bin/python3 -m json.tool --no-ensure-ascii"
PATCH = ("/usr/bin/python3 -c 'import base64, json, sys;"
         " print(base64.b64decode(json.load(sys.stdin)[\"response\"][\"patch\"]).decode())'")


def helm_part():
    """The Helm that the user has, else the one that is built already, else Helm 3."""
    return next((p for p in ("helm3", "helm4") if tools.binary(p).exists()), "helm3")


def wanted_parts():
    controllers = ["sealed-secrets-controller", "kubeseal"] if os.geteuid() == 0 else []
    return ["etcd", "kubectl", "kube-apiserver", "kube-controller-manager", helm_part(), *controllers]


def go_version():
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        found = re.search(r"go(\d+)\.(\d+)", subprocess.check_output(["go", "env", "GOVERSION"], text=True))
        return tuple(map(int, found.groups())) if found else None
    return None


class Builder:
    """scripts/tools.py in the background, at low priority; a process group of its own, so that an
    interrupted demo leaves no compiler behind."""

    def __init__(self, missing):
        self.missing = missing
        self.log = STATE / "tools.log"
        self.child = None

    def __enter__(self):
        if self.missing:
            with open(self.log, "wb") as log:
                self.child = subprocess.Popen(
                    ["nice", "-n", "10", sys.executable, "-u", ROOT / "scripts" / "tools.py", *self.missing],
                    stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        return self

    def __exit__(self, *_):
        if self.child and self.child.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGTERM)
            self.child.wait()

    def wait(self):
        """Shows the builder's lines with the elapsed time; true when all was built."""
        if not self.child:
            return True
        start, shown = time.monotonic(), 0
        while True:
            ended = self.child.poll() is not None
            lines = self.log.read_text(errors="replace").splitlines()
            for line in lines[shown:]:
                print(f"\r\033[K  {line}" if sys.stdout.isatty() else f"  {line}", flush=True)
            shown = len(lines)
            if ended:
                return self.child.returncode == 0
            if sys.stdout.isatty():
                print(f"\r\033[K  ... {time.monotonic() - start:.0f} s", end="", flush=True)
            time.sleep(1)


def announce(missing, cluster):
    """What is going to happen and how long it takes. A sentence when there will be no cluster."""
    if not cluster:
        return
    if not missing:
        print("demo: the control plane is built already: all of it takes about a minute")
        return
    minutes = max(1, round(sum(tools.PARTS[part][3] for part in missing) / 60))
    print("demo: the second half needs a Kubernetes control plane, built from source once, in the background,\n"
          f"demo: while the first half is told: about {minutes} min on two cores. It stays in {tools.CACHE}")


def why_no_cluster(missing, wanted):
    """A sentence, or None when the second half can be told."""
    if not wanted:
        return "the second half, on a real API server, was not asked for (--no-cluster)"
    if missing and (go_version() or (0,)) < GO_LEAST:
        return (f"the second half, on a real API server, needs Go >= {'.'.join(map(str, GO_LEAST))} to build "
                f"{', '.join(missing)}, and this machine has none")
    return None


def review_of(example, user, namespace):
    """The AdmissionReview that an API server would send of an example."""
    with open(ROOT / EXAMPLES / example, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    document["metadata"]["namespace"] = namespace
    values = document.pop("stringData", None)
    if values:
        document["data"] = {key: base64.b64encode(text.encode()).decode() for key, text in values.items()}
    kind = {"group": "", "version": "v1", "kind": document["kind"]}
    resource = {"group": "", "version": "v1", "resource": document["kind"].lower() + "s"}
    return {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "6f1c7a7e-1f0e-4f55-8a53-0d6f3a0c5b11", "kind": kind, "resource": resource, "requestKind": kind,
        "requestResource": resource, "name": document["metadata"]["name"], "namespace": namespace,
        "operation": "CREATE", "userInfo": {"username": user, "groups": ["system:authenticated"]},
        "object": document, "oldObject": None, "dryRun": False,
        "options": {"kind": "CreateOptions", "apiVersion": "meta.k8s.io/v1"}}}


def tell_check(teller):
    teller.chapter("The story with files: floe-admission check")
    teller.step("A plaintext Secret does not pass in dev", f"{FLOE} check --environment dev {EXAMPLES}/secret.yaml", 1,
                words=["[plaintext-secret]", "kubeseal"], absent=["hunter2"])
    teller.step("The same one in local: only a warning", f"{FLOE} check --environment local {EXAMPLES}/secret.yaml",
                words=["[plaintext-secret]"], absent=["hunter2"])
    teller.step("References into a secret store are clean", f"{FLOE} check --environment prod {EXAMPLES}/reference.yaml",
                absent=["[plaintext-secret]"])
    teller.step("A forged owner does not help", f"{FLOE} check --environment dev {EXAMPLES}/forged.yaml", 1,
                words=["[plaintext-secret]"], absent=["hunter2"])
    teller.step("What would be mounted into a pod that asks",
                f"{FLOE} check --mutate --environment dev {EXAMPLES}/pod.yaml", words=["/etc/floe/platform.yaml"])


def tell_validate(teller):
    teller.chapter("The story of a platform.yaml: floe-admission validate")
    teller.step("What people write by mistake, and what they are told",
                f"{FLOE} validate {EXAMPLES}/mistakes.yaml", 1,
                words=["did you mean `path_style_access`?", "did you mean `iam_role`?", "write \"012345670127\"",
                       "a secret must not be written in this file"], absent=["hunter2"])
    teller.step("The reference file of local is clean in its own environment",
                f"{FLOE} validate {PLATFORMS}/local/platform.yaml", words=["ok (environment local"])
    teller.step("... and refused in another", f"{FLOE} validate --environment prod -o line {PLATFORMS}/local/platform.yaml",
                1, words=["error[env-"])


def tell_releases(teller):
    """The shipped policy lets old releases come back for a while: after that day it is the one used here."""
    (STATE / "releases.json").write_text(json.dumps(demo_releases.history(), indent=4))
    policy = (ROOT / "deploy" / "policy.yaml").read_text()
    (STATE / "policy.yaml").write_text(re.sub(r"(?m)^helm_release: .*$", "helm_release: {rollback: enforce}", policy))
    teller.chapter("The story of a Helm release: floe-admission check --helm-release and check rollback")
    teller.step("What Helm stores of a release is read before anything of it is created",
                f"{FLOE} check --environment dev --helm-release {EXAMPLES}/release.json", 1,
                words=["[helm-release] `Secret/orders-warehouse` (orders/templates/secret.yaml)"], absent=["hunter2"])
    teller.step("Which revisions a rollback could still go back to, once the policy lets none through",
                f"{FLOE} check rollback --policy build/demo/policy.yaml --environment prod --history build/demo/releases.json",
                1, words=["refused", "admitted", "3 revisions of 1 release: 1 refused"], absent=["hunter2"])


@contextlib.contextmanager
def serving(teller):
    """The server on 127.0.0.1, on any free port; yields the start of a curl command and its address."""
    (STATE / "config.yaml").write_text(
        "listen: 127.0.0.1:0\nmetrics: \"off\"\ntls: {self_signed: build/demo/tls, dns_names: [localhost]}\n"
        "audit: {file: build/demo/audit.jsonl}\ndrain: {wait_s: 0, deadline_s: 5}\n")
    with open(STATE / "serve.log", "wb") as log:
        child = subprocess.Popen([FLOE, "serve", "--config", "build/demo/config.yaml"], cwd=ROOT, stdout=log,
                                 stderr=subprocess.STDOUT)
    try:
        teller.say(f"$ cat build/demo/config.yaml\n{(STATE / 'config.yaml').read_text()}"
                   f"$ {FLOE} serve --config build/demo/config.yaml &\n{wait_ready(child)}")
        port = re.search(r'https="?127\.0\.0\.1:(\d+)', (STATE / "serve.log").read_text()).group(1)
        yield ("curl -sS --cacert build/demo/tls/ca.crt -H 'Content-Type: application/json'",
               f"https://localhost:{port}")
    finally:
        child.terminate()
        child.wait()


def wait_ready(child):
    """The log line that says so."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and child.poll() is None:
        text = (STATE / "serve.log").read_text()
        line = next((line for line in text.splitlines() if "msg=ready" in line or '"ready"' in line), None)
        if line:
            return line
        time.sleep(0.02)
    sys.exit(f"demo: serve did not start:\n{(STATE / 'serve.log').read_text()}")


def tell_curl(teller):
    teller.chapter("The story with HTTPS calls: floe-admission serve and curl")
    for name, example in (("secret", "secret.yaml"), ("pod", "pod.yaml")):
        (STATE / f"{name}-review.json").write_text(json.dumps(review_of(example, "alice@example.com", "orders-dev")))
    with serving(teller) as (curl, address):
        secret = f"{curl} -d @build/demo/secret-review.json"
        teller.step("The API server's question about the Secret, as in dev",
                    f"{secret} {address}/validate/dev | {PRETTY}",
                    words=['"allowed": false', '"code": 403', "[plaintext-secret]"], absent=["hunter2"])
        teller.step("... and as in local", f"{secret} {address}/validate/local | {PRETTY}",
                    words=['"allowed": true', '"warnings"'], absent=["hunter2"])
        teller.step("The plaintext twin of a SealedSecret, written by its controller",
                    f"{curl} -d @{FIXTURES}/allow/sealed-secret-unsealed.json {address}/validate/dev | {PRETTY}",
                    words=['"allowed": true'], absent=["warnings"])
        teller.step("The same claim by a person", f"{curl} -d @{FIXTURES}/deny/forged-owner-by-a-human.json"
                    f" {address}/validate/dev | {PRETTY}", words=['"allowed": false'], absent=["hunter2"])
        teller.step("The patch for the pod", f"{curl} -d @build/demo/pod-review.json {address}/mutate/dev | {PATCH}",
                    words=["/etc/floe/platform.yaml", "orders-platform-config"])
        teller.step("One audit line a decision, without any value", "cat build/demo/audit.jsonl",
                    words=['"decision":"deny"', '"decision":"warn"', '"decision":"allow"'], absent=["hunter2"])


def tell_cluster(teller, builder):
    teller.chapter("The story on a real API server")
    if builder.child:
        teller.say("demo: what is left of the control plane's build:")
    if not builder.wait():
        sys.exit("demo: the control plane could not be built")
    import demo_cluster  # the test bed looks for the binaries when it is imported
    from bed.process import BedError
    try:
        demo_cluster.tell(teller, STATE, helm_part())
    except BedError as failure:
        teller.surprises += 1
        teller.say(f"✗ the test bed failed: {failure}\n  its logs are in {STATE / 'cluster' / 'logs'}")


def run_script(name, *arguments):
    """Another verb; it has said itself what went wrong."""
    if subprocess.run(["bash", f"scripts/{name}.sh", *arguments], cwd=ROOT, check=False).returncode:
        sys.exit(f"demo: ./dev {name} failed")


def prepare():
    run_script("setup", "build", "demo")
    shutil.rmtree(STATE, ignore_errors=True)
    STATE.mkdir(parents=True)


def tell(teller, cluster):
    """All of it; `cluster`: whether the second half was asked for."""
    missing = [part for part in wanted_parts() if not tools.binary(part).exists()]
    obstacle = why_no_cluster(missing, cluster)
    announce(missing, obstacle is None)
    with Builder([] if obstacle else missing) as builder:
        run_script("build")
        tell_check(teller)
        tell_validate(teller)
        tell_releases(teller)
        tell_curl(teller)
        if obstacle:
            teller.say(f"\ndemo: {obstacle}.")
        else:
            tell_cluster(teller, builder)
    print(f"\ndemo: {teller.steps} steps, {teller.surprises} not as expected")


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-cluster", action="store_true", help="stop after the first half")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, interrupt)
    teller = Teller()
    try:
        prepare()
        tell(teller, not options.no_cluster)
    except KeyboardInterrupt:
        return 130
    finally:
        if not teller.surprises:
            shutil.rmtree(STATE, ignore_errors=True)
    return 1 if teller.surprises else 0


if __name__ == "__main__":
    sys.exit(main())
