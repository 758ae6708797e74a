"""What schemathesis can't know by the contract alone: ids that exist, what a dry run is, and what SOAP 1.1 says of faults."""

import json
import os
import pathlib
import zlib

import schemathesis
from schemathesis.core.parameters import ParameterLocation

# {"oin": …, "casussen": […], "<path>": [id, …]}, for what a request may name.
KNOWN = json.loads(pathlib.Path(os.environ["PMM_KNOWN"]).read_text())
DRY_RUN = "/_controleer"
SIGNAL = {
    "type": "nl.multiproblematiek.signaal.v1",
    "data": {"kenmerk": "S-1", "categorie": "overig", "omschrijving": "Uit het contract gemaakt."},
}


def chance(of, value):
    """The same of the same value, so that a seed repeats a run."""
    return zlib.crc32(repr(value).encode()) % of


def one_of(several, value):
    return several[chance(len(several), value)]


def name_what_exists(case):
    """Most ids made up at random are nowhere: three of four become one that is there."""
    path = case.path_parameters or {}
    if "oin" in path and chance(4, path["oin"]):
        path["oin"] = KNOWN["oin"]
    if "id" in path and case.operation.path in KNOWN and chance(4, path["id"]):
        path["id"] = one_of(KNOWN[case.operation.path], path["id"])
    query = case.query or {}
    if "namens" in query and chance(4, query["namens"]):
        query["namens"] = KNOWN["oin"]


def say_what_was_agreed(body):
    """Of what the configuration decides, something that it knows."""
    if "namens" in body:
        body["namens"] = KNOWN["oin"]
    if "casusId" in body and chance(4, body["casusId"]):
        body["casusId"] = one_of(KNOWN["casussen"], body["casusId"])
    if "specversion" in body and chance(4, body):
        body.update(SIGNAL, source=f"urn:nld:oin:{KNOWN['oin']}")
        body.pop("data_base64", None)
    if "kanaal" in body:
        body.update(kanaal="zaken", resource="zaak", actie="create")
    # Nobody waits here for a message that never comes.
    if "wachtSeconden" in body:
        body["wachtSeconden"] = 0


@schemathesis.hook
def map_case(context, case):
    # What must be refused stays as it was made.
    if case.meta is None or not case.meta.generation.mode.is_negative:
        name_what_exists(case)
        if isinstance(case.body, dict):
            say_what_was_agreed(case.body)
    return case


def is_dry_run(case):
    return case.operation.path.endswith(DRY_RUN)


@schemathesis.check
def no_server_error(context, response, case):
    """As schemathesis' own check, but for the one 500 that a standard prescribes: SOAP 1.1 has every fault as 500, and
    tells the sender's from ours by its faultcode."""
    is_fault = (
        response.status_code == 500
        and case.operation.path == "/stuf"
        and response.headers.get("content-type", [""])[0].startswith("text/xml")
        and b"<faultcode>soapenv:Client</faultcode>" in response.content
    )
    if response.status_code >= 500 and not is_fault:
        raise AssertionError(f"server error: {response.status_code}")


@schemathesis.check
def invalid_is_refused(context, response, case):
    """As negative_data_rejection; a dry run refuses in its 200."""
    if not is_dry_run(case):
        return schemathesis.checks.negative_data_rejection(context, response, case)
    # A header that nobody knows is no objection: only the body is judged.
    body = case.meta.components.get(ParameterLocation.BODY) if case.meta is not None else None
    if body is not None and body.mode.is_negative and response.status_code == 200:
        said = json.loads(response.content)
        if not any(one["oordeel"] == "geweigerd" for one in said.get("resultaten", [said])):
            raise AssertionError("a dry run has no objection to what the contract forbids")
    return None
