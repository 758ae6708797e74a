#include "adapters/formats/receipt/receipt_reader.hpp"

#include "hub/vault/base64url.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <set>
#include <simdjson.h>
#include <span>
#include <string>
#include <utility>

namespace adapters::formats::receipt {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// Receipts are about 1 KB and the seals of decades a few dozen.
constexpr std::size_t largest_text = 1'048'576;

std::optional<std::string_view> text_of(const element& value) {
    std::string_view text;
    return value.get(text) == simdjson::SUCCESS ? std::optional{text} : std::nullopt;
}

std::optional<std::uint32_t> number_of(const element& value) {
    std::uint64_t number = 0;
    if (value.get(number) != simdjson::SUCCESS ||
        number > std::numeric_limits<std::uint32_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(number);
}

bool read_bytes(const element& value, std::span<std::uint8_t> target) {
    const auto text = text_of(value);
    const auto bytes = text ? hub::vault::from_base64url(*text) : std::nullopt;
    if (!bytes || bytes->size() != target.size()) {
        return false;
    }
    std::copy(bytes->begin(), bytes->end(), target.begin());
    return true;
}

bool read_path(const element& value, std::vector<hub::model::hash>& path) {
    array siblings;
    if (value.get(siblings) != simdjson::SUCCESS) {
        return false;
    }
    for (const auto sibling : siblings) {
        if (!read_bytes(sibling, path.emplace_back())) {
            return false;
        }
    }
    return true;
}

bool read_text(const element& value, std::string& target) {
    const auto text = text_of(value);
    target = text.value_or("");
    return text.has_value();
}

bool read_number(const element& value, std::uint32_t& target) {
    const auto number = number_of(value);
    target = number.value_or(0);
    return number.has_value();
}

bool read_member(std::string_view name, const element& value, hub::model::receipt& target) {
    if (name == "versie") {
        return number_of(value) == 1U;
    }
    if (name == "zout") {
        return read_bytes(value, target.salt);
    }
    if (name == "blad") {
        return read_text(value, target.leaf);
    }
    if (name == "index") {
        return read_number(value, target.place.index);
    }
    if (name == "aantal") {
        return read_number(value, target.place.leaves);
    }
    if (name == "pad") {
        return read_path(value, target.place.path);
    }
    if (name == "hoofd") {
        return read_text(value, target.head);
    }
    return false;
}

std::optional<hub::model::receipt> read_members(const object& members) {
    constexpr std::size_t member_count = 7;
    hub::model::receipt result;
    std::set<std::string_view> seen;
    for (const auto& [name, value] : members) {
        if (!seen.insert(name).second || !read_member(name, value, result)) {
            return std::nullopt;
        }
    }
    return seen.size() == member_count ? std::optional{std::move(result)} : std::nullopt;
}

std::optional<hub::vault::seal_certificate> read_seal(const element& seal) {
    std::string_view key_id;
    std::string_view thumbprint;
    std::string_view pem;
    if (seal["kid"].get(key_id) != simdjson::SUCCESS ||
        seal["x5t#S256"].get(thumbprint) != simdjson::SUCCESS ||
        seal["pem"].get(pem) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    auto certificate = hub::vault::seal_certificate::from_pem(pem);
    if (!certificate || certificate->key_id() != key_id ||
        certificate->thumbprint() != thumbprint) {
        return std::nullopt;
    }
    return certificate;
}

}  // namespace

std::optional<hub::model::receipt> read_receipt(std::string_view json) {
    simdjson::dom::parser parser{largest_text};
    element document;
    object members;
    if (parser.parse(json.data(), json.size()).get(document) != simdjson::SUCCESS ||
        document.get(members) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    object inner;
    if (members["ontvangstbewijs"].get(inner) == simdjson::SUCCESS) {
        return read_members(inner);
    }
    return read_members(members);
}

std::optional<hub::vault::seal_trust> read_seals(std::string_view json) {
    simdjson::dom::parser parser{largest_text};
    element document;
    array seals;
    if (parser.parse(json.data(), json.size()).get(document) != simdjson::SUCCESS ||
        document["zegels"].get(seals) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    hub::vault::seal_trust trust;
    for (const auto seal : seals) {
        auto certificate = read_seal(seal);
        if (!certificate) {
            return std::nullopt;
        }
        trust.add(std::move(*certificate));
    }
    return trust;
}

}  // namespace adapters::formats::receipt
