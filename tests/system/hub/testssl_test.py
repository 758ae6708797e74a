"""What testssl.sh finds at both doors of the real hub, beside our own table of hellos (tls_table_test.py)."""

import json
import pathlib
import subprocess
import tempfile
import unittest

from hub_process import hub_process

DEADLINE_S = 240
WEAK = {"WARN", "LOW", "MEDIUM", "HIGH", "CRITICAL", "FATAL"}
SUITES = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
}
GROUPS = {"prime256v1", "secp384r1", "secp521r1", "X25519", "X448"}
VERSIONS = {"SSLv2": "not offered", "SSLv3": "not offered", "TLS1": "not offered", "TLS1_1": "not offered"}
# A scan that left one out would say nothing about it.
WEAKNESSES = {"heartbleed", "CCS", "ticketbleed", "ROBOT", "secure_renego", "secure_client_renego", "CRIME_TLS", "SWEET32",
              "FREAK", "DROWN", "LOGJAM", "BEAST", "LUCKY13", "RC4"}


class testssl(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.hub.start()

    def scan(self, door, *checks):
        """Every finding of these checks, by its name."""
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder) / "bevindingen.json"
            command = ["testssl", "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none", "--ip", "127.0.0.1"]
            command += ["--assuming-http", "--jsonfile", str(report), *checks, f"localhost:{self.hub.ports[door]}"]
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=DEADLINE_S, check=False
            )
            self.assertTrue(report.exists(), done.stdout + done.stderr)
            return {one["id"]: one for one in json.loads(report.read_text())}

    def nothing_weak(self, found):
        weak = {name: one["finding"] for name, one in found.items() if one["severity"] in WEAK}
        self.assertEqual(weak, {})

    def test_offers_exactly_what_the_guideline_calls_good_at_both_doors(self):
        for door in ("berichten", "open"):
            with self.subTest(door=door):
                found = self.scan(door, "-p", "-e", "-f")
                self.nothing_weak(found)
                self.assertEqual(VERSIONS, {name: found[name]["finding"] for name in VERSIONS})
                suites = {one["finding"].split()[-1] for name, one in found.items() if name.startswith("cipher_x")}
                self.assertEqual(suites, SUITES)
                self.assertEqual(set(found["PFS_ECDHE_curves"]["finding"].split()), GROUPS)

    def test_has_none_of_the_known_weaknesses(self):
        found = self.scan("open", "-U")
        self.nothing_weak(found)
        self.assertLessEqual(WEAKNESSES, set(found))


if __name__ == "__main__":
    unittest.main()
