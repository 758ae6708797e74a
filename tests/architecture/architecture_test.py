"""The repository checks itself: include directions, banned patterns, sizes, headers that compile alone."""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import unittest

import rules

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PMM_BUILD", ROOT / "build" / "debug"))
# These speak of the rules themselves.
EXEMPT = ("tests/architecture/", "LICENSE")


def tracked_files():
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    return [name for name in names if name and not name.startswith(EXEMPT) and (ROOT / name).is_file()]


def texts():
    for name in tracked_files():
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


class tree(unittest.TestCase):
    def test_includes_go_in_the_right_direction(self):
        wrong = [
            f"{name} includes {target}"
            for name, text in texts()
            if rules.is_code(name)
            for target in rules.wrong_includes(name, text)
        ]
        self.assertEqual(wrong, [])

    def test_every_code_folder_has_a_rule(self):
        without = [name for name in tracked_files() if rules.is_code(name) and rules.folder_rule(name) is None]
        self.assertEqual(without, [])

    def test_nothing_banned_stands_anywhere(self):
        found = [
            f"{name}:{line}: {what}" for name, text in texts() for what, line in rules.banned_patterns(name, text)
        ]
        self.assertEqual(found, [])

    def test_files_and_functions_stay_small(self):
        found = []
        for name, text in texts():
            if not rules.is_code(name):
                continue
            lines = text.count("\n")
            if lines > rules.MAX_FILE_LINES:
                found.append(f"{name}: {lines} lines")
            found += [f"{name}:{line}: function of {length} lines" for line, length in rules.long_functions(text)]
        self.assertEqual(found, [])

    def test_proofs_that_documents_name_exist(self):
        tests = "\n".join(text for name, text in texts() if name.startswith("tests/"))
        missing = [
            f"{name}: {proof}"
            for name, text in texts()
            if name.startswith("hub/docs/") and name.endswith(".md")
            for proof in rules.named_proofs(text)
            if not re.search(rf"\b{re.escape(proof)}\b", tests)
        ]
        self.assertEqual(missing, [])

    def test_few_translation_units_know_beast(self):
        units = [name for name, text in texts() if rules.is_code(name) and rules.BEAST.search(text)]
        self.assertLessEqual(len(units), rules.MAX_BEAST_UNITS, units)

    def test_headers_begin_with_their_purpose(self):
        wrong = [name for name, text in texts() if name.endswith(".hpp") and not re.match(r"// \S.*\n(//.*\n)*#pragma once", text)]
        self.assertEqual(wrong, [])

    def test_sources_include_their_own_header_first(self):
        wrong = []
        for name, text in texts():
            own = name[:-4] + ".hpp"
            if name.endswith(".cpp") and (ROOT / own).exists():
                first = re.search(r'^#include ["<]([^">]+)', text, re.M)
                if first is None or first.group(1) != own:
                    wrong.append(name)
        self.assertEqual(wrong, [])

    def test_headers_without_a_source_compile_alone(self):
        flags = compiler_flags()
        headers = [
            name
            for name in tracked_files()
            if name.endswith(".hpp") and not (ROOT / (name[:-4] + ".cpp")).exists()
        ]
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            results = list(pool.map(lambda name: compiles(name, flags), headers))
        self.assertEqual([name for name, fine in zip(headers, results) if not fine], [])


def compiler_flags():
    """The defines, include paths and warnings that any source of the project is compiled with."""
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    flags = {"-std=c++20": None}
    for entry in entries:
        words = shlex.split(entry["command"])
        for position, word in enumerate(words):
            if word.startswith(("-D", "-I", "-W")) and word != "-Werror":
                flags[word] = None
            elif word == "-isystem":
                flags["-isystem" + words[position + 1]] = None
    return list(flags)


def compiles(name, flags):
    command = ["g++", "-fsyntax-only", "-x", "c++", *flags, "-include", str(ROOT / name), os.devnull]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stderr[:2000], file=sys.stderr)
    return done.returncode == 0


class rules_themselves(unittest.TestCase):
    """Each rule is shown something good and something bad: a rule that cannot fail is a defect."""

    def test_a_wrong_direction_is_seen(self):
        self.assertEqual(rules.wrong_includes("hub/model/a.cpp", '#include "hub/ports/x.hpp"\n'), ["hub/ports/x.hpp"])
        self.assertEqual(rules.wrong_includes("adapters/http/a.cpp", '#include "adapters/formats/x.hpp"\n'), ["adapters/formats/x.hpp"])
        self.assertEqual(rules.wrong_includes("adapters/http/a.cpp", '#include "hub/app/x.hpp"\n'), ["hub/app/x.hpp"])
        self.assertEqual(rules.wrong_includes("adapters/http/api/a.cpp", '#include "adapters/http/exchange/x.hpp"\n'), [])

    def test_each_banned_pattern_is_seen(self):
        bad = {
            "hub/a.cpp": [
                "auto f = [text]() -> asio::awaitable<void> {",
                "io_context.stop();",
                "asio::co_spawn(executor, run(), asio::detached);",
                "rd_kafka_new();",
                "SSL_new(context);",
                "#include <openssl/evp.h>",
                "std::cerr << 1;",
                "// TODO later",
                "#include <sqlite3.h>",
                "#include <yaml-cpp/yaml.h>",
                "#include <simdjson.h>",
            ],
            "tests/a.cpp": ["std::this_thread::sleep_for(1s);"],
            "hub/a.hpp": ["using namespace std;"],
            "hub/model/a.hpp": ["std::shared_ptr<int> x;"],
            "certs/a.pem": ["-----BEGIN PRIVATE KEY-----"],
            "deploy/a": ["cd /" + "work/main"],
        }
        for path, samples in bad.items():
            for sample in samples:
                self.assertTrue(rules.banned_patterns(path, sample), f"{path}: {sample}")

    def test_what_is_fine_is_left_alone(self):
        good = {
            "hub/a.cpp": ["auto f = []() -> asio::awaitable<void> {", "// TODO #12 later", "auto x = values[0];"],
            "hub/vault/a.cpp": ["#include <openssl/evp.h>"],
            "hub/a.hpp": ["using std::string;"],
        }
        for path, samples in good.items():
            for sample in samples:
                self.assertEqual(rules.banned_patterns(path, sample), [], f"{path}: {sample}")

    def test_proofs_stand_in_the_last_column_of_their_table(self):
        table = "| a | bewijs |\n|---|---|\n| `x` | `een`, `twee` |\n\n| a | b |\n|---|---|\n| x | `drie` |\n"
        self.assertEqual(rules.named_proofs(table), ["een", "twee"])

    def test_a_long_function_is_seen(self):
        body = "    step();\n" * (rules.MAX_FUNCTION_LINES + 1)
        self.assertEqual(len(rules.long_functions("void f() {\n" + body + "}\n")), 1)
        self.assertEqual(rules.long_functions("void f() {\n    step();\n}\n"), [])
        self.assertEqual(rules.long_functions("namespace a {\n" + "int x;\n" * 100 + "}\n"), [])


if __name__ == "__main__":
    unittest.main()
