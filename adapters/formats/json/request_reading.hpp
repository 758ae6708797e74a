// Reads one small body by its table.
#pragma once

#include "adapters/formats/json/object_reader.hpp"
#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/json/syntax.hpp"
#include "hub/model/rejection.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

namespace adapters::formats::json {

// These bodies hold a few short fields.
inline constexpr std::size_t maximum_request_bytes = 16UL * 1024UL;

template <class Request>
hub::model::decision<Request> decode_request(const object_table& table, std::string_view bytes) {
    const auto json = parse_json(bytes, maximum_request_bytes);
    if (!json) {
        return json.error();
    }
    Request result;
    part only{.table = &table, .target = &result};
    object_reader reader{bsn_check::strict};
    reader.read_root({&only, 1}, json->root);
    if (reader.has_faults()) {
        return refuse_faults(std::move(reader).take_faults());
    }
    return result;
}

inline std::string_view or_empty_object(std::string_view bytes) noexcept {
    return bytes.empty() ? "{}" : bytes;
}

}  // namespace adapters::formats::json
