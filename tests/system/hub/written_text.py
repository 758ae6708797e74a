"""Looks for numbers in everything that a run wrote, in every way of writing them that we can think of."""

import base64
import hashlib
import re

NINE_DIGITS = re.compile(rb"(?<![0-9])[0-9]{9}(?![0-9])")


def base64_of(text):
    """The characters that stand in a base64 text for these bytes, wherever they begin in it."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + text + b"\0" * 3)
        # Without the characters that share bits with what stands before or after.
        certain = coded[(before * 8 + 5) // 6 : (before + len(text)) * 8 // 6]
        yield from (certain, certain.replace(b"+", b"-").replace(b"/", b"_"))


def digests_of(text):
    for name in ("md5", "sha1", "sha256", "sha512"):
        raw = hashlib.new(name, text).digest()
        yield from (raw, raw.hex().encode(), base64.b64encode(raw)[:-3], base64.urlsafe_b64encode(raw)[:-3])


def spellings_of(number):
    """The texts that stand for a number of nine digits."""
    text = number.encode()
    # Between two characters: an escaped space, UTF-16, UTF-32.
    yield from (between.join(digit.encode() for digit in number) for between in (b"%20", b"\0", b"\0\0\0"))
    for spelled in (text, b"0" + text, text.lstrip(b"0")):
        yield from base64_of(spelled)
        yield from digests_of(spelled)
        yield from (spelled.hex().encode(), spelled.hex().upper().encode())


def patterns_of(number):
    # Grouped in any way, so plain as well; without its leading zero only as a whole token.
    yield b"[ ._/-]?".join(digit.encode() for digit in number)
    if number.startswith("0"):
        yield b"(?<![0-9a-zA-Z])" + number[1:].encode() + b"(?![0-9a-zA-Z])"


def usual_spellings_of(number):
    """The few that can be looked for after every test."""
    text = number.encode()
    groups = [text[at : at + 3] for at in (0, 3, 6)]
    yield from (text, b".".join(groups), b" ".join(groups), text.hex().encode())
    yield b"\0".join(digit.encode() for digit in number)
    yield from base64_of(text)


def passes_the_elfproef(number):
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return int(number) > 0 and sum(weight * int(digit) for weight, digit in zip(weights, number)) % 11 == 0


def bsns_in(folder):
    """What could be a BSN in any file there."""
    found = {token.decode() for path in folder.rglob("*") if path.is_file() for token in NINE_DIGITS.findall(path.read_bytes())}
    return sorted(filter(passes_the_elfproef, found))


class secrets:
    def __init__(self, numbers, words=()):
        self.texts = {text for number in numbers for text in spellings_of(number)}
        self.texts.update(word.encode(coding) for word in words for coding in ("utf-8", "utf-16-be"))
        self.patterns = [re.compile(pattern) for number in numbers for pattern in patterns_of(number)]

    def found_in(self, written):
        """What stands around a secret in these bytes; nothing when none is there."""
        places = [written.find(text) for text in self.texts]
        places += [found.start() for pattern in self.patterns if (found := pattern.search(written))]
        first = min((place for place in places if place >= 0), default=None)
        return None if first is None else written[max(0, first - 60) : first + 60]
