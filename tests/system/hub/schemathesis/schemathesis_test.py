"""The hub as its contract has it, by schemathesis: whatever is sent, no server error and no answer that the contract does
not state, and what the contract forbids is refused.

PMM_EXAMPLES: how many for each operation and phase; PMM_SEED repeats a run.
"""

import json
import os
import pathlib
import random
import re
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from hub_process import BUILD, OIN, ROOT, hub_process, sample  # noqa: E402

ME = "gemeente-a"
EXAMPLES = os.environ.get("PMM_EXAMPLES", "8")
SEED = os.environ.get("PMM_SEED", "20261122" if EXAMPLES == "8" else str(random.randrange(2**31)))
CHECKS = (
    "no_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,invalid_is_refused,unsupported_method,allow_header_conformance,"
    "missing_required_header,use_after_free,ensure_resource_availability"
)


class contract(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        settings = cls.hub.home / "hub.yaml"
        # Dry runs are bounded so that nobody tries for ever; this is just what is done here.
        settings.write_text(settings.read_text() + "\ngrenzen: { proevenPerMinuutPerOrganisatie: 1000000 }\n")
        cls.hub.start()

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    def hand_in(self, path, name):
        given = self.hub.party(ME).post(path, sample(name))
        self.assertEqual(given.status, 201, given)
        return given.json

    def waiting(self):
        return self.hub.party(ME).get(f"/v1/postvakken/{OIN[ME]}/berichten?maximum=100").json["berichten"]

    def known(self):
        """Things of each kind that a path may name."""
        given = [self.hand_in("/v1/aanmeldingen", "aanmelding-minimaal") for _ in range(8)]
        entry = self.hand_in("/v1/registermutaties", "registermutatie")
        waiting = self.hub.wait_until(lambda: (found := self.waiting())[7:] and found, what="a filled postvak")
        inzendingen = [one["inzending"] for one in given]
        berichten = [one["inzending"] for one in waiting]
        return {
            "oin": OIN[ME],
            "casussen": [one["casusId"] for one in given],
            "/inzendingen/{id}": inzendingen,
            "/inzendingen/{id}/ontvangstbewijs": inzendingen,
            "/postvakken/{oin}/berichten/{id}/bevestigingen": berichten,
            "/postvakken/{oin}/berichten/{id}/weigeringen": berichten,
            "/register/vermeldingen/{id}": [entry["inzending"]],
        }

    def run_on(self, port, name, *more):
        url = f"https://localhost:{self.hub.ports[port]}/v1/openapi.json"
        command = [str(BUILD / "venv" / "bin" / "st"), "run", url]
        command += ["--tls-verify", str(self.hub.certificates / "ca.pem"), "--seed", SEED, "-n", EXAMPLES]
        command += ["--checks", CHECKS, "--continue-on-failure", "--no-color", *more]
        if name:
            pem = self.hub.certificates / f"{name}.pem"
            command += ["--request-cert", str(pem), "--request-cert-key", str(pem.with_suffix(".key"))]
        facts = self.hub.home / "known.json"
        facts.write_text(json.dumps(self.facts))
        done = subprocess.run(
            command,
            cwd=self.hub.home,
            env=dict(os.environ, SCHEMATHESIS_HOOKS="hooks", PYTHONPATH=str(HERE), PMM_KNOWN=str(facts)),
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(done.returncode, 0, f"PMM_SEED={SEED} PMM_EXAMPLES={EXAMPLES}\n{done.stdout}\n{done.stderr}")
        self.assertTrue(self.hub.running())
        return int(re.search(r"(\d+) generated", done.stdout)[1])

    def test_every_answer_is_one_of_the_contract(self):
        print(f"PMM_SEED={SEED} PMM_EXAMPLES={EXAMPLES}", flush=True)
        self.facts = self.known()
        main = self.run_on("berichten", ME)
        # Without a certificate only these are there.
        open_paths = "^/(openapi.json|verbinding|zegels)$"
        alone = self.run_on("open", None, "--include-path-regex", open_paths)
        print(f"{main} requests to the main port, {alone} to the open one")
        self.assertGreater(main, 1000)


if __name__ == "__main__":
    unittest.main()
