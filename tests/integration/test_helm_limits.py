# SPDX-License-Identifier: Apache-2.0
"""What a release of Helm inflates to counts against the budget of bytes in flight."""

import base64
import copy
import gzip
import json
import random

import reviews
from server import until
from test_http import head, read_answer

MIB = 1024 * 1024
INFLIGHT = "floe_admission_inflight_bytes"
RELEASE = "helm-release/allow/helm3-install-1-create.json"


def release(notes_bytes):
    """The review of a genuine release with notes of so many bytes, which compress about 20:1."""
    review = reviews.fixture(RELEASE)
    packed = review["request"]["object"]["data"]
    stored = json.loads(gzip.decompress(base64.b64decode(base64.b64decode(packed["release"]))))
    words = random.Random(1)
    lines = [f"line {words.randrange(10 ** 6)} of many that are alike\n" for _ in range(2000)]
    stored["info"]["notes"] = "".join(words.choice(lines) for _ in range(notes_bytes // 35))
    # As Go writes it: neither a name nor a time in the header.
    inner = base64.b64encode(gzip.compress(json.dumps(stored).encode(), mtime=0))
    packed["release"] = base64.b64encode(inner).decode()
    return review


def small(serve):
    return serve({"limits": {"body_bytes": MIB, "inflight_bytes": 2 * MIB}})


def holds_nothing(server):
    until(lambda: server.metrics()[INFLIGHT] == 0, "the budget to be given back")


def test_a_release_that_fits_is_judged(serve):
    server = small(serve)
    assert server.post("/validate/dev", release(MIB)).response()["allowed"] is True
    holds_nothing(server)


def test_a_release_that_never_fits_is_denied_with_the_reason(serve):
    server = small(serve)
    reply = server.post("/validate/dev", release(4 * MIB))
    assert reply.status == 200 and reply.response()["allowed"] is False
    message = reply.response()["status"]["message"]
    assert "[helm-release] the release cannot be judged" in message and "limits.inflight_bytes" in message
    holds_nothing(server)


def test_both_releases_of_an_update_count(serve):
    server = small(serve)
    review = release(MIB)
    review["request"]["operation"] = "UPDATE"
    review["request"]["oldObject"] = copy.deepcopy(review["request"]["object"])
    review["request"]["object"]["metadata"]["labels"]["team"] = "a"
    assert server.post("/validate/dev", review).response()["allowed"] is True
    holds_nothing(server)


def test_without_room_beside_the_others_it_is_429(serve):
    server = small(serve)
    large, review = reviews.padded(900_000), release(MIB + MIB // 2)
    with server.raw() as holder:
        holder.sendall(head(length=len(large)) + large[:-1])
        until(lambda: server.metrics()[INFLIGHT] == len(large) - 1, "the bytes to arrive")
        reply = server.post("/validate/dev", review)
        assert reply.status == 429 and reply.headers["retry-after"] == "1"
        holder.sendall(large[-1:])
        with holder.makefile("rb") as stream:
            assert read_answer(stream)[0] == 200
    holds_nothing(server)
    assert server.post("/validate/dev", review).response()["allowed"] is True
    assert server.metrics()['floe_admission_rejected_bodies_total{reason="over-budget"}'] == 1
    holds_nothing(server)
