"""The examples of hub/docs/aansluiten.md run as they stand, in order, against the real hub."""

import os
import re
import subprocess
import unittest

from hub_process import OIN, ROOT, hub_process

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


if __name__ == "__main__":
    unittest.main()
