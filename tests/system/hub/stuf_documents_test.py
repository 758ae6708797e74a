"""Documents within StUF messages: sealed as they pass, given back byte for byte, and never half or left behind."""

import base64
import hashlib
import http.client
import json
import os
import re
import signal
import sqlite3
import unittest
import uuid

from documents_test import LARGEST, MIB, pdf, peak_kib
from hub_process import ROOT, hub_process

SAMPLES = ROOT / "schemas" / "samples" / "stuf"
XML = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
PLACES = ("document_before_complete", "document_complete_before_answer", "document_referred_before_message")


# What the sanitizer keeps of freed memory would hide what the hub holds.
LITTLE = {"ASAN_OPTIONS": "quarantine_size_mb=1:thread_local_quarantine_size_kb=16"}


class stuf_documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.hub.start(**LITTLE)

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    def setUp(self):
        self.zaak = uuid.uuid4().hex
        self.sender = self.hub.party("gemeente-a")
        opening = (SAMPLES / "pmm-zakLk01.xml").read_text().replace("stuf-2026-1", str(uuid.uuid4()))
        self.assertEqual(self.send(opening.replace("1900ZAAK000000001", self.zaak).encode()).status, 200)

    def send(self, body, path="/v1/stuf", headers=None):
        return self.sender.request("POST", path, body, headers=headers or XML, timeout=120)

    def message(self, content, reference=None):
        """An edcLk01 in lines, as suites write it."""
        text = (SAMPLES / "pmm-edcLk01.xml").read_text().replace("1900ZAAK000000001", self.zaak)
        text = text.replace("stuf-2026-2", reference or str(uuid.uuid4()))
        before, rest = re.split(r'(?<=bestandsnaam="beslissing.txt">)', text)
        return before.encode() + base64.encodebytes(content) + rest[rest.index("</ZKN:inhoud>") :].encode()

    def standing(self):
        """How many documents are whole, and how many half."""
        file = sqlite3.connect(f"file:{self.hub.home / 'data' / 'bijlagen.db'}?mode=ro", uri=True)
        rows = dict(file.execute("SELECT standing, count(*) FROM document GROUP BY standing"))
        file.close()
        return rows.get(1, 0), rows.get(0, 0)

    def inzending(self, answer):
        self.assertEqual(answer.status, 200, answer)
        self.assertIn(b"Bv03", answer.raw)
        return re.search(rb"referentienummer>([0-9a-f-]{36})<", answer.raw)[1].decode()

    def test_the_largest_document_passes_without_being_held_and_comes_back_byte_for_byte(self):
        content = pdf(LARGEST)
        body = self.message(content)
        kept = self.standing()
        before = peak_kib(self.hub.process)
        id = self.inzending(self.send(body))
        original = self.sender.get(f"/v1/inzendingen/{id}/origineel", timeout=120)
        grown = peak_kib(self.hub.process) - before
        print(f"peak memory grew by {grown} KiB for {len(body) // 1024} KiB in and out")
        self.assertLess(grown, len(body) // 1024 // 2)
        self.assertEqual(original.headers["content-type"], "text/xml")
        self.assertEqual(hashlib.sha256(original.raw).digest(), hashlib.sha256(body).digest())
        self.assertEqual(self.standing(), (kept[0] + 2, kept[1]))
        on_disk = b"".join(path.read_bytes() for path in (self.hub.home / "data").iterdir() if path.is_file())
        self.assertNotIn(content[100:164], on_disk)
        self.assertNotIn(base64.encodebytes(content)[77:140], on_disk)
        receipt = self.sender.get(f"/v1/inzendingen/{id}/ontvangstbewijs")
        self.assertIn('"bijlagen":[', receipt.json["blad"])
        proof, whole = self.hub.home / "bewijs.json", self.hub.home / "bericht.xml"
        proof.write_bytes(receipt.raw)
        whole.write_bytes(body)
        said = self.hub.hubctl("ontvangstbewijs", "controleer", str(proof), "--origineel", str(whole), name="gemeente-a")
        self.assertIn("dit zijn de ontvangen bytes", said)

    def test_its_sender_finds_the_number_of_the_document_with_the_message(self):
        content = pdf(5000)
        id = self.inzending(self.send(self.message(content)))
        told = self.sender.get(f"/v1/inzendingen/{id}").json["bijlagen"]
        self.assertEqual([sorted(one) for one in told], [["bijlage", "grootte", "inhoudstype", "sha256"]])
        self.assertEqual((told[0]["grootte"], told[0]["sha256"]), (len(content), hashlib.sha256(content).hexdigest()))
        where = f"/v1/bijlagen/{told[0]['bijlage']}"
        self.assertEqual(self.sender.get(where + "/inhoud").raw, content)
        self.assertEqual(self.hub.party("gemeente-b").get(where + "/inhoud").status, 404)

    def test_a_message_that_comes_again_is_the_same_message_and_its_document_goes(self):
        reference = str(uuid.uuid4())
        body = self.message(pdf(300_000), reference)
        id = self.inzending(self.send(body))
        kept = self.standing()
        self.assertEqual(self.inzending(self.send(body)), id)
        # Written otherwise, it says the same.
        again = body.replace(b"<ZKN:object ", b"<ZKN:object  ", 1)
        self.assertEqual(self.inzending(self.send(again)), id)
        self.assertEqual(self.standing(), kept)
        other = self.send(self.message(pdf(300_000), reference))
        self.assertIn(b"StUF016", other.raw)
        self.assertEqual(self.standing(), kept)
        self.assertEqual(self.sender.get(f"/v1/inzendingen/{id}/origineel").raw, body)

    def test_what_is_refused_leaves_nothing(self):
        kept = self.standing()
        whole = self.message(pdf(2 * MIB))
        for body, words in (
            (self.message(b"MZ\x90\x00" + bytes(MIB)), b"bijlagesoort_niet_toegestaan"),
            (self.message(pdf(LARGEST + 1)), b"te_groot"),
            (whole.replace(b"00000099100000004000", b"00000099100000005000"), b"StUF013"),
            (self.message(pdf(1000)).replace(b"00000099100000004000", b"1900"), b"in_quarantaine"),
        ):
            with self.subTest(words):
                given = self.send(body)
                self.assertEqual(given.status, 500, given)
                self.assertIn(words, given.raw)
                self.assertIn(b"Fo03" if words != b"te_groot" else b"Fo0", given.raw)
                self.assertEqual(self.standing(), kept)
        newer = {"Content-Type": "application/soap+xml; charset=utf-8"}
        soap = whole.replace(b"http://schemas.xmlsoap.org/soap/envelope/", b"http://www.w3.org/2003/05/soap-envelope")
        self.assertEqual(self.send(soap[: 2 * MIB], headers=newer).status, 400)
        self.assertEqual(self.send(soap, headers=newer).status, 200)

    def kept(self, answer, sender=None):
        """What the answer says is in quarantine, as its sender sees it."""
        self.assertEqual(answer.status, 500, answer)
        id = re.search(rb"bewaard als ([0-9a-f-]{36})", answer.raw)[1].decode()
        mine = (sender or self.sender).get("/v1/quarantaine").json["quarantaine"]
        return next(one for one in mine if one["id"] == id)

    def replay(self, id, *words):
        return json.loads(self.hub.hubctl("geparkeerd", "herhaal", "quarantaine", id, *words))["resultaten"][0]

    def test_what_is_too_large_to_hold_and_not_understood_is_kept_sealed(self):
        content = pdf(2 * MIB)
        whole = self.message(content)
        for body, code in (
            (whole.replace(b"</ZKN:inhoud>", b"!</ZKN:inhoud>"), b"ongeldig_base64"),
            (whole[: 2 * MIB], b"xml_ongeldig"),
            (whole.replace(b"<ZKN:stuurgegevens>", b"<ZKN:stuurgegevens", 1), b"xml_ongeldig"),
            (whole.replace(b"<ZKN:titel>", b"<!--" + b"x" * 2 * MIB + b"--><ZKN:titel>"), b"xml_te_groot"),
            (whole.replace(b"<StUF:berichtcode>Lk01", b"<StUF:berichtcode>Lk09"), b"berichtcode_onbekend"),
        ):
            with self.subTest(code):
                before = self.standing()
                told = self.send(body)
                self.assertIn(code, told.raw)
                mine = self.kept(told)
                self.assertEqual(mine["toestand"], "bewaard")
                # All of it once, and nothing of the document within it.
                self.assertEqual(self.standing(), (before[0] + 1, before[1]))
                self.assertEqual(self.kept(self.send(body))["keren"], 2)
                self.assertEqual(self.standing(), (before[0] + 1, before[1]))
                self.assertEqual(self.replay(mine["id"], "--proef")["uitkomst"], "geweigerd")
                self.assertEqual(self.replay(mine["id"])["uitkomst"], "geweigerd")
                self.hub.wait_until(lambda: self.standing() == (before[0] + 1, before[1]), what="what was tried to go")
        on_disk = b"".join(path.read_bytes() for path in (self.hub.home / "data").iterdir() if path.is_file())
        self.assertNotIn(content[100:164], on_disk)
        self.assertNotIn(base64.encodebytes(content)[77:140], on_disk)

    def test_what_was_kept_goes_through_with_its_document_when_a_rule_was_changed(self):
        content = pdf(3 * MIB)
        body = self.message(content).replace(b"00000099100000004000", b"1900")
        told = self.send(body)
        self.assertIn(b"afwijking_niet_toegestaan", told.raw)
        id = self.kept(told)["id"]
        before = self.standing()
        self.assertEqual(self.replay(id, "--proef")["uitkomst"], "geweigerd")
        self.allow("zender_geen_oin")
        self.hub.wait_until(lambda: self.replay(id, "--proef")["uitkomst"] == "aangenomen", what="the new rule")
        self.assertEqual(self.standing(), before)
        grown = peak_kib(self.hub.process)
        done = self.replay(id)
        self.assertEqual(done["uitkomst"], "aangenomen", done)
        self.assertLess(peak_kib(self.hub.process) - grown, len(body) // 1024 // 2)
        # The message has both now, and the quarantine nothing.
        self.hub.wait_until(lambda: self.standing() == (before[0] + 1, before[1]), what="what was kept to go")
        after = self.sender.get("/v1/quarantaine").json["quarantaine"][0]
        self.assertEqual((after["id"], after["toestand"], after["inzending"]), (id, "ingediend", done["inzending"]))
        where = f"/v1/inzendingen/{done['inzending']}"
        self.assertEqual(self.sender.get(where + "/origineel").raw, body)
        receipt = self.sender.get(where + "/ontvangstbewijs")
        self.assertIn(id.encode(), receipt.raw)
        self.assertIn('"bijlagen":[', receipt.json["blad"])

    def allow(self, deviation):
        """For the sender alone, which then may send it."""
        file = self.hub.home / "organisaties.yaml"
        text = file.read_text()
        at = text.index("    vormen:\n", text.index("00000099100000004000")) + len("    vormen:\n")
        file.write_text(text[:at] + f"      afwijkingen: [{deviation}]\n" + text[at:])

    def test_a_sender_that_goes_away_leaves_nothing(self):
        kept = self.standing()
        body = self.message(pdf(2 * MIB))
        connection = http.client.HTTPSConnection("localhost", self.hub.ports["berichten"], context=self.sender.context)
        connection.putrequest("POST", "/v1/stuf")
        for name, value in {**XML, "Content-Length": str(len(body))}.items():
            connection.putheader(name, value)
        connection.endheaders(body[: 1_500_000])
        connection.close()
        self.inzending(self.send(self.message(pdf(1000))))
        expected = (kept[0] + 2, kept[1])
        self.hub.wait_until(lambda: self.standing() == expected, what="what was half sent to go")

    def test_a_dry_run_says_what_would_become_of_it_and_keeps_nothing(self):
        kept = self.standing()
        said = self.send(self.message(pdf(2 * MIB)), "/v1/stuf/_controleer")
        self.assertEqual(said.json["oordeel"], "aangenomen", said)
        self.assertIn("inhoudstype_anders", [one["code"] for one in said.json["opmerkingen"]])
        refused = self.send(self.message(b"MZ\x90\x00" + bytes(100)), "/v1/stuf/_controleer")
        self.assertEqual(refused.json["bezwaren"][0]["code"], "bijlagesoort_niet_toegestaan", refused)
        self.assertEqual(self.standing(), kept)

    def test_killed_at_any_place_there_is_never_a_message_without_its_document(self):
        for place in PLACES:
            with self.subTest(place):
                self.hub.stop()
                self.hub.start(PMM_KILL_POINT=place)
                self.sender = self.hub.party("gemeente-a")
                body = self.message(pdf(MIB))
                self.hub.process.send_signal(signal.SIGUSR2)
                try:
                    self.send(body)
                except (OSError, http.client.HTTPException):
                    pass
                self.assertEqual(self.hub.process.wait(30), -signal.SIGKILL)
                self.hub.start(**LITTLE)
                self.sender = self.hub.party("gemeente-a")
                id = self.inzending(self.send(body))
                self.assertEqual(self.sender.get(f"/v1/inzendingen/{id}/origineel").raw, body)


if __name__ == "__main__":
    unittest.main()
