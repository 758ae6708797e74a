"""The rules of the tree as data and small functions: directions of includes, banned patterns, sizes."""

import re

# Which folders a folder's includes may reach. A folder may always include itself and what lies below it.
HUB_DECISIONS = ["hub/model", "hub/ports", "schemas"]
ALLOWED = {
    "hub/model": [],
    "hub/ports": ["hub/model", "schemas"],
    "hub/runtime": ["hub/model", "hub/ports"],
    "hub/vault": HUB_DECISIONS + ["hub/runtime"],
    "hub/access": HUB_DECISIONS,
    "hub/routing": HUB_DECISIONS + ["hub/access"],
    "hub/documents": HUB_DECISIONS + ["hub/vault", "hub/runtime"],
    "hub/intake": HUB_DECISIONS + ["hub/access", "hub/documents", "hub/routing", "hub/vault", "hub/runtime", "hub/instruments/consumer"],
    "hub/inzage": HUB_DECISIONS + ["hub/documents", "hub/intake", "hub/vault"],
    "hub/forwarder": HUB_DECISIONS + ["hub/runtime"],
    "hub/delivery": HUB_DECISIONS + ["hub/access", "hub/vault", "hub/runtime", "hub/instruments/consumer"],
    "hub/instruments": HUB_DECISIONS + ["hub/access", "hub/vault", "hub/runtime"],
    "hub/app": ["hub", "adapters", "schemas"],
    "adapters/http": ["hub", "schemas"],
    "adapters/formats": ["hub", "schemas"],
    "adapters/embedded": ["hub", "schemas"],
    "adapters/kafka": ["hub", "schemas"],
    "adapters/keyfile": ["hub", "schemas"],
    "adapters/configuration": ["hub", "schemas"],
    "adapters/telemetry": ["hub", "schemas"],
    "tests": ["hub", "adapters", "schemas"],
}
# Nothing outside hub/app may reach into it.
NEVER = {folder: ["hub/app"] for folder in ALLOWED if folder not in ("hub/app", "tests")}

CAPTURING_COROUTINE = (
    r"\[[^\]\s][^\]]*\]\s*(\([^)]*\)\s*)?(mutable\s*)?(noexcept\s*)?->\s*[\w:]*awaitable"
)

# (what it is, pattern, folders where it may stand, file kinds that are looked at)
BANNED = [
    ("a capturing lambda as coroutine", CAPTURING_COROUTINE, [], "code"),
    ("io_context::stop drops work in hand", r"context\w*(\(\))?(\.|->)stop\(\)", [], "code"),
    ("a detached coroutine without owner", r"asio::detached", ["hub/runtime", "tests"], "code"),
    ("librdkafka outside its adapter", r"rd_kafka_|librdkafka/", ["adapters/kafka", "tests/support/kafka", "tests/unit/adapters/kafka"], "code"),
    ("OpenSSL's TLS outside the HTTP adapter", r"\bSSL_", ["adapters/http", "tests/bench", "tests/support"], "code"),
    (
        "OpenSSL outside its rooms",
        r"#include <openssl/",
        ["adapters/http", "hub/vault", "tests/bench", "tests/support"],
        "code",
    ),
    ("waiting by sleeping in a test", r"sleep_for|sleep_until|\busleep\(|time\.sleep", [], "tests"),
    ("output outside the programs", r"std::c(err|out)\b", ["hub/app", "tests"], "code"),
    ("using namespace in a header", r"^\s*using namespace", [], "headers"),
    ("a private key in the tree", r"BEGIN [A-Z ]*PRIVATE KEY", [], "all"),
    ("an unfinished mark without an issue", r"\b(TODO|FIXME|XXX)\b(?! ?\(?#\d)", [], "all"),
    ("shared ownership of a decision", r"shared_ptr", [], "hub/model hub/routing"),
    ("SQL outside its adapters", r"#include <sqlite3", ["adapters/embedded", "tests"], "code"),
    ("YAML outside its adapter", r"#include <yaml-cpp", ["adapters/configuration"], "code"),
    ("JSON parsing outside its adapter", r"#include <simdjson", ["adapters/formats", "adapters/http/client", "adapters/kafka", "tests"], "code"),
    ("a machine path", r"(?<![\w.])/(work|farm|home)/[a-z]", [], "all"),
]

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 70
# Compile time: few translation units know Beast or asio's TLS.
MAX_BEAST_UNITS = 5
BEAST = re.compile(r"#include <boost/(beast|asio/ssl)")


def folder_rule(path):
    """The most specific rule that a file falls under, or None."""
    fitting = [folder for folder in ALLOWED if path.startswith(folder + "/")]
    return max(fitting, key=len) if fitting else None


def reaches(target, folders):
    return any(target.startswith(folder + "/") or target == folder for folder in folders)


def wrong_includes(path, text):
    """Includes of one file that go in a direction they may not."""
    rule = folder_rule(path)
    if rule is None:
        return []
    found = []
    for target in re.findall(r'^#include "([^"]+)"', text, re.M):
        own = reaches(target, [rule])
        allowed = own or reaches(target, ALLOWED[rule])
        if not allowed or reaches(target, NEVER.get(rule, [])):
            found.append(target)
    return found


def is_code(path):
    return path.endswith((".cpp", ".hpp"))


def looked_at(path, kinds):
    if kinds == "all":
        return True
    if kinds == "code":
        return is_code(path)
    if kinds == "tests":
        return path.startswith("tests/")
    if kinds == "headers":
        return path.endswith(".hpp")
    return is_code(path) and reaches(path, kinds.split())


def banned_patterns(path, text):
    """(what, line number) for everything in a file that may not stand there."""
    found = []
    for what, pattern, exempt, kinds in BANNED:
        if not looked_at(path, kinds) or reaches(path, exempt):
            continue
        for match in re.finditer(pattern, text, re.M):
            found.append((what, text.count("\n", 0, match.start()) + 1))
    return found


NOT_A_FUNCTION = re.compile(r"^\s*(namespace|class|struct|enum|union|extern|template|constexpr \w+.* = |.*= ?\{$|.*\[\] ?\{)")


def long_functions(text):
    """(first line, length) of functions above the limit; relies on the house format."""
    found = []
    lines = text.split("\n")
    for indent in ("", "    "):
        start = None
        for number, line in enumerate(lines):
            opens = line.startswith(indent) and not line[len(indent):].startswith((" ", "}")) and line.endswith("{")
            if start is None and opens and not NOT_A_FUNCTION.match(line):
                start = number
            elif start is not None and line.rstrip(";") == indent + "}":
                if number - start - 1 > MAX_FUNCTION_LINES:
                    found.append((start + 1, number - start - 1))
                start = None
    return found


def named_proofs(text):
    """Names in the last column of each table of a document whose last column is headed `bewijs`."""
    found = []
    in_table = False
    for line in text.split("\n"):
        cells = line.strip().strip("|").split("|")
        if not line.startswith("|"):
            in_table = False
        elif cells[-1].strip() == "bewijs":
            in_table = True
        elif in_table:
            found += re.findall(r"`(\w+)`", cells[-1])
    return found
