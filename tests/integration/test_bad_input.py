# SPDX-License-Identifier: Apache-2.0
"""Whatever is sent gets the documented answer, and the server lives: a good review is judged after it."""

import base64
import json
import socket

import pytest

import reviews

GOOD = json.dumps(reviews.secret()).encode()


def still_judges(server):
    response = server.post("/validate/dev", GOOD).response()
    assert response["uid"] == json.loads(GOOD)["request"]["uid"]
    assert response["allowed"] is False
    assert "[plaintext-secret]" in response["status"]["message"]


def changed(**fields):
    return json.dumps({**json.loads(GOOD), **fields}).encode()


def without(name):
    review = json.loads(GOOD)
    del review["request"][name]
    return json.dumps(review).encode()


# name: (body, words of the answer)
BODIES = {
    "empty": (b"", "empty"),
    "truncated": (GOOD[: len(GOOD) // 2], "line 1 column"),
    "not JSON": (b"hello", "line 1 column"),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, "line 1 column"),
    "text after the document": (GOOD + b"{}", "line 1 column"),
    "nested 65 deep": (b"[" * 65 + b"]" * 65, "64"),
    "nested deep in the object": (GOOD.replace(b'"data": {', b'"x": ' + b"[" * 70 + b"]" * 70 + b', "data": {'), "64"),
    "duplicate key": (GOOD.replace(b'"kind": "AdmissionReview"', b'"kind": "AdmissionReview", "kind": "AdmissionReview"'), "key twice"),
    "duplicate key by escape": (GOOD.replace(b'"dryRun": false', b'"dryRun": false, "dry\\u0052un": true'), "key twice"),
    "not UTF-8": (GOOD.replace(b"alice", b"al\xff\xfe"), "UTF-8"),
    "an overlong sequence": (GOOD.replace(b"alice", b"al\xc0\x80"), "UTF-8"),
    "a lone surrogate": (GOOD.replace(b"alice", b"\\ud800"), "bad escape"),
    "a NUL": (GOOD.replace(b"alice", b"al\x00ce"), "line 1 column"),
    "not a review": (b"{}", "not an AdmissionReview"),
    "an array": (b"[]", "not an AdmissionReview"),
    "another kind": (changed(kind="TokenReview"), "not an AdmissionReview"),
    "v1beta1": (changed(apiVersion="admission.k8s.io/v1beta1"), "admission.k8s.io/v1"),
    "no request": (changed(request=None), "request"),
    "request is a list": (changed(request=[]), "request"),
    "no uid": (without("uid"), "uid"),
    "no kind": (without("kind"), "kind"),
    "no resource": (without("resource"), "resource"),
    "no operation": (without("operation"), "operation"),
    "a response, not a request": (changed(request=None, response={"uid": "a", "allowed": True}), "request"),
}


@pytest.mark.parametrize("name", BODIES)
def test_body_is_refused(shared, name):
    body, words = BODIES[name]
    reply = shared.post("/validate/dev", body)
    assert reply.status == 400, reply.body
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert words in reply.body.decode()
    assert reply.body.endswith(b"\n") and reply.body.count(b"\n") == 1
    still_judges(shared)


# name: (method, path, headers, status, Allow)
REQUESTS = {
    "GET on an admission path": ("GET", "/validate/dev", {}, 405, "POST"),
    "PUT on an admission path": ("PUT", "/mutate/dev", {}, 405, "POST"),
    "HEAD on an admission path": ("HEAD", "/validate/dev", {}, 405, "POST"),
    "POST on a probe": ("POST", "/healthz", {}, 405, "GET, HEAD"),
    "DELETE on a probe": ("DELETE", "/readyz", {}, 405, "GET, HEAD"),
    "root": ("GET", "/", {}, 404, None),
    "no environment": ("POST", "/validate/", {}, 404, None),
    "no environment, no slash": ("POST", "/validate", {}, 404, None),
    "one segment too many": ("POST", "/validate/dev/x", {}, 404, None),
    "namespace-default, no environment": ("POST", "/validate/namespace-default/", {}, 404, None),
    "metrics on the HTTPS port": ("GET", "/metrics", {}, 404, None),
    "no content type": ("POST", "/validate/dev", {}, 415, None),
    "another content type": ("POST", "/validate/dev", {"Content-Type": "text/plain"}, 415, None),
    "a longer content type": ("POST", "/validate/dev", {"Content-Type": "application/jsonx"}, 415, None),
    "a content type with a parameter": ("POST", "/validate/dev", {"Content-Type": "Application/JSON ; charset=utf-8"}, 200, None),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_request_is_refused(shared, name):
    method, path, headers, status, allow = REQUESTS[name]
    reply = shared.request(method, path, GOOD if method in ("POST", "PUT") else None, headers)
    assert reply.status == status, reply.body
    assert reply.headers.get("allow") == allow
    still_judges(shared)


def test_unknown_environment_is_denied_with_the_names(shared):
    for path in ("/validate/qa", "/mutate/Prod", "/mutate/namespace-default/qa", "/validate/%2e%2e"):
        response = shared.post(path, GOOD).response()
        assert response["allowed"] is False
        assert response["status"]["code"] == 403
        assert "local, dev, staging, prod" in response["status"]["message"]
    still_judges(shared)


def test_wrong_group_version_kind_inside_is_judged_by_the_review(shared):
    """The API server says what it is; an object that says otherwise changes nothing."""
    review = reviews.secret()
    review["request"]["object"]["kind"] = "ConfigMap"
    review["request"]["object"]["apiVersion"] = "v7"
    response = shared.post("/validate/dev", review).response()
    assert response["allowed"] is False


# name: bytes sent to the TLS port without a handshake
GARBAGE = {
    "plain HTTP": b"POST /validate/dev HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    "text": b"hello\n" * 100,
    "zeros": b"\0" * 4096,
    "a record of the wrong version": b"\x16\x09\x09\x00\x05hello",
    "a record that is too long": b"\x16\x03\x01\xff\xff" + b"\x01" * 65535,
    "an alert": b"\x15\x03\x03\x00\x02\x02\x28",
    "an SSLv2 hello": b"\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10" + b"\x01" * 40,
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_instead_of_tls(shared, name):
    with shared.tcp() as raw:
        raw.sendall(GARBAGE[name])
        try:
            raw.shutdown(socket.SHUT_WR)
            while raw.recv(4096):
                pass
        except OSError:
            pass  # reset: as good an end as any
    still_judges(shared)


# name: bytes sent after a good handshake, the status of the answer (None: closed without one)
BROKEN_HTTP = {
    "not HTTP": (b"\x01\x02\x03\r\n\r\n", (400, None)),
    "no version": (b"GET /healthz\r\n\r\n", (200, 400, None)),
    "HTTP/2 preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (400, 404, 405, 505, None)),
    "headers without an end": (b"GET /healthz HTTP/1.1\r\n" + b"A: " + b"x" * 40000, (413, 431, None)),
    "a negative length": (b"POST /validate/dev HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", (400, None)),
    "a length that is no number": (b"POST /validate/dev HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n", (400, None)),
    "a length beyond 64 bits": (b"POST /validate/dev HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n", (400, 413, None)),
    "no host": (b"GET /healthz HTTP/1.1\r\n\r\n", (400, 200)),
    "a bad chunk": (b"POST /validate/dev HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", (400, None)),
    "a chunk that overflows": (b"POST /validate/dev HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", (400, 413, None)),
}


@pytest.mark.parametrize("name", BROKEN_HTTP)
def test_broken_http(shared, name):
    sent, statuses = BROKEN_HTTP[name]
    got = b""
    with shared.raw() as raw:
        try:
            raw.sendall(sent)
            raw.settimeout(5)
            got = raw.recv(4096)
        except OSError:
            pass
    status = int(got.split()[1]) if got.startswith(b"HTTP/1.") else None
    assert status in statuses, got
    still_judges(shared)


def test_cut_in_the_middle_of_a_body(shared):
    head = b"POST /validate/dev HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    for cut in (0, 1, len(GOOD) // 2, len(GOOD) - 1):
        with shared.raw() as raw:
            raw.sendall(head % len(GOOD) + GOOD[:cut])
    still_judges(shared)


def test_no_answer_holds_the_judged_value(shared):
    """MARKER is looked for in every answer by read_reply; here in every encoding that was sent."""
    reply = shared.post("/validate/dev", GOOD)
    encoded = base64.b64encode(b"hunter2-marker")
    assert encoded not in reply.body
    broken = GOOD.replace(b'"oldObject": null', b'"oldObject": nul')
    assert encoded not in shared.post("/validate/dev", broken).body
