# SPDX-License-Identifier: Apache-2.0
"""certs init: what it writes is what openssl (and so the API server) accepts; what it refuses, and how."""

import re
import ssl
import stat
import subprocess

import pytest

FILES = ["ca.crt", "ca.key", "tls.crt", "tls.key"]
DEFAULT_NAMES = ["floe-admission.floe-admission.svc", "floe-admission.floe-admission.svc.cluster.local", "localhost"]


def run(binary, *arguments, **options):
    return subprocess.run([binary, "certs", *map(str, arguments)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=60, check=False, **options)


def init(binary, folder, *arguments):
    done = run(binary, "init", "--dir", folder, *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def openssl(*arguments):
    return subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True,
                          timeout=60, check=False)


def text_of(certificate):
    done = openssl("x509", "-in", certificate, "-noout", "-text")
    assert done.returncode == 0, done.stderr
    # One space instead of all white space: openssl's layout does not matter.
    return " ".join(done.stdout.split())


def verify(folder, *arguments):
    done = openssl("verify", "-x509_strict", *arguments, "-CAfile", folder / "ca.crt", folder / "tls.crt")
    return done.returncode == 0


def dates(certificate):
    done = openssl("x509", "-in", certificate, "-noout", "-startdate", "-enddate")
    return [ssl.cert_time_to_seconds(line.split("=")[1]) for line in done.stdout.splitlines()]


def modes(folder):
    return {path.name: stat.S_IMODE(path.lstat().st_mode) for path in folder.iterdir()}


def test_the_files_are_for_their_owner_alone(binary, tmp_path):
    folder = tmp_path / "certs"
    init(binary, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert modes(folder) == dict.fromkeys(FILES, 0o600)


def test_the_authority(binary, tmp_path):
    init(binary, tmp_path)
    text = text_of(tmp_path / "ca.crt")
    for words in ("Version: 3 (0x2)", "Signature Algorithm: ecdsa-with-SHA256", "NIST CURVE: P-256",
                  "X509v3 Basic Constraints: critical CA:TRUE, pathlen:0",
                  "X509v3 Key Usage: critical Certificate Sign, CRL Sign",
                  "X509v3 Subject Key Identifier:"):
        assert words in text, words
    start, end = dates(tmp_path / "ca.crt")
    assert end - start == 3650 * 86400


def test_the_leaf(binary, tmp_path):
    init(binary, tmp_path)
    text = text_of(tmp_path / "tls.crt")
    names = ", ".join(f"DNS:{name}" for name in DEFAULT_NAMES)
    for words in ("Version: 3 (0x2)", "Signature Algorithm: ecdsa-with-SHA256", "NIST CURVE: P-256",
                  "X509v3 Basic Constraints: critical CA:FALSE",
                  "X509v3 Key Usage: critical Digital Signature",
                  "X509v3 Extended Key Usage: TLS Web Server Authentication",
                  "X509v3 Subject Key Identifier:", "X509v3 Authority Key Identifier:",
                  f"X509v3 Subject Alternative Name: {names}, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1"):
        assert words in text, words
    start, end = dates(tmp_path / "tls.crt")
    assert end - start == 90 * 86400


def test_openssl_verifies_it_for_its_names_only(binary, tmp_path):
    init(binary, tmp_path)
    assert verify(tmp_path)
    assert verify(tmp_path, "-purpose", "sslserver")
    assert not verify(tmp_path, "-purpose", "sslclient")
    for name in DEFAULT_NAMES:
        assert verify(tmp_path, "-purpose", "sslserver", "-verify_hostname", name), name
    for address in ("127.0.0.1", "::1"):
        assert verify(tmp_path, "-verify_ip", address), address
    assert not verify(tmp_path, "-verify_hostname", "floe-admission.other.svc")
    assert not verify(tmp_path, "-verify_ip", "127.0.0.2")


def test_keys_belong_to_their_certificates(binary, tmp_path):
    init(binary, tmp_path)
    for name in ("ca", "tls"):
        key = openssl("pkey", "-in", tmp_path / f"{name}.key", "-pubout")
        certificate = openssl("x509", "-in", tmp_path / f"{name}.crt", "-noout", "-pubkey")
        assert key.returncode == 0 and key.stdout == certificate.stdout
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "tls.crt", tmp_path / "tls.key")


def test_two_runs_share_nothing(binary, tmp_path):
    seen = set()
    for run_number in range(2):
        folder = tmp_path / str(run_number)
        init(binary, folder)
        for name in ("ca", "tls"):
            serial = openssl("x509", "-in", folder / f"{name}.crt", "-noout", "-serial").stdout
            assert re.fullmatch(r"serial=[0-9A-F]{32}\n", serial)
            seen.add(serial)
            seen.add((folder / f"{name}.key").read_bytes())
    assert len(seen) == 8


def test_names_and_days_are_taken(binary, tmp_path):
    init(binary, tmp_path, "--dns", "a.example,*.b.example", "--dns=10.0.0.7", "--dns", "2001:db8::7", "--days", "7")
    text = text_of(tmp_path / "tls.crt")
    assert ("X509v3 Subject Alternative Name: DNS:a.example, DNS:*.b.example, IP Address:10.0.0.7, "
            "IP Address:2001:DB8:0:0:0:0:0:7") in text
    assert "localhost" not in text
    start, end = dates(tmp_path / "tls.crt")
    assert end - start == 7 * 86400
    assert verify(tmp_path, "-verify_hostname", "x.b.example")


def test_it_says_what_was_written_and_what_comes_next(binary, tmp_path):
    out = init(binary, tmp_path / "certs")
    for name in FILES:
        assert f"wrote {tmp_path}/certs/{name}  " in out
    ends = re.findall(r"valid until (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$", out, re.M)
    assert len(ends) == 2
    shown = re.search(r"^CA fingerprint \(SHA-256\): (\S+)$", out, re.M)[1]
    real = openssl("x509", "-in", tmp_path / "certs" / "ca.crt", "-noout", "-fingerprint", "-sha256").stdout
    assert real.strip().split("=")[1] == shown
    assert "kubectl -n floe-admission create secret tls floe-admission-tls" in out
    assert f"caBundle: $(base64 -w0 {tmp_path}/certs/ca.crt)|" in out
    assert "PRIVATE KEY" not in out


def test_a_strange_directory_is_quoted_for_the_shell(binary, tmp_path):
    folder = tmp_path / "it's $(here)"
    out = init(binary, folder)
    command = re.search(r"--cert (.*) --key", out)[1]
    echoed = subprocess.run(["sh", "-c", f"printf %s {command}"], capture_output=True, text=True, check=True)
    assert echoed.stdout == str(folder / "tls.crt")


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_overwritten(binary, tmp_path, name):
    (tmp_path / name).write_text("mine")
    done = run(binary, "init", "--dir", tmp_path)
    assert done.returncode == 1 and done.stdout == ""
    assert f"{tmp_path}/{name}' exists already" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_link_is_not_followed(binary, tmp_path):
    folder = tmp_path / "certs"
    folder.mkdir()
    (folder / "tls.key").symlink_to(tmp_path / "elsewhere")
    assert run(binary, "init", "--dir", folder).returncode == 1
    assert not (tmp_path / "elsewhere").exists()


def test_a_directory_that_cannot_be_made(binary, tmp_path):
    done = run(binary, "init", "--dir", tmp_path / "absent" / "certs")
    assert done.returncode == 1
    assert f"make directory '{tmp_path}/absent/certs': No such file or directory" in done.stderr
    done = run(binary, "init", "--dir", "/dev/null")
    assert done.returncode == 1 and "Not a directory" in done.stderr


# name: (arguments after certs, words on standard error)
REFUSED = {
    "nothing": ([], "usage: floe-admission certs init"),
    "a command misspelt": (["int"], "unknown command 'int', did you mean 'init'?"),
    "another command": (["renew"], "unknown command 'renew'; see --help"),
    "no directory": (["init"], "--dir is missing"),
    "an empty directory": (["init", "--dir="], "--dir is empty"),
    "two directories": (["init", "--dir", "a", "--dir", "b"], "--dir is given twice"),
    "a flag misspelt": (["init", "--dirr", "x"], "unknown flag '--dirr', did you mean '--dir'?"),
    "a flag misspelt, with =": (["init", "--day=3"], "unknown flag '--day', did you mean '--days'?"),
    "an unknown flag": (["init", "--frobnicate"], "unknown flag '--frobnicate'\n"),
    "an argument": (["init", "certs"], "unexpected argument 'certs'"),
    "a flag without its value": (["init", "--dir"], "--dir needs a value"),
    "no days": (["init", "--dir", "x", "--days", "0"], "whole number from 1 to 825, not '0'"),
    "too many days": (["init", "--dir", "x", "--days", "826"], "whole number from 1 to 825"),
    "days that overflow": (["init", "--dir", "x", "--days", "18446744073709551617"], "whole number from 1 to 825"),
    "days that are no number": (["init", "--dir", "x", "--days", "7d"], "not '7d'"),
    "a bad name": (["init", "--dir", "x", "--dns", "good.example,under_score"], "the name 'under_score'"),
    "an empty name": (["init", "--dir", "x", "--dns", "a.example,"], "an empty name"),
    "no name": (["init", "--dir", "x", "--dns="], "an empty name"),
    "a wildcard of everything": (["init", "--dir", "x", "--dns", "*.com"], "two labels must follow"),
    "a bad address": (["init", "--dir", "x", "--dns", "10.0.0.256"], "'10.0.0.256'"),
    "an address with brackets": (["init", "--dir", "x", "--dns", "[::1]"], "no brackets"),
    "too many names": (["init", "--dir", "x", "--dns", ",".join(["a.example"] * 101)], "more than 100 names"),
    "a flag too often": (["init", "--dir", "x", *["--dns", "a.example"] * 101], "100"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_arguments_are_exit_2_and_make_nothing(binary, tmp_path, name):
    arguments, words = REFUSED[name]
    done = run(binary, *arguments, cwd=tmp_path)
    assert done.returncode == 2, done
    assert words in done.stderr
    assert done.stdout == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["init", "--help"], ["init", "--dir", "x", "--help"]])
def test_help(binary, tmp_path, arguments):
    done = run(binary, *arguments, cwd=tmp_path)
    assert done.returncode == 0 and done.stderr == ""
    for words in ("usage: floe-admission certs init", "--dir DIR", "--dns NAME", "--days N", "exit codes:",
                  *DEFAULT_NAMES, "127.0.0.1", "::1"):
        assert words in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_full_disk_for_the_answer_is_exit_1(binary, tmp_path):
    with open("/dev/full", "w", encoding="ascii") as full:
        done = subprocess.run([binary, "certs", "init", "--dir", tmp_path], stdout=full,
                              stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 1
    assert modes(tmp_path) == dict.fromkeys(FILES, 0o600)
