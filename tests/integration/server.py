# SPDX-License-Identifier: Apache-2.0
"""A floe-admission process: started, asked, watched, ended."""

import http.client
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import time

import yaml

# Generous: the sanitizer builds are slow, and a machine may be busy. Nothing waits this long when
# all is well.
PATIENCE_S = 60
# What a sanitizer prints; any of it fails the test.
COMPLAINTS = re.compile(r"(Address|Thread|Leak|Memory)Sanitizer|runtime error:")
MARKER = "hunter2"


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def response(self):
        """The response of the AdmissionReview in here, after a look at its envelope."""
        review = self.json()
        assert self.status == 200, (self.status, self.body)
        assert self.headers["content-type"] == "application/json"
        assert review["apiVersion"] == "admission.k8s.io/v1"
        assert review["kind"] == "AdmissionReview"
        return review["response"]


def until(condition, what):
    """The first true value of condition(); fails after PATIENCE_S."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")


class Server:
    def __init__(self, binary, folder, config, flags, wrapper=()):
        self.folder = folder
        self.certificates = folder / "certs"
        self.config = {
            "listen": "127.0.0.1:0",
            "metrics": "127.0.0.1:0",
            "tls": {"self_signed": str(self.certificates)},
            "drain": {"wait_s": 0, "deadline_s": 0},
            **config,
        }
        (folder / "config.yaml").write_text(yaml.safe_dump(self.config))
        self.stdout_path = folder / "stdout"
        self.stderr_path = folder / "stderr"
        with open(self.stdout_path, "wb") as out, open(self.stderr_path, "wb") as err:
            self.process = subprocess.Popen(
                [*wrapper, binary, "serve", "--config", folder / "config.yaml", *flags],
                stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=folder)
        self.port = self.metrics_port = None
        self.exit_code = None  # what finish() expects; None: 0

    # What it says

    def stderr(self):
        return self.stderr_path.read_text(errors="replace")

    def stdout(self):
        return self.stdout_path.read_text(errors="replace")

    def records(self):
        """The audit records, oldest first; without a last line that is still being written."""
        return [json.loads(line) for line in self.stdout().splitlines(True) if line.endswith("\n")]

    def wait_records(self, count):
        until(lambda: len(self.records()) >= count, f"{count} audit records")
        return self.records()

    def wait_log(self, pattern, count=1):
        """Waits until `count` lines of the log match, and returns the last of them."""
        def found():
            lines = [line for line in self.stderr().splitlines() if re.search(pattern, line)]
            return len(lines) >= count and lines
        return until(lambda: found() or self.check_alive(), f"log line {pattern!r}")[count - 1]

    def check_alive(self):
        assert self.process.poll() is None, f"exit {self.process.returncode}: {self.stderr()}"

    def wait_ready(self):
        line = self.wait_log(r'msg"?[=:]"?ready')
        self.port = int(re.search(r'https"?[=:]"?127\.0\.0\.1:(\d+)', line)[1])
        found = re.search(r'metrics"?[=:]"?127\.0\.0\.1:(\d+)', line)
        self.metrics_port = int(found[1]) if found else None

    # Asking it

    def context(self, certificate=None):
        context = ssl.create_default_context(cafile=self.certificates / "ca.crt")
        if certificate is not None:
            context.load_cert_chain(*certificate)
        return context

    def connect(self, context=None):
        """A TLS connection, as http.client sees one."""
        connection = http.client.HTTPSConnection(
            "localhost", self.port, timeout=PATIENCE_S, context=context or self.context())
        # "localhost" may mean ::1 first, where nobody listens.
        connection._create_connection = lambda address, *rest: socket.create_connection(
            ("127.0.0.1", address[1]), *rest)
        return connection

    def raw(self, context=None):
        """A TLS socket to write anything to."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        return (context or self.context()).wrap_socket(plain, server_hostname="localhost")

    def tcp(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)

    def request(self, method, path, body=None, headers=None, connection=None):
        own = connection is None
        connection = connection or self.connect()
        try:
            connection.request(method, path, body, headers or {})
            return read_reply(connection)
        finally:
            if own:
                connection.close()

    def post(self, path, body, connection=None, **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        fields = {"Content-Type": "application/json",
                  **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.request("POST", path, body, fields, connection)

    def plain(self, path, method="GET", body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.metrics_port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body)
            return read_reply(connection)
        finally:
            connection.close()

    def metrics(self):
        """Sample with its labels → value."""
        samples = {}
        for line in self.plain("/metrics").body.decode().splitlines():
            if not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                samples[name] = float(value)
        return samples

    # Its end

    def signal(self, number):
        os.kill(self.process.pid, number)

    def wait_exit(self):
        return self.process.wait(PATIENCE_S)

    def finish(self):
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        try:
            code = self.wait_exit()
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"does not end:\n{self.stderr()}") from None
        assert not COMPLAINTS.search(self.stderr()), self.stderr()
        assert MARKER not in self.stdout() + self.stderr()
        assert code == (self.exit_code or 0), self.stderr()


def read_reply(connection):
    answer = connection.getresponse()
    body = answer.read()
    assert MARKER.encode() not in body
    return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body)
