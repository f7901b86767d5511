"""A small certification authority, made in the tests and invented from end to end.

A root, an authority below it, two signers, a time-stamping authority, and the lists of what was
revoked.  Nothing is fetched and nothing is trusted outside of the tests.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

TODAY = datetime.now(ZoneInfo("Europe/Paris")).replace(microsecond=0)
"""Now in Paris, whose days docgen tells of signatures: before 1 or 2 h, not those of UTC."""
DAY = timedelta(days=1)
LISTS = x509.CRLDistributionPoints(
    [
        x509.DistributionPoint(
            [x509.UniformResourceIdentifier("https://autorite.example/liste.crl")], None, None, None
        )
    ]
)
"""Where the lists of what was revoked are said to be; nothing ever looks there."""
FIRST, SECOND = "Exemple Fictif Première", "Exemple Fictif Second"
"""The names on the signers' certificates."""


@dataclass(frozen=True)
class Entity:
    """Someone with a key and a certificate."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def asn1(self) -> Any:
        """The certificate as pyHanko wants it."""
        return asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def asn1_key(self) -> Any:
        """The key as pyHanko wants it."""
        return asn1_keys.PrivateKeyInfo.load(
            self.key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )

    @property
    def pem(self) -> bytes:
        """The certificate as people pass it on."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


class Authority:
    """A root, an authority below it, and those whom it certifies."""

    def __init__(self, name: str = "Exemple fictif", *, signers_for: int = 3650) -> None:
        self.signers_for = signers_for
        self.root = self._certify(f"{name} – Racine", None, authority=True)
        self.below = self._certify(f"{name} – Autorité", self.root, authority=True)
        self.stamper = self._certify(f"{name} – Horodatage", self.below, stamping=True)

    def signer(self, name: str) -> SimpleSigner:
        """Return someone who can sign."""
        one = self._certify(name, self.below, days=self.signers_for)
        return SimpleSigner(one.asn1, one.asn1_key, self._store())

    def rsa_signer(self) -> SimpleSigner:
        """Return someone whose key also signs weak digests."""
        return SimpleSigner(self.stamper.asn1, self.stamper.asn1_key, self._store())

    def time_stamper(self) -> DummyTimeStamper:
        """Return a time-stamping authority that answers without any network."""
        return DummyTimeStamper(self.stamper.asn1, self.stamper.asn1_key, self._store())

    def context(self) -> ValidationContext:
        """Return what is trusted when long-lasting signatures are made, with revocation lists."""
        return ValidationContext(
            trust_roots=[self.root.asn1],
            other_certs=[self.below.asn1],
            crls=[self.revoked(self.root), self.revoked(self.below)],
            allow_fetching=False,
            revocation_mode="require",
        )

    def revoked(self, issuer: Entity, *serials: int) -> bytes:
        """Return the list of what an authority took back."""
        made = x509.CertificateRevocationListBuilder(
            issuer.certificate.subject, TODAY - DAY, TODAY + 90 * DAY
        )
        for serial in serials:
            one = x509.RevokedCertificateBuilder(serial, TODAY - DAY).build()
            made = made.add_revoked_certificate(one)
        made = made.add_extension(x509.CRLNumber(1), critical=False)
        made = made.add_extension(_issuer_key(issuer), critical=False)
        return made.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def _store(self) -> SimpleCertificateStore:
        return SimpleCertificateStore.from_certs([self.below.asn1, self.root.asn1])

    def _certify(
        self,
        name: str,
        issuer: Entity | None,
        *,
        authority: bool = False,
        stamping: bool = False,
        days: int = 3650,
    ) -> Entity:
        key = _rsa_key() if stamping else ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Exemple fictif"),
                x509.NameAttribute(NameOID.COMMON_NAME, name),
            ]
        )
        start = TODAY - 30 * DAY
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + days * DAY)
            .add_extension(x509.BasicConstraints(authority, None), critical=True)
            .add_extension(_usage(authority), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        )
        if issuer:
            made = made.add_extension(_issuer_key(issuer), critical=False)
            made = made.add_extension(LISTS, critical=False)
        if stamping:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            made = made.add_extension(usage, critical=True)
        return Entity(key, made.sign(issuer.key if issuer else key, hashes.SHA256()))


def _rsa_key() -> rsa.RSAPrivateKey:
    """Return a key as pyHanko's own time-stamping authority wants it."""
    return rsa.generate_private_key(65537, 2048)


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _issuer_key(issuer: Entity) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())


@cache
def authority() -> Authority:
    """Return the authority that most tests share."""
    return Authority()
