# SPDX-License-Identifier: Apache-2.0
"""deploy/manifests as they are shipped, and as scripts/manifests.py writes them for another cluster."""
import re
import subprocess

import pytest
import yaml

import doubles
from bed import parts
from bed.process import clean_environment, free_port, must, run
from doubles import CLASSES, OTHERS

ENVIRONMENTS = ("local", "dev", "staging", "prod", "unlabelled")
KINDS = ("validating", "mutating")
MOUNTED = "/etc/floe-admission"


def manifest(name):
    return yaml.safe_load((doubles.MANIFESTS / name).read_text())


def test_classes():
    """One entry per class and environment."""
    wanted = {f"{name}.{e}.floe.dev": policy for name, policy in CLASSES.items() for e in ENVIRONMENTS}
    wanted |= {f"{name}.floe.dev": policy for name, policy in OTHERS.items()}
    entries = [(kind, e) for kind in KINDS for e in doubles.shipped(kind)["webhooks"]]
    assert {e["name"]: e["failurePolicy"] for _, e in entries} == wanted
    for kind, entry in entries:
        assert (entry["sideEffects"], entry["timeoutSeconds"], entry["matchPolicy"]) == ("None", 5, "Equivalent")
        assert entry.get("reinvocationPolicy") == ("IfNeeded" if kind == "mutating" else None)
        assert {o for rule in entry["rules"] for o in rule["operations"]} <= {"CREATE", "UPDATE"}


def test_another_environment_is_configuration(cluster, tmp_path):
    """The generator's arguments, and the API server takes what it writes."""
    subprocess.run(["/usr/bin/python3", parts.ROOT / "scripts" / "manifests.py", "--output", tmp_path,
                    "--environments", "local", "qa", "--exempt", "calico-system"], check=True)
    for kind in KINDS:
        document = yaml.safe_load((tmp_path / f"{kind}.yaml").read_text())
        environments = {entry["name"].split(".")[1] for entry in document["webhooks"]}
        assert environments - {"namespaces", "cluster"} == {"local", "qa", "unlabelled"}
        assert "calico-system" in str(document["webhooks"][0]["namespaceSelector"])
        document["metadata"]["name"] = "e2e-generated"
        collection = f"{doubles.CONFIGURATIONS}/{document['kind'].lower()}s"
        status, answer = cluster.api().post(f"{collection}?dryRun=All", document)
        assert status == 201, answer


@pytest.mark.parametrize("policy, wanted", [
    ({}, {"helmreleases", "applications", "sparkapplications", "flinkdeployments", "podtemplates"}),
    ({"extra_resources": []}, set()),
    ({"extra_resources": [{"group": "a.io", "version": "v1", "resource": "things"},
                          {"group": "a.io", "version": "v1", "resource": "more"},
                          {"group": "a.io", "resource": "rest"}]}, {"things", "more", "rest"}),
], ids=["absent", "none", "own"])
def test_extra_resources_are_those_of_the_policy(tmp_path, policy, wanted):
    (tmp_path / "policy.yaml").write_text(yaml.safe_dump(policy))
    must(["/usr/bin/python3", parts.ROOT / "scripts" / "manifests.py", "--output", tmp_path,
          "--policy", tmp_path / "policy.yaml"])
    entries = yaml.safe_load((tmp_path / "validating.yaml").read_text())["webhooks"]
    extra = [entry for entry in entries if entry["name"].startswith("extra-resources.")]
    assert len(extra) == (len(ENVIRONMENTS) + 1 if wanted else 0)
    for entry in extra:
        assert {name for rule in entry["rules"] for name in rule["resources"]} == wanted
        scope = "Cluster" if ".cluster." in entry["name"] else "Namespaced"
        assert {rule["scope"] for rule in entry["rules"]} == {scope}


def test_accepted(admin):
    """By the API server's strict validation, and by the Pod Security level of their own namespace."""
    result = admin("apply", "--dry-run=server", "--server-side", "--force-conflicts", "--validate=strict",
                   "-f", doubles.MANIFESTS)
    assert result.ok and "Warning" not in result.text, result.text


def test_pod_is_restricted(admin, webhook):
    """The pod itself: a Deployment that violates the level is only warned of. `webhook` made the namespace."""
    template = manifest("deployment.yaml")["spec"]["template"]
    pod = {"apiVersion": "v1", "kind": "Pod", "spec": template["spec"],
           "metadata": {**template["metadata"], "name": "trial", "namespace": "floe-admission"}}
    account = admin("apply", "-f", doubles.MANIFESTS / "serviceaccount.yaml")
    assert account.ok, account.text
    result = admin.create(pod, words=["--dry-run=server"])
    assert result.ok and "Warning" not in result.text, result.text


@pytest.mark.parametrize("kind", KINDS)
def test_ca_goes_in_as_the_readme_says(kind):
    readme = (parts.ROOT / "README.md").read_text()
    pattern, bundle = re.search(r"sed \"s\|(caBundle: \.\*)\|(caBundle: )\$", readme).groups()
    text = must(["sed", f"s|{pattern}|{bundle}QUJD|", doubles.MANIFESTS / f"{kind}.yaml"]).stdout
    entries = yaml.safe_load(text)["webhooks"]
    assert {entry["clientConfig"]["caBundle"] for entry in entries} == {"QUJD"}


def test_configuration_starts_the_server(cluster, webhook, tmp_path):
    """The ConfigMap's config.yaml, with the certificates and the policy where this machine has them."""
    text = manifest("configmap.yaml")["data"]["config.yaml"]
    port = free_port()
    for written, here in ((f"{MOUNTED}/tls", webhook.certificates),
                          (f"{MOUNTED}/policy/policy.yaml", parts.ROOT / "deploy" / "policy.yaml"),
                          ("0.0.0.0:8443", "127.0.0.1:0"), ("0.0.0.0:9090", f"127.0.0.1:{port}")):
        assert written in text
        text = text.replace(written, str(here))
    (tmp_path / "config.yaml").write_text(text)
    process = cluster.run("floe-admission-shipped", [parts.admission(), "serve", "--config", tmp_path / "config.yaml"])
    ready = ["curl", "-sf", f"http://127.0.0.1:{port}/readyz"]
    process.wait_until("ready server", lambda: run(ready, env=clean_environment(cluster.home)).ok, 20)
    process.kill()


def test_deployment_mounts_what_the_configuration_names():
    """Each path of config.yaml lies in a volume, and the probes and the Service use ports that exist."""
    pod = manifest("deployment.yaml")["spec"]["template"]["spec"]
    container = pod["containers"][0]
    folders = [mount["mountPath"] for mount in container["volumeMounts"]]
    text = manifest("configmap.yaml")["data"]["config.yaml"]
    for path in (*re.findall(rf"{MOUNTED}/\S+", text), container["args"][-1]):
        assert path.rpartition("/")[0] in folders, path
    ports = {port["name"] for port in container["ports"]}
    used = {container[probe]["httpGet"]["port"] for probe in ("livenessProbe", "readinessProbe")}
    assert used | {port["targetPort"] for port in manifest("service.yaml")["spec"]["ports"]} <= ports
    drain = yaml.safe_load(text)["drain"]["deadline_s"]
    assert container["lifecycle"]["preStop"]["sleep"]["seconds"] + drain < pod["terminationGracePeriodSeconds"]
