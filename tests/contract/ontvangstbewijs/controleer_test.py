"""Receipts verify with JOSE libraries in two languages, and false ones do not."""

import os
import pathlib
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ["PMM_BUILD"])
MAKE_RECEIPT = os.environ["PMM_MAKE_RECEIPT"]
CHECKERS = {
    "python": [str(BUILD / "venv" / "bin" / "python"), str(HERE / "controleer.py")],
    "node": ["node", str(HERE / "controleer.mjs")],
}


class receipts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.files = pathlib.Path(cls.folder.name)
        subprocess.run([MAKE_RECEIPT, cls.files], check=True)
        (cls.files / "ander").write_bytes((cls.files / "origineel").read_bytes().strip())

    def check(self, language, receipt, original="origineel"):
        words = CHECKERS[language] + [receipt, original, "zegels.json"]
        return subprocess.run(words, cwd=self.files, capture_output=True, text=True, check=False)

    def named(self, pattern):
        names = sorted(path.name for path in self.files.glob(pattern))
        self.assertTrue(names)
        return names

    def test_genuine_receipts_verify(self):
        for language in CHECKERS:
            for name in self.named("goed-*.json"):
                with self.subTest(language=language, name=name):
                    done = self.check(language, name)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertIn("GELDIG: 019a0000-0000-7000-8000-000000000001", done.stdout)

    def test_false_receipts_do_not(self):
        for language in CHECKERS:
            for name in self.named("fout-*.json"):
                with self.subTest(language=language, name=name):
                    done = self.check(language, name)
                    self.assertEqual(done.returncode, 1, done.stdout)
                    self.assertIn("NIET GELDIG", done.stderr)

    def test_other_bytes_were_not_received(self):
        for language in CHECKERS:
            with self.subTest(language=language):
                done = self.check(language, "goed-3-1.json", "ander")
                self.assertEqual(done.returncode, 1)
                self.assertIn("de inhoud is niet wat de hub ontving", done.stderr)


if __name__ == "__main__":
    unittest.main()
