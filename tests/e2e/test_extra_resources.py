# SPDX-License-Identifier: Apache-2.0
"""What operators make workloads of: the policy's extra_resources, with definitions made for the test."""
import pytest

from bed import crds, documents
from bed.documents import PLAINTEXT, REFERENCE

CONFIG = "[credential-in-config]"
SPECS = {
    "helmreleases": lambda text: {"interval": "1m", "chart": {"spec": {"chart": "postgresql"}},
                                  "values": {"auth": {"username": "app", "password": text}}},
    "applications": lambda text: {"project": "default", "source": {
        "repoURL": "https://charts.example.com", "helm": {"parameters": [{"name": "auth.password", "value": text}]}}},
    "sparkapplications": lambda text: {"type": "Python", "driver": {"env": [{"name": "DB_PASSWORD", "value": text}]}},
    "flinkdeployments": lambda text: {"flinkConfiguration": {"s3.secret-key": text}},
}
# What is said to be put in by text: Argo CD's other way, and Flux's.
TEXTS = {
    "applications": {"source": {"helm": {"values": "auth:\n  password: hunter2-e2e-marker\n"}}},
    "helmreleases": {"values": {"config": "DB_URL=postgres://app:hunter2-e2e-marker@db/app"}},
}
EVERY = pytest.mark.parametrize("plural", SPECS)


@pytest.fixture(scope="module", autouse=True)
def definitions(cluster, webhook):
    with crds.Definitions(cluster, *SPECS) as made:
        yield made


def document(plural, place, spec, name="app"):
    return {"apiVersion": crds.api_version(plural), "kind": crds.KINDS[plural][2],
            "metadata": {"name": name, "namespace": place}, "spec": spec}


def pod_template(place, text):
    template = documents.pod_template({"app": "app"})
    template["spec"]["containers"][0]["env"] = [{"name": "DB_PASSWORD", "value": text}]
    return {"apiVersion": "v1", "kind": "PodTemplate", "template": template,
            "metadata": {"name": "app", "namespace": place}}


def refused(result, *words):
    assert result.code != 0 and CONFIG in result.stderr and "hunter2" not in result.text, result.text
    for word in words:
        assert word in result.stderr, result.text


@EVERY
@pytest.mark.parametrize("environment", ["dev", "prod", "unlabelled"])
def test_plaintext_is_refused(kubectl, space, plural, environment):
    refused(kubectl.create(document(plural, space(environment), SPECS[plural](PLAINTEXT))), "spec.")


@EVERY
def test_reference_is_admitted(kubectl, space, plural):
    result = kubectl.create(document(plural, space("prod"), SPECS[plural](REFERENCE)))
    assert result.ok and "Warning" not in result.text, result.text


@EVERY
def test_local_is_warned(kubectl, space, plural):
    result = kubectl.create(document(plural, space("local"), SPECS[plural](PLAINTEXT)))
    assert result.ok and CONFIG in result.stderr and "hunter2" not in result.text, result.text


@pytest.mark.parametrize("plural", TEXTS)
def test_text_in_values_is_read(kubectl, space, plural):
    refused(kubectl.create(document(plural, space("dev"), TEXTS[plural])))


@EVERY
def test_change_is_judged_and_status_is_not(kubectl, space, plural):
    place = space("dev")
    assert kubectl.create(document(plural, place, SPECS[plural](REFERENCE))).ok
    path = crds.path(plural, place, "app")
    status, answer = kubectl.api.merge(path, {"spec": SPECS[plural](PLAINTEXT)})
    assert status == 403 and CONFIG in answer["message"] and "hunter2" not in answer["message"], answer
    assert kubectl.api.merge(path, {"status": {"message": "seen"}})[0] == 200


def test_pod_template(kubectl, space):
    place = space("dev")
    refused(kubectl.create(pod_template(place, PLAINTEXT)), "DB_PASSWORD")
    assert kubectl.create(pod_template(place, REFERENCE)).ok


def test_what_the_policy_does_not_list(kubectl, space, policy):
    """The entries stay; the server judges what its policy names."""
    place = space("dev")
    policy({"extra_resources": [{"group": "argoproj.io", "version": "v1alpha1", "resource": "applications"}]})
    assert kubectl.create(document("helmreleases", place, SPECS["helmreleases"](PLAINTEXT))).ok
    refused(kubectl.create(document("applications", place, SPECS["applications"](PLAINTEXT))))


def test_version_of_the_policy(kubectl, space, policy):
    place = space("dev")
    policy({"extra_resources": [{"group": "argoproj.io", "version": "v2", "resource": "applications"}]})
    assert kubectl.create(document("applications", place, SPECS["applications"](PLAINTEXT))).ok
