# SPDX-License-Identifier: Apache-2.0
"""/metrics, on the plain port only: well-formed, and it counts what happened."""

import re

import reviews

PREFIX = "floe_admission_"
SAMPLE = re.compile(r'([a-z_]+)(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? (\S+)')


def test_every_sample_is_well_formed(serve):
    server = serve()
    server.post("/validate/dev", reviews.secret())
    reply = server.plain("/metrics")
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    types, seen = {}, set()
    for line in reply.body.decode().splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            assert name not in types
            types[name] = kind
        elif not line.startswith("# HELP "):
            name, _, _, value = SAMPLE.fullmatch(line).groups()
            float(value)
            family = re.sub(r"_(bucket|sum|count)$", "", name)
            assert name.startswith(PREFIX)
            assert types.get(name, types.get(family)) in ("counter", "gauge", "histogram")
            assert line.rsplit(" ", 1)[0] not in seen
            seen.add(line.rsplit(" ", 1)[0])


def test_it_counts_what_happened(serve):
    server = serve()
    for path in ("/validate/dev", "/validate/dev", "/validate/local", "/validate/unlabelled",
                 "/validate/qa", "/mutate/prod"):
        assert server.post(path, reviews.secret()).status == 200
    server.post("/validate/dev", b"{")
    server.request("GET", "/nothing")
    samples = server.metrics()

    def requests(path, environment, decision):
        return samples[f'{PREFIX}requests_total{{path="{path}",environment="{environment}",decision="{decision}"}}']

    assert requests("validate", "dev", "deny") == 2
    assert requests("validate", "local", "warn") == 1
    assert requests("validate", "unlabelled", "warn") == 1
    assert requests("validate", "unknown", "deny") == 1
    assert requests("mutate", "prod", "allow") == 1
    assert samples[f'{PREFIX}http_responses_total{{code="200"}}'] == 6
    assert samples[f'{PREFIX}http_responses_total{{code="400"}}'] == 1
    assert samples[f'{PREFIX}http_responses_total{{code="404"}}'] == 1
    assert samples[f'{PREFIX}findings_total{{rule="plaintext-secret",mode="enforce"}}'] == 2
    assert samples[f'{PREFIX}findings_total{{rule="plaintext-secret",mode="warn"}}'] == 2
    assert samples[f'{PREFIX}rejected_bodies_total{{reason="unreadable"}}'] == 1
    assert samples[f"{PREFIX}audit_records_total"] == 6
    assert samples[f"{PREFIX}audit_failures_total"] == 0
    assert samples[f"{PREFIX}ready"] == 1
    assert samples[f"{PREFIX}connections_total"] == 8
    assert samples[f"{PREFIX}certificate_expiry_timestamp_seconds"] > samples[f"{PREFIX}start_timestamp_seconds"]


def test_histograms_add_up(serve):
    server = serve()
    for _ in range(20):
        server.post("/validate/dev", reviews.secret())
    samples = server.metrics()
    for path, count in (("validate", 20), ("mutate", 0)):
        buckets = [value for name, value in samples.items()
                   if name.startswith(f'{PREFIX}decision_seconds_bucket{{path="{path}"')]
        assert buckets == sorted(buckets)
        assert buckets[-1] == count == samples[f'{PREFIX}decision_seconds_count{{path="{path}"}}']
        assert samples[f'{PREFIX}decision_seconds_sum{{path="{path}"}}'] >= 0


def test_only_on_the_plain_port_and_nothing_else_there(shared):
    assert shared.request("GET", "/metrics").status == 404
    assert shared.plain("/metrics", "HEAD").body == b""
    for method, path, status in (("GET", "/validate/dev", 404), ("POST", "/validate/dev", 405),
                                 ("POST", "/metrics", 405), ("GET", "/", 404)):
        reply = shared.plain(path, method, b"{}" if method == "POST" else None)
        assert reply.status == status
        assert reply.headers.get("allow") == ("GET, HEAD" if status == 405 else None)
    assert shared.plain("/healthz").body == b"ok\n"
    assert shared.plain("/readyz").body == b"ok\n"
