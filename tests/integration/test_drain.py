# SPDX-License-Identifier: Apache-2.0
"""SIGTERM: not ready, wait, Connection: close, no more connections, the last one finishes, exit 0."""

import json
import signal

import pytest

import reviews
from server import until
from test_http import head, read_answer

GOOD = json.dumps(reviews.secret()).encode()


def is_refused(server):
    try:
        server.tcp().close()
    except ConnectionRefusedError:
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_whole_way(serve, number):
    server = serve({"drain": {"wait_s": 1, "deadline_s": 300}})
    idle = server.connect()
    assert server.post("/validate/dev", GOOD, idle).headers.get("connection") != "close"
    with server.raw() as busy:
        busy.sendall(head() + GOOD[:100])
        server.signal(number)
        until(lambda: server.plain("/readyz").status == 503, "not ready")
        assert server.plain("/healthz").status == 200
        assert server.metrics()["floe_admission_ready"] == 0
        until(lambda: is_refused(server), "no more connections")
        # What is open is served to its end.
        busy.sendall(GOOD[100:])
        with busy.makefile("rb") as stream:
            status, headers, body = read_answer(stream)
            assert status == 200 and headers["connection"].lower() == "close"
            assert json.loads(body)["response"]["allowed"] is False
            assert read_answer(stream) is None
        reply = server.request("GET", "/readyz", connection=idle)
        assert reply.status == 503 and reply.body == b"draining\n"
        assert reply.headers["connection"].lower() == "close"
    assert server.wait_exit() == 0
    assert len(server.records()) == 2
    assert 'msg=drained connections=0' in server.stderr()


def test_nobody_there(serve):
    server = serve({"drain": {"wait_s": 0, "deadline_s": 300}})
    server.signal(signal.SIGTERM)
    assert server.wait_exit() == 0


def test_the_deadline_ends_it(serve):
    server = serve({"drain": {"wait_s": 0, "deadline_s": 1}})
    with server.raw() as idle:
        server.signal(signal.SIGTERM)
        assert server.wait_exit() == 0
        try:
            assert idle.recv(1) == b""
        except OSError:
            pass
    assert 'msg=drained connections=1' in server.stderr()


@pytest.mark.parametrize("wait_s", [0, 300])
def test_a_second_signal_ends_it_at_once(serve, wait_s):
    server = serve({"drain": {"wait_s": wait_s, "deadline_s": 300}})
    server.exit_code = 1
    with server.raw():
        server.signal(signal.SIGTERM)
        server.wait_log("msg=draining")
        server.signal(signal.SIGINT)
        assert server.wait_exit() == 1
    assert 'msg="drain cut short"' in server.stderr()


def test_records_of_all_answers_are_written(serve):
    server = serve()
    for number in range(100):
        server.post("/validate/dev", reviews.secret(uid=f"uid-{number}"))
    server.signal(signal.SIGTERM)
    assert server.wait_exit() == 0
    assert [record["uid"] for record in server.records()] == [f"uid-{n}" for n in range(100)]
