"""Who may come where, decided path by path: what is not in here makes the test fail."""

# The owner of everything that `A` names, the owner of what `B` names, a participant of A's case, who may follow for A
# (acts_for: volgen), a suspended organisation, a valid OIN that nobody listed, and an expired certificate.
ROLES = ("eigenaar", "ander", "deelnemer", "gemachtigde", "geschorste", "buitenstaander", "verlopen")

# Statuses per role, in the order of ROLES. Where a path or its body names things: for those of A, those of B, and for
# things that are nowhere.
NEVER = (403, 403, 403)
NO_SUCH = (404, 404, 404)
DRY = (200, 200, 200)
TABLE = {
    "POST /aanmeldingen": ((201, 404, 404), (404, 201, 404), (201, 404, 404), NO_SUCH, NEVER, NO_SUCH, NEVER),
    "POST /aanmeldingen/_controleer": (DRY, DRY, DRY, DRY, NEVER, DRY, NEVER),
    "POST /signalen": (201, 201, 201, 201, 403, 403, 403),
    "POST /signalen/_controleer": (200, 200, 200, 200, 403, 200, 403),
    "POST /berichten": ((201, 404, 404), (404, 201, 404), (201, 404, 404), NO_SUCH, NEVER, NEVER, NEVER),
    "POST /berichten/_controleer": (DRY, DRY, DRY, DRY, NEVER, DRY, NEVER),
    "POST /registermutaties": ((201, 404, 404), (404, 201, 404), NO_SUCH, NO_SUCH, NEVER, NEVER, NEVER),
    "POST /registermutaties/_controleer": (DRY, DRY, DRY, DRY, NEVER, DRY, NEVER),
    # The source names A.
    "POST /events": (201, 403, 403, 403, 403, 403, 403),
    "OPTIONS /events": (200, 200, 200, 200, 403, 200, 403),
    "POST /events/_controleer": (200, 200, 200, 200, 403, 200, 403),
    # Nothing was agreed with the others on what an announcement becomes.
    "POST /notificaties": (204, 204, 400, 400, 403, 400, 403),
    "POST /notificaties/_controleer": (200, 200, 200, 200, 403, 200, 403),
    # The sender is A; SOAP 1.1 has every fault as 500.
    "POST /stuf": (200, 500, 500, 500, 403, 500, 403),
    "POST /stuf/_controleer": (200, 200, 200, 200, 403, 200, 403),
    "POST /bijlagen": (201, 201, 201, 201, 403, 403, 403),
    # Who follows for A hears of its documents, and does not get them.
    "GET /bijlagen/{id}": ((200, 404, 404), (404, 200, 404), NO_SUCH, (200, 404, 404), NEVER, NO_SUCH, NEVER),
    "GET /bijlagen/{id}/inhoud": ((200, 404, 404), (404, 200, 404), NO_SUCH, NO_SUCH, NEVER, NO_SUCH, NEVER),
    "GET /inzendingen": (200, 200, 200, 200, 403, 200, 403),
    "GET /inzendingen/{id}": ((200, 404, 404), (404, 200, 404), NO_SUCH, (200, 404, 404), NEVER, NO_SUCH, NEVER),
    "GET /inzendingen/{id}/ontvangstbewijs": (
        (200, 404, 404), (404, 200, 404), NO_SUCH, (200, 404, 404), NEVER, NO_SUCH, NEVER,
    ),
    # Following is not enough for content.
    "GET /inzendingen/{id}/origineel": (
        (200, 404, 404), (404, 200, 404), NO_SUCH, NEVER, NEVER, NO_SUCH, NEVER,
    ),
    # What this certificate handed in itself.
    "GET /quarantaine": (200, 200, 200, 200, 403, 200, 403),
    "GET /postvakken": (200, 200, 200, 200, 403, 200, 403),
    "GET /postvakken/{oin}/berichten": ((200, 404, 404), (404, 200, 404), NO_SUCH, NO_SUCH, NEVER, NO_SUCH, NEVER),
    "GET /postvakken/{oin}/berichten/{id}": (
        (200, 404, 404), (404, 200, 404), NO_SUCH, NO_SUCH, NEVER, NO_SUCH, NEVER,
    ),
    "POST /postvakken/{oin}/uitgiften": ((200, 404, 404), (404, 200, 404), NO_SUCH, NO_SUCH, NEVER, NO_SUCH, NEVER),
    "POST /postvakken/{oin}/berichten/{id}/bevestigingen": (
        (204, 404, 404), (404, 204, 404), NO_SUCH, NO_SUCH, NEVER, NO_SUCH, NEVER,
    ),
    "POST /postvakken/{oin}/berichten/{id}/weigeringen": (
        (204, 404, 404), (404, 204, 404), NO_SUCH, NO_SUCH, NEVER, NO_SUCH, NEVER,
    ),
    "GET /postvakken/{oin}/berichten/{id}/bijlagen/{bijlage}": (
        (200, 404, 404), (404, 200, 404), NO_SUCH, NO_SUCH, NEVER, NO_SUCH, NEVER,
    ),
    "POST /register/_zoek": (200, 200, 200, 200, 403, 403, 403),
    # The register is for every participant.
    "GET /register/vermeldingen/{id}": (
        (200, 200, 404), (200, 200, 404), (200, 200, 404), (200, 200, 404), NEVER, NEVER, NEVER,
    ),
    "GET /verbinding": (200, 200, 200, 200, 200, 200, 200),
    "GET /auditwortels": (200, 200, 200, 200, 403, 403, 403),
    "GET /zegels": (200, 200, 200, 200, 403, 200, 403),
    "GET /openapi.json": (200, 200, 200, 200, 403, 200, 403),
}

# The open port: everything else is nowhere there, also for those who may come on the main port. A notification there is
# the trial of a subscription, for who knows what was agreed.
OPEN = {"GET /verbinding": 200, "GET /zegels": 200, "GET /openapi.json": 200, "POST /notificaties": 401}

# The operators' port for an operator, a collector of metrics, nobody and an organisation (no answer: its root is not
# trusted there). The whole table of its routes is that of the unit test of the console.
OPERATORS = {
    "/livez": (200, 200, 200, None),
    "/readyz": (200, 200, 200, None),
    "/metrics": (403, 200, 403, None),
    "/api/berichten": (200, 403, 403, None),
    "/api/organisaties": (200, 403, 403, None),
    "/api/geparkeerd": (200, 403, 403, None),
    "/api/quarantaine": (200, 403, 403, None),
    "/api/inzagen": (200, 403, 403, None),
    "/": (200, 403, 403, None),
    "/api/logs": (200, 403, 403, None),
    "/api/configuratie": (200, 403, 403, None),
    "/bestaat-niet": (404, 403, 403, None),
}

# The port of internal roles for two readers, an operator, a collector of metrics, nobody and an organisation. A reader's
# bad envelope is told to it; who may have which message's key is in tests/system/kafka/readers_test.py.
INTERNAL = {
    "POST /v1/sleutels/_vrijgeven": (400, 400, 403, 403, 403, None),
    "GET /v1/sleutels/_vrijgeven": (405, 405, 403, 403, 403, None),
    "GET /livez": (404, 404, 403, 403, 403, None),
    "GET /api/berichten": (404, 404, 403, 403, 403, None),
    "POST /v1/bestaat-niet": (404, 404, 403, 403, 403, None),
}
