// What decoding and validating a message costs in each form, beside what its parser alone costs
// that only reads it. CPU per message.

#include "adapters/formats/cloudevents/decoder.hpp"
#include "adapters/formats/json/decoder.hpp"
#include "adapters/formats/json/syntax.hpp"
#include "adapters/formats/stuf/decoder.hpp"
#include "adapters/formats/stuf/xml_reader.hpp"
#include "adapters/formats/zgw/decoder.hpp"
#include "hub/intake/validation.hpp"
#include "tests/bench/aanmelding.hpp"

#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

namespace {

using namespace adapters::formats;
namespace access = hub::access;

constexpr auto sender = "00000099100000004000";
constexpr std::size_t limit = 1024UL * 1024UL;

std::string file(const std::string& name) {
    std::ifstream in{PMM_SAMPLES "/" + name, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string native() {
    return tests::bench::aanmelding_template{{.sample = PMM_AANMELDING, .sender_oin = sender}}
        .body_of(1);
}

// The same content as an event's data.
std::string event() {
    auto data = native();
    for (const std::string name : {"id", "bron"}) {
        const auto at = data.find('"' + name + '"');
        if (at != std::string::npos) {
            data.erase(at, data.find(',', at) + 1 - at);
        }
    }
    return R"({"specversion":"1.0","id":"1","type":"nl.multiproblematiek.aanmelding.v1",)"
           R"("source":"urn:nld:oin:00000099100000004000","data":)" +
           data + "}";
}

access::caller caller() {
    access::organisation one;
    one.oin = hub::model::oin::parse(sender).value();
    one.soort = access::soort::gemeente;
    one.may_submit = {hub::model::message_type::aanmelding, hub::model::message_type::bericht};
    one.forms.announcements = {{{}, {}, {}, access::announced_as::aanmelding}};
    one.forms.deviations = {"zender_geen_oin", "ontvanger_geen_oin"};
    access::organisations_values values;
    values.listed = {one};
    values.may_send_bsn = {access::soort::gemeente};
    access::caller who;
    who.certificate = one.oin;
    who.owner = one.oin;
    who.snapshot = std::make_shared<const access::organisations>(std::move(values));
    who.organisation = who.snapshot->find(one.oin);
    return who;
}

void judge(benchmark::State& state, const hub::ports::decoder& decoder, const std::string& bytes) {
    const auto who = caller();
    const hub::model::timestamp now{};
    for (auto _ : state) {
        auto decoded = decoder.decode(bytes);
        if (!decoded) {
            state.SkipWithError("the sample is refused");
            return;
        }
        auto found = hub::intake::validate(who, std::move(*decoded), now);
        if (!found.refusals.empty()) {
            state.SkipWithError("the sample is not sound");
            return;
        }
        benchmark::DoNotOptimize(found);
    }
    state.SetLabel(std::to_string(bytes.size()) + " bytes");
}

void floor_json(benchmark::State& state, const std::string& bytes) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(json::parse_json(bytes, limit).has_value());
    }
    state.SetLabel(std::to_string(bytes.size()) + " bytes");
}

void form_native(benchmark::State& state) {
    judge(state, *json::create_decoder(hub::model::message_type::aanmelding, {}), native());
}
void form_cloudevents(benchmark::State& state) {
    judge(state, *cloudevents::create_json_decoder({}), event());
}
void form_zgw(benchmark::State& state) {
    judge(state, *zgw::create_decoder({}), file("zgw/corsa-zgw-zaak-create.json"));
}
void form_stuf(benchmark::State& state) {
    judge(
        state,
        *stuf::create_decoder(
            {.addressees = {hub::model::oin::parse("00000099200000001000").value()}},
            stuf::coding::as_declared
        ),
        file("stuf/pmm-zakLk01.xml")
    );
}
void floor_native(benchmark::State& state) {
    floor_json(state, native());
}
void floor_cloudevents(benchmark::State& state) {
    floor_json(state, event());
}
void floor_zgw(benchmark::State& state) {
    floor_json(state, file("zgw/corsa-zgw-zaak-create.json"));
}
// The hardened reader with everything that it gathers.
void floor_stuf(benchmark::State& state) {
    const auto bytes = file("stuf/pmm-zakLk01.xml");
    for (auto _ : state) {
        benchmark::DoNotOptimize(stuf::read_xml(bytes, "", {}).has_value());
    }
    state.SetLabel(std::to_string(bytes.size()) + " bytes");
}

BENCHMARK(form_native);
BENCHMARK(floor_native);
BENCHMARK(form_cloudevents);
BENCHMARK(floor_cloudevents);
BENCHMARK(form_zgw);
BENCHMARK(floor_zgw);
BENCHMARK(form_stuf);
BENCHMARK(floor_stuf);

}  // namespace

BENCHMARK_MAIN();
