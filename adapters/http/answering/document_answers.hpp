// How documents are told of and given out.
#pragma once

#include "adapters/http/exchange/json_writer.hpp"
#include "adapters/http/exchange/response.hpp"
#include "hub/documents/outgoing_document.hpp"
#include "hub/ports/decoder.hpp"

#include <memory>
#include <string>

namespace adapters::http::answering {

// Members bijlage?, naam, inhoudstype, grootte and sha256 of an open object.
void write_attachment(exchange::json_writer& json, const hub::ports::attachment& what);

// 200 with the content in pieces, never shown in a browser by itself.
[[nodiscard]] exchange::response give_out(std::unique_ptr<hub::documents::outgoing_document> what);

}  // namespace adapters::http::answering
