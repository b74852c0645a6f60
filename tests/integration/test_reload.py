# SPDX-License-Identifier: Apache-2.0
"""Policy and certificates change under a running server; what is no good is refused, the old kept."""

import os
import re
import signal
import ssl
import threading

import pytest

import reviews
from conftest import ROOT
from server import until
from test_config import make_pair

REFUSED = "level=error.*refused, the old one is kept"


def policy(dev="enforce"):
    """The shipped policy with this mode of plaintext-secret in dev."""
    text = (ROOT / "deploy" / "policy.yaml").read_text()
    changed, count = re.subn(r"(\n  dev:\n.*?\n      plaintext-secret: )\w+", rf"\g<1>{dev}", text, flags=re.S)
    assert count == 1
    return changed


def is_denied(server):
    return not server.post("/validate/dev", reviews.secret()).response()["allowed"]


def replace(path, text):
    """As editors do it: write another file, rename it."""
    other = path.with_suffix(".new")
    other.write_text(text)
    os.replace(other, path)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "policy.yaml"
    path.write_text(policy())
    return path


def reloads(server, what, outcome):
    return server.metrics()[f'floe_admission_reloads_total{{what="{what}",outcome="{outcome}"}}']


def test_sighup_takes_a_good_policy(serve, path):
    server = serve({"policy": str(path)})
    assert is_denied(server)
    path.write_text(policy(dev="warn"))
    server.signal(signal.SIGHUP)
    until(lambda: not is_denied(server), "the new policy")
    server.wait_log('msg="policy in force"', 2)
    # Asked as often as it took: the records of the last answers may still be on their way.
    until(lambda: len({record["policy"] for record in server.records()}) == 2, "records of both policies")


# name: (text, line:column of the error, words)
BAD = {
    "an unknown key": (policy() + "polcies: x\n", None, "polcies"),
    "a syntax error": ("environments: [\n", None, ""),
    "not UTF-8": (b"environments: \xff\n", None, ""),
    "a list": ("- a\n", "1:1", ""),
    "empty": ("", None, ""),
    "a mode that is none": (policy(dev="maybe"), None, "expected enforce, warn, audit or off"),
}


@pytest.mark.parametrize("name", BAD)
def test_sighup_refuses_a_bad_policy(serve, path, name):
    text, position, words = BAD[name]
    server = serve({"policy": str(path)})
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    server.signal(signal.SIGHUP)
    line = server.wait_log(REFUSED)
    assert re.search(re.escape(str(path)) + (f":{position}: " if position else r":\d+:\d+: "), line), line
    assert words in line
    assert is_denied(server)
    assert reloads(server, "policy", "failed") == 1
    assert reloads(server, "certificate", "ok") == 1
    # Said once, though the file is looked at all the time; then a good one is taken.
    replace(path, policy(dev="warn"))
    until(lambda: not is_denied(server), "the new policy")
    assert len(re.findall(REFUSED, server.stderr())) == 1


def verbose(server):
    reply = server.request("GET", "/readyz?verbose")
    assert reply.status == 200
    return reply.body.decode()


def test_readyz_tells_of_a_refused_policy(serve, path):
    server = serve({"policy": str(path)})
    assert "refused" not in verbose(server)
    for text, position in ((policy(dev="hunter2"), r"\d+:\d+"), ("\n- a\n", "2:1")):
        replace(path, text)
        found = re.escape(str(path)) + f":{position}: [^\n]+\n"
        until(lambda found=found: re.search(r"^\[!\] policy: the file on disk is refused: " + found,
                                            verbose(server), re.M), "the refusal")
    assert "[+] policy: " in verbose(server)
    assert server.request("GET", "/readyz").status == 200
    replace(path, policy(dev="warn"))
    until(lambda: "refused" not in verbose(server), "the end of the refusal")
    assert not is_denied(server)


def test_readyz_tells_of_a_refused_certificate(serve, tmp_path):
    pair = Pair(tmp_path / "pair")
    server = serve({"tls": pair.config()})
    server.certificates = pair.folder
    wrong_key(pair.folder)
    until(lambda: f"[!] certificate: the file on disk is refused: the key '{pair.folder}/tls.key' does not belong"
          in verbose(server), "the refusal")
    pair.make()
    until(lambda: "refused" not in verbose(server), "the end of the refusal")


IDLE = 'level=info msg="the policy names rules that this version does not have" rules='


def test_no_rule_of_a_policy_is_asked_for_in_vain(serve, path):
    """What would be said of others: tests/unit/server/idle_rules_test.c."""
    path.write_text(policy())
    for mode in ("platform-mount", "credentials", "platform-config"):
        assert f"      {mode}: enforce\n" in policy()
    assert IDLE not in serve({"policy": str(path)}).stderr()


def test_a_renamed_file_is_taken_without_a_signal(serve, path):
    server = serve({"policy": str(path)})
    replace(path, policy(dev="warn"))
    until(lambda: not is_denied(server), "the new policy")
    replace(path, policy())
    until(lambda: is_denied(server), "the old policy again")


def test_a_file_that_is_absent_for_a_while(serve, path):
    server = serve({"policy": str(path)})
    path.unlink()
    server.wait_log(REFUSED + ".*No such file")
    assert is_denied(server)
    path.write_text(policy(dev="warn"))
    until(lambda: not is_denied(server), "the new policy")


def test_a_half_written_file_is_refused_and_tried_again(serve, path):
    server = serve({"policy": str(path)})
    whole = policy(dev="warn") + "exceptions: []\n" * ("exceptions" not in policy())
    with open(path, "w") as file:
        file.write(whole[: len(whole) // 2] + "\n  [")
        file.flush()
        server.wait_log(REFUSED)
        assert is_denied(server)
        file.seek(0)
        file.truncate()
        file.write(whole)
    until(lambda: not is_denied(server), "the new policy")


def test_kubernetes_symlink_swap(serve, tmp_path):
    """A ConfigMap volume: policy.yaml → ..data/policy.yaml, ..data → a dated folder, swapped whole."""
    mount = tmp_path / "mount"
    mount.mkdir()

    def publish(version, text):
        (mount / version).mkdir()
        (mount / version / "policy.yaml").write_text(text)
        (mount / "..data_tmp").symlink_to(version)
        os.replace(mount / "..data_tmp", mount / "..data")

    publish("..2026_01", policy())
    (mount / "policy.yaml").symlink_to("..data/policy.yaml")
    server = serve({"policy": str(mount / "policy.yaml")})
    assert is_denied(server)
    publish("..2026_02", policy(dev="warn"))
    until(lambda: not is_denied(server), "the new policy")


class Pair:
    """A certificate and key of our own in a folder, trusted by the server's test client."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.make()

    def make(self):
        make_pair(self.folder, "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
        trusted = self.folder / "ca.crt"
        old = trusted.read_bytes() if trusted.exists() else b""
        trusted.write_bytes(old + (self.folder / "tls.crt").read_bytes())

    def config(self):
        return {"cert": str(self.folder / "tls.crt"), "key": str(self.folder / "tls.key")}

    def digest(self):
        return ssl.PEM_cert_to_DER_cert((self.folder / "tls.crt").read_text())


def shown(server):
    with server.raw() as raw:
        return raw.getpeercert(binary_form=True)


def test_certificate_is_swapped_under_open_connections(serve, tmp_path):
    pair = Pair(tmp_path / "pair")
    server = serve({"tls": pair.config()})
    server.certificates = pair.folder
    old = pair.digest()
    assert shown(server) == old
    connection = server.connect()
    assert server.post("/validate/dev", reviews.secret(), connection).status == 200
    pair.make()
    until(lambda: shown(server) == pair.digest(), "the new certificate")
    assert pair.digest() != old
    assert server.post("/validate/dev", reviews.secret(), connection).status == 200
    assert connection.sock.getpeercert(binary_form=True) == old
    connection.close()
    assert reloads(server, "certificate", "ok") >= 1


# name: what happens to the folder
def wrong_key(folder):
    key = (folder / "tls.key").read_bytes()
    make_pair(folder, "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
    (folder / "tls.key").write_bytes(key)


def no_pem(folder):
    (folder / "tls.crt").write_text("-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----\n")


def weak(folder):
    make_pair(folder, "rsa:2048")


def absent(folder):
    (folder / "tls.crt").unlink()


@pytest.mark.parametrize("spoil", [wrong_key, no_pem, weak, absent])
def test_a_bad_certificate_is_refused(serve, tmp_path, spoil):
    pair = Pair(tmp_path / "pair")
    server = serve({"tls": pair.config()})
    server.certificates = pair.folder
    old = pair.digest()
    spoil(pair.folder)
    server.signal(signal.SIGHUP)
    server.wait_log("certificate refused, the old one is kept")
    assert shown(server) == old
    assert reloads(server, "certificate", "failed") >= 1
    pair.make()
    until(lambda: shown(server) == pair.digest(), "the new certificate")


def test_reloads_under_load(serve, path, tmp_path):
    pair = Pair(tmp_path / "pair")
    server = serve({"policy": str(path), "tls": pair.config()})
    server.certificates = pair.folder
    done = threading.Event()
    failures = []

    def ask():
        try:
            while not done.is_set():
                connection = server.connect()
                for _ in range(5):
                    server.post("/validate/prod", reviews.secret(), connection).response()
                connection.close()
        except Exception as failure:  # pylint: disable=broad-except
            failures.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(10):
        replace(path, policy(dev="warn" if turn % 2 else "enforce"))
        server.signal(signal.SIGHUP)
        until(lambda turn=turn: is_denied(server) == (turn % 2 == 0), "the policy of this turn")
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("number", [signal.SIGUSR1, signal.SIGHUP])
def test_audit_file_is_opened_again(serve, tmp_path, number):
    log = tmp_path / "audit.log"
    server = serve({"audit": {"file": str(log)}})
    server.post("/validate/dev", reviews.secret(uid="first"))
    until(lambda: log.read_text().endswith("\n"), "the first record")
    assert log.stat().st_mode & 0o777 == 0o600
    log.rename(tmp_path / "audit.log.1")
    server.signal(number)
    until(log.exists, "the new file")
    server.post("/validate/dev", reviews.secret(uid="second"))
    until(lambda: log.read_text().endswith("\n"), "the second record")
    assert '"first"' in (tmp_path / "audit.log.1").read_text()
    assert '"second"' in log.read_text() and '"first"' not in log.read_text()
    assert server.stdout() == ""
