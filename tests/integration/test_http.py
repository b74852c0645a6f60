# SPDX-License-Identifier: Apache-2.0
"""HTTP as clients speak it: keep-alive, pipelining, HTTP/1.0, chunks, Expect, HEAD, ALPN."""

import io
import json
import select
import ssl
import time

import pytest

import reviews
from server import PATIENCE_S

GOOD = json.dumps(reviews.secret()).encode()


def head(path="/validate/dev", *lines, version="1.1", length=len(GOOD)):
    fields = [f"POST {path} HTTP/{version}", "Host: localhost", "Content-Type: application/json"]
    if length is not None:
        fields.append(f"Content-Length: {length}")
    return ("\r\n".join([*fields, *lines]) + "\r\n\r\n").encode()


def read_answer(stream):
    """Status, headers, body of the next answer on a file of a socket; None at the end."""
    line = stream.readline()
    if not line:
        return None
    headers = {}
    while (field := stream.readline().strip()) != b"":
        name, value = field.split(b":", 1)
        headers[name.strip().lower().decode()] = value.strip().decode()
    body = stream.read(int(headers.get("content-length", 0)))
    return int(line.split()[1]), headers, body


def test_keep_alive(shared):
    connection = shared.connect()
    for number in range(50):
        review = reviews.secret(uid=f"uid-{number}")
        response = shared.post("/validate/dev", review, connection).response()
        assert response["uid"] == f"uid-{number}"
    assert shared.request("GET", "/healthz", connection=connection).body == b"ok\n"
    assert shared.request("GET", "/nothing", connection=connection).status == 404
    assert shared.post("/validate/dev", b"{", connection).status == 400
    assert shared.post("/validate/dev", GOOD, connection).status == 200
    connection.close()


def test_a_connection_may_wait_for_its_first_request(shared):
    """Go opens connections ahead of need and keeps them 90 s: one that we closed would lose a POST."""
    connection = shared.connect()
    connection.connect()
    time.sleep(17)  # a limit for silent connections stood at 15 s
    assert shared.post("/validate/dev", GOOD, connection).status == 200
    connection.close()


def test_pipelined_requests_are_answered_in_order(shared):
    bodies = [json.dumps(reviews.secret(uid=f"pipe-{n}")).encode() for n in range(200)]
    with shared.raw() as raw:
        raw.sendall(b"".join(head(length=len(body)) + body for body in bodies))
        with raw.makefile("rb") as stream:
            for number in range(len(bodies)):
                status, _, body = read_answer(stream)
                assert status == 200
                assert json.loads(body)["response"]["uid"] == f"pipe-{number}"


def send_what_fits(raw, data):
    """Sends until nothing more fits, on a socket that does not block; returns the rest."""
    while data:
        try:
            data = data[raw.send(data[:65536]):]
        except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
            break
    return data


def read_what_came(raw):
    """What has come on a socket that does not block; None at its end."""
    got = bytearray()
    try:
        while piece := raw.recv(65536):
            got += piece
        return None
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return bytes(got)


def exchange(raw, data):
    """Sends all of data and reads as it goes, until the answers stop for a second. One thread:
    Python's SSLSocket breaks its records when two use it (cpython issue 124984)."""
    answers = bytearray()
    while select.select([raw], [raw] if data else [], [], 1 if answers else PATIENCE_S) != ([], [], []):
        data = send_what_fits(raw, data)
        piece = read_what_came(raw)
        assert piece is not None, "the server closed the connection"
        answers += piece
    assert not data
    return bytes(answers)


def test_pipelined_answers_wait_for_their_reader(shared):
    """More than fits into the sockets: nothing is lost, and the worker serves others meanwhile."""
    count = 8000
    with shared.raw() as raw:
        raw.setblocking(False)
        rest = (head() + GOOD) * count
        while rest and select.select([], [raw], [], 0.5)[1]:
            rest = send_what_fits(raw, memoryview(rest))
        assert shared.post("/validate/dev", GOOD).status == 200
        stream = io.BytesIO(exchange(raw, rest))
        for _ in range(count):
            assert read_answer(stream)[0] == 200
        assert read_answer(stream) is None


def with_long_keys(count):
    """A Secret that is denied with so many findings, each with a name of 253 characters."""
    review = reviews.secret()
    review["request"]["object"]["data"] = {f"{n:02}-{'k' * 250}": "aHVudGVyMi1tYXJrZXI=" for n in range(count)}
    return review


def test_an_answer_after_large_ones_is_sent_at_once(shared):
    """Behind a cork that stays on the socket each of them waits 200 ms in the kernel."""
    connection = shared.connect()
    for count in (20, 10, 8, 4, 2):
        shared.post("/validate/dev", with_long_keys(count), connection)
    start = time.monotonic()
    for _ in range(20):
        assert shared.post("/validate/dev", with_long_keys(0), connection).status == 200
    assert time.monotonic() - start < 20 * 0.1
    connection.close()


def test_http_1_0_is_answered_and_closed(shared):
    with shared.raw() as raw:
        raw.sendall(head(version="1.0") + GOOD)
        with raw.makefile("rb") as stream:
            status, _, body = read_answer(stream)
            assert status == 200 and json.loads(body)["response"]["allowed"] is False
            assert read_answer(stream) is None


def test_connection_close_is_honoured(shared):
    with shared.raw() as raw:
        raw.sendall(head("/validate/dev", "Connection: close") + GOOD)
        with raw.makefile("rb") as stream:
            status, headers, _ = read_answer(stream)
            assert status == 200 and headers["connection"].lower() == "close"
            assert read_answer(stream) is None


def test_chunked_body_without_a_length(shared):
    with shared.raw() as raw:
        raw.sendall(head("/validate/dev", "Transfer-Encoding: chunked", length=None))
        for start in range(0, len(GOOD), 100):
            piece = GOOD[start:start + 100]
            raw.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        raw.sendall(b"0\r\n\r\n")
        with raw.makefile("rb") as stream:
            status, _, body = read_answer(stream)
            assert status == 200 and json.loads(body)["response"]["allowed"] is False


def test_chunked_empty_body(shared):
    with shared.raw() as raw:
        raw.sendall(head("/validate/dev", "Transfer-Encoding: chunked", length=None) + b"0\r\n\r\n")
        with raw.makefile("rb") as stream:
            assert read_answer(stream)[0] == 400


def test_expect_continue(shared):
    body = reviews.padded(1_500_000)
    with shared.raw() as raw:
        raw.sendall(head("/validate/dev", "Expect: 100-continue", length=len(body)))
        with raw.makefile("rb") as stream:
            assert read_answer(stream)[0] == 100
            raw.sendall(body)
            status, _, answer = read_answer(stream)
            assert status == 200 and json.loads(answer)["response"]["allowed"] is True


def test_body_in_single_bytes(shared):
    with shared.raw() as raw:
        for byte in head() + GOOD:
            raw.sendall(bytes([byte]))
        with raw.makefile("rb") as stream:
            assert read_answer(stream)[0] == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/readyz?verbose"])
def test_head_is_get_without_the_body(shared, path):
    got = shared.request("GET", path)
    with shared.raw() as raw:
        raw.sendall(f"HEAD {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        with raw.makefile("rb") as stream:
            whole = stream.read()
    top, _, rest = whole.partition(b"\r\n\r\n")
    assert top.startswith(b"HTTP/1.1 200") and rest == b""
    assert f"content-length: {len(got.body)}".encode() in top.lower()


def test_readyz_verbose_lists_the_checks(shared):
    text = shared.request("GET", "/readyz?verbose").body.decode()
    assert text.endswith("\nok\n")
    for check in ("[+] serving", "[+] policy", "unlabelled", "[+] certificate", "[+] audit"):
        assert check in text
    assert shared.request("GET", "/readyz").body == b"ok\n"
    assert shared.request("GET", "/readyz?other").body == b"ok\n"
    assert shared.plain("/readyz?verbose").body.decode().startswith("[+] serving")


# name: protocols offered, the one chosen
ALPN = {
    "none": ([], None),
    "http/1.1": (["http/1.1"], "http/1.1"),
    "h2 and http/1.1, as the API server on a URL": (["h2", "http/1.1"], "http/1.1"),
    "h2 only": (["h2"], None),
    "unknown": (["spdy/3"], None),
}


@pytest.mark.parametrize("name", ALPN)
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_alpn(shared, name, version):
    offered, chosen = ALPN[name]
    context = shared.context()
    context.minimum_version = context.maximum_version = version
    if offered:
        context.set_alpn_protocols(offered)
    with shared.raw(context) as raw:
        assert raw.selected_alpn_protocol() == chosen
        raw.sendall(head() + GOOD)
        with raw.makefile("rb") as stream:
            assert read_answer(stream)[0] == 200


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_refused(shared, version):
    context = shared.context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with pytest.raises(OSError):
        shared.raw(context)
    assert shared.post("/validate/dev", GOOD).status == 200


def test_every_admission_path(shared):
    for path in ("/validate/local", "/validate/dev", "/validate/staging", "/validate/prod",
                 "/validate/unlabelled", "/mutate/dev", "/mutate/unlabelled",
                 "/mutate/namespace-default/dev", "/mutate/namespace-default/unlabelled",
                 "/validate/namespace-default/local", "/validate/namespace-default/unlabelled"):
        response = shared.post(f"{path}?timeout=5s", GOOD).response()
        assert response["uid"] == json.loads(GOOD)["request"]["uid"]
        assert "patch" not in response
        assert response["allowed"] == (path not in ("/validate/dev", "/validate/staging", "/validate/prod"))
