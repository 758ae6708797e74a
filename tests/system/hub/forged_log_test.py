"""The log and the receipt attacked on real files: each attack is found by the check, in words."""

import json
import shutil
import unittest

from hub_process import OIN, hub_process, sample
from signed_log import encode, make_key, root_of, sign, signed_log
from stored_bytes import case_keys

SOUND, NOT_SOUND = 0, 6


def with_other_owner(leaf):
    """As long as it was: somebody else handed it in."""
    changed = leaf.replace(OIN["gemeente-a"].encode(), OIN["gemeente-b"].encode())
    assert changed != leaf
    return changed


class forged_log(unittest.TestCase):
    """One hub whose files are put back before each attack."""

    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        cls.hub.start()
        cls.seal = cls.hub.certificates / "zegel.key"
        cls.outside = cls.hub.home / "hoofden"
        cls.first = [cls.hand_in() for _ in range(3)]
        cls.hub.stop()
        # A backup of while the log was shorter.
        shutil.copytree(cls.hub.home / "data", cls.hub.home / "eerder")
        cls.hub.start()
        cls.later = [cls.hand_in() for _ in range(4)]
        cls.hub.hubctl("audit", "controleer", "--bewaar", str(cls.outside))
        cls.kept = cls.outside.read_text()
        cls.zegels = cls.hub.home / "zegels.json"
        cls.zegels.write_bytes(cls.hub.party("gemeente-a").get("/v1/zegels").raw)
        cls.hub.stop()
        shutil.copytree(cls.hub.home / "data", cls.hub.home / "nu")

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    @classmethod
    def hand_in(cls):
        message = json.dumps(sample("aanmelding-minimaal")).encode()
        party = cls.hub.party("gemeente-a")
        given = party.request("POST", "/v1/aanmeldingen", message)
        assert given.status == 201, given
        cls.hub.wait_until(
            lambda: party.get(f"/v1/inzendingen/{given.json['inzending']}").json["toestand"] == "verwerkt",
            what="it is handled",
        )
        party.close()
        return dict(given.json, original=message)

    def setUp(self):
        self.put_back("nu")
        self.outside.write_text(self.kept)
        self.log = signed_log(self.hub.home / "data")

    def tearDown(self):
        if self.hub.running():
            self.hub.kill()

    def put_back(self, name):
        data = self.hub.home / "data"
        shutil.rmtree(data)
        shutil.copytree(self.hub.home / name, data)

    def keep_head(self, head, log="intake"):
        self.outside.write_text(f"{log} {head}\n")

    def check(self, code, *words):
        """What the check says, with the heads that were kept outside."""
        if not self.hub.running():
            self.hub.start()
        said = self.hub.hubctl_says("audit", "controleer", "--hoofd", str(self.outside), code=code)
        for word in words:
            self.assertIn(word, said)
        return said

    def commit_of(self, sent):
        return self.log.commit_of(sent["inzending"])

    def test_nothing_was_done(self):
        self.check(SOUND, "log intake klopt", "log loket klopt")

    def test_every_receipts_own_head_serves_as_the_head_that_was_kept(self):
        for one in self.first + self.later:
            self.keep_head(one["ontvangstbewijs"]["hoofd"])
            self.check(SOUND, "log intake klopt")

    def test_the_tail_is_cut_off(self):
        last = self.log.commits()[-1].number
        self.log.remove(self.commit_of(self.later[2]).number, last)
        self.check(NOT_SOUND, "Log intake", "afgekapt")

    def test_a_backup_is_put_back(self):
        self.put_back("eerder")
        self.check(NOT_SOUND, "afgekapt")

    def test_a_backup_is_put_back_and_goes_on(self):
        self.put_back("eerder")
        self.hub.start()
        for _ in range(12):
            self.hand_in()
        self.check(NOT_SOUND, "gesplitst")
        self.keep_head(self.first[0]["ontvangstbewijs"]["hoofd"])
        self.check(SOUND)

    def test_two_forks_each_know_the_other(self):
        heads = []
        for _ in range(2):
            self.put_back("eerder")
            self.hub.start()
            heads.append([self.hand_in()["ontvangstbewijs"]["hoofd"] for _ in range(2)])
            self.hub.hubctl("audit", "controleer")
            if len(heads) == 1:
                self.hub.stop()
        for one in heads[0]:
            self.keep_head(one)
            self.assertRegex(self.check(NOT_SOUND), "gesplitst|afgekapt")
        self.keep_head(heads[1][1])
        self.check(SOUND)

    def test_a_leaf_is_swapped(self):
        one = self.commit_of(self.first[1])
        self.log.put(one.number, leaves=[with_other_owner(one.leaves[0]), *one.leaves[1:]])
        self.check(NOT_SOUND, f"vastlegging {one.number}", "De bladen zijn niet die van het hoofd")

    def test_a_leaf_is_swapped_for_that_of_another_message(self):
        one, other = self.commit_of(self.first[1]), self.commit_of(self.later[1])
        self.log.put(one.number, leaves=other.leaves)
        self.check(NOT_SOUND, f"vastlegging {one.number}", "De bladen zijn niet die van het hoofd")

    def test_a_commit_is_taken_out(self):
        one = self.commit_of(self.first[1])
        self.log.remove(one.number, one.number)
        self.check(NOT_SOUND, "Er ontbreekt een reeks")

    def test_the_beginning_is_taken_out(self):
        self.log.remove(0, self.commit_of(self.first[1]).number)
        self.check(NOT_SOUND, "Het begin van het logboek ontbreekt")

    def test_a_head_is_signed_again_with_the_seal(self):
        one = self.commit_of(self.later[-1])
        self.keep_head(one.head)
        self.log.sign_again(one.number, self.seal)
        self.check(NOT_SOUND, "een tweede keer ondertekend")

    def test_one_commit_is_rewritten_and_signed_with_the_seal(self):
        one = self.commit_of(self.first[1])
        leaves = [with_other_owner(one.leaves[0]), *one.leaves[1:]]
        self.log.put(one.number, head=sign(one.head, self.seal, wortel=encode(root_of(leaves))), leaves=leaves)
        self.outside.write_text("")
        self.check(NOT_SOUND, "een van beide is vervangen")

    def test_all_that_follows_is_rewritten_and_signed_with_the_seal(self):
        one = self.commit_of(self.first[1])
        leaves = [with_other_owner(one.leaves[0]), *one.leaves[1:]]
        self.log.put(one.number, leaves=leaves)
        self.log.sign_again(one.number, self.seal, wortel=encode(root_of(leaves)))
        self.outside.write_text("")
        self.check(SOUND)
        self.hub.kill()
        for kept in (self.first[1], self.first[2], self.later[-1]):
            # Whoever kept a head of then on sees it; each receipt holds one.
            self.keep_head(kept["ontvangstbewijs"]["hoofd"])
            self.assertRegex(self.check(NOT_SOUND), "gesplitst")

    def test_a_head_is_signed_with_another_key(self):
        one = self.commit_of(self.later[-1])
        self.log.put(one.number, head=sign(one.head, make_key(self.hub.home / "vreemd.key")))
        self.outside.write_text("")
        self.check(NOT_SOUND, "De handtekening onder het hoofd klopt niet")

    def test_a_head_is_no_head(self):
        one = self.commit_of(self.later[-1])
        self.log.put(one.number, head=one.head.replace(".", "..", 1))
        self.outside.write_text("")
        self.check(NOT_SOUND, "Het hoofd is niet zoals de hub het schrijft")

    def test_a_head_is_of_another_environment_or_log_and_signed_with_the_seal(self):
        one = self.commit_of(self.later[-1])
        self.outside.write_text("")
        for change, words in (({"omgeving": "productie"}, "van een andere omgeving"), ({"logId": "loket"}, "van een ander logboek")):
            with self.subTest(words):
                self.log.put(one.number, head=sign(one.head, self.seal, **change))
                self.check(NOT_SOUND, words)
                self.hub.kill()

    def test_the_log_of_another_is_put_in_its_place(self):
        for other in signed_log(self.hub.home / "data", "loket").commits()[:3]:
            self.log.put(other.number, head=other.head, leaves=other.leaves)
        self.outside.write_text("")
        self.check(NOT_SOUND, "van een ander logboek")

    def test_the_time_goes_back(self):
        one = self.commit_of(self.later[-1])
        self.log.sign_again(one.number, self.seal, tijd="2020-01-01T00:00:00.000000Z")
        self.outside.write_text("")
        self.check(NOT_SOUND, "De tijd van het hoofd ligt voor die van het vorige")

    def test_an_incarnation_begins_without_a_break_record(self):
        one = self.commit_of(self.later[-1])
        self.log.sign_again(one.number, self.seal, incarnatie=2)
        self.outside.write_text("")
        self.check(NOT_SOUND, "zonder breukregel")

    def test_the_head_that_was_kept_is_none_of_this_log(self):
        true_one = self.later[-1]["ontvangstbewijs"]["hoofd"]
        of_loket = signed_log(self.hub.home / "data", "loket").commits()[0].head
        stranger = sign(true_one, make_key(self.hub.home / "vreemd.key"))
        for head in (of_loket, stranger, sign(true_one, self.seal, omgeving="test"), "geen.hoofd"):
            self.keep_head(head)
            self.check(NOT_SOUND, "Het bewaarde hoofd is niet van dit logboek of niet geldig ondertekend")

    def check_receipt(self, receipt, code, *words, original=None, seals=None):
        path = self.hub.home / "bewijs.json"
        path.write_text(receipt if isinstance(receipt, str) else json.dumps(receipt))
        command = ["ontvangstbewijs", "controleer", str(path), "--zegels", str(seals or self.zegels)]
        if original is not None:
            (self.hub.home / "origineel").write_bytes(original)
            command += ["--origineel", str(self.hub.home / "origineel")]
        said = self.hub.hubctl_says(*command, code=code)
        for word in words:
            self.assertIn(word, said)

    def test_a_receipt_is_attacked(self):
        mine, other = self.first[0]["ontvangstbewijs"], self.later[0]["ontvangstbewijs"]
        original = self.first[0]["original"]
        self.check_receipt(mine, SOUND, "klopt", original=original)
        in_another_log = sign(mine["hoofd"], self.seal, logId="loket")
        in_another_environment = sign(mine["hoofd"], self.seal, omgeving="productie")
        stranger = sign(mine["hoofd"], make_key(self.hub.home / "vreemd.key"))
        rows = (
            ({"blad": with_other_owner(mine["blad"].encode()).decode()}, "Het blad staat niet in de reeks"),
            ({"blad": other["blad"]}, "Het blad staat niet in de reeks"),
            ({"blad": mine["blad"] + " "}, "Het blad is niet zoals de hub het schrijft"),
            ({"blad": mine["blad"].replace('"ontwikkel"', '"productie"')}, "een andere omgeving"),
            ({"hoofd": other["hoofd"]}, "Het blad staat niet in de reeks"),
            ({"hoofd": in_another_log}, "een ander logboek"),
            ({"hoofd": in_another_environment}, "een andere omgeving"),
            ({"hoofd": stranger}, "De handtekening onder het hoofd klopt niet"),
            ({"hoofd": mine["hoofd"][:-1]}, "Het hoofd is niet zoals de hub het schrijft"),
            ({"index": 7}, "Het blad staat niet in de reeks"),
            ({"aantal": mine["aantal"] + 1}, "een andere reeks"),
            ({"pad": mine["pad"] + [mine["zout"]]}, "Het blad staat niet in de reeks"),
            ({"zout": other["zout"]}, "De gegeven inhoud is niet wat de hub ontving"),
            ({"versie": 2}, "Dit is geen ontvangstbewijs"),
        )
        for change, words in rows:
            with self.subTest(words, changed=list(change)):
                self.check_receipt(dict(mine, **change), NOT_SOUND, words, original=original)
        self.check_receipt(mine, NOT_SOUND, "niet wat de hub ontving", original=original + b" ")
        self.check_receipt(mine, NOT_SOUND, "niet wat de hub ontving", original=self.first[1]["original"])
        self.check_receipt("{", NOT_SOUND, "geen ontvangstbewijs")

    def test_a_receipt_is_checked_by_the_seals_of_another_hub(self):
        seals = self.hub.home / "anders.json"
        seals.write_text('{"zegels":[]}')
        self.check_receipt(self.first[0]["ontvangstbewijs"], NOT_SOUND, "een zegel dat niet bekend is", seals=seals)

    def test_a_case_is_erased(self):
        """By its key alone, as somebody with the file could; the command does more (erase_test.py)."""
        erased, other = self.first[0], self.first[1]
        case_keys(self.hub.home / "data").destroy(erased["casusId"])
        self.check(SOUND, "log intake klopt", "log loket klopt")
        self.check_receipt(erased["ontvangstbewijs"], SOUND, original=erased["original"])
        gemeente = self.hub.party("gemeente-a")
        for path in ("/v1/inzendingen/{}", "/v1/inzendingen/{}/ontvangstbewijs"):
            gone = gemeente.get(path.format(erased["inzending"]))
            self.assertEqual((gone.status, gone.json["code"]), (410, "gewist"))
            self.assertEqual(gemeente.get(path.format(other["inzending"])).status, 200)
            # To anybody else it is what it was: nothing.
            self.assertEqual(self.hub.party("gemeente-b").get(path.format(erased["inzending"])).status, 404)
        again = gemeente.request("POST", "/v1/aanmeldingen", erased["original"])
        self.assertEqual((again.status, again.json["code"]), (410, "gewist"))
        late = sample("bericht", casusId=erased["casusId"], casusKenmerk=None, aan=["loket"])
        entering = gemeente.post("/v1/berichten", late)
        self.assertEqual((entering.status, entering.json["code"]), (410, "gewist"))
        page = gemeente.get(f"/v1/postvakken/{OIN['gemeente-a']}/berichten?maximum=100").json["berichten"]
        of_it = [one for one in page if one.get("antwoordOp") == erased["inzending"] or one.get("casusId") == erased["casusId"]]
        self.assertTrue(of_it)
        for one in of_it:
            self.assertEqual(one["code"], "gewist")
            self.assertNotIn("inhoud", one)


if __name__ == "__main__":
    unittest.main()
