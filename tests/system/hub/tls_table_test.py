"""TLS of the real hub against the table of NCSC-NL 2025, by hellos written byte by byte: what a library refuses to
offer is offered all the same. Each list is found by offering everything and leaving out what was taken until nothing is."""

import secrets
import socket
import struct
import subprocess
import unittest

from hub_process import hub_process

TLS_1_3, TLS_1_2 = 0x0304, 0x0303
HANDSHAKE, ALERT = 22, 21
SERVER_HELLO, SERVER_KEY_EXCHANGE, CERTIFICATE_REQUEST, SERVER_DONE = 2, 12, 13, 14
# The last bytes of this random say "ask me again for something better" (RFC 8446, 4.1.3) or "retry".
RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
DOWNGRADE_FROM_1_3 = b"DOWNGRD\x01"

SUITES = (
    list(range(0x0000, 0x0100))
    + list(range(0xC001, 0xC100))
    + list(range(0xCC13, 0xCC16))
    + list(range(0xCCA8, 0xCCAF))
    + list(range(0xD001, 0xD006)) + list(range(0x1301, 0x1308)) + list(range(0xFE00, 0xFF00))
)
SIGNALS = {0x00FF, 0x5600}  # renegotiation info, fallback: no suites
SUITES = [suite for suite in SUITES if suite not in SIGNALS]
GOOD_1_3 = {0x1301: "AES_128_GCM", 0x1302: "AES_256_GCM", 0x1303: "CHACHA20"}
GOOD_1_2_ECDSA = {0xC02C, 0xC02B, 0xCCA9}
GOOD_1_2_RSA = {0xC030, 0xC02F, 0xCCA8}

P224, P256, P384, P521, X25519, X448 = 21, 23, 24, 25, 29, 30
GROUPS = list(range(1, 42)) + list(range(256, 261))
ALLOWED_1_2 = {P256, P384, P521, X25519, X448, 26, 27, 28}  # and brainpool
ALLOWED_1_3 = {P256, P384, P521, X25519, X448}

SIGNATURES = [hash_ << 8 | kind for hash_ in range(1, 7) for kind in (1, 2, 3)] + list(range(0x0804, 0x080C))
SHA_1_AND_LOWER = {value for value in SIGNATURES if value >> 8 in (1, 2, 3)}


def short(value):
    return struct.pack(">H", value)


def with_length(content, size=2):
    return len(content).to_bytes(size, "big") + content


def extension(kind, content):
    return short(kind) + with_length(content)


def shorts(values):
    return with_length(b"".join(short(value) for value in values))


class offer:
    """One ClientHello."""

    def __init__(self, versions=(TLS_1_2,), suites=SUITES, groups=(X25519, P256), signatures=SIGNATURES, **more):
        self.versions = versions
        self.suites = suites
        self.groups = groups
        self.signatures = signatures
        self.compression = more.get("compression", b"\x00")
        self.legacy = more.get("legacy", TLS_1_2)
        self.shares = more.get("shares", False)

    def extensions(self):
        name = b"localhost"
        found = extension(0, with_length(b"\x00" + with_length(name)))
        found += extension(10, shorts(self.groups)) + extension(11, b"\x01\x00")
        found += extension(13, shorts(self.signatures))
        found += extension(0xFF01, b"\x00") + extension(23, b"") + extension(15, b"\x01")
        if TLS_1_3 in self.versions:
            found += extension(43, with_length(b"".join(short(one) for one in self.versions), 1))
            shares = short(X25519) + with_length(secrets.token_bytes(32)) if self.shares else b""
            found += extension(51, with_length(shares)) + extension(45, b"\x01\x01")
        return found

    def record(self):
        body = short(self.legacy) + secrets.token_bytes(32) + with_length(secrets.token_bytes(32), 1)
        body += shorts(self.suites) + with_length(self.compression, 1) + with_length(self.extensions())
        return b"\x16\x03\x01" + with_length(b"\x01" + with_length(body, 3))


class reply:
    """What the server says to an offer: an alert, or its hello and what follows in the clear."""

    def __init__(self, port, record):
        self.alert = None
        self.messages = {}
        self.stream = b""
        with socket.create_connection(("localhost", port), timeout=10) as connection:
            connection.sendall(record)
            self.read(connection)
        self.parse_hello()

    def read(self, connection):
        received = b""
        while True:
            while len(received) >= 5 and len(received) >= 5 + int.from_bytes(received[3:5], "big"):
                kind, size = received[0], int.from_bytes(received[3:5], "big")
                content, received = received[5 : 5 + size], received[5 + size :]
                if kind == ALERT:
                    self.alert = content[1]
                    return
                if kind != HANDSHAKE:
                    return
                self.take(content)
            if SERVER_DONE in self.messages:
                return
            try:
                more = connection.recv(65536)
            except ConnectionResetError:
                return
            if not more:
                return
            received += more

    def take(self, content):
        self.stream += content
        while len(self.stream) >= 4 and len(self.stream) >= 4 + int.from_bytes(self.stream[1:4], "big"):
            size = int.from_bytes(self.stream[1:4], "big")
            self.messages[self.stream[0]] = self.stream[4 : 4 + size]
            self.stream = self.stream[4 + size :]
            if len(self.messages) == 1 and self.is_1_3():
                # The rest is encrypted, or asks for another hello: done.
                self.messages[SERVER_DONE] = b""

    def is_1_3(self):
        self.parse_hello()
        return self.version == TLS_1_3

    def parse_hello(self):
        hello = self.messages.get(SERVER_HELLO)
        self.version = self.suite = self.group = self.compression = None
        self.extensions = {}
        if hello is None:
            return
        self.version = int.from_bytes(hello[:2], "big")
        self.random = hello[2:34]
        at = 35 + hello[34]
        self.suite = int.from_bytes(hello[at : at + 2], "big")
        self.compression = hello[at + 2]
        at += 5
        while at < len(hello):
            kind, size = int.from_bytes(hello[at : at + 2], "big"), int.from_bytes(hello[at + 2 : at + 4], "big")
            self.extensions[kind] = hello[at + 4 : at + 4 + size]
            at += 4 + size
        if 43 in self.extensions:
            self.version = int.from_bytes(self.extensions[43], "big")
        if self.version == TLS_1_3 and self.random == RETRY:
            self.group = int.from_bytes(self.extensions[51][:2], "big")

    def key_exchange(self):
        """Group and signature of TLS 1.2."""
        found = self.messages[SERVER_KEY_EXCHANGE]
        at = 4 + found[3]
        return int.from_bytes(found[1:3], "big"), int.from_bytes(found[at : at + 2], "big")

    def accepted_client_signatures(self):
        found = self.messages[CERTIFICATE_REQUEST]
        at = 1 + found[0]
        size = int.from_bytes(found[at : at + 2], "big")
        return {int.from_bytes(found[at + 2 + i : at + 4 + i], "big") for i in range(0, size, 2)}


PROTOCOL_VERSION, HANDSHAKE_FAILURE, ILLEGAL_PARAMETER, INAPPROPRIATE_FALLBACK = 70, 40, 47, 86


class table(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.hub.start()

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    def say(self, door="berichten", **how):
        return reply(self.hub.ports[door], offer(**how).record())

    def taken_one_by_one(self, offered, ask):
        """What the server takes of a list, in its order of preference."""
        left, taken = list(offered), []
        while left:
            chosen = ask(left)
            if chosen is None:
                break
            self.assertIn(chosen, left)
            taken.append(chosen)
            left.remove(chosen)
        return taken

    def test_versions(self):
        for door in ("berichten", "beheer", "open"):
            for legacy in (0x0300, 0x0301, 0x0302):
                with self.subTest(door=door, version=hex(legacy)):
                    # To SSL 3 one can only say that it failed.
                    expected = PROTOCOL_VERSION if legacy > 0x0300 else HANDSHAKE_FAILURE
                    self.assertEqual(self.say(door, legacy=legacy).alert, expected)
            self.assertEqual(self.say(door).version, TLS_1_2)
            self.assertEqual(self.say(door, versions=(TLS_1_2, TLS_1_3)).version, TLS_1_3)

    def test_version_2_of_ssl_is_no_language_here(self):
        suites = bytes.fromhex("0100800200800300800400800500800600400700c0")
        body = b"\x01\x00\x02" + short(len(suites)) + short(0) + short(16) + suites + secrets.token_bytes(16)
        hello = short(0x8000 | len(body)) + body
        self.assertIsNone(reply(self.hub.ports["berichten"], hello).version)

    def test_suites_of_1_3(self):
        for door in ("berichten", "beheer", "open"):
            taken = self.taken_one_by_one(
                SUITES, lambda left, d=door: self.say(d, versions=(TLS_1_3,), suites=left).suite
            )
            self.assertEqual(taken, [0x1302, 0x1303, 0x1301], "good before sufficient, whatever the client prefers")

    def test_suites_of_1_2(self):
        for door in ("berichten", "beheer", "open"):
            taken = self.taken_one_by_one(SUITES, lambda left, d=door: self.say(d, suites=left).suite)
            # The certificate's kind of key decides which half can be used.
            self.assertIn(set(taken), (GOOD_1_2_ECDSA, GOOD_1_2_RSA))
            self.assertIn(taken[0], (0xC02C, 0xC030))

    def test_groups_of_1_3(self):
        taken = self.taken_one_by_one(
            GROUPS, lambda left: self.say(versions=(TLS_1_3,), suites=list(GOOD_1_3), groups=left).group
        )
        self.assertEqual(set(taken), ALLOWED_1_3)

    def test_groups_of_1_2(self):
        def ask(left):
            said = self.say(groups=left)
            return said.key_exchange()[0] if said.version else None

        taken = self.taken_one_by_one(GROUPS, ask)
        # The curve of the server's certificate must be among what is offered, so that here the list ends with it.
        self.assertEqual(taken[-1], P256)
        self.assertTrue(set(taken) <= ALLOWED_1_2, taken)

    def test_signatures(self):
        def ask(left):
            said = self.say(signatures=left)
            return said.key_exchange()[1] if said.version else None

        taken = set(self.taken_one_by_one(SIGNATURES, ask))
        self.assertTrue(taken)
        self.assertFalse(taken & SHA_1_AND_LOWER)
        self.assertFalse(self.say().accepted_client_signatures() & SHA_1_AND_LOWER)

    def test_no_compression(self):
        self.assertEqual(self.say(compression=b"\x01\x00").compression, 0)
        self.assertIn(self.say(compression=b"\x01").alert, (ILLEGAL_PARAMETER, 50))

    def test_downgrades_are_seen(self):
        self.assertEqual(self.say().random[-8:], DOWNGRADE_FROM_1_3)
        self.assertEqual(self.say(suites=[*SUITES, 0x5600]).alert, INAPPROPRIATE_FALLBACK)

    def test_what_1_2_must_have(self):
        said = self.say().extensions
        self.assertIn(0xFF01, said, "secure renegotiation is known, so that nobody can insert one")
        self.assertIn(23, said, "extended master secret: a session belongs to its handshake")
        self.assertNotIn(15, said, "no heartbeat")
        self.assertNotIn(35, said, "no stateless tickets")

    def openssl(self, *words, said=""):
        certificate = self.hub.certificates / "svb.pem"
        command = ["openssl", "s_client", "-connect", f"localhost:{self.hub.ports['berichten']}"]
        command += ["-cert", certificate, "-cert_chain", certificate, "-key", certificate.with_suffix(".key")]
        command += ["-CAfile", self.hub.certificates / "ca.pem", "-servername", "localhost", *words]
        done = subprocess.run(command, input=said, capture_output=True, text=True, timeout=60, check=False)
        return done.stdout + done.stderr

    def test_a_client_may_not_renegotiate(self):
        told = self.openssl("-tls1_2", said="R\n")
        self.assertIn("RENEGOTIATING", told)
        self.assertIn("no renegotiation", told)

    def test_no_data_before_the_handshake(self):
        session = self.hub.home / "sessie.pem"
        request = "GET /v1/zegels HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        first = self.openssl("-tls1_3", "-ign_eof", "-sess_out", session, said=request)
        self.assertIn("Max Early Data: 0", first)
        early = self.hub.home / "vroeg"
        early.write_text(request)
        again = self.openssl("-tls1_3", "-ign_eof", "-sess_in", session, "-early_data", early, said=request)
        self.assertIn("Reused, TLSv1.3", again)
        self.assertIn("Early data was not sent", again)

    def test_sessions_are_resumed_without_stateless_tickets(self):
        for version in ("-tls1_2", "-tls1_3"):
            session = self.hub.home / f"sessie{version}.pem"
            request = "GET /v1/zegels HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            first = self.openssl(version, "-ign_eof", "-sess_out", session, said=request)
            self.assertIn("New, TLSv1", first)
            self.assertIn("Reused, TLSv1", self.openssl(version, "-ign_eof", "-sess_in", session, said=request))


if __name__ == "__main__":
    unittest.main()
