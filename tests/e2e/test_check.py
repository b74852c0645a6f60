# SPDX-License-Identifier: Apache-2.0
"""CI and the cluster give one verdict: the same file through `check` and through the API server."""
import re

import pytest

from bed import parts
from bed.clients import yaml_of
from bed.documents import OTHER_PLAINTEXT, PLAINTEXT, reference_secret, sealed_owner, secret
from bed.process import run

CASES = {
    "plaintext": lambda place: secret(place),
    "two-keys": lambda place: secret(place, values={"password": PLAINTEXT, "user": OTHER_PLAINTEXT}),
    "mixed-with-reference": lambda place: secret(place, values={"a": PLAINTEXT, "b": "op://floe/database/b"}),
    "forged-owner": lambda place: secret(place, ownerReferences=[sealed_owner()]),
    "reference": reference_secret,
}


def findings(text):
    """The `[rule] …` lines, without what kubectl and check put before them and where they stand."""
    return sorted(re.findall(r"\[[a-z-]+\] .*", text))


def in_words_of_the_cluster(text):
    """The API server has folded stringData into data before the webhook sees it."""
    return text.replace("stringData.", "data.")


@pytest.mark.parametrize("environment", ["local", "dev", "staging", "prod"])
@pytest.mark.parametrize("case", CASES)
def test_same_words(kubectl, webhook, space, environment, case):
    document = CASES[case](space(environment))
    cluster = kubectl.create(document)
    file = run([parts.admission(), "check", "--environment", environment, "--policy", webhook.policy_file, "-"],
               stdin=yaml_of([document]))
    assert findings(in_words_of_the_cluster(file.text)) == findings(cluster.text), file.text + cluster.text
    clean = case == "reference"
    assert cluster.ok == (clean or environment == "local")
    assert file.code == (0 if clean or environment == "local" else 1), file.text
