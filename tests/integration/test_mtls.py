# SPDX-License-Identifier: Apache-2.0
"""tls.client_ca: admission needs a client certificate of these CAs, the probes need none."""

import re
import subprocess

import pytest

import reviews
from test_http import head, read_answer


class Authority:
    """A CA made with openssl."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.certificate, self.key = folder / f"{name}.crt", folder / f"{name}.key"
        self.run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                 "-nodes", "-keyout", self.key, "-out", self.certificate, "-days", "2",
                 "-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign")

    @staticmethod
    def run(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    def issue(self, name, purpose="clientAuth"):
        """(certificate, key) of a leaf with this extended key usage."""
        base = self.folder / f"{self.name}-{name}"
        request, certificate, key, extensions = (
            base.with_suffix(suffix) for suffix in (".csr", ".crt", ".key", ".ext"))
        extensions.write_text(f"extendedKeyUsage={purpose}\nkeyUsage=critical,digitalSignature\n")
        self.run("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                 "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        self.run("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key,
                 "-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", certificate)
        return certificate, key


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path, "clients")


def start(serve, authority):
    return serve(flags=["--client-ca", str(authority.certificate)])


def ask(server, certificate=None):
    connection = server.connect(server.context(certificate))
    try:
        return server.post("/validate/dev", reviews.secret(), connection)
    finally:
        connection.close()


def test_without_a_certificate(serve, authority):
    server = start(serve, authority)
    reply = ask(server)
    assert reply.status == 403
    assert b"client certificate" in reply.body
    for path in ("/healthz", "/readyz", "/readyz?verbose"):
        assert server.request("GET", path).status == 200
    assert server.metrics()['floe_admission_rejected_bodies_total{reason="client-certificate"}'] == 1
    assert server.records() == []
    for _ in range(3):
        assert ask(server).status == 403
    assert len(re.findall("level=warn.*no good client certificate.*none was shown", server.stderr())) == 1


def test_strangers_take_no_room_in_the_budget(serve, authority):
    server = serve({"limits": {"body_bytes": 65536, "inflight_bytes": 65536}},
                   ["--client-ca", str(authority.certificate)])
    with server.raw() as stranger:
        stranger.sendall(head(length=60000) + b"x" * 59999)
        for _ in range(5):
            assert ask(server, authority.issue("apiserver")).status == 200
        assert server.metrics()["floe_admission_inflight_bytes"] < 59999
        stranger.sendall(b"x")
        with stranger.makefile("rb") as stream:
            assert read_answer(stream)[0] == 403


def test_with_the_right_certificate(serve, authority):
    server = start(serve, authority)
    connection = server.connect(server.context(authority.issue("apiserver")))
    for _ in range(3):
        assert server.post("/validate/dev", reviews.secret(), connection).response()["allowed"] is False
    connection.close()


@pytest.mark.parametrize("which", ["another authority", "for servers only", "the authority's name"])
def test_with_a_wrong_certificate(serve, authority, tmp_path, which):
    other = tmp_path / "other"
    other.mkdir()
    certificate = {
        "another authority": lambda: Authority(other, "strangers").issue("apiserver"),
        "for servers only": lambda: authority.issue("apiserver", "serverAuth"),
        "the authority's name": lambda: Authority(other, "clients").issue("apiserver"),
    }[which]()
    server = start(serve, authority)
    try:
        assert ask(server, certificate).status == 403
    except OSError:
        pass  # refused in the handshake: as good
    assert server.records() == []
    assert ask(server, authority.issue("apiserver")).status == 200


def test_without_client_ca_nobody_is_asked(serve):
    assert ask(serve()).status == 200
