#include "adapters/http/api/receipts.hpp"

#include "adapters/http/exchange/json_writer.hpp"
#include "hub/vault/base64url.hpp"

namespace adapters::http::api {
std::string receipt_text(const hub::model::receipt& receipt) {
    exchange::json_writer json;
    json.begin_object()
        .member("zout", hub::vault::to_base64url(receipt.salt))
        .member("blad", receipt.leaf)
        .member("index", receipt.place.index)
        .member("bladen", receipt.place.leaves)
        .begin_array("pad");
    for (const auto& sibling : receipt.place.path) {
        json.text(hub::vault::to_base64url(sibling));
    }
    json.end_array().member("hoofd", receipt.head).end_object();
    return json.take();
}

}  // namespace adapters::http::api
