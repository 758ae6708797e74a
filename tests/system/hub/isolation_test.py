"""Who may come where: every path of the contract, for every role, with its own ids, another's and ids of nothing."""

import http.client
import json
import ssl
import unittest
import uuid

from hub_process import OIN, ROOT, hub_process, sample
from isolation_table import INTERNAL, OPEN, OPERATORS, ROLES, TABLE

NOWHERE = "0199a000-0000-7000-8000-000000000000"
# Of nobody, but possible.
NO_ORGANISATION = "00000099100000009000"
# What differs from answer to answer although it says nothing.
VARYING = ("date", "pmm-correlatie-id", "traceparent")
CERTIFICATES = {
    "eigenaar": "gemeente-a",
    "ander": "gemeente-b",
    "deelnemer": "svb",
    "gemachtigde": "duo",
    "geschorste": "uwv",
    "buitenstaander": "fout/onbekende-organisatie",
    "verlopen": "fout/verlopen",
}
SAMPLES = ROOT / "schemas" / "samples"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def of_signal(**changes):
    event = json.loads((ROOT / "schemas" / "samples" / "cloudevents" / "signaal.json").read_text())
    return dict(event, id=str(uuid.uuid4()), **changes)


def announced_case():
    text = (ROOT / "schemas" / "samples" / "zgw" / "corsa-zgw-zaak-create.json").read_text()
    # Another case each time: the exact body again would be a repeat.
    return json.loads(text.replace("7dd707a3-99fb-477d-a241-941d79fadb7c", str(uuid.uuid4())))


class whose:
    """Ids of things that belong together: of the owner, of another, or of nothing at all."""

    def __init__(self, oin, casus=NOWHERE, message=NOWHERE, entry=NOWHERE, delivered=(NOWHERE, NOWHERE), document=(NOWHERE, NOWHERE)):
        self.oin, self.casus, self.message, self.entry, self.delivered = oin, casus, message, entry, delivered
        self.document, self.referring = document

    def path(self, template):
        """The template with ids that fit in it."""
        if template.endswith(("/berichten/{id}", "/bevestigingen")):
            message = self.delivered[0]
        elif template.endswith("/weigeringen"):
            message = self.delivered[1]
        elif "/bijlagen" in template:
            message = self.referring if "/postvakken/" in template else self.document
        else:
            message = self.entry if "/register/" in template else self.message
        return template.replace("{oin}", self.oin).replace("{id}", message).replace("{bijlage}", self.document)

    def body(self, template):
        """A good body for a path, that names the same things; nothing where a path takes none."""
        bodies = {
            "/aanmeldingen": lambda: sample("aanmelding-minimaal", casusId=self.casus),
            "/signalen": lambda: sample("signaal"),
            "/berichten": lambda: sample("bericht", casusId=self.casus, casusKenmerk=None, aan=["loket"]),
            "/registermutaties": lambda: sample("registermutatie", actie="wijzigen", vermeldingId=self.entry),
            "/events": of_signal,
            "/notificaties": announced_case,
            "/stuf": lambda: (SAMPLES / "stuf" / "pmm-zakLk01.xml").read_bytes(),
            "/bijlagen": lambda: b"platte tekst",
            "/postvakken/{oin}/uitgiften": lambda: {"aantal": 1, "wachtSeconden": 0, "leaseSeconden": 1},
            "/postvakken/{oin}/berichten/{id}/bevestigingen": dict,
            "/postvakken/{oin}/berichten/{id}/weigeringen": lambda: {"code": "niet_voor_ons", "reden": "Hoort elders."},
            "/register/_zoek": dict,
        }
        return bodies[template.removesuffix("/_controleer")]()


class isolation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = hub_process()
        organisations = cls.hub.home / "organisaties.yaml"
        text = organisations.read_text()
        granted = f'treedtOpVoor: [{{certificaat: "{OIN["duo"]}", eigenaar: "{OIN["gemeente-a"]}", recht: volgen, vanaf: "2020-01-01"}}]'
        text = text.replace("treedtOpVoor: []", granted)
        text = text.replace(f'  - oin: "{OIN["uwv"]}"\n', f'  - oin: "{OIN["uwv"]}"\n    status: geschorst\n')
        organisations.write_text(text)
        cls.hub.start()
        contract = cls.hub.party(None, "open").get("/v1/openapi.json").json
        cls.parties = {}
        cls.operations = [
            f"{method.upper()} {template}"
            for template, operations in contract["paths"].items()
            for method in operations
            if method in METHODS
        ]
        cls.a = cls.make_things("gemeente-a", ["svb"])
        cls.b = cls.make_things("gemeente-b", [])
        cls.nobody = whose(NO_ORGANISATION)

    @classmethod
    def tearDownClass(cls):
        cls.hub.__exit__()

    @classmethod
    def make_things(cls, name, others):
        party = cls.hub.party(name)
        involved = [{"oin": OIN[other], "naam": other, "rol": "betrokken"} for other in others]
        opened = party.post("/v1/aanmeldingen", sample("aanmelding-minimaal", betrokkenOrganisaties=involved or None)).json
        added = party.post("/v1/registermutaties", sample("registermutatie")).json
        box = f"/v1/postvakken/{OIN[name]}/berichten"
        text = {"Content-Type": "text/plain"}
        document = party.request("POST", "/v1/bijlagen", b"van " + name.encode(), headers=text).json["bijlage"]
        told = sample("bericht", casusId=opened["casusId"], casusKenmerk=None, aan=[OIN[name]], bijlagen=[document])
        referring = party.post("/v1/berichten", told).json["inzending"]
        expected = {opened["inzending"], added["inzending"]}

        def delivered():
            statuses = [one for one in party.get(box).json["berichten"] if one["soort"] == "statusbericht"]
            enough = {one["inhoud"]["inzending"] for one in statuses} >= expected
            return [one["inzending"] for one in statuses][:2] if enough else None

        items = cls.hub.wait_until(delivered, what="both are handled and told")
        cls.hub.wait_until(
            lambda: any(one["inzending"] == referring for one in party.get(box).json["berichten"]), what="its document lies ready"
        )
        document = (document, referring)
        return whose(OIN[name], opened["casusId"], opened["inzending"], added["inzending"], items, document)

    def ask(self, role, method, template, ids, port="berichten"):
        path = "/v1" + ids.path(template)
        if template == "/inzendingen":
            path += "?id=niets"
        if role == "gemachtigde" and (template.startswith("/inzendingen") or template == "/bijlagen/{id}"):
            path += ("&" if "?" in path else "?") + "namens=" + OIN["gemeente-a"]
        fields = {"WebHook-Request-Origin": "afzender.example"} if method == "OPTIONS" else {}
        body = ids.body(template) if method == "POST" else None
        if template.startswith("/events"):
            fields["Content-Type"] = "application/cloudevents+json"
        if template == "/bijlagen":
            fields["Content-Type"] = "text/plain"
        if template.startswith("/stuf"):
            fields["Content-Type"] = "text/xml; charset=utf-8"
        party = self.parties.setdefault((role, port), self.hub.party(CERTIFICATES[role], port))
        answer = party.request(method, path, body, headers=fields)
        if answer.headers.get("connection") == "close":
            party.close()
        return answer

    def assert_reads_as_absence(self, refused, absent, name):
        """Byte by byte, but for what differs in any two answers."""
        told = []
        for answer in (refused, absent):
            headers = {field: value for field, value in answer.headers.items() if field not in VARYING}
            told.append((answer.status, headers, answer.raw.replace(answer.headers["pmm-correlatie-id"].encode(), b"")))
        self.assertEqual(*told, name)

    def test_every_role_meets_exactly_the_table(self):
        self.assertEqual(set(self.operations), set(TABLE), "somebody has to decide who may come there")
        for name, rows in TABLE.items():
            method, template = name.split()
            for role, expected in zip(ROLES, rows, strict=True):
                with self.subTest(name, role=role):
                    if isinstance(expected, int):
                        self.assertEqual(self.ask(role, method, template, self.a).status, expected)
                        continue
                    answers = [self.ask(role, method, template, ids) for ids in (self.a, self.b, self.nobody)]
                    self.assertEqual(tuple(one.status for one in answers), expected)
                    absent = answers.pop()
                    for answer in answers:
                        if answer.status >= 400:
                            self.assert_reads_as_absence(answer, absent, name)

    def test_a_dry_run_tells_no_more_of_anothers_things_than_of_nothing(self):
        for template in ("/aanmeldingen", "/berichten", "/registermutaties"):
            for role in ("eigenaar", "ander", "gemachtigde", "buitenstaander"):
                with self.subTest(template, role=role):
                    things = [one for one in (self.a, self.b) if one.oin != OIN.get(CERTIFICATES[role])]
                    absent = self.ask(role, "POST", template + "/_controleer", self.nobody)
                    self.assertEqual(absent.json["oordeel"], "geweigerd")
                    for ids in things:
                        answer = self.ask(role, "POST", template + "/_controleer", ids)
                        self.assert_reads_as_absence(answer, absent, template)

    def test_a_dry_run_tells_no_more_of_anothers_documents_than_of_nothing(self):
        message = sample("aanmelding-minimaal")
        for role in ("eigenaar", "ander", "deelnemer", "gemachtigde", "buitenstaander"):
            party = self.hub.party(CERTIFICATES[role])
            absent = party.post("/v1/aanmeldingen/_controleer", dict(message, bijlagen=[NOWHERE]))
            self.assertEqual([one["code"] for one in absent.json["bezwaren"]], ["bijlage_onbekend"])
            for ids in (self.a, self.b):
                if ids.oin != OIN.get(CERTIFICATES[role]):
                    with self.subTest(role, of=ids.oin):
                        answer = party.post("/v1/aanmeldingen/_controleer", dict(message, bijlagen=[ids.document]))
                        self.assert_reads_as_absence(answer, absent, "a document of another")

    def test_what_is_no_id_reads_as_one_that_is_not_there(self):
        for path in ("/v1/inzendingen/{}", "/v1/inzendingen/{}/ontvangstbewijs", "/v1/postvakken/{}/berichten"):
            party = self.hub.party("gemeente-a")
            absent = party.get(path.format(NO_ORGANISATION if "postvakken" in path else NOWHERE))
            for text in ("1", "niets", NOWHERE.upper(), OIN["gemeente-b"], self.b.message, "%00", "%E2%82%AC", "a" * 2_000):
                answer = party.get(path.format(text))
                if answer.status != 400:
                    self.assert_reads_as_absence(answer, absent, text)
                else:
                    self.assertEqual(answer.json["code"], "pad_ongeldig")

    def test_on_the_open_port_there_is_nothing_but_the_contract(self):
        for name in self.operations:
            method, template = name.split()
            for role in ("eigenaar", "buitenstaander", "verlopen"):
                with self.subTest(name, role=role):
                    status = self.ask(role, method, template, self.a, "open").status
                    self.assertIn(status, (OPEN[name],) if name in OPEN else (403, 404, 405))

    def test_the_operators_port_is_for_its_own_roles(self):
        for path, rows in OPERATORS.items():
            for name, expected in zip(("operator", "metingen", None, "gemeente-a"), rows, strict=True):
                with self.subTest(path, who=name):
                    party = self.hub.party(name, "beheer")
                    if expected is None:
                        with self.assertRaises((ssl.SSLError, ConnectionError, http.client.HTTPException)):
                            party.get(path)
                    else:
                        self.assertEqual(party.get(path).status, expected)
                    party.close()
                with self.subTest(path, who="lezer-loket"):
                    open_to_all = rows[2] if rows[2] == 200 else 403
                    self.assertEqual(self.hub.party("lezer-loket", "beheer").get(path).status, open_to_all)
        for name in ("operator", "metingen", "lezer-loket"):
            with self.subTest("the organisations' port", who=name), self.assertRaises((ssl.SSLError, ConnectionError)):
                self.hub.party(name).get("/v1/verbinding")

    def test_the_internal_port_is_for_readers(self):
        names = ("lezer-loket", "lezer-let", "operator", "metingen", None, "gemeente-a")
        for request, rows in INTERNAL.items():
            method, path = request.split()
            for name, expected in zip(names, rows, strict=True):
                with self.subTest(request, who=name):
                    party = self.hub.party(name, "intern")
                    body = b"no envelope" if method == "POST" else None
                    fields = {"Content-Type": "application/protobuf"} if body else {}
                    if expected is None:
                        with self.assertRaises((ssl.SSLError, ConnectionError, http.client.HTTPException)):
                            party.request(method, path, body, headers=fields)
                    else:
                        self.assertEqual(party.request(method, path, body, headers=fields).status, expected)
                    party.close()


if __name__ == "__main__":
    unittest.main()
