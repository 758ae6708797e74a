"""Somebody with a good certificate, or a copy of somebody's, bends the handshake: nobody gets in by it."""

import base64
import secrets
import socket
import ssl
import subprocess
import unittest

from hub_process import hub_process

REQUEST = b"GET /v1/zegels HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
CHANGE_CIPHER_SPEC = 20
RECORD_HEAD = 5
P256_POINT = 65
DEADLINE_S = 60


def records_of(flight):
    found = []
    while flight:
        end = RECORD_HEAD + int.from_bytes(flight[3:RECORD_HEAD], "big")
        found.append(flight[:end])
        flight = flight[end:]
    return found


def bent(record):
    return [record[:-1] + bytes([record[-1] ^ 1])]


def left_out(_):
    return []


def twice(record):
    return [record, record]


class visit:
    """One connection of which the record with that number goes out changed; `answer` is what it got by it, if anything."""

    def __init__(self, context, port, number=None, change=None):
        self.number, self.change = number, change
        self.sent = []
        self.fault = ""
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname="localhost")
        with socket.create_connection(("localhost", port), timeout=DEADLINE_S) as self.socket:
            try:
                self.step(self.tls.do_handshake)
                shaken = len(self.sent)
                self.step(lambda: self.tls.write(REQUEST))
                self.answer = self.step(lambda: self.tls.read(4096))
                self.sent = self.sent[:shaken]
            except (OSError, EOFError) as refused:
                self.answer, self.fault = b"", str(refused)

    def step(self, what):
        while True:
            try:
                done = what()
                self.flush()
                return done
            except ssl.SSLWantReadError:
                self.flush()
            came = self.socket.recv(65536)
            if not came:
                raise EOFError("hung up")
            self.incoming.write(came)

    def flush(self):
        lacks = False
        for record in records_of(self.outgoing.read()):
            is_it = len(self.sent) == self.number
            for one in self.change(record) if is_it else [record]:
                self.socket.sendall(one)
            lacks = lacks or (is_it and self.change is left_out)
            self.sent.append(record)
        if lacks and self.tls.version() != "TLSv1.3":
            # Nobody is to wait for what does not come.
            self.socket.shutdown(socket.SHUT_WR)


class tampered(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.hub.start()

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    def context(self, version, key=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.hub.certificates / "ca.pem")
        certificate = self.hub.certificates / "svb.pem"
        context.load_cert_chain(certificate, key or certificate.with_suffix(".key"))
        context.minimum_version = context.maximum_version = version
        return context

    def visit(self, version, number=None, change=None, key=None):
        return visit(self.context(version, key), self.hub.ports["berichten"], number, change)

    def test_no_record_of_a_handshake_can_be_bent_left_out_or_said_twice(self):
        for version in VERSIONS:
            honest = self.visit(version)
            self.assertIn(b" 200 ", honest.answer)
            self.assertGreaterEqual(len(honest.sent), 4, "certificate, proof of the key and end are records of their own")
            for number, record in enumerate(honest.sent):
                is_for_show = version == ssl.TLSVersion.TLSv1_3 and record[0] == CHANGE_CIPHER_SPEC
                for change in (bent, left_out, twice):
                    if is_for_show and change is not bent:
                        # It means nothing in 1.3, and may be there or not.
                        continue
                    with self.subTest(version=version.name, number=number, change=change.__name__):
                        self.assertEqual(self.visit(version, number, change).answer, b"")
            self.assertIn(b" 200 ", self.visit(version).answer)

    def test_a_certificate_without_its_key_opens_nothing(self):
        key = self.hub.home / "andere.key"
        key.write_text(self.another_key())
        for version in VERSIONS:
            with self.subTest(version.name):
                stolen = self.visit(version, key=key)
                self.assertEqual(stolen.answer, b"")
                self.assertIn("decrypt error", stolen.fault)

    def another_key(self):
        """One that says it belongs to the certificate, so that a client's own check lets it pass, and does not."""
        command = ["openssl", "x509", "-in", self.hub.certificates / "svb.pem", "-noout", "-pubkey"]
        public = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        point = base64.b64decode("".join(public.splitlines()[1:-1]))[-P256_POINT:]
        # Below the order of the curve whatever its other bytes are.
        private = b"\x01" + secrets.token_bytes(31)
        curve = bytes.fromhex("a00a06082a8648ce3d030107")
        body = b"\x02\x01\x01\x04\x20" + private + curve + b"\xa1\x44\x03\x42\x00" + point
        text = base64.b64encode(b"\x30" + bytes([len(body)]) + body).decode()
        kind = "EC PRIVATE" + " KEY"
        return f"-----BEGIN {kind}-----\n{text}\n-----END {kind}-----\n"


if __name__ == "__main__":
    unittest.main()
