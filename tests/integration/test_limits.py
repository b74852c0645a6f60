# SPDX-License-Identifier: Apache-2.0
"""Sizes, the budget of bytes in flight, slow and silent clients, the limit of connections."""

import contextlib
import json
import os
import pathlib
import select
import ssl
import threading
import time

import pytest

import reviews
from server import until
from test_http import head, read_answer

MIB = 1024 * 1024
INFLIGHT = "floe_admission_inflight_bytes"


def small(serve, **limits):
    return serve({"limits": {"body_bytes": MIB, "inflight_bytes": MIB, **limits}})


def holds_nothing(server):
    """The budget is given back once an answer is sent, so a little after the client has it."""
    until(lambda: server.metrics()[INFLIGHT] == 0, "the budget to be given back")


def test_21_mib_are_read_to_the_end_and_then_refused(serve):
    server = serve()
    body = b"x" * (21 * MIB)
    with server.raw() as raw:
        raw.sendall(head(length=len(body)) + body[:-1])
        assert select.select([raw], [], [], 0.2)[0] == []
        raw.sendall(body[-1:])
        with raw.makefile("rb") as stream:
            status, headers, text = read_answer(stream)
            assert status == 413 and b"limits.body_bytes" in text
            assert "retry-after" not in headers
            # The connection can be used again: everything was read.
            body = json.dumps(reviews.secret()).encode()
            raw.sendall(head(length=len(body)) + body)
            assert read_answer(stream)[0] == 200
    assert server.metrics()['floe_admission_rejected_bodies_total{reason="too-large"}'] == 1
    holds_nothing(server)


def test_21_mib_without_a_length(serve):
    server = serve()
    with server.raw() as raw:
        raw.sendall(head("/validate/dev", "Transfer-Encoding: chunked", length=None))
        piece = b"y" * MIB
        for _ in range(21):
            raw.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        raw.sendall(b"0\r\n\r\n")
        with raw.makefile("rb") as stream:
            assert read_answer(stream)[0] == 413
    holds_nothing(server)


def test_the_limit_itself(serve):
    server = small(serve, body_bytes=65536)
    assert server.post("/validate/dev", reviews.padded(65536)).response()["allowed"] is True
    assert server.post("/validate/dev", reviews.padded(65537)).status == 413
    # On a path that takes no review the body is read and dropped all the same.
    assert server.request("POST", "/nothing", b"z" * 200_000).status == 404
    assert server.post("/validate/dev", reviews.secret()).status == 200


def test_a_large_review_is_judged(serve):
    server = serve()
    assert server.post("/validate/dev", reviews.padded(18 * MIB)).response()["allowed"] is True
    holds_nothing(server)


def test_endless_bodies_are_cut_off(serve):
    server = small(serve, body_bytes=4096)
    with server.raw() as raw:
        try:
            raw.sendall(head(length=10 * MIB))
            for _ in range(100):
                raw.sendall(b"w" * 65536)
            assert raw.recv(1) == b""
        except OSError:
            pass  # reset
    assert server.post("/validate/dev", reviews.secret()).status == 200


def test_over_budget_is_429_and_says_when_to_retry(serve):
    server = small(serve)
    large = reviews.padded(900_000)
    with server.raw() as holder, server.raw() as idle:
        # Announcing costs nothing.
        idle.sendall(head(length=MIB))
        holder.sendall(head(length=len(large)) + large[:-1])
        until(lambda: server.metrics()[INFLIGHT] == len(large) - 1, "the bytes to arrive")
        reply = server.post("/validate/dev", reviews.padded(300_000))
        assert reply.status == 429
        assert reply.headers["retry-after"] == "1"
        # There is still room for an ordinary one.
        assert server.post("/validate/dev", reviews.secret()).status == 200
        holder.sendall(large[-1:])
        with holder.makefile("rb") as stream:
            assert read_answer(stream)[0] == 200
    holds_nothing(server)
    assert server.post("/validate/dev", reviews.padded(300_000)).status == 200
    assert server.metrics()['floe_admission_rejected_bodies_total{reason="over-budget"}'] == 1


def test_a_client_that_leaves_gives_its_budget_back(serve):
    server = small(serve)
    large = reviews.padded(900_000)
    with server.raw() as holder:
        holder.sendall(head(length=len(large)) + large[:-1])
        until(lambda: server.metrics()[INFLIGHT] == len(large) - 1, "the bytes to arrive")
    holds_nothing(server)
    assert server.post("/validate/dev", large).status == 200


def test_slow_senders_block_nobody_and_hold_what_they_sent(serve):
    server = serve()
    body = json.dumps(reviews.secret()).encode()
    slow = [server.raw() for _ in range(16)]
    for raw in slow:
        raw.sendall(head(length=len(body)))
    for sent in range(5):
        for raw in slow:
            raw.sendall(body[sent:sent + 1])
        assert server.post("/validate/dev", body).status == 200
    until(lambda: server.metrics()[INFLIGHT] == 5 * len(slow), "the bytes to arrive")
    for raw in slow:
        raw.sendall(body[5:])
        with raw.makefile("rb") as stream:
            assert read_answer(stream)[0] == 200
        raw.close()


def test_half_open_handshakes_block_nobody(serve):
    server = serve()
    silent = [server.tcp() for _ in range(32)]
    for number, raw in enumerate(silent):
        # The first bytes of a ClientHello of 512, in pieces of several lengths.
        raw.sendall((b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100)[:number])
    for _ in range(8):
        assert server.post("/validate/dev", reviews.secret()).status == 200
    for raw in silent:
        raw.close()
    until(lambda: server.metrics()["floe_admission_connections"] == 0, "the connections to go")


def client_hello():
    """The first flight of a handshake, which waits for the server's."""
    sent = ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), sent, server_hostname="localhost")
    with contextlib.suppress(ssl.SSLWantReadError):
        client.do_handshake()
    return sent.read()


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("share", [0, 0.5, 1], ids=["nothing", "half", "all"])
def test_a_handshake_that_does_not_go_on_costs_nothing(serve, share):
    """Of its first message the client sends so much, and then no more."""
    server, hello = serve(), client_hello()
    with server.tcp() as stalled:
        stalled.sendall(hello[:int(len(hello) * share)])
        time.sleep(0.2)
        before = processor_seconds(server.process.pid)
        time.sleep(1)
        assert processor_seconds(server.process.pid) - before < 0.1


def test_the_limit_of_connections(serve):
    server = serve({"limits": {"connections": 4}})
    held = [server.raw() for _ in range(4)]
    with server.tcp() as refused:
        try:
            assert refused.recv(1) == b""
        except OSError:
            pass  # reset
    assert server.metrics()["floe_admission_connections_refused_total"] == 1
    held.pop().close()
    until(lambda: server.metrics()["floe_admission_connections"] == 3, "the connection to go")
    assert server.post("/validate/dev", reviews.secret()).status == 200
    for raw in held:
        raw.close()


def test_out_of_descriptors(serve):
    server = serve({"limits": {"connections": 1024}}, wrapper=["prlimit", "--nofile=48:48"])
    server.wait_log("level=warn.*fewer descriptors")
    held = [server.tcp() for _ in range(80)]
    server.wait_log("cannot accept connections")
    for raw in held:
        raw.close()
    for _ in range(5):
        assert server.post("/validate/dev", reviews.secret()).status == 200
    assert server.metrics()["floe_admission_accept_errors_total"] >= 1


def leave_at(server, step):
    """Connects and goes away at this point of a request."""
    body = json.dumps(reviews.secret()).encode()
    if step < 2:
        with server.tcp() as raw:
            raw.sendall(b"\x16\x03\x01\x02\x00\x01"[: 6 * step])
        return
    sent = [b"", head()[:50], head(), head() + body[:99], head() + body, (head() + body) * 3][step - 2]
    with server.raw() as raw:
        raw.sendall(sent)


def test_clients_that_come_and_go(serve):
    server = serve()

    def churn(first):
        for number in range(40):
            leave_at(server, (first + number) % 8)

    threads = [threading.Thread(target=churn, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(lambda: server.metrics()["floe_admission_connections"] == 0, "the connections to go")
    holds_nothing(server)
    assert server.post("/validate/dev", reviews.secret()).status == 200
