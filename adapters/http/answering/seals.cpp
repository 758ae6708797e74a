#include "adapters/http/answering/seals.hpp"

namespace adapters::http::answering {

void write_seals(exchange::json_writer& json, std::span<const hub::vault::seal_certificate> seals) {
    json.begin_array("zegels");
    for (const auto& seal : seals) {
        json.begin_object()
            .member("kid", seal.key_id())
            .member("x5t#S256", seal.thumbprint())
            .member("pem", seal.pem())
            .member("van", hub::model::to_rfc3339(seal.from()))
            .member("tot", hub::model::to_rfc3339(seal.until()))
            .end_object();
    }
    json.end_array();
}

}  // namespace adapters::http::answering
