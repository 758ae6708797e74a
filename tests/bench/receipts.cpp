#include "tests/bench/receipts.hpp"

#include "hub/vault/base64url.hpp"
#include "hub/vault/receipt.hpp"

#include <algorithm>
#include <simdjson.h>
#include <stdexcept>
#include <utility>

namespace tests::bench {
namespace {

namespace vault = hub::vault;

constexpr std::size_t uuid_length = 36;
constexpr std::string_view answer_begins = "{\"inzending\":\"";
constexpr std::string_view leaf_begins =
    "\"blad\":\"{\\\"versie\\\":1,\\\"soort\\\":\\\"inzending\\\",";
constexpr std::string_view head_begins = "\"hoofd\":\"ey";

template <std::size_t Size>
std::optional<std::array<std::uint8_t, Size>> bytes_of(std::string_view text) {
    const auto bytes = vault::from_base64url(text);
    std::array<std::uint8_t, Size> result{};
    if (!bytes || bytes->size() != Size) {
        return std::nullopt;
    }
    std::copy(bytes->begin(), bytes->end(), result.begin());
    return result;
}

// Throws simdjson's error when something is missing or of another type.
hub::model::receipt read_receipt(const simdjson::dom::element& parts) {
    hub::model::receipt result;
    const auto salt = bytes_of<32>(std::string_view{parts["zout"]});
    if (!salt) {
        throw std::runtime_error{"the salt is not 32 bytes"};
    }
    result.salt = *salt;
    result.leaf = std::string{std::string_view{parts["blad"]}};
    result.place.index = static_cast<std::uint32_t>(std::uint64_t{parts["index"]});
    result.place.leaves = static_cast<std::uint32_t>(std::uint64_t{parts["aantal"]});
    for (const auto sibling : simdjson::dom::array{parts["pad"]}) {
        const auto hash = bytes_of<32>(std::string_view{sibling});
        if (!hash) {
            throw std::runtime_error{"a hash of the path is not 32 bytes"};
        }
        result.place.path.push_back(*hash);
    }
    result.head = std::string{std::string_view{parts["hoofd"]}};
    return result;
}

}  // namespace

std::optional<std::string_view> look_at_receipt(std::string_view answer) {
    if (!answer.starts_with(answer_begins) || answer.size() < answer_begins.size() + uuid_length) {
        return std::nullopt;
    }
    const auto id = answer.substr(answer_begins.size(), uuid_length);
    const auto leaf = answer.find(leaf_begins, answer_begins.size() + uuid_length);
    if (leaf == std::string_view::npos) {
        return std::nullopt;
    }
    const auto leaf_end = answer.find("}\"", leaf);
    const auto named = answer.find(id, leaf);
    const auto head = answer.find(head_begins, leaf);
    if (head == std::string_view::npos || leaf_end == std::string_view::npos || named > leaf_end) {
        return std::nullopt;
    }
    const auto from = head + head_begins.size();
    const auto jws = answer.substr(from, answer.find('"', from) - from);
    return std::count(jws.begin(), jws.end(), '.') == 2 ? std::optional{id} : std::nullopt;
}

receipt_checker::receipt_checker(vault::seal_trust trust) : trust_{std::move(trust)} {}

const vault::head_verdict& receipt_checker::verdict_on(const std::string& head) {
    const auto known = heads_.find(head);
    return known != heads_.end()
               ? known->second
               : heads_.emplace(head, vault::verify_head(head, trust_)).first->second;
}

std::optional<std::string> receipt_checker::fault_of(const full_check& what) {
    try {
        simdjson::dom::parser parser;
        const simdjson::padded_string text{what.answer};
        const simdjson::dom::element answer = parser.parse(text);
        const auto receipt = read_receipt(answer["ontvangstbewijs"]);
        const auto verdict =
            vault::verify_receipt(receipt, what.original, verdict_on(receipt.head));
        if (verdict.fault) {
            return std::string{vault::explain(*verdict.fault)};
        }
        if (verdict.leaf.message.to_string() != std::string_view{answer["inzending"]} ||
            verdict.leaf.owner != what.sender_oin) {
            return "the receipt is another message's";
        }
        return std::nullopt;
    } catch (const std::exception& failure) {
        return failure.what();
    }
}

vault::seal_trust read_seals(std::string_view answer) {
    vault::seal_trust trust;
    simdjson::dom::parser parser;
    const simdjson::padded_string text{answer};
    for (const auto seal : simdjson::dom::array{parser.parse(text)["zegels"]}) {
        auto certificate = vault::seal_certificate::from_pem(std::string_view{seal["pem"]});
        if (certificate) {
            trust.add(std::move(*certificate));
        }
    }
    if (trust.certificates().empty()) {
        throw std::runtime_error{"the hub publishes no seal"};
    }
    return trust;
}

}  // namespace tests::bench
