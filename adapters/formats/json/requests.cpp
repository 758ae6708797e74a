#include "adapters/formats/json/requests.hpp"

#include "adapters/formats/json/request_reading.hpp"
#include "adapters/formats/json/request_tables.hpp"

namespace adapters::formats::json {

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
