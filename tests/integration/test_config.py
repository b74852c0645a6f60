# SPDX-License-Identifier: Apache-2.0
"""config.yaml: every mistake is exit 2 with file:line:column; what cannot start is exit 1."""

import json
import re
import socket
import subprocess

import pytest

import reviews


def run(binary, folder, text, *flags):
    path = folder / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return subprocess.run([binary, "serve", "--config", "config.yaml", *flags], cwd=folder, timeout=60,
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)


# name: (text, position, words)
MISTAKES = {
    "an unknown key": ("listen: a:1\npolcy: x\n", "2:1", "unknown key 'polcy', did you mean 'policy'?"),
    "an unknown section": ("\nlimit: {}\n", "2:1", "did you mean 'limits'?"),
    "an unknown key in a section": ("tls:\n  crt: x\n", "2:3", "unknown key 'tls.crt', did you mean 'cert'?"),
    "a key of another section": ("drain:\n  body_bytes: 5\n", "2:3", "unknown key 'drain.body_bytes'"),
    "a number that is none": ("limits:\n  connections: many\n", "2:16", "whole number from 1 to 65536"),
    "a number too large": ("limits: {connections: 65537}\n", "1:23", "whole number from 1 to 65536"),
    "a negative number": ("drain: {wait_s: -1}\n", "1:17", "whole number from 0 to 3600"),
    "a fraction": ("limits: {timeout_s: 1.5}\n", "1:21", "whole number"),
    "a choice": ("log: {format: xml}\n", "1:15", "'xml' is not a format: logfmt or json\n"),
    "a port alone": ("drain: {}\nlisten: 8443\n", "2:9", "'8443' is not ADDR:PORT"),
    "a metrics port alone": ("metrics: 9090\n", "1:10", "'9090' is not ADDR:PORT"),
    "a port that is none": ("metrics: x:y\n", "1:10", "'x:y' is not ADDR:PORT"),
    "a list for a text": ("listen: [a]\n", "1:9", "expected one value"),
    "a map for a text": ("policy: {a: b}\n", "1:9", "expected one value"),
    "a text for a section": ("tls: yes\n", "1:6", "expected a map"),
    "a text for a list": ("tls:\n  dns_names: a\n", "2:14", "expected a list"),
    "a list of maps": ("tls:\n  dns_names: [{a: b}]\n", "2:15", "expected a text"),
    "an empty text": ("listen: ''\n", "1:9", "is empty"),
    "a list as the document": ("- a\n", "1:1", "expected a map"),
    "two documents": ("listen: a:1\n---\nlisten: b:1\n", "3:1", "one document"),
    "a duplicate key": ("listen: a:1\nlisten: b:1\n", "2:1", "listen"),
    "a syntax error": ("listen: [a\n", None, "config.yaml:"),
    "a tab": ("tls:\n\tcert: x\n", "2:1", ""),
    "not UTF-8": (b"listen: \xff\xfe\n", None, "config.yaml"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_has_a_position(binary, tmp_path, name):
    text, position, words = MISTAKES[name]
    done = run(binary, tmp_path, text, "--self-signed", "certs")
    assert done.returncode == 2, done
    assert re.match(r"floe-admission serve: config\.yaml:\d+:\d+: ", done.stderr), done.stderr
    if position is not None:
        assert f"config.yaml:{position}: " in done.stderr
    assert words in done.stderr
    assert not (tmp_path / "certs").exists()


# name: (text, words)
CONFLICTS = {
    "body over the budget": ("limits: {body_bytes: 2000000, inflight_bytes: 1000000}\n", "limits.inflight_bytes (1000000"),
    "wait over the deadline": ("drain: {wait_s: 10, deadline_s: 5}\n", "drain.wait_s (10"),
    "certificate without key": ("tls: {cert: a}\n", "both tls.cert and tls.key (--tls-cert and --tls-key)"),
    "body over the budget, by default": ("limits: {inflight_bytes: 1000000}\n",
                                         "limits.body_bytes (20971520, by default 20971520)"),
    "no certificate": ("tls: {}\n", "tls.self_signed (--self-signed DIR)"),
    "two certificates": ("tls: {cert: a, key: b, self_signed: c}\n", "tls.self_signed (--self-signed), not both"),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_settings_that_contradict(binary, tmp_path, name):
    text, words = CONFLICTS[name]
    flags = [] if "certificate" in name else ["--self-signed", "certs"]
    done = run(binary, tmp_path, text, *flags)
    assert done.returncode == 2 and words in done.stderr, done


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)


def make_pair(folder, *algorithm):
    openssl(folder, "req", "-x509", "-newkey", *algorithm, "-nodes", "-keyout", "tls.key",
            "-out", "tls.crt", "-days", "90", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")


PAIR = "tls: {cert: tls.crt, key: tls.key}\nlisten: 127.0.0.1:0\nmetrics: 'off'\n"


def no_files(folder):
    pass


def rsa_2048(folder):
    make_pair(folder, "rsa:2048")


def p384(folder):
    make_pair(folder, "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1")


def swapped(folder):
    make_pair(folder, "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
    key = (folder / "tls.key").read_bytes()
    make_pair(folder, "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
    (folder / "tls.key").write_bytes(key)


def no_pem(folder):
    (folder / "tls.crt").write_text("hello\n")
    (folder / "tls.key").write_text("hello\n")


def empty_ca(folder):
    (folder / "ca.pem").write_text("hello\n")


def short_key(folder):
    (folder / "key").write_text("short")


SELF = "tls: {self_signed: certs}\nlisten: 127.0.0.1:0\nmetrics: 'off'\n"
# name: (what to do in the folder, configuration, words)
FAILURES = {
    "certificate absent": (no_files, PAIR, "tls.crt"),
    "certificate is no PEM": (no_pem, PAIR, "certificate 'tls.crt' is not PEM"),
    "RSA of 2048 bits": (rsa_2048, PAIR, "'tls.crt': the certificate's RSA key has 2048 bits: RSA needs at least 3072"),
    "another curve": (p384, PAIR, "ECDSA P-256"),
    "the key of another certificate": (swapped, PAIR, "the key 'tls.key' does not belong to the certificate 'tls.crt'"),
    "client CA absent": (no_files, SELF.replace("certs}", "certs, client_ca: ca.pem}"), "ca.pem"),
    "client CA without a certificate": (empty_ca, SELF.replace("certs}", "certs, client_ca: ca.pem}"),
                                        "client CA file 'ca.pem' holds no certificate"),
    "policy absent": (no_files, SELF + "policy: p.yaml\n", "p.yaml"),
    "an address of another machine": (no_files, SELF.replace("127.0.0.1:0", "192.0.2.1:1"), "192.0.2.1:1"),
    "fingerprint key absent": (no_files, SELF + "fingerprint_key_file: key\n", "key"),
    "fingerprint key too short": (short_key, SELF + "fingerprint_key_file: key\n", "at least 16 bytes"),
    "audit file in no folder": (no_files, SELF + "audit: {file: no/audit.log}\n", "no/audit.log"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failed_start_is_exit_1_with_one_line(binary, tmp_path, name):
    prepare, text, words = FAILURES[name]
    prepare(tmp_path)
    done = run(binary, tmp_path, text)
    assert done.returncode == 1, done
    errors = [line for line in done.stderr.splitlines() if "level=error" in line]
    assert len(errors) == 1 and 'msg="cannot start"' in errors[0]
    assert words in errors[0]


def test_address_in_use(binary, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(binary, tmp_path, SELF.replace("127.0.0.1:0", f"127.0.0.1:{port}"))
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr and "in use" in done.stderr


def test_rsa_is_served_with_a_warning(serve, tmp_path):
    make_pair(tmp_path, "rsa:3072")
    server = serve({"tls": {"cert": str(tmp_path / "tls.crt"), "key": str(tmp_path / "tls.key")}})
    server.wait_log("level=warn.*RSA")
    server.certificates = tmp_path
    (tmp_path / "ca.crt").write_bytes((tmp_path / "tls.crt").read_bytes())
    assert server.post("/validate/dev", reviews.secret()).status == 200


def test_flags_override_the_file(serve, tmp_path):
    server = serve({"log": {"format": "logfmt"}, "audit": {"file": "/nonexistent/a"}},
                   ["--log-format=json", "--audit-log", "-"])
    for line in server.stderr().splitlines():
        assert {"time", "level", "msg"} <= json.loads(line).keys()
    server.post("/validate/dev", reviews.secret())
    server.wait_records(1)


def test_metrics_off(serve):
    server = serve({"metrics": "off"})
    assert server.metrics_port is None
    assert "metrics=off" in server.wait_log("msg=ready")
    assert server.request("GET", "/readyz").status == 200


def test_log_level_hides_what_is_less(serve, tmp_path):
    """Ready is an info line, so this asks for debug: everything info says is there, in logfmt."""
    server = serve({"log": {"level": "debug"}})
    for line in server.stderr().splitlines():
        assert re.match(r'time=\S+Z level=(debug|info|warn|error) msg=("[^"]*"|\S+)', line)
    assert "fingerprint_key_file is not set" in server.stderr()


def test_fingerprints_follow_the_key(serve, tmp_path):
    (tmp_path / "key").write_bytes(b"0123456789abcdef0123456789abcdef")

    def fingerprint(config):
        server = serve(config)
        server.post("/validate/dev", reviews.secret())
        return server.wait_records(1)[0]["findings"][0]["fingerprint"]

    keyed = {"fingerprint_key_file": str(tmp_path / "key")}
    first = fingerprint(keyed)
    assert re.fullmatch(r"[0-9a-f]{12}", first)
    assert fingerprint(keyed) == first
    assert fingerprint({}) != first


def test_self_signed_files_are_kept(serve, tmp_path):
    folder = str(tmp_path / "certs")
    first = serve({"tls": {"self_signed": folder}})
    authority = (tmp_path / "certs" / "ca.crt").read_bytes()
    first.finish()
    second = serve({"tls": {"self_signed": folder}})
    assert (tmp_path / "certs" / "ca.crt").read_bytes() == authority
    second.certificates = tmp_path / "certs"
    assert second.request("GET", "/healthz").status == 200
    for name in ("ca.key", "tls.key"):
        assert (tmp_path / "certs" / name).stat().st_mode & 0o777 == 0o600


def test_dns_names(serve, tmp_path):
    server = serve({"tls": {"self_signed": str(tmp_path / "certs"), "dns_names": ["localhost", "hook.example"]}})
    server.certificates = tmp_path / "certs"
    with server.raw() as raw:
        names = [name for kind, name in raw.getpeercert()["subjectAltName"] if kind == "DNS"]
    assert names == ["localhost", "hook.example"]
