"""Makes samples from a JSON Schema and spoils them; everything by a seeded random.Random."""

import copy
import datetime
import re
import string
import uuid

INSTRUMENTS = ["loket", "let", "register", "overbrugging", "systeemleren"]
LETTERS = string.ascii_letters + string.digits + " .,'-éëï€😀"


def is_bsn(text):
    """Eight or nine digits that pass the elfproef."""
    if not re.fullmatch(r"[0-9]{8,9}", text) or not text.strip("0"):
        return False
    digits = [int(each) for each in text.zfill(9)]
    weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    return sum(digit * weight for digit, weight in zip(digits, weights)) % 11 == 0


def make_bsn(random):
    while True:
        digits = "".join(random.choices(string.digits, k=random.choice([8, 9])))
        if is_bsn(digits):
            return digits


def make_oin(random):
    return "000000991" + "".join(random.choices(string.digits, k=11))


def make_words(random):
    return "a" + "".join(random.choices(LETTERS, k=random.randrange(0, 40)))


def make_email(random):
    return f"{random.choice('abc')}.x+{random.randrange(99)}@sub-{random.randrange(9)}.voorbeeld.nl"


MAKERS = [
    make_bsn,
    make_oin,
    make_words,
    make_email,
    lambda random: make_words(random) + "\nen " + make_words(random),
    lambda random: (datetime.date(1930, 1, 1) + datetime.timedelta(random.randrange(40000))).isoformat(),
    lambda random: str(uuid.UUID(int=random.getrandbits(128))),
    lambda random: "+31 70 " + "".join(random.choices(string.digits, k=7)),
    lambda random: random.choice(INSTRUMENTS),
    lambda random: "/" + "/".join(random.choices(["vraag", "betrokkene", "0", "*"], k=random.randrange(1, 4))),
]

# What somebody's software may send where it should not.
NASTY = [
    None, True, False, 0, -1, 1, 5.0, 1.5, 1e3, 10**30, -1e300, "", " ", "\n", "x", "a\x00b", "a\x7f", "a\tb", "\u200b",
    [], {}, [None], ["x"], [[]], {"x": 1}, "2023-02-29", "2024-02-29", "20240101", "2024-1-1",
    "987654321", "123456789", "000000000", "1234567789", "12345672", "111.222.333",
    "a@b", "a@b.nl", "@b.nl", "a b@c.nl", "0000009910000000100", "000000991000000010000", "0000009a100000001000",
    "+", "070-", "112112", "/", "//", "/a/", "loket", "Loket", "01931B66-7D50-7C8A-9D3C-2F6A1C0B9E10", "escalatie",
]


class Maker:
    """Makes values that fit a schema; `fits` is the other validator's verdict on one value."""

    def __init__(self, random, components, fits):
        self.random = random
        self.components = components
        self.fits = fits

    def resolve(self, schema):
        while "$ref" in schema:
            schema = self.components[schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def make(self, schema):
        schema = self.resolve(schema)
        kind = schema["type"]
        if kind == "object":
            return self.make_object(schema)
        if kind == "array":
            return self.make_array(schema)
        if kind == "integer":
            return self.random.randint(schema["minimum"], schema["maximum"])
        return self.make_string(schema)

    def make_object(self, schema):
        while True:
            result = {}
            for name, each in schema["properties"].items():
                if name in schema["required"] or self.random.random() < 0.5:
                    result[name] = self.make(each)
            if self.fits(schema, result):
                return result

    def make_array(self, schema):
        most = min(schema["maxItems"], 4)
        result = []
        for _ in range(self.random.randint(schema.get("minItems", 0), most)):
            value = self.make(schema["items"])
            if not schema.get("uniqueItems") or value not in result:
                result.append(value)
        return result

    def make_string(self, schema):
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        for _ in range(500):
            value = self.random.choice(MAKERS)(self.random)
            if self.fits(schema, value):
                return value
        raise ValueError(f"no maker makes a text for {schema}")


def places(value, found=None):
    """(container, key) of every value inside."""
    found = [] if found is None else found
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        found.append((value, key))
        places(inner, found)
    return found


def spoil_text(random, text):
    return random.choice([
        text + "\n", " " + text, text + " ", text[:-1], text[1:], text.upper(), text.lower(), text * 2, text * 200,
        "é" * 199, "é" * 200, "é" * 201, "a" * 1000, "a" * 1001, "a" * 20001, text.replace("-", ""), text.replace(".", "@"),
    ])


def spoil(random, sample):
    """A copy that differs in one place, not always for the worse."""
    result = copy.deepcopy(sample)
    if random.random() < 0.1 or not places(result):
        result[random.choice(["onbekend", "Kenmerk", "", "id ", "bsn"])] = 1
        return result
    container, key = random.choice(places(result))
    value = container[key]
    choice = random.randrange(5)
    if choice == 0:
        del container[key]
    elif choice == 1 and isinstance(value, list):
        container[key] = value * random.choice([2, 60])
    elif choice <= 2 and isinstance(value, str):
        container[key] = spoil_text(random, value)
    elif choice == 3 and isinstance(value, dict):
        value[random.choice(["onbekend", "bsn", "code"])] = random.choice(NASTY)
    elif choice == 4:
        container[key] = random.choice(MAKERS)(random)
    else:
        container[key] = random.choice(NASTY)
    return result
