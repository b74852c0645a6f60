# SPDX-License-Identifier: Apache-2.0
"""`check` on kinds other than Secret: what the webhook is asked about is judged, anything else passes."""

import json

import pytest
import yaml

from checking import MARKER, judged

POD = {"containers": [{"name": "a", "image": "a:1", "env": [{"name": "DB_PASSWORD", "value": MARKER}]}]}
VALUES = {"database": {"password": MARKER}}
FAKE = {"provider": {"fake": {"data": [{"key": "/db/password", "value": MARKER}]}}}


def thing(api_version, kind, **fields):
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}, **fields}


def template(spec):
    return {"template": {"metadata": {"labels": {"a": "a"}}, "spec": spec}}


DENIED = {  # the object, the rule
    "config map": (thing("v1", "ConfigMap", data={"DB_PASSWORD": MARKER}), "credential-in-config"),
    "an env file in a config map": (thing("v1", "ConfigMap", data={"app.env": f"DB_PASSWORD={MARKER}\n"}),
                                    "credential-in-config"),
    "annotation": (thing("v1", "ConfigMap") | {"metadata": {"name": "a", "annotations": {"db/password": MARKER}}},
                   "credential-in-config"),
    "sealed secret": (thing("bitnami.com/v1alpha1", "SealedSecret", spec={"encryptedData": {"password": MARKER}}),
                      "credential-in-config"),
    "template of a sealed secret": (thing("bitnami.com/v1alpha1", "SealedSecret",
                                          spec={"encryptedData": {}, "template": {"data": {"password": MARKER}}}),
                                    "credential-in-config"),
    "external secret": (thing("external-secrets.io/v1beta1", "ExternalSecret",
                              spec={"target": {"template": {"data": {"password": MARKER}}}}), "credential-in-config"),
    "fake store": (thing("external-secrets.io/v1", "SecretStore", spec=FAKE), "credential-in-config"),
    "pod": (thing("v1", "Pod", spec=POD), "credential-in-workload"),
    "deployment": (thing("apps/v1", "Deployment", spec=template(POD)), "credential-in-workload"),
    "cron job": (thing("batch/v1", "CronJob", spec={"jobTemplate": {"spec": template(POD)}}), "credential-in-workload"),
    "flux": (thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", spec={"values": VALUES}), "credential-in-config"),
    "argo": (thing("argoproj.io/v1alpha1", "Application",
                   spec={"source": {"helm": {"valuesObject": VALUES}}}), "credential-in-config"),
}


@pytest.mark.parametrize("name", DENIED)
def test_what_the_webhook_is_asked_about(check, name):
    of, rule = DENIED[name]
    for text in (json.dumps(of), yaml.safe_dump_all([of])):
        [result] = judged(check("-e", "dev", "-o", "json", "-", stdin=text))["results"]
        assert result["decision"] == "deny" and rule in {f["rule"] for f in result["findings"]}, result


def test_all_of_them_in_one_stream(check):
    done = check("-e", "dev", "-o", "json", "-", stdin=yaml.safe_dump_all([of for of, _ in DENIED.values()]))
    assert [r["document"] for r in judged(done)["results"] if r["decision"] == "deny"] == [
        i + 1 for i in range(len(DENIED))]


def with_extras(policy, *rows):
    policy["extra_resources"] = [dict(zip(("group", "resource"), row)) for row in rows]
    return yaml.safe_dump(policy)


@pytest.mark.parametrize("kind,resource", [("Gateway", "gateways"), ("Mesh", "meshes"), ("Policy", "policies")])
def test_the_policys_extra_resources(check, shipped_policy, kind, resource):
    of = json.dumps(thing("example.com/v1", kind, spec=VALUES))
    assert check("-e", "dev", "-", stdin=of).returncode == 0
    files = {"p.yaml": with_extras(shipped_policy, ("example.com", resource))}
    assert check("-e", "dev", "--policy", "p.yaml", "-", stdin=of, files=files).returncode == 1
    other = json.dumps(thing("example.org/v1", kind, spec=VALUES))
    assert check("-e", "dev", "--policy", "p.yaml", "-", stdin=other).returncode == 0


def test_a_kind_without_a_namespace_has_an_entry_of_its_own(check, shipped_policy):
    of = json.dumps(thing("external-secrets.io/v1", "ClusterSecretStore", spec=FAKE))
    done = check("-e", "dev", "-", stdin=of)
    assert done.returncode == 0 and "    warning: ClusterSecretStore a\n" in done.stdout
    shipped_policy["unlabelled"]["mode"] = "enforce"
    files = {"p.yaml": yaml.safe_dump(shipped_policy)}
    done = check("-e", "local", "--policy", "p.yaml", "-", stdin=of, files=files)
    assert done.returncode == 1 and "    denied: ClusterSecretStore a\n" in done.stdout
