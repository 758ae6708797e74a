"""The operators' page in a real browser: what it shows, by keyboard, with contrast, and nothing of a message's content."""

import base64
import json
import os
import pathlib
import tempfile
import unittest
import uuid

from browser import browser, forwarder
from hub_process import ROOT, hub_process, sample

TAB = "\ue004"
ENTER = "\ue007"
TEXT = "document.body.innerText"
FITS = "[...document.querySelectorAll('.rol')].every((one) => one.scrollWidth <= one.clientWidth)"
CONTRAST = """
const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const light = (color) => { const [r, g, b] = color.match(/[0-9.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
const behind = (one) => { for (; one; one = one.parentElement) {
    const color = getComputedStyle(one).backgroundColor; if (!/, 0\\)$/.test(color)) return color; } return 'rgb(255,255,255)'; };
return [...document.querySelectorAll('body *')].filter((one) => [...one.childNodes].some(
    (child) => child.nodeType === 3 && child.data.trim())).map((one) => {
    const [a, b] = [light(getComputedStyle(one).color), light(behind(one))].sort((x, y) => y - x);
    return [one.tagName, (a + 0.05) / (b + 0.05)]; }).filter(([, ratio]) => ratio < 4.5);
"""


class console_page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.hub.start()
        cls.folder = tempfile.TemporaryDirectory(prefix="pmm-browser-", ignore_cleanup_errors=True)
        cls.forwarder = forwarder(cls.hub.party("operator", "beheer"))
        cls.browser = browser(cls.folder.name)
        cls.secret = "Geheim" + uuid.uuid4().hex
        given = cls.hub.party("gemeente-a").post("/v1/aanmeldingen", sample("aanmelding", vraag=cls.secret))
        assert given.status == 201, given
        cls.message = given.json["inzending"]
        bad = json.dumps({"kenmerk": cls.secret}).encode()
        assert cls.hub.party("gemeente-b").post("/v1/berichten", bad).status == 400
        cls.quarantined = cls.hub.party("gemeente-b").get("/v1/quarantaine").json["quarantaine"][0]["id"]

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.forwarder.close()
        cls.folder.cleanup()
        cls.hub.__exit__()

    def open(self, page, text):
        self.browser.open("about:blank")
        self.browser.open(self.forwarder.address + "/" + page)
        self.browser.wait_for(f"{TEXT}.includes(arguments[0])", text)

    def tearDown(self):
        self.assertNotIn(self.secret, self.browser.run("return document.documentElement.outerHTML"))
        self.assertNotIn("[object", self.browser.run(f"return {TEXT}"))
        # Of no table has a column to be scrolled to.
        self.assertTrue(self.browser.run(f"return {FITS}"))
        self.assertEqual(self.browser.run(CONTRAST), [])
        self.assertEqual([one for one in self.browser.said() if one["level"] == "SEVERE"], [])
        self.keep_screenshot()

    def keep_screenshot(self):
        folder = os.environ.get("PMM_SCREENSHOTS")
        if folder:
            file = pathlib.Path(folder) / f"{self._testMethodName}.png"
            file.write_bytes(base64.b64decode(self.browser.screenshot()))

    def test_it_lists_messages_and_shows_the_way_of_one(self):
        self.open("", self.message)
        self.browser.run("document.querySelector(`a[href='#bericht/${arguments[0]}']`).focus()", self.message)
        self.browser.press(ENTER)
        self.browser.wait_for(f"{TEXT}.includes('De weg van het bericht') && {TEXT}.includes('ontvangen')")
        self.assertIn("loket", self.browser.run(f"return {TEXT}"))
        self.assertIn("json/aanmelding/v1", self.browser.run(f"return {TEXT}"))
        self.browser.wait_for(f"/loket\\s+(alles, in|partitie)/.test({TEXT})")
        self.assertEqual(self.browser.run("return document.title"), "Bericht – PMM-hub beheer")
        self.assertEqual(self.browser.run("return document.activeElement.id"), "inhoud")

    def test_it_searches_by_sender_and_state(self):
        self.open("", self.message)
        self.browser.run("document.getElementById('afzender').value = '00000099100000005000';")
        self.browser.run("document.getElementById('afzender').focus()")
        self.browser.press(ENTER)
        self.browser.wait_for(f"{TEXT}.includes('Niets gevonden.')")
        self.browser.run("document.getElementById('afzender').value = 'onzin';")
        self.browser.press(ENTER)
        self.browser.wait_for("document.querySelector('#melding.fout') && document.getElementById('melding').innerText")
        # The browser tells of the 400 by itself.
        self.browser.said()

    def test_it_shows_what_is_in_quarantine_with_its_place_reason_and_term(self):
        self.open("#quarantaine", self.quarantined)
        text = self.browser.run(f"return {TEXT}")
        for word in ("bericht_ongeldig", "/aan", "Wissen vanaf", "json/bericht/v1"):
            self.assertIn(word, text)
        until = self.browser.run("return document.querySelector('tbody td:last-child time').dateTime")
        kept = self.hub.party("gemeente-b").get("/v1/quarantaine").json["quarantaine"][0]
        self.assertEqual(until, kept["wissenVanaf"])

    def test_an_inzage_is_asked_approved_by_another_person_and_seen_to_be(self):
        self.addCleanup(setattr, self.forwarder, "party", self.forwarder.party)
        self.open("#inzage", "Open inzagen")
        self.assertIsNone(self.browser.run("return document.getElementById('zoeken').offsetParent"))
        self.browser.run("document.getElementById('inzageid').value = arguments[0];", self.message)
        self.browser.run("document.getElementById('reden').value = 'onderzoek_storing';")
        self.browser.run("document.getElementById('kenmerk').value = 'M-17';")
        self.browser.run("document.getElementById('kenmerk').focus()")
        self.browser.press(ENTER)
        self.browser.wait_for(f"{TEXT}.includes('M-17') && {TEXT}.includes('1 open')")
        approve = "[...document.querySelectorAll('td button')].find((one) => one.innerText === 'Keur goed')"
        self.browser.run(f"{approve}.focus()")
        self.browser.press(ENTER)
        self.browser.wait_for("document.querySelector('#melding.fout') && document.getElementById('melding').innerText")
        # Nobody approves what they asked themselves; the browser tells of the refusal by itself.
        self.browser.said()
        self.forwarder.party = self.hub.party("operator-2", "beheer")
        self.open("#inzage", "M-17")
        self.browser.run(f"{approve}.focus()")
        self.browser.press(ENTER)
        self.browser.wait_for(f"{TEXT}.includes('goedgekeurd') && !({approve})")
        shown = self.hub.party("operator", "beheer").get("/api/inzagen").json["inzagen"]
        self.assertEqual([(one["toestand"], one["id"]) for one in shown], [("goedgekeurd", self.message)])
        close = "[...document.querySelectorAll('td button')].find((one) => one.innerText === 'Sluit')"
        self.browser.run(f"{close}.focus()")
        self.browser.press(ENTER)
        self.browser.wait_for(f"{TEXT}.includes('0 open, 1 beëindigd') && {TEXT}.includes('afgewezen')")

    def test_it_shows_what_is_parked(self):
        self.open("#geparkeerd", "in quarantaine")
        self.assertIn("Bij een verwerker: geen.", self.browser.run(f"return {TEXT}"))

    def test_a_keyboard_and_a_screen_reader_find_their_way(self):
        self.open("", self.message)
        self.assertEqual(self.browser.run("return document.documentElement.lang"), "nl")
        for landmark in ("header", "nav", "main", "footer", "form[role=search]", "[role=status]"):
            self.assertTrue(self.browser.run("return !!document.querySelector(arguments[0])", landmark), landmark)
        self.assertEqual(self.browser.run("return document.querySelectorAll('h1').length"), 1)
        unnamed = "return [...document.querySelectorAll('input,select')].filter((one) => !one.labels.length).length"
        self.assertEqual(self.browser.run(unnamed), 0)
        self.browser.run("document.body.focus()")
        self.browser.press(TAB)
        self.assertEqual(self.browser.run("return document.activeElement.className"), "skip")
        reached = set()
        for _ in range(9):
            self.browser.press(TAB)
            reached.add(self.browser.run("return document.activeElement.id || document.activeElement.hash"))
        self.assertLessEqual({"#berichten", "#geparkeerd", "#quarantaine", "#inzage", "afzender", "toestand", "soort"}, reached)

    def test_nothing_else_may_run_in_it(self):
        self.open("", self.message)
        ran = """
            try { const it = document.createElement('div'); it.setAttribute('onclick', 'window.ran = 1'); it.click(); }
            catch (refused) { window.refused = refused.name; }
            return window.ran || null;"""
        self.assertIsNone(self.browser.run(ran))
        self.browser.said()
        policy = self.hub.party("operator", "beheer").get("/").headers["content-security-policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)


if __name__ == "__main__":
    unittest.main()
