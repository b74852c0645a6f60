# SPDX-License-Identifier: Apache-2.0
"""What a process in a pod that asked sees: its platform.yaml, its credentials, and its service account beside them."""
import pytest
from bed import documents
from bed.node_pods import DEMO, digest, digests

ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"
WAREHOUSE = {"user": documents.OTHER_PLAINTEXT, "password": documents.PLAINTEXT}


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_the_platform_configuration_is_there(pods, space, environment):
    place = space(environment)
    text = pods.add_platform(place, environment)
    pods.create(place, "reads", 'cat "$FLOE_PLATFORM_FILE"')
    assert pods.output(place, "reads") == text


def test_the_platform_configuration_is_read_only(pods, space):
    place = space("dev")
    pods.add_platform(place, "dev")
    pods.create(place, "writes", """
        echo "$FLOE_PLATFORM_FILE $FLOE_PLATFORM_ENV"
        if (echo x >>"$FLOE_PLATFORM_FILE") 2>/dev/null; then echo written; fi""")
    assert pods.output(place, "writes").splitlines() == ["/etc/floe/platform.yaml dev"]


def test_demo_credentials_are_there_unasked(pods, demo_place):
    pods.create(demo_place, "reads", "; ".join(digests(variable, key) for key, variable in DEMO.items()))
    found = pods.output(demo_place, "reads").replace("-", "").split()
    assert found == [digest(f"hunter2-{key}") for key in DEMO for _ in range(2)]


def test_named_credentials_are_there(pods, kubectl, demo_place):
    """Under the names that the pod gives them, beside the files of its service account."""
    assert kubectl.create(documents.secret(demo_place, "warehouse", WAREHOUSE)).ok
    script = f"{digests('USER', 'user')}; {digests('DB_PASSWORD', 'db-password')}; ls {ACCOUNT} /var/run/secrets"
    pods.create(demo_place, "reads", script, {"floe.dev/credentials": "warehouse: user, password=db-password"})
    words = [word for word in pods.output(demo_place, "reads").split() if word != "-"]
    assert words[:4] == [digest(WAREHOUSE[key]) for key in ("user", "user", "password", "password")]
    assert words[4:] == ["/var/run/secrets:", "db-password", "kubernetes.io", "user", f"{ACCOUNT}:", "ca.crt",
                         "namespace", "token"]


def test_a_secret_that_is_missing_keeps_its_pod_waiting(pods, kubectl, demo_place):
    """It never starts without what it asked for, says why, and starts when the Secret is there."""
    pods.create(demo_place, "waits", "echo started", {"floe.dev/credentials": "later: password"})
    pods.wait_waiting(demo_place, "waits", 'secret "later" not found')
    assert kubectl.create(documents.secret(demo_place, "later", WAREHOUSE)).ok
    assert pods.output(demo_place, "waits", 150) == "started\n"


def test_the_service_account_still_works(cluster, pods, kubectl, demo_place):
    """Its token, taken from a pod with injected files around it, is who the pod is."""
    pods.create(demo_place, "stays", "exec sleep 600")
    pods.wait_running(demo_place, "stays")
    token = kubectl("-n", demo_place, "exec", "stays", "--", "cat", f"{ACCOUNT}/token")
    assert token.ok, token.stderr
    who = kubectl("--token", token.stdout, "--kubeconfig", "/dev/null", "--server",
                  f"https://127.0.0.1:{cluster.port}", "--certificate-authority", cluster.authority.certificate,
                  "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}")
    assert who.stdout == f"system:serviceaccount:{demo_place}:default", who.stderr
