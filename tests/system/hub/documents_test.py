"""Documents: handed in as they come, referred to, fetched by who may read the message, and never half or lost."""

import contextlib
import hashlib
import http.client
import os
import signal
import unittest
import uuid

from hub_process import OIN, hub_process, sample

MIB = 1 << 20
LARGEST = 25 * MIB
PDF = {"Content-Type": "application/pdf"}
# Where a build with kill points ends itself, and whether the document was told of before.
PLACES = ("document_before_complete", "document_complete_before_answer", "document_referred_before_message")


def pdf(size):
    return b"%PDF-1.7\n" + os.urandom(size - 9)


def form(content):
    head = b'--grens\r\nContent-Disposition: form-data; name="bestand"; filename="brief.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    return head + content + b"\r\n--grens--\r\n"


def peak_kib(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


class documents(unittest.TestCase):
    def setUp(self):
        self.hub = hub_process()
        self.addCleanup(self.hub.__exit__)
        self.hub.start()
        self.sender = self.hub.party("gemeente-a")

    def hand_in(self, content, headers=None):
        return self.sender.request("POST", "/v1/bijlagen", content, headers=headers or PDF, timeout=120)

    def opened(self, **more):
        involved = [{"oin": OIN["svb"], "naam": "SVB", "rol": "betrokken"}]
        return self.sender.post("/v1/aanmeldingen", sample("aanmelding-minimaal", betrokkenOrganisaties=involved, **more))

    @contextlib.contextmanager
    def nothing_held(self, what):
        """Under a sanitizer memory that was given back stays a while: less than the document all the same."""
        before = peak_kib(self.hub.process)
        yield
        grown = peak_kib(self.hub.process) - before
        print(f"{what}: peak memory grew by {grown} KiB of {LARGEST // 1024}")
        self.assertLess(grown, LARGEST // 1024 * 3 // 4, what)

    def test_a_recipient_fetches_what_a_message_refers_to_byte_for_byte(self):
        self.hub.stop()
        # What the sanitizer keeps of freed memory would hide what the hub holds.
        self.hub.start(ASAN_OPTIONS="quarantine_size_mb=1:thread_local_quarantine_size_kb=16")
        self.sender = self.hub.party("gemeente-a")
        content = pdf(LARGEST)
        with self.nothing_held("handing it in"):
            told = self.hand_in(form(content), {"Content-Type": "multipart/form-data; boundary=grens"})
        self.assertEqual(told.status, 201, told.raw)
        self.assertEqual(told.json["sha256"], hashlib.sha256(content).hexdigest())
        self.assertEqual((told.json["naam"], told.json["grootte"]), ("brief.pdf", LARGEST))
        case = self.opened().json["casusId"]
        message = sample("bericht", casusId=case, casusKenmerk=None, aan=[OIN["svb"]], bijlagen=[told.json["bijlage"]])
        dry = self.sender.post("/v1/berichten/_controleer", message).json
        self.assertEqual(dry["oordeel"], "aangenomen", dry)
        receipt = self.sender.post("/v1/berichten", message)
        self.assertEqual(receipt.status, 201, receipt.raw)
        self.assertIn('"bijlagen":[', receipt.json["ontvangstbewijs"]["blad"])
        again = self.sender.post("/v1/berichten", message)
        self.assertEqual((again.status, again.raw), (200, receipt.raw))
        svb = self.hub.party("svb")
        box = f"/v1/postvakken/{OIN['svb']}/berichten"

        def arrived():
            return next((one for one in svb.get(box).json["berichten"] if one["inzending"] == receipt.json["inzending"]), None)

        item = self.hub.wait_until(arrived)
        self.assertEqual(item["bijlagen"][0]["sha256"], told.json["sha256"])
        with self.nothing_held("fetching it"):
            fetched = svb.get(f"{box}/{item['inzending']}/bijlagen/{told.json['bijlage']}", timeout=120)
        self.assertEqual(fetched.headers["content-type"], "application/pdf")
        self.assertEqual(hashlib.sha256(fetched.raw).hexdigest(), told.json["sha256"])
        # A topic holds the reference only.
        topics = sum(file.stat().st_size for file in (self.hub.home / "data").glob("broker.db*"))
        self.assertLess(topics, MIB)
        other = self.hub.party("gemeente-b")
        self.assertEqual(other.get(f"/v1/bijlagen/{told.json['bijlage']}").status, 404)
        self.assertNotIn(content[100:164], self.bytes_on_disk())

    def bytes_on_disk(self):
        return b"".join(path.read_bytes() for path in (self.hub.home / "data").iterdir() if path.is_file())

    def test_what_is_no_document_is_refused_and_leaves_nothing(self):
        self.assertEqual(self.hand_in(b"MZ\x90\x00" + bytes(1000)).status, 415)
        self.assertEqual(self.hand_in(b"tekst").json["code"], "bijlagesoort_klopt_niet")
        self.assertEqual(self.hand_in(pdf(1000), {"Content-Type": "text/html"}).status, 415)
        self.assertEqual(self.hand_in(b"").json["code"], "bijlage_leeg")
        self.assertEqual(self.hand_in(pdf(LARGEST + 1)).status, 413)
        unknown = self.opened(bijlagen=[str(uuid.uuid4())])
        self.assertEqual((unknown.status, unknown.json["code"]), (400, "bijlage_onbekend"))
        others = self.hub.party("gemeente-b").request("POST", "/v1/bijlagen", pdf(1000), headers=PDF).json["bijlage"]
        self.assertEqual(self.opened(bijlagen=[others]).json["code"], "bijlage_onbekend")
        self.assertEqual(self.sender.get(f"/v1/bijlagen/{others}/inhoud").status, 404)

    def test_killed_at_any_place_there_is_never_half_a_document_nor_a_message_without_its_own(self):
        content = pdf(3 * MIB)
        for place in PLACES:
            with self.subTest(place):
                self.hub.stop()
                self.hub.start(PMM_KILL_POINT=place)
                self.sender = self.hub.party("gemeente-a")
                before = self.hand_in(content).json["bijlage"]
                self.hub.process.send_signal(signal.SIGUSR2)
                message = sample("aanmelding-minimaal", bijlagen=[before])
                try:
                    self.hand_in(content)
                    self.sender.post("/v1/aanmeldingen", message)
                except (OSError, http.client.HTTPException):
                    pass
                self.assertEqual(self.hub.process.wait(30), -signal.SIGKILL)
                self.hub.start()
                self.sender = self.hub.party("gemeente-a")
                self.assertEqual(self.sender.get(f"/v1/bijlagen/{before}/inhoud").raw, content)
                again = self.sender.post("/v1/aanmeldingen", message)
                self.assertEqual(again.status, 201, again.raw)


if __name__ == "__main__":
    unittest.main()
