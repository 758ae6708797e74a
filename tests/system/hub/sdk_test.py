"""The official CloudEvents SDKs of Node, Python and Java hand in over mutual TLS, unmodified: structured, binary and batch."""

import json
import pathlib
import subprocess
import unittest

from hub_process import BUILD, OIN, hub_process

SDK = pathlib.Path(__file__).resolve().parent / "sdk"
ME = "gemeente-a"
STORE_PASSWORD = "wisselgeld"


class sdk(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.hub.start()
        cls.address = f"https://localhost:{cls.hub.ports['berichten']}"
        cls.ca = str(cls.hub.certificates / "ca.pem")
        cls.certificate = cls.hub.certificates / f"{ME}.pem"
        cls.key = cls.certificate.with_suffix(".key")

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    def say(self, command, *own):
        command = [str(word) for word in (*command, self.address, self.ca, *own, OIN[ME])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def check(self, said):
        statuses = {mode: one["status"] for mode, one in said.items()}
        expected = {"structured": 201, "binary": 201, "again": 200, "batch": 200, "mixed": 200, "empty": 200}
        self.assertEqual(statuses, expected, {mode: one["body"][:400] for mode, one in said.items()})
        # The same event in another mode is the same message: it gets the receipt of the first.
        self.assertEqual(said["again"]["body"], said["binary"]["body"])
        batch, mixed, empty = (json.loads(said[mode]["body"])["resultaten"] for mode in ("batch", "mixed", "empty"))
        self.assertEqual([one["oordeel"] for one in batch], ["aangenomen", "aangenomen"])
        self.assertEqual([one["oordeel"] for one in mixed], ["herhaald", "in_quarantaine"])
        self.assertEqual(mixed[0]["inzending"], batch[0]["inzending"])
        self.assertEqual(mixed[1]["invalidParams"][0]["name"], "/data/categorie")
        self.assertEqual(empty, [])

    def test_node(self):
        self.check(self.say(["node", SDK / "send.mjs"], self.certificate, self.key))

    def test_python(self):
        self.check(self.say([BUILD / "venv" / "bin" / "python3", SDK / "send.py"], self.certificate, self.key))

    def test_java(self):
        store = self.hub.home / "eigen.p12"
        subprocess.run(
            ["openssl", "pkcs12", "-export", "-in", self.certificate, "-inkey", self.key, "-out", store]
            + ["-passout", f"pass:{STORE_PASSWORD}"],
            check=True,
            capture_output=True,
        )
        jars = BUILD / "cloudevents-java" / "*"
        command = ["java", "-XX:TieredStopAtLevel=1", "-cp", jars, SDK / "java" / "Send.java"]
        self.check(self.say(command, store, STORE_PASSWORD))


if __name__ == "__main__":
    unittest.main()
