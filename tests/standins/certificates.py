"""A certificate authority of our own, and what it signs for stand-in servers: good, run out, or for somebody else's name."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = ("127.0.0.1", "localhost")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files: the certificate and its private key."""

    file: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """For a server that shows this certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context


class Authority:
    """Signs for servers; who trusts `file` (the root certificate, PEM) trusts them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Øvingsrot")])
        root = (
            self._builder(self._name, self._key, -1, 30)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage(signs=True), critical=True)
        )
        self.file = self._written("root", root.sign(self._key, hashes.SHA256()))

    def good(self) -> Certificate:
        return self.certificate("good")

    def expired(self) -> Certificate:
        """Ran out yesterday."""
        return self.certificate("expired", first_day=-30, last_day=-1)

    def wrong_name(self) -> Certificate:
        return self.certificate("wrong-name", names=("mail.example.org",))

    def certificate(self, label: str, names: tuple[str, ...] = LOOPBACK, *, first_day: int = -1, last_day: int = 30) -> Certificate:
        """For `names` (hosts or IP addresses), valid between two days counted from now. `label` names the files."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        leaf = (
            self._builder(subject, key, first_day, last_day)
            .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        key_file = self._folder / f"{label}.key"
        key_file.write_bytes(secret)
        key_file.chmod(0o600)
        return Certificate(self._written(label, leaf.sign(self._key, hashes.SHA256())), key_file)

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, first_day: int, last_day: int) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + first_day * DAY)
            .not_valid_after(now + last_day * DAY)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )

    def _written(self, label: str, certificate: x509.Certificate) -> Path:
        file = self._folder / f"{label}.pem"
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return file


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=signs, crl_sign=signs, encipher_only=False, decipher_only=False,
    )  # fmt: skip
