// Any bytes as a receipt, as published seals, as a head and as a leaf: reading is exact, and
// nothing verifies but what the seal signed. The words "blad" and "hoofd" in a receipt stand for a
// true leaf and a true head, so that the checks behind the signature are reached.
#include "adapters/formats/receipt/receipt_reader.hpp"
#include "hub/vault/log.hpp"
#include "hub/vault/log_check.hpp"
#include "hub/vault/receipt.hpp"
#include "tests/support/test_seal.hpp"
#include "tests/unit/hub/vault/samples.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace hub;
using adapters::formats::receipt::read_receipt;
using adapters::formats::receipt::read_seals;

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

constexpr std::size_t leaf_count = 5;

// A commit of five messages, signed once.
struct true_commit {
    true_commit() {
        trust.add(seal.certificate());
        for (std::size_t i = 0; i < leaf_count; ++i) {
            auto message = tests::vault::make_message();
            message.id = tests::vault::id_number<model::message_id>(static_cast<std::uint8_t>(i));
            batch.leaves.push_back(vault::message_leaf(log, message, tests::vault::sequences));
        }
        auto sealed = vault::seal_commit(
            log, {}, batch.leaves, tests::vault::make_message().accepted_at, seal
        );
        batch.number = 1;
        batch.head = sealed->head;
        places = sealed->places;
    }

    const vault::log_identity log = tests::vault::intake_log();
    tests::support::test_seal seal;
    vault::seal_trust trust;
    ports::log_batch batch;
    std::vector<model::inclusion> places;
};

bool stands_in(const true_commit& commit, const model::receipt& receipt) {
    for (std::size_t i = 0; i < leaf_count; ++i) {
        const auto& place = commit.places[i];
        if (receipt.leaf == commit.batch.leaves[i]) {
            return receipt.head == commit.batch.head && receipt.place.index == place.index &&
                   receipt.place.leaves == place.leaves && receipt.place.path == place.path;
        }
    }
    return false;
}

void check_receipt(const true_commit& commit, std::string_view bytes) {
    auto receipt = read_receipt(bytes);
    if (!receipt) {
        return;
    }
    const auto text = vault::receipt_text(*receipt);
    const auto again = read_receipt(text);
    demand(again && vault::receipt_text(*again) == text);
    demand(vault::verify_receipt(*receipt, std::nullopt, commit.trust).fault.has_value());
    if (receipt->leaf == "blad") {
        receipt->leaf = commit.batch.leaves[receipt->place.index % leaf_count];
    }
    if (receipt->head == "hoofd") {
        receipt->head = commit.batch.head;
    }
    const auto verdict = vault::verify_receipt(*receipt, std::nullopt, commit.trust);
    demand(verdict.fault.has_value() != stands_in(commit, *receipt));
    demand(vault::verify_receipt(*receipt, bytes, commit.trust).fault.has_value());
}

void check_log(const true_commit& commit, const std::string& bytes) {
    const vault::log_check_options plain{commit.log, ports::leaves::with, std::nullopt};
    const vault::log_check_options with_head{commit.log, ports::leaves::with, bytes};
    demand(vault::verify_log(with_head, std::array{commit.batch}, commit.trust).has_value());
    auto changed = commit.batch;
    changed.head = bytes;
    demand(vault::verify_log(plain, std::array{changed}, commit.trust).has_value());
    changed = commit.batch;
    changed.leaves.back() = bytes;
    demand(vault::verify_log(plain, std::array{changed}, commit.trust).has_value());
}

void check_exact(std::string_view bytes) {
    const auto leaf = vault::read_message_leaf(bytes);
    demand(!leaf || vault::read_leaf_origin(bytes).has_value());
    if (const auto head = vault::read_head(bytes)) {
        demand(bytes.starts_with(head->signing_input));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const true_commit commit;
    const std::string bytes{reinterpret_cast<const char*>(data), size};
    check_receipt(commit, bytes);
    check_log(commit, bytes);
    check_exact(bytes);
    if (const auto seals = read_seals(bytes)) {
        demand(vault::verify_head(commit.batch.head, *seals).fault.has_value());
    }
    return 0;
}
