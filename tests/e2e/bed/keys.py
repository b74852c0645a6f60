# SPDX-License-Identifier: Apache-2.0
"""Keys and certificates for one bed, by openssl. They live a day and die with the state folder."""
from bed.process import must

DAYS = "1"


class Authority:
    """A CA in a folder; `issue` gives leafs of it."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        folder.mkdir(parents=True, exist_ok=True)
        self.certificate, self.key = folder / f"{name}.crt", folder / f"{name}.key"
        _new_key(self.key)
        must(["openssl", "req", "-x509", "-new", "-key", self.key, "-out", self.certificate, "-days", DAYS,
              "-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign,cRLSign"])

    def issue(self, name, usage, organisation=None, names=""):
        """A leaf `name` (its CN); `usage` is serverAuth or clientAuth. Returns (certificate, key)."""
        certificate, key = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        request, extensions = self.folder / f"{name}.csr", self.folder / f"{name}.ext"
        _new_key(key)
        subject = f"/O={organisation}/CN={name}" if organisation else f"/CN={name}"
        extensions.write_text(f"extendedKeyUsage={usage}\nkeyUsage=critical,digitalSignature\n" +
                              (f"subjectAltName={names}\n" if names else ""))
        must(["openssl", "req", "-new", "-key", key, "-subj", subject, "-out", request])
        must(["openssl", "x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key,
              "-CAcreateserial", "-days", DAYS, "-extfile", extensions, "-out", certificate])
        return certificate, key


def _new_key(target):
    must(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", target])
    target.chmod(0o600)


def service_account_pair(folder):
    """(private, public) RSA keys that sign and check the tokens of service accounts."""
    private, public = folder / "service-account.key", folder / "service-account.pub"
    must(["openssl", "genrsa", "-out", private, "2048"])
    must(["openssl", "rsa", "-in", private, "-pubout", "-out", public])
    return private, public
