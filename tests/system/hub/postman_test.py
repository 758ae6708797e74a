"""The Postman collection that integrators are given runs as it is, over mutual TLS."""

import pathlib
import subprocess
import unittest

from hub_process import ROOT, hub_process

NEWMAN = pathlib.Path(__file__).resolve().parent / "postman" / "node_modules" / ".bin" / "newman"
COLLECTION = ROOT / "schemas" / "postman" / "pmm-hub.postman_collection.json"


class postman(unittest.TestCase):
    def test_every_request_of_the_collection_is_answered_as_it_says(self):
        with hub_process() as hub:
            certificate = hub.certificates / "gemeente-a.pem"
            command = [NEWMAN, "run", COLLECTION, "--color", "off", "--disable-unicode"]
            command += ["--env-var", f"hub=https://localhost:{hub.ports['berichten']}"]
            command += ["--ssl-extra-ca-certs", hub.certificates / "ca.pem"]
            command += ["--ssl-client-cert", certificate, "--ssl-client-key", certificate.with_suffix(".key")]
            done = subprocess.run(
                [str(word) for word in command], capture_output=True, text=True, timeout=180, check=False
            )
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("Het document terug", done.stdout)


if __name__ == "__main__":
    unittest.main()
