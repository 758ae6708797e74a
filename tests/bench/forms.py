"""What each form costs, alone and beside the others: no form may make another slower.

First what decoding and validating costs beside the form's parser alone (micro_forms), then the whole way through a hub:
each form by itself and all four in turn, as fast as answers come, and at one rate that all of them can keep. A hub that holds
more messages takes longer over each; so the forms by themselves are measured before and after the mix.
"""

import json
import subprocess

from measuring import PROGRAMS, failed, number

FORMS = ["json", "cloudevents", "zgw", "stuf"]
MESSAGES = 20_000
OPEN_LOOP_S = 6
WARM = 2_000
# What decoding and validating may cost, us; a sum that is larger in the mix than apart by more than this is no accident.
AIMS = {"json": 12, "cloudevents": 12, "zgw": 6, "stuf": 40}
MOST_OF_THE_MIX = 1.1


def measure_decoding():
    """Form -> (us of decoding and validating, us of the parser alone)."""
    command = [str(PROGRAMS / "micro_forms"), "--benchmark_format=json", "--benchmark_min_time=0.5"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    cpu = {}
    for one in json.loads(done.stdout)["benchmarks"]:
        if one.get("error_occurred"):
            raise failed(f"{one['name']}: {one['error_message']}")
        cpu[one["name"]] = one["cpu_time"] / 1000
    named = {"json": "native"}
    return {form: (cpu["form_" + named.get(form, form)], cpu["floor_" + named.get(form, form)]) for form in FORMS}


def closed(hub, *forms):
    return hub.load("vormen", "--forms", ",".join(forms), "--messages", MESSAGES)


def at_rate(hub, rate, *forms):
    return hub.load("vormen", "--forms", ",".join(forms), "--messages", int(rate * OPEN_LOOP_S), "--rate", rate)


def mean(first, second):
    """Of two runs."""
    return {name: (first[name] + second[name]) / 2 for name in ("per_second", "process_us")}


def measure(make_hub):
    result = {"decoding": measure_decoding()}
    with make_hub() as hub:
        hub.load("vormen", "--forms", ",".join(FORMS), "--messages", WARM)
        before = {form: closed(hub, form) for form in FORMS}
        result["mixed"] = mean(closed(hub, *FORMS), closed(hub, *FORMS))
        after = {form: closed(hub, form) for form in reversed(FORMS)}
        result["alone"] = {form: mean(before[form], after[form]) for form in FORMS}
        result["rate"] = min(one["per_second"] for one in result["alone"].values()) / 2
        result["paced alone"] = {form: at_rate(hub, result["rate"], form) for form in FORMS}
        result["paced mixed"] = at_rate(hub, result["rate"], *FORMS)
    return result


def print_decoding(decoding):
    print("| form        | decode and validate, us | its parser alone, us | aim, us | met |")
    print("|-------------|------------------------:|---------------------:|--------:|-----|")
    for form, (whole, parser) in decoding.items():
        met = "yes" if whole <= AIMS[form] else "no"
        print(f"| {form:<11} | {number(whole):>23} | {number(parser):>20} | {AIMS[form]:>7} | {met:<3} |")


def print_table(result):
    print_decoding(result["decoding"])
    rate = result["rate"]
    print(f"\n| form        | alone/s | CPU us | p50 p99 alone at {rate:.0f}/s, ms | p50 p99 in the mix, ms |")
    print("|-------------|--------:|-------:|--------------------------:|-----------------------:|")
    for form in FORMS:
        alone, paced = result["alone"][form], result["paced alone"][form]["forms"][form]["ms"]
        beside = result["paced mixed"]["forms"][form]["ms"]
        print(
            f"| {form:<11} | {alone['per_second']:7.0f} | {alone['process_us']:6.0f} "
            f"| {number(paced['p50']):>12} {number(paced['p99']):>12} | {number(beside['p50']):>11} {number(beside['p99']):>10} |"
        )
    print(compared("as fast as answers come", result["alone"], result["mixed"]))
    print(compared(f"at {rate:.0f}/s", result["paced alone"], result["paced mixed"]))


def compared(how, alone, mixed):
    """What a message costs in the mix beside what it costs on average when the forms come apart."""
    apart = sum(one["process_us"] for one in alone.values()) / len(FORMS)
    together = mixed["process_us"]
    kept = "yes" if together <= apart * MOST_OF_THE_MIX else "no"
    return (
        f"all four in turn, {how}: {mixed['per_second']:.0f}/s, {together:.0f} us CPU a message; "
        f"apart their mean is {apart:.0f} us: {together / apart:.2f} of it (at most {MOST_OF_THE_MIX}: {kept})"
    )
