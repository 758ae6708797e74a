"""The OpenAPI document by the API Design Rules' own linter: no error and no warning.

adr_test.py PRINT_OPENAPI
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

PRINT_OPENAPI = sys.argv[1]
HERE = pathlib.Path(__file__).resolve().parent


def lint(document):
    """The linter's verdict on a document, as (exit code, text)."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "openapi.json"
        path.write_bytes(document)
        done = subprocess.run(
            [
                HERE / "node_modules" / ".bin" / "spectral",
                "lint",
                "--ruleset",
                HERE / "ruleset.yaml",
                "--fail-severity",
                "hint",
                path,
            ],
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr


class api_design_rules(unittest.TestCase):
    def setUp(self):
        self.document = subprocess.run([PRINT_OPENAPI], check=True, capture_output=True).stdout

    def test_the_document_keeps_every_rule(self):
        code, text = lint(self.document)
        self.assertEqual(code, 0, text)

    def test_the_linter_sees_a_rule_that_is_broken(self):
        code, text = lint(self.document.replace(b'"/inzendingen"', b'"/inZendingen/"'))
        self.assertNotEqual(code, 0)
        self.assertIn("kebab-case", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
