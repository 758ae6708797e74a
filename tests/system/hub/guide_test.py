"""The examples of hub/docs/aansluiten.md run as they stand, in order, against the real hub."""

import os
import re
import subprocess
import unittest

from hub_process import HUBCTL, OIN, ROOT, hub_process

GUIDE = ROOT / "hub" / "docs" / "aansluiten.md"


class guide(unittest.TestCase):
    def test_every_example_runs(self):
        examples = re.findall(r"^```sh\n(.*?)^```$", GUIDE.read_text(), re.M | re.S)
        self.assertGreaterEqual(len(examples), 10)
        with hub_process() as hub:
            pem = hub.certificates / "gemeente-a.pem"
            names = {
                "HUB": f"https://localhost:{hub.ports['berichten']}",
                "OPEN": f"https://localhost:{hub.ports['open']}",
                "CA": str(hub.certificates / "ca.pem"),
                "CERT": str(pem),
                "KEY": str(pem.with_suffix(".key")),
                "OIN": OIN["gemeente-a"],
                # Where pmm-hubctl finds the hub and the certificates.
                "PATH": f"{HUBCTL.parent}:{os.environ['PATH']}",
                "PMM_HOME": str(hub.home),
                "PMM_PORT": str(hub.ports["berichten"]),
                "WERK": str(hub.home),
            }
            for example in examples:
                with self.subTest(example):
                    done = subprocess.run(
                        ["bash", "-euc", example],
                        cwd=ROOT,
                        env=dict(os.environ, **names),
                        capture_output=True,
                        text=True,
                        timeout=60,
                    )
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.check_exercises(hub)
            self.check_report((hub.home / "aansluitrapport.html").read_text())

    def check_exercises(self, hub):
        """What the sender is told of each, in order."""
        party = hub.party("gemeente-a")

        def told(what):
            id = party.get(f"/v1/inzendingen?id=oefening-{what}").json["inzendingen"][0]["inzending"]
            found = party.get(f"/v1/postvakken/{OIN['gemeente-a']}/berichten?maximum=100").json["berichten"]
            about = [one["inhoud"] for one in found if id in (one["inhoud"].get("inzending"), one.get("antwoordOp"))]
            return [one.get("casusStatus") or one.get("reden") or one.get("soort") for one in about]

        expected = {
            "aanvulling": {"aangemeld", "aanvulverzoek"},
            "weigering": {"oefening"},
            # It lacks things, so that the loket asks here too.
            "behandeling": {"aangemeld", "aanvulverzoek", "in_behandeling", "afgerond"},
            # Last: whatever came after it would be there by then.
            "stil": {"aangemeld"},
        }
        for what, words in expected.items():
            hub.wait_until(lambda: set(told(what)) >= words, what=f"what is heard of {what}")
            self.assertEqual(set(told(what)), words, what)

    def check_report(self, page):
        self.assertIn(">In orde<", page)
        self.assertIn(OIN["gemeente-a"], page)
        # One aanmelding, two events, a notification and StUF.
        self.assertEqual(page.count("<td>aangenomen</td>"), 5)
        self.assertEqual(page.count("<td>klopt"), 5)
        for kept_out in ("Truus", "111222333", "2026-00123", "overbrugging"):
            self.assertNotIn(kept_out, page)


if __name__ == "__main__":
    unittest.main()
