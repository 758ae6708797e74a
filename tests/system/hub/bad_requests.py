"""Requests that are no good HTTP, and contents that are no good JSON: a table of each with its exact answer."""

import json

# Each passes the elfproef; one begins with a zero.
BSNS = ("111222333", "999990342", "012345672", "123456782")
BSN = BSNS[0]

GOOD = {
    "id": "goed-1",
    "kenmerk": "2026-00123",
    "maatwerkprofessional": {"soort": "team", "naam": "Team Maatwerk", "email": "maatwerk@gemeente-a.example"},
    "vraag": "Een gezin dreigt zijn woning te verliezen doordat twee regelingen elkaar uitsluiten.",
    "betrokkene": {"bsn": BSN},
}
BODY = json.dumps(GOOD).encode()
# What a server that frames a request in another way than its neighbour would take for the next one.
SMUGGLED = b"POST /v1/signalen HTTP/1.1\r\nHost: localhost\r\nX-Bsn: " + BSN.encode() + b"\r\nContent-Length: 0\r\n\r\n"

HEADER_LIMIT = 16 * 1024
BODY_LIMIT = 1024 * 1024


def post(*lines, body=BODY, version=b"1.1", host=b"Host: localhost\r\n"):
    """A referral with these header lines and no others."""
    head = b"POST /v1/aanmeldingen HTTP/" + version + b"\r\n" + host + b"Content-Type: application/json\r\n"
    return head + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


def sized(body=BODY, *lines):
    return post(b"Content-Length: %d" % len(body), *lines, body=body)


def chunked(body=BODY, size=None):
    return b"%x\r\n" % (len(body) if size is None else size) + body + b"\r\n0\r\n\r\n"


def first_line(line):
    return line + b"\r\nHost: localhost\r\n\r\n"


LENGTH = b"Content-Length: %d" % len(BODY)
CHUNKED = b"Transfer-Encoding: chunked"
SECRET = BSN.encode()

# name: (bytes, status, code). Each on a connection of its own, which ends after the answer.
REQUESTS = {
    "no HTTP at all": (b"hallo " + SECRET + b"\r\n\r\n", 400, "aanvraagregel_ongeldig"),
    "an empty first line": (b"\r\n" + sized(), 400, "aanvraagregel_ongeldig"),
    "a first line without a version": (first_line(b"GET /v1/" + SECRET), 400, "aanvraagregel_ongeldig"),
    "a first line with two spaces": (first_line(b"GET  /v1/zegels HTTP/1.1"), 400, "aanvraagregel_ongeldig"),
    "a control character in the target": (first_line(b"GET /v1/\x01 HTTP/1.1"), 400, "aanvraagregel_ongeldig"),
    "a method that is no token": (first_line(b"GE(T /v1/zegels HTTP/1.1"), 400, "aanvraagregel_ongeldig"),
    "a method without end": (first_line(b"A" * 40 + b" /v1/zegels HTTP/1.1"), 400, "aanvraagregel_ongeldig"),
    "HTTP/2 by its preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http_versie_onbekend"),
    "HTTP/0.9": (first_line(b"GET /v1/zegels HTTP/0.9"), 505, "http_versie_onbekend"),
    "bare line feeds": (sized().replace(b"\r\n", b"\n"), 400, "header_ongeldig"),
    "one bare line feed": (post(b"X-A: 1\nX-Bsn: " + SECRET, LENGTH), 400, "header_ongeldig"),
    "a bare carriage return": (post(b"X-A: 1\rX-B: 2", LENGTH), 400, "header_ongeldig"),
    "a folded field": (post(b"X-A: 1\r\n " + SECRET, LENGTH), 400, "header_ongeldig"),
    "a length that is folded": (post(b"Content-Length:\r\n 5"), 400, "lengte_ongeldig"),
    "a folded first field": (post(LENGTH, host=b" Host: localhost\r\n"), 400, "header_ongeldig"),
    "a space before the colon": (post(b"Content-Length : 5"), 400, "header_ongeldig"),
    "a field without a colon": (post(SECRET, LENGTH), 400, "header_ongeldig"),
    "a field without a name": (post(b": " + SECRET, LENGTH), 400, "header_ongeldig"),
    "a NUL in a field": (post(b"X-Bsn: \x00" + SECRET, LENGTH), 400, "header_ongeldig"),
    "no Host": (post(LENGTH, host=b""), 400, "host_ongeldig"),
    "two Hosts": (post(b"Host: ander.example", LENGTH), 400, "host_ongeldig"),
    "the same Host twice": (post(b"host: localhost", LENGTH), 400, "host_ongeldig"),
    "an empty Host": (post(LENGTH, host=b"Host: \r\n"), 400, "host_ongeldig"),
    "a Host with a user": (post(LENGTH, host=b"Host: " + SECRET + b"@localhost\r\n"), 400, "host_ongeldig"),
    "two lengths": (post(LENGTH, b"Content-Length: 0"), 400, "lengte_ongeldig"),
    "the same length twice": (post(LENGTH, LENGTH), 400, "lengte_ongeldig"),
    "a list of lengths": (post(b"Content-Length: 5, 5"), 400, "lengte_ongeldig"),
    "a negative length": (post(b"Content-Length: -1"), 400, "lengte_ongeldig"),
    "a length with a sign": (post(b"Content-Length: +5"), 400, "lengte_ongeldig"),
    "a length in hexadecimals": (post(b"Content-Length: 0x5"), 400, "lengte_ongeldig"),
    "a length beyond every number": (post(b"Content-Length: 18446744073709551617"), 400, "lengte_ongeldig"),
    "an empty length": (post(b"Content-Length: "), 400, "lengte_ongeldig"),
    "both a length and chunks": (post(LENGTH, CHUNKED, body=chunked() + SMUGGLED), 400, "transfer_encoding_ongeldig"),
    "both, the other way round": (post(CHUNKED, b"Content-Length: 0", body=SMUGGLED), 400, "transfer_encoding_ongeldig"),
    "xchunked": (post(b"Transfer-Encoding: xchunked", body=SMUGGLED), 400, "transfer_encoding_ongeldig"),
    "gzip, chunked": (post(b"Transfer-Encoding: gzip, chunked", body=chunked()), 400, "transfer_encoding_ongeldig"),
    "identity": (post(b"Transfer-Encoding: identity"), 400, "transfer_encoding_ongeldig"),
    "chunked twice": (post(CHUNKED, CHUNKED, body=chunked()), 400, "transfer_encoding_ongeldig"),
    "chunked with a parameter": (post(b"Transfer-Encoding: chunked;q=1", body=chunked()), 400, "transfer_encoding_ongeldig"),
    "an empty coding": (post(b"Transfer-Encoding:", body=chunked()), 400, "transfer_encoding_ongeldig"),
    "chunks in HTTP/1.0": (post(CHUNKED, body=chunked(), version=b"1.0"), 400, "transfer_encoding_ongeldig"),
    "another expectation": (post(LENGTH, b"Expect: " + SECRET), 417, "verwachting_onbekend"),
    "a flood of fields": (post(*(b"X-%d: " % i + SECRET for i in range(500)), LENGTH), 431, "te_veel_headers"),
    "a field without end": (post(b"X-A: " + SECRET * 3_000, LENGTH), 431, "header_te_groot"),
    "a target without end": (first_line(b"GET /v1/" + SECRET * 3_000 + b" HTTP/1.1"), 431, "header_te_groot"),
    "a flood without an end": (b"GET /v1/zegels HTTP/1.1\r\n" + (b"X: " + SECRET + b"\r\n") * 3_000, 431, "header_te_groot"),
    "a length that is too much": (post(b"Content-Length: %d" % (BODY_LIMIT + 1)), 413, "inhoud_te_groot"),
    "the largest length": (post(b"Content-Length: 999999999999999999"), 413, "inhoud_te_groot"),
    "chunks that are too much": (
        post(CHUNKED, body=chunked(SECRET * (BODY_LIMIT // len(SECRET) + 1))), 413, "inhoud_te_groot",
    ),
    "a chunk of an impossible size": (post(CHUNKED, body=b"fffffffffffffffff\r\n" + BODY), 400, "inhoud_ongeldig"),
    "a chunk whose size is no number": (post(CHUNKED, body=b"z\r\n" + BODY), 400, "inhoud_ongeldig"),
    "a BSN for a chunk's size": (post(CHUNKED, body=SECRET + b"\r\n" + BODY), 413, "inhoud_te_groot"),
    "a chunk of a negative size": (post(CHUNKED, body=b"-1\r\n" + BODY), 400, "inhoud_ongeldig"),
    "a chunk that is longer than it says": (post(CHUNKED, body=chunked(size=5)), 400, "inhoud_ongeldig"),
    "a chunk extension without end": (post(CHUNKED, body=b"5;" + SECRET * 3_000), 400, "inhoud_ongeldig"),
    "trailers without end": (post(CHUNKED, body=b"0\r\n" + (b"X: " + SECRET + b"\r\n") * 3_000), 400, "inhoud_ongeldig"),
}

# As above, but the sender stops halfway and waits.
SLOW = {
    "a header that does not end": (post(b"X-Bsn: " + SECRET)[:-len(BODY) - 4], 408, "header_te_traag"),
    "a body that does not come": (post(LENGTH, body=b""), 408, "inhoud_te_traag"),
    "a body that stops halfway": (post(LENGTH, body=BODY[:-3]), 408, "inhoud_te_traag"),
    "chunks that stop halfway": (post(CHUNKED, body=chunked()[:-3]), 408, "inhoud_te_traag"),
}


def changed(old, new):
    text = BODY.replace(old, new)
    assert text != BODY, old
    return text


def with_member(text):
    return changed(b'"vraag":', text + b', "vraag":')


def question(text):
    return changed(b'"vraag": "Een gezin', b'"vraag": "' + text)


def deep(open_, close, count):
    return with_member(b'"x": ' + open_ * count + close * count)


WRONG = "bericht_ongeldig"
# name: (bytes, status, code, places), each a place and its code. The connection stays.
CONTENTS = {
    "nothing": (b"", 400, "json_ongeldig", None),
    "white space": (b" \r\n\t", 400, "json_ongeldig", None),
    "a bare word": (SECRET + b"x", 400, "json_ongeldig", None),
    "a list": (b"[" + BODY + b"]", 400, WRONG, [("", "verkeerd_type")]),
    "a number": (SECRET, 400, WRONG, [("", "verkeerd_type")]),
    "null": (b"null", 400, WRONG, [("", "verkeerd_type")]),
    "cut off": (BODY[:-1], 400, "json_ongeldig", None),
    "a comma too many": (changed(b'"}}', b'",}}'), 400, "json_ongeldig", None),
    "single quotes": (BODY.replace(b'"', b"'"), 400, "json_ongeldig", None),
    "a comment": (with_member(b"/* " + SECRET + b' */ "x": 1'), 400, "json_ongeldig", None),
    "an atom cut off": (with_member(b'"x": tru'), 400, "json_ongeldig", None),
    "brackets crossed": (with_member(b'"x": [1}'), 400, "json_ongeldig", None),
    "two documents": (BODY + BODY, 400, "json_ongeldig", None),
    "two documents on two lines": (BODY + b"\n" + BODY, 400, "json_ongeldig", None),
    "something behind the document": (BODY + b" " + SECRET, 400, "json_ongeldig", None),
    "a NUL behind the document": (BODY + b"\x00", 400, "json_ongeldig", None),
    "a raw NUL": (question(b"\x00"), 400, "json_ongeldig", None),
    "an escaped NUL": (question(b"\\u0000"), 400, WRONG, [("/vraag", "ongeldig_teken")]),
    "an escaped control character": (question(b"\\u0007"), 400, WRONG, [("/vraag", "ongeldig_teken")]),
    "a line end in one line": (
        changed(b'"goed-1"', b'"goed\\u000a1"'), 400, WRONG, [("/id", "ongeldig_teken")],
    ),
    "a byte order mark": (b"\xef\xbb\xbf" + BODY, 400, "json_ongeldig", None),
    "UTF-16": (BODY.decode().encode("utf-16"), 400, "json_ongeldig", None),
    "UTF-16 without a mark": (BODY.decode().encode("utf-16-le"), 400, "json_ongeldig", None),
    "Latin-1": (question("één".encode("latin-1")), 400, "json_ongeldig", None),
    "a byte that is no UTF-8": (question(b"\xff"), 400, "json_ongeldig", None),
    "an overlong slash": (question(b"\xc0\xaf"), 400, "json_ongeldig", None),
    "an overlong NUL": (question(b"\xc0\x80"), 400, "json_ongeldig", None),
    "an overlong name": (with_member(b'"\xc1\xa9d": 1'), 400, "json_ongeldig", None),
    "a surrogate in UTF-8": (question(b"\xed\xa0\x80"), 400, "json_ongeldig", None),
    "beyond Unicode": (question(b"\xf4\x90\x80\x80"), 400, "json_ongeldig", None),
    "UTF-8 cut off": (question(b"\xe2\x82"), 400, "json_ongeldig", None),
    "a lone high surrogate": (question(b"\\ud800"), 400, "json_ongeldig", None),
    "a lone low surrogate": (question(b"\\udc00"), 400, "json_ongeldig", None),
    "surrogates swapped": (question(b"\\udc00\\ud800"), 400, "json_ongeldig", None),
    "a bad escape": (question(b"\\x41"), 400, "json_ongeldig", None),
    "an escape that is cut off": (question(b"\\u12"), 400, "json_ongeldig", None),
    "a huge exponent": (with_member(b'"x": 1e999999'), 400, "json_ongeldig", None),
    "a huge number": (with_member(b'"x": ' + b"9" * 400), 400, "json_ongeldig", None),
    "a number that begins with a zero": (with_member(b'"x": 012345672'), 400, "json_ongeldig", None),
    "not a number": (with_member(b'"x": NaN'), 400, "json_ongeldig", None),
    "a BSN as a number": (changed(b'"' + SECRET + b'"', SECRET), 400, WRONG, [("/betrokkene/bsn", "verkeerd_type")]),
    "a BSN that fails the elfproef": (
        changed(SECRET, b"123456789"), 400, WRONG, [("/betrokkene/bsn", "elfproef")],
    ),
    "a BSN with dots": (changed(SECRET, b"111.222.333"), 400, WRONG, [("/betrokkene/bsn", "ongeldig_bsn")]),
    "a BSN with other digits": (
        changed(SECRET, "１１１２２２３３３".encode()), 400, WRONG, [("/betrokkene/bsn", "ongeldig_bsn")],
    ),
    "a field twice": (with_member(b'"id": "' + SECRET + b'"'), 400, WRONG, [("/id", "dubbel_veld")]),
    "a field twice, once by escapes": (
        with_member(b'"\\u0069d": "' + SECRET + b'"'), 400, WRONG, [("/id", "dubbel_veld")],
    ),
    "a BSN twice": (
        changed(b'"bsn":', b'"bsn": "999990342", "bsn":'), 400, WRONG, [("/betrokkene/bsn", "dubbel_veld")],
    ),
    "a BSN for a name": (with_member(b'"' + SECRET + b'": 1'), 400, WRONG, [("/*", "onbekend_veld")]),
    "__proto__": (with_member(b'"__proto__": {"bsn": "' + SECRET + b'"}'), 400, WRONG, [("/*", "onbekend_veld")]),
    "constructor": (
        with_member(b'"constructor": {"prototype": {"x": 1}}'), 400, WRONG, [("/*", "onbekend_veld")],
    ),
    "an empty name": (with_member(b'"": 1'), 400, WRONG, [("/*", "onbekend_veld")]),
    "null for a text": (changed(b'"goed-1"', b"null"), 400, WRONG, [("/id", "verkeerd_type")]),
    "white space for a text": (changed(b'"goed-1"', b'" "'), 400, WRONG, [("/id", "leeg")]),
    "lists too deep": (deep(b"[", b"]", 100), 400, "json_te_diep", None),
    "objects too deep": (deep(b'{"x":', b"}", 100).replace(b":}", b":1}"), 400, "json_te_diep", None),
    "lists deeper than a stack": (deep(b"[", b"]", 200_000), 400, "json_te_diep", None),
    "lists that nobody closes": (b"[" * 500_000, 400, "json_ongeldig", None),
    "a huge text": (question(SECRET * 50_000), 400, WRONG, [("/vraag", "te_lang")]),
    "a huge name": (with_member(b'"' + SECRET * 50_000 + b'": 1'), 400, WRONG, [("/*", "onbekend_veld")]),
    "a list without end": (
        with_member(b'"geprobeerd": [' + b",".join([b'"' + SECRET + b'"'] * 20_000) + b"]"),
        400, WRONG, [("/geprobeerd", "te_veel")],
    ),
}
