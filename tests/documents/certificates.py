"""Invented authorities, office certificates (PKCS#12) and a time stamp server on this machine, made anew for each test run."""

import datetime as dt
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

PASSWORD = "sandi sertifikat"
NOW = dt.datetime.now(dt.UTC)
FROM, UNTIL = NOW - dt.timedelta(days=3650), NOW + dt.timedelta(days=3650)
USES = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
        "encipher_only", "decipher_only"]  # fmt: skip


def name(common, organisation="Kantor Contoh"):
    return x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, common),
        ]
    )


class Authority:
    """A certificate authority nobody but a test trusts."""

    def __init__(self, common="Induk Contoh", organisation="Otoritas Contoh"):
        self.name = name(common, organisation)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._issue(self.name, self.key, ca=True, uses=["key_cert_sign", "crl_sign"])

    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def issue(
        self,
        common="Segel Elektronik Kantor Contoh",
        key=None,
        *,
        start=FROM,
        end=UNTIL,
        uses=("digital_signature", "content_commitment"),
        purpose=None,
    ):
        """(key, certificate) of somebody."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        return key, self._issue(name(common), key, start=start, end=end, uses=uses, purpose=purpose)

    def archive(self, common="Segel Elektronik Kantor Contoh", key=None, password=PASSWORD, **facts):
        """The same as PKCS#12 bytes."""
        key, certificate = self.issue(common, key, **facts)
        sealed = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
        return pkcs12.serialize_key_and_certificates(b"kantor", key, certificate, [self.certificate], sealed)

    def _issue(self, subject, key, *, ca=False, start=FROM, end=UNTIL, uses=(), purpose=None):
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**{use: use in uses for use in USES}), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if purpose:
            made = made.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        return made.sign(self.key, hashes.SHA256())


@cache
def authority():
    return Authority()


@cache
def bsre():
    """An authority that calls itself what the real one is called."""
    return Authority("BSrE Contoh", "Balai Besar Sertifikasi Elektronik")


def rsa_key():
    return rsa.generate_private_key(65537, 2048)


class StampServer:
    """A time stamp server on 127.0.0.1: `with StampServer(authority) as url`."""

    def __init__(self, by):
        from asn1crypto import keys
        from asn1crypto import x509 as asn1
        from pyhanko.sign.timestamps import DummyTimeStamper
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        key, certificate = by.issue("Stempel Waktu Contoh", rsa_key(), purpose=x509.ExtendedKeyUsageOID.TIME_STAMPING)
        der = serialization.Encoding.DER
        private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        chain = SimpleCertificateStore()
        chain.register(asn1.Certificate.load(by.certificate.public_bytes(der)))
        stamper = DummyTimeStamper(asn1.Certificate.load(certificate.public_bytes(der)), keys.PrivateKeyInfo.load(private), chain)
        self.server = HTTPServer(("127.0.0.1", 0), _answering(stamper))

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/"

    def __exit__(self, *problem):
        self.server.shutdown()
        self.server.server_close()


def _answering(stamper):
    from asn1crypto import tsp

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            body = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said):
            pass

    return Answer
