#include "adapters/formats/json/requests.hpp"

#include "adapters/formats/json/object_reader.hpp"
#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/json/request_tables.hpp"
#include "adapters/formats/json/syntax.hpp"

namespace adapters::formats::json {

namespace {

// These bodies hold a few short fields.
constexpr std::size_t maximum_bytes = 16UL * 1024UL;

template <class Request>
hub::model::decision<Request> decode_request(const object_table& table, std::string_view bytes) {
    const auto json = parse_json(bytes, maximum_bytes);
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

std::string_view or_empty_object(std::string_view bytes) noexcept {
    return bytes.empty() ? "{}" : bytes;
}

}  // namespace

hub::model::decision<uitgifte_request> decode_uitgifte(std::string_view bytes) {
    return decode_request<uitgifte_request>(uitgifte_table, or_empty_object(bytes));
}

hub::model::decision<bevestiging_request> decode_bevestiging(std::string_view bytes) {
    return decode_request<bevestiging_request>(bevestiging_table, or_empty_object(bytes));
}

hub::model::decision<weigering_request> decode_weigering(std::string_view bytes) {
    return decode_request<weigering_request>(weigering_table, bytes);
}

hub::model::decision<zoek_request> decode_zoek(std::string_view bytes) {
    return decode_request<zoek_request>(zoek_table, or_empty_object(bytes));
}

}  // namespace adapters::formats::json
