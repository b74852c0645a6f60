# SPDX-License-Identifier: Apache-2.0
"""One JSON line a decision; never a value. (finish() looks for the marker in all that was written.)"""

import re
import threading

import pytest

import reviews
from server import until

DENIED = "plaintext-secret/deny/base64-of-an-env-file.json"


def test_one_record_a_decision(serve):
    server = serve()
    server.post("/validate/dev?timeout=5s", reviews.fixture(DENIED))
    server.post("/validate/dev", b"{")
    server.request("GET", "/healthz")
    server.post("/validate/qa", reviews.fixture(DENIED))
    server.post("/mutate/dev", reviews.fixture(DENIED))
    first, second, third = server.wait_records(3)
    review = reviews.fixture(DENIED)["request"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", first["time"])
    assert [r["seq"] for r in (first, second, third)] == [1, 2, 3]
    assert [r["decision"] for r in (first, second, third)] == ["deny", "deny", "allow"]
    assert [r["environment"] for r in (first, second, third)] == ["dev", "qa", "dev"]
    for record in (first, second, third):
        assert record["uid"] == review["uid"]
        assert record["operation"] == "CREATE"
        assert record["namespace"] == "team-a" and record["name"] == "db"
        assert record["latency_us"] >= 0
        assert len(record["policy"]) == 64
    assert first["deadline_ms"] == 5000
    finding, = first["findings"]
    assert finding["rule"] == "plaintext-secret" and finding["mode"] == "enforce"
    assert re.fullmatch(r"[0-9a-f]{12}", finding["fingerprint"])


@pytest.mark.parametrize("verdict", ["allow", "deny"])
def test_no_fixture_leaks_its_values(serve, verdict):
    server = serve()
    paths = sorted((reviews.FIXTURES / "plaintext-secret" / verdict).glob("*.json"))
    connection = server.connect()
    for environment in ("local", "prod"):
        for path in paths:
            server.post(f"/validate/{environment}", path.read_bytes(), connection)
    connection.close()
    assert len(server.wait_records(2 * len(paths))) == 2 * len(paths)


def test_records_of_many_at_once(serve):
    server = serve()

    def ask(worker):
        connection = server.connect()
        for number in range(50):
            server.post("/validate/dev", reviews.secret(uid=f"{worker}-{number}"), connection)
        connection.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records = server.wait_records(400)
    assert sorted(record["seq"] for record in records) == list(range(1, 401))
    assert len({record["uid"] for record in records}) == 400


def test_a_full_disk_is_said_and_stops_nobody(serve):
    server = serve({"audit": {"file": "/dev/full"}})

    def failures():
        server.post("/validate/dev", reviews.secret()).response()
        return server.metrics()["floe_admission_audit_failures_total"] > 0

    until(failures, "the failure to be noticed")
    server.wait_log("level=error.*audit record not written.*No space left")
    assert "[!] audit: records are not written" in server.request("GET", "/readyz?verbose").body.decode()
    assert server.request("GET", "/readyz").status == 200
