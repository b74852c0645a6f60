#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""./dev bench [schema|scan] [--no-targets] [--seconds N]: throughput beside nginx, memory, start-up, cost of a decision.

wrk posts a 3 KB Secret review (a denial, the dearest answer) over 8 kept-alive TLS connections (ECDSA
P-256) to the release build and, in turns, to nginx that says `return 200`: three rounds, medians, one
machine, one run, so only the ratio means something. Audit records go to a file, as in production. The
exit code is 1 when a target is missed.
"""
import argparse
import contextlib
import functools
import json
import os
import shutil
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import bench_scan
import bench_schema

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "bench"
BINARY = ROOT / "build" / "floe-admission"
ROUNDS, CONNECTIONS, STARTS = 3, 8, 5
SETTLE_S, START_LIMIT_S = 1.0, 30.0
PARTS = {"schema": bench_schema.run, "scan": bench_scan.run}
RATIO_MIN, RSS_MAX_MB, READY_MAX_MS = 0.6, 10.0, 100.0

NGINX = """
daemon off;
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {folder}/tls.crt;
        ssl_certificate_key {folder}/tls.key;
        location / {{ return 200; }}
    }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
                    "-keyout", folder / "tls.key", "-out", folder / "tls.crt"], check=True, capture_output=True)


@functools.cache
def trust_of(folder):
    return ssl.create_default_context(cafile=folder / "tls.crt")


def open_url(port, path, folder, body=None):
    request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5, context=trust_of(folder)) as answer:
        return answer.read()


def wait_ready(child, port, path, folder):
    deadline = time.monotonic() + START_LIMIT_S
    while child.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                pass
            return open_url(port, path, folder)
        time.sleep(0.0005)
    sys.exit(f"bench: {child.args[0]} did not start:\n{(folder / 'errors.log').read_text()}")


@contextlib.contextmanager
def running(folder, command, port, path):
    """Yields (child, seconds from just before exec to the first good answer)."""
    trust_of(folder)  # not part of the measured start
    with open(folder / "errors.log", "wb") as errors:
        start = time.monotonic()
        child = subprocess.Popen(list(map(str, command)), stdout=errors, stderr=errors)
        try:
            wait_ready(child, port, path, folder)
            yield child, time.monotonic() - start
        finally:
            child.terminate()
            child.wait()


def run_nginx(folder):
    port = free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    return port, running(folder, [binary, "-p", folder, "-e", folder / "nginx.log", "-c", folder / "nginx.conf"],
                         port, "/")


def run_ours(folder):
    port = free_port()
    (folder / "config.yaml").write_text("drain: {wait_s: 0, deadline_s: 5}\n")
    command = [BINARY, "serve", "--config", folder / "config.yaml", "--listen", f"127.0.0.1:{port}",
               "--metrics-listen", "off", "--tls-cert", folder / "tls.crt", "--tls-key", folder / "tls.key",
               "--audit-log", folder / "audit.jsonl"]
    return port, running(folder, command, port, "/readyz")


def resident_mb(child):
    status = Path(f"/proc/{child.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def wrk(port, path, seconds):
    threads = min(CONNECTIONS, os.cpu_count() or 1)
    done = subprocess.run(["wrk", f"-t{threads}", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", DATA / "post.lua",
                           f"https://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True,
                          env={**os.environ, "REVIEW": str(DATA / "secret_review.json")})
    result = json.loads(done.stdout.splitlines()[-1])
    if result["errors"] or not result["requests"]:
        sys.exit(f"bench: wrk saw errors on port {port}:\n{done.stdout}")
    result["rate"] = result["requests"] / result["duration_us"] * 1e6
    return result


def check_answer(port, folder):
    """What is measured must be a denial: an error would be faster."""
    review = (DATA / "secret_review.json").read_bytes()
    response = json.loads(open_url(port, "/validate/dev", folder, review))["response"]
    if response["allowed"] or response["status"]["code"] != 403:
        sys.exit(f"bench: the review was not denied: {response}")


def measure_throughput(folder, seconds):
    rounds = {"nginx": [], "floe-admission": []}
    nginx_port, nginx = run_nginx(folder)
    our_port, ours = run_ours(folder)
    with nginx, ours as (child, _):
        check_answer(our_port, folder)
        for _ in range(ROUNDS):
            rounds["nginx"].append(wrk(nginx_port, "/", seconds))
            rounds["floe-admission"].append(wrk(our_port, "/validate/dev", seconds))
        loaded = resident_mb(child)
    records = sum(1 for _ in open(folder / "audit.jsonl", "rb"))
    return rounds, loaded, records


def measure_start(folder):
    """(median milliseconds to ready, megabytes resident when idle)"""
    times, memory = [], []
    for _ in range(STARTS):
        _, ours = run_ours(folder)
        with ours as (child, seconds):
            times.append(seconds * 1000)
            if not memory:
                time.sleep(SETTLE_S)
                memory.append(resident_mb(child))
    return statistics.median(times), memory[0]


def print_rounds(rounds):
    print(f"{'requests a second':18}" + "".join(f"   round {n + 1}" for n in range(ROUNDS))
          + "    median     p50     p99")
    for name, results in rounds.items():
        rates = [r["rate"] for r in results]
        p50, p99 = (statistics.median(r[key] for r in results) / 1000 for key in ("p50_us", "p99_us"))
        print(f"{name:18}" + "".join(f"{rate:10.0f}" for rate in rates)
              + f"{statistics.median(rates):10.0f}{p50:5.2f} ms{p99:5.2f} ms")


def print_targets(rounds, ready_ms, idle_mb):
    """Prints each figure beside its target; how many are missed."""
    medians = {name: statistics.median(r["rate"] for r in results) for name, results in rounds.items()}
    ratio = medians["floe-admission"] / medians["nginx"]
    rows = (("throughput / nginx", f"{ratio:.2f}", f">= {RATIO_MIN}", ratio >= RATIO_MIN),
            ("memory, idle", f"{idle_mb:.1f} MB", f"<= {RSS_MAX_MB:.0f} MB", idle_mb <= RSS_MAX_MB),
            ("ready after exec", f"{ready_ms:.0f} ms", f"<= {READY_MAX_MS:.0f} ms", ready_ms <= READY_MAX_MS))
    for name, figure, target, good in rows:
        print(f"{name:20}{figure:>10}   target {target:10} {'ok' if good else 'MISSED'}")
    return sum(not row[3] for row in rows)


def build_bench(program):
    """The path of a benchmark, built beside the release build with the same flags."""
    folder = ROOT / "build" / "bench"
    script = (f"source scripts/common.sh; cmake --preset release -B '{folder}' -DADM_TESTS=ON >/dev/null &&"
              f" cmake --build '{folder}' --target {program} >'{folder}/build.log' 2>&1"
              f" || {{ cat '{folder}/build.log' >&2; exit 1; }}")
    if subprocess.run(["bash", "-c", script], cwd=ROOT, check=False).returncode:
        sys.exit(f"bench: {program} could not be built")
    return subprocess.check_output(["find", folder, "-name", program, "-type", "f"], text=True).strip()


def run_script(name, *arguments):
    """Another verb; it has said itself what went wrong."""
    if subprocess.run(["bash", f"scripts/{name}.sh", *arguments], cwd=ROOT, check=False).returncode:
        sys.exit(f"bench: ./dev {name} failed")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-targets", action="store_true", help="only print; never fail")
    parser.add_argument("--seconds", type=int, default=5, help="of one round (5)")
    parser.add_argument("what", nargs="?", choices=PARTS, help="only what reading and judging a platform.yaml costs, "
                        "or looking for credentials")
    options = parser.parse_args()
    if options.what:
        run_script("setup", "build", "test")
        missed = PARTS[options.what](build_bench(f"{options.what}-bench"), ROOT)
        return 1 if missed and not options.no_targets else 0
    run_script("setup", "build", "demo", "test", "bench")
    run_script("build")
    decision_bench = build_bench("decision-bench")
    size = (DATA / "secret_review.json").stat().st_size
    print(f"\n{CONNECTIONS} kept-alive TLS connections, ECDSA P-256, a Secret review of {size} bytes denied, audit to "
          f"a file, {ROUNDS} rounds of {options.seconds} s in turns, {os.cpu_count()} CPUs shared with wrk", flush=True)
    with tempfile.TemporaryDirectory(prefix="floe-bench.") as name:
        folder = Path(name)
        folder.chmod(0o755)
        make_certificate(folder)
        ready_ms, idle_mb = measure_start(folder)
        rounds, loaded_mb, records = measure_throughput(folder, options.seconds)
    print_rounds(rounds)
    print(f"after the load: {loaded_mb:.1f} MB resident, {records} audit records\n", flush=True)
    subprocess.run([decision_bench, DATA], check=True)
    print()
    missed = print_targets(rounds, ready_ms, idle_mb)
    return 1 if missed and not options.no_targets else 0


if __name__ == "__main__":
    sys.exit(main())
