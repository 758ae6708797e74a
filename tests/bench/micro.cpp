// What the parts of an accepted message cost on their own: decoding, content keys and seals, the
// message store at several batch sizes. CPU of all threads, per message.

#include "adapters/embedded/case_keys/case_keys.hpp"
#include "adapters/embedded/message_store/message_store.hpp"
#include "adapters/formats/json/decoder.hpp"
#include "hub/vault/vault.hpp"
#include "tests/bench/aanmelding.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_key_provider.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_seal.hpp"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstring>
#include <stdexcept>
#include <vector>

namespace {

using namespace hub;
namespace asio = boost::asio;
namespace support = tests::support;

constexpr auto sender = "00000099100000004000";

std::string body() {
    return tests::bench::aanmelding_template{{.sample = PMM_AANMELDING, .sender_oin = sender}}
        .body_of(1);
}

void per_message(benchmark::State& state, std::int64_t messages) {
    state.SetItemsProcessed(state.iterations() * messages);
}

void decode(benchmark::State& state) {
    const auto decoder =
        adapters::formats::json::create_decoder(model::message_type::aanmelding, {});
    const auto bytes = body();
    for (auto _ : state) {
        auto decoded = decoder->decode(bytes);
        if (!decoded) {
            state.SkipWithError("the sample is refused");
            return;
        }
        benchmark::DoNotOptimize(decoded);
    }
    per_message(state, 1);
}

void encode_canonical(benchmark::State& state) {
    const auto decoder =
        adapters::formats::json::create_decoder(model::message_type::aanmelding, {});
    const auto decoded = decoder->decode(body());
    for (auto _ : state) {
        benchmark::DoNotOptimize(decoded.value().message.SerializeAsString());
    }
    per_message(state, 1);
}

// Everything of one message but its share of the tree: a fresh key, commitments, digests, two
// seals.
void keys_and_seals(benchmark::State& state) {
    const support::temporary_directory directory;
    const support::fake_clock clock;
    support::fake_key_provider roots;
    const auto store = adapters::embedded::case_keys::create_case_keys(
        {.path = directory.path() / "sleutels.db", .faults = nullptr}
    );
    support::fake_clock moving;
    vault::vault subject{model::environment::ontwikkel, roots, *store, moving};
    support::await(subject.refill()).value();
    const auto original = body();
    const auto owner = model::oin::parse(sender).value();
    for (auto _ : state) {
        const auto key = support::await(subject.take_fresh_key()).value();
        const vault::seal_context context{
            subject.mint_message_id(), model::casus_id{}, owner, model::message_type::aanmelding};
        benchmark::DoNotOptimize(subject.original_digest(owner, original));
        benchmark::DoNotOptimize(subject.commit_to(original, original));
        benchmark::DoNotOptimize(subject.reference_digest(owner, "2026-00124"));
        benchmark::DoNotOptimize(subject.seal(key, context, vault::part::canoniek, original));
        benchmark::DoNotOptimize(subject.seal(key, context, vault::part::origineel, original));
        if (subject.wants_refill()) {
            support::await(subject.refill()).value();
        }
    }
    per_message(state, 1);
}

template <class Id>
Id id(std::uint64_t number) {
    model::uuid::bytes_type bytes{};
    bytes[0] = 0x01;
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    // The random part comes last, as in a minted one.
    const auto mixed = number * 0x9E37'79B9'7F4A'7C15ULL;
    std::memcpy(bytes.data() + 9, &mixed, 7);
    return Id{model::uuid{bytes}};
}

model::admitted_message message(std::uint64_t number) {
    model::admitted_message one;
    one.id = id<model::message_id>(2 * number);
    const auto casus = id<model::casus_id>(2 * number + 1);
    one.key = model::key_id{casus.value()};
    const auto owner = model::oin::parse(sender).value();
    one.submission = {
        owner,
        "urn:nld:oin:00000099100000004000:systeem:maatwerk",
        "bench-" + std::to_string(number)};
    one.certificate = owner;
    one.destinations = {model::destination{model::instrument::loket}};
    one.accepted_at = support::fake_clock{}.now();
    model::digest reference{};
    std::memcpy(reference.data(), &number, sizeof number);
    one.casus = {casus, true, reference, {owner}};
    one.reference = reference;
    one.canonical = {1, {}, std::string(1800, 'c')};
    one.original = {1, {}, std::string(2200, 'o')};
    one.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    return one;
}

// So many messages are handed in together; the store makes commits of them as it likes.
void store_append(benchmark::State& state) {
    const support::temporary_directory directory;
    const support::test_seal signer;
    const support::fake_clock clock;
    const auto store = adapters::embedded::message_store::create_message_store(
        {.path = directory.path() / "berichten.db",
         .log = {model::environment::ontwikkel, "intake"},
         .signer = signer,
         .clock = clock}
    );
    const auto batch = state.range(0);
    std::uint64_t number = 0;
    asio::io_context context{1};
    for (auto _ : state) {
        for (std::int64_t i = 0; i < batch; ++i) {
            asio::co_spawn(
                context,
                store->append(message(++number)),
                [](std::exception_ptr error, ports::result<ports::append_outcome> done) {
                    if (error || !done || done->kind != ports::append_kind::fresh) {
                        throw std::runtime_error{"the store takes no message"};
                    }
                }
            );
        }
        context.run();
        context.restart();
    }
    per_message(state, batch);
}

BENCHMARK(decode);
BENCHMARK(encode_canonical);
BENCHMARK(keys_and_seals)->MeasureProcessCPUTime();
BENCHMARK(store_append)->Arg(1)->Arg(4)->Arg(16)->Arg(64)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
