"""The OpenAPI document as others read it: valid, and of one mind with the decoders.

openapi_test.py PRINT_OPENAPI JUDGE_JSON SAMPLES
"""

import json
import os
import pathlib
import random
import re
import subprocess
import sys
import unittest

import jsonschema
from openapi_spec_validator import OpenAPIV31SpecValidator

from samples import Maker, is_bsn, spoil

PRINT_OPENAPI, JUDGE_JSON, SAMPLES = sys.argv[1:4]
SEED = int(os.environ.get("PMM_SEED", "20261122"))
VALID_PER_SCHEMA = 150
SPOILT_PER_SCHEMA = 1500

# Kind for the judge, schema of what is sent, schema of what is delivered.
MESSAGES = [
    ("aanmelding", "AanmeldingVerzoek", "Aanmelding"),
    ("signaal", "SignaalVerzoek", "Signaal"),
    ("bericht", "BerichtVerzoek", "Bericht"),
    ("registermutatie", "RegistermutatieVerzoek", "Registermutatie"),
]
BODIES = [
    ("uitgifte", "UitgifteVerzoek"),
    ("bevestiging", "BevestigingVerzoek"),
    ("weigering", "WeigeringVerzoek"),
    ("zoek", "ZoekVerzoek"),
]

DOCUMENT = json.loads(subprocess.run([PRINT_OPENAPI], check=True, capture_output=True).stdout)
COMPONENTS = DOCUMENT["components"]["schemas"]

FORMATS = jsonschema.FormatChecker(["date", "uuid", "email", "date-time"])
FORMATS.checks("bsn")(lambda value: not isinstance(value, str) or is_bsn(value))


def check_pattern(_, pattern, value, __):
    """`$` means the very end (ECMA 262); in Python it also stands before a last line end."""
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield jsonschema.ValidationError("does not match")


Validator = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": check_pattern})
VALIDATORS = {}


def fits(schema, value):
    key = json.dumps(schema)
    if key not in VALIDATORS:
        whole = {**schema, "components": DOCUMENT["components"]}
        VALIDATORS[key] = Validator(whole, format_checker=FORMATS)
    return VALIDATORS[key].is_valid(value)


def judge(kind, documents):
    """The decoder's verdict on each document."""
    lines = [json.dumps(each, ensure_ascii=index % 2 == 0) for index, each in enumerate(documents)]
    done = subprocess.run(
        [JUDGE_JSON, kind], check=True, capture_output=True, input="".join(line + "\n" for line in lines).encode()
    )
    verdicts = done.stdout.decode().split("\n")[:-1]
    assert len(verdicts) == len(documents), "one verdict for each document"
    return verdicts


class openapi(unittest.TestCase):
    maxDiff = None

    def test_document_is_valid_openapi(self):
        OpenAPIV31SpecValidator(DOCUMENT).validate()

    def test_the_contract_of_internal_roles_is_valid_and_speaks_of_problems_alike(self):
        document = json.loads((pathlib.Path(SAMPLES).parents[1] / "openapi" / "pmm-intern.v1.json").read_text())
        OpenAPIV31SpecValidator(document).validate()
        self.assertEqual(document["components"]["schemas"]["Problem"], COMPONENTS["Problem"])

    def test_every_sample_in_the_tree_fits_its_schema(self):
        names = {kind: schema for kind, schema, _ in MESSAGES}
        seen = 0
        for path in sorted(pathlib.Path(SAMPLES).glob("*.json")):
            kind = path.stem.split("-")[0]
            self.assertTrue(fits(COMPONENTS[names[kind]], json.loads(path.read_text())), path.name)
            seen += 1
        self.assertGreaterEqual(seen, 5)

    def test_validator_and_decoder_agree_on_what_fits(self):
        for kind, name in [each[:2] for each in MESSAGES] + BODIES:
            chance = random.Random(f"{SEED} {kind}")
            maker = Maker(chance, COMPONENTS, fits)
            documents = [maker.make(COMPONENTS[name]) for _ in range(VALID_PER_SCHEMA)]
            for document, verdict in zip(documents, judge(kind, documents)):
                self.assertTrue(verdict.startswith("accepted"), f"seed {SEED}: {kind} {verdict} {document}")

    def test_validator_and_decoder_agree_on_what_is_spoilt(self):
        for kind, name in [each[:2] for each in MESSAGES] + BODIES:
            chance = random.Random(f"{SEED} spoilt {kind}")
            maker = Maker(chance, COMPONENTS, fits)
            documents = [spoil(chance, maker.make(COMPONENTS[name])) for _ in range(SPOILT_PER_SCHEMA)]
            refused = 0
            for document, verdict in zip(documents, judge(kind, documents)):
                expected = "accepted" if fits(COMPONENTS[name], document) else "refused"
                text = json.dumps(document)[:2000]
                self.assertEqual(verdict.split(" ")[0], expected, f"seed {SEED}: {kind} {verdict[:200]} {text}")
                refused += expected == "refused"
            self.assertGreater(refused, SPOILT_PER_SCHEMA // 4, kind)

    def test_what_is_delivered_fits_the_schema_of_content(self):
        for kind, name, content in MESSAGES:
            maker = Maker(random.Random(f"{SEED} delivered {kind}"), COMPONENTS, fits)
            documents = [maker.make(COMPONENTS[name]) for _ in range(VALID_PER_SCHEMA)]
            for document, verdict in zip(documents, judge(kind, documents)):
                delivered = json.loads(verdict.removeprefix("accepted "))
                self.assertTrue(fits(COMPONENTS[content], delivered), f"seed {SEED}: {kind} {document}")
                self.assert_kept(document, delivered)

    def assert_kept(self, sent, delivered):
        """Everything sent comes back, but for what stood around the content and the one way of writing."""
        around = {"id", "bron", "namens", "casusId", "casusKenmerk", "bijlagen"}
        self.assertEqual(set(sent) - around, set(delivered) | {k for k, v in sent.items() if v == []} - around)
        for key in delivered:
            if isinstance(sent[key], str) and key != "vermeldingId" and key != "antwoordOp":
                self.assertEqual(sent[key], delivered[key])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
