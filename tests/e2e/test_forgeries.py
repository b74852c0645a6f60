# SPDX-License-Identifier: Apache-2.0
"""Everything that the requester can write about itself, written by somebody who is not it: denied."""
import base64

import pytest

from bed import crds
from bed.clients import Kubectl
from bed.documents import (OTHER_PLAINTEXT, PLAINTEXT, REFERENCE, b64, data_hash, external_owner, owner, sealed_owner,
                           secret)
from bed.writers import plain_token, pod_token, service_account

SEALED = "system:serviceaccount:kube-system:sealed-secrets-controller"
EXTERNAL = "system:serviceaccount:external-secrets:external-secrets"
CERT_MANAGER = "system:serviceaccount:cert-manager:cert-manager"
HASH = "reconcile.external-secrets.io/data-hash"
MANAGED = {"reconcile.external-secrets.io/managed": "true"}
VALUES = {"password": PLAINTEXT}
# As long as what kubeseal writes for a key of 2048 bits: the length of the RSA block, the block, the rest.
CIPHERTEXT = base64.b64encode((256).to_bytes(2, "big") + bytes(range(256)) + bytes(32)).decode()
ENV_FILE = "DATABASE_PASSWORD=hunter2-e2e-marker\nDATABASE_USER=floe\n"


def sealed(place):
    return secret(place, ownerReferences=[sealed_owner()])


def external(place):
    return secret(place, ownerReferences=[external_owner()], labels=MANAGED, annotations={HASH: data_hash(VALUES)})


def of_type(kind, document):
    return {**document, "type": kind}


# name: (document of a namespace, more words for kubectl, what else the denial says)
FORGERIES = {
    "sealed-owner": (sealed, [], "an owner is claimed that only the writer `sealed-secrets` may set"),
    "sealed-owner-of-another-name": (
        lambda place: secret(place, ownerReferences=[sealed_owner("another")]), [], "an owner is claimed"),
    "sealed-impersonated": (sealed, ["--as", SEALED], "its token is not bound to a pod of that controller"),
    "sealed-impersonated-without-owner": (secret, ["--as", SEALED], "its token is not bound"),
    "right-account-in-another-namespace": (
        sealed, ["--as", "system:serviceaccount:default:sealed-secrets-controller"], "an owner is claimed"),
    "external-owner-labels-and-hash": (external, [], "an owner is claimed"),
    "external-labels-and-hash": (
        lambda place: secret(place, labels=MANAGED, annotations={HASH: data_hash(VALUES)}), [], ""),
    "external-labels-without-hash": (lambda place: secret(place, labels=MANAGED), [], ""),
    "external-impersonated": (external, ["--as", EXTERNAL], "its token is not bound"),
    "cert-manager-impersonated": (
        lambda place: of_type("kubernetes.io/tls", secret(
            place, values={"tls.crt": PLAINTEXT, "tls.key": PLAINTEXT},
            labels={"controller.cert-manager.io/fao": "true"})), ["--as", CERT_MANAGER], "its token is not bound"),
    "field-manager-of-a-controller": (secret, ["--field-manager=sealed-secrets-controller"], ""),
    "field-manager-of-external-secrets": (secret, ["--field-manager=external-secrets"], ""),
    "helm-type-with-other-keys": (
        lambda place: of_type("helm.sh/release.v1", secret(
            place, "sh.helm.release.v1.db.v1", labels={"owner": "helm", "name": "db", "version": "1"})), [], ""),
    "helm-type-with-a-false-release": (
        lambda place: of_type("helm.sh/release.v1", secret(
            place, "sh.helm.release.v1.db.v1", values={"release": PLAINTEXT},
            labels={"owner": "helm", "name": "db", "version": "1"})), [], ""),
    "string-data-and-data": (
        lambda place: {**secret(place, values={"a": REFERENCE}), "data": {"b": b64(PLAINTEXT)}}, [], ""),
    "base64-of-an-env-file": (lambda place: secret(place, values={"env": b64(ENV_FILE)}), [], ""),
    "keys-that-differ-by-case": (
        lambda place: secret(place, values={"password": REFERENCE, "PASSWORD": PLAINTEXT}), [], ""),
    "reference-of-look-alike-letters": (
        lambda place: secret(place, values={"password": "\u043ep://floe/hunter2/password"}), [], ""),
    "reference-with-text-after": (
        lambda place: secret(place, values={"password": f"{REFERENCE} {PLAINTEXT}"}), [], ""),
    "sealed-secrets-key-elsewhere": (
        lambda place: of_type("kubernetes.io/tls", secret(
            place, "sealed-secrets-key1", values={"tls.crt": PLAINTEXT, "tls.key": PLAINTEXT},
            labels={"sealedsecrets.bitnami.com/sealed-secrets-key": "active"})), [], ""),
    "owner-of-a-deployment": (
        lambda place: secret(place, ownerReferences=[owner("apps/v1", "Deployment", "db")]), [], ""),
}


@pytest.fixture(scope="module")
def accounts(cluster, admin):
    """RBAC lets every service account write, so that only admission refuses."""
    made = admin.apply({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
        "metadata": {"name": "bed-all-accounts"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "system:serviceaccounts"}]})
    assert made.ok, made.text


def refused(result, words=""):
    assert result.code != 0 and "denied the request: [plaintext-secret]" in result.text, result.text
    assert words in result.text and "hunter2" not in result.text, result.text


@pytest.mark.parametrize("case", FORGERIES)
def test_forgery_is_denied(kubectl, accounts, space, case):
    document, words, says = FORGERIES[case]
    place = space("dev")
    refused(kubectl.create(document(place), words=words), says)
    assert kubectl("get", "secrets", "-n", place, "-o", "name").stdout == ""


def test_type_changes_together_with_an_owner(kubectl, old_secret):
    """The API server does not let a type change at all; replacing the Secret is a CREATE, and judged."""
    place = old_secret("dev")
    forged = of_type("kubernetes.io/basic-auth", secret(
        place, values={"username": OTHER_PLAINTEXT, "password": PLAINTEXT}, ownerReferences=[sealed_owner()]))
    assert kubectl("replace", "-f", "-", documents=[forged]).code != 0
    assert kubectl.get("secret", "db", place)["type"] == "Opaque"


def test_owner_added_to_old_plaintext_gives_nothing(kubectl, old_secret, sealed_secret_definitions):
    """An owner may be put on an old Secret (nothing judged changes); its values stay closed. The owner is a real
    one, that no key opens: the garbage collector takes away what names a uid that does not exist."""
    place = old_secret("dev")
    status, made = kubectl.api.post(crds.path("sealedsecrets", place), {
        "apiVersion": crds.api_version("sealedsecrets"), "kind": "SealedSecret",
        "metadata": {"name": "db", "namespace": place}, "spec": {"encryptedData": {"user": CIPHERTEXT}}})
    assert status == 201, made
    owners = [{**sealed_owner(), "uid": made["metadata"]["uid"]}]
    status, owned = kubectl.api.merge(f"/api/v1/namespaces/{place}/secrets/db",
                                      {"metadata": {"ownerReferences": owners}})
    assert status == 200 and owned["metadata"]["ownerReferences"] == owners, owned
    refused(kubectl("patch", "secret", "db", "-n", place, "-p", '{"stringData":{"user":"hunter2-e2e-changed"}}'))
    assert kubectl.get("secret", "db", place)["data"] == owned["data"]


@pytest.mark.parametrize("bound", ["to-nothing", "to-another-pod"])
def test_token_of_the_controller_is_not_enough(cluster, accounts, space, bound):
    """Whoever may ask for tokens of the account has one that is bound to nothing, or to a pod of their own."""
    service_account(cluster, "kube-system", "sealed-secrets-controller")
    place = space("dev")
    if bound == "to-nothing":
        token = plain_token(cluster, "kube-system", "sealed-secrets-controller")
    else:
        token = pod_token(cluster, "kube-system", "sealed-secrets-controller", "a-pod-of-mine")
    controller = Kubectl(cluster, kubeconfig=cluster.token_kubeconfig(f"token-{bound}", token))
    refused(controller.create(sealed(place)), "its token is not bound to a pod of that controller")


def test_token_bound_to_a_pod_of_the_controller_is(cluster, accounts, space):
    service_account(cluster, "kube-system", "sealed-secrets-controller")
    place = space("dev")
    token = pod_token(cluster, "kube-system", "sealed-secrets-controller", "sealed-secrets-controller-e2e-1")
    controller = Kubectl(cluster, kubeconfig=cluster.token_kubeconfig("token-bound", token))
    result = controller.create(sealed(place))
    assert result.ok and "Warning" not in result.text, result.text


@pytest.mark.parametrize("account,document", [(SEALED, sealed), (EXTERNAL, external)], ids=["sealed", "external"])
def test_require_bound_token_false_believes_impersonation(kubectl, accounts, space, policy, account, document):
    """What SECURITY.md says of `require_bound_token: false`: who may impersonate the account may write as it."""
    place = space("dev")
    policy({"require_bound_token": False})
    result = kubectl.create(document(place), words=["--as", account])
    assert result.ok and "Warning" not in result.text, result.text


def test_require_bound_token_false_still_recomputes_the_hash(kubectl, accounts, space, policy):
    place = space("dev")
    policy({"require_bound_token": False})
    document = external(place)
    document["metadata"]["annotations"][HASH] = data_hash({"password": "hunter2-e2e-something-else"})
    refused(kubectl.create(document, words=["--as", EXTERNAL]), "the data hash does not match the data")
