// What operators do with a message that is held, put on record: hand it in again, or end it with
// two persons.
#pragma once

#include "adapters/http/console/parts.hpp"
#include "adapters/http/console/second_person.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::http::console {

// The request's body, when it is JSON that asks for an ending.
[[nodiscard]] hub::model::decision<closing_body>
closing_of(const parts& given, const exchange::request& asked);

// What is wrong with a reason that is no stable word; the log carries it.
[[nodiscard]] std::optional<hub::model::rejection> refuse_reason(std::string_view reason);

[[nodiscard]] std::string_view to_string(hub::instruments::consumer::ending as) noexcept;

// Records that this operator wants it so. The first person when another one proposed the same;
// nothing while it waits for another.
[[nodiscard]] hub::ports::async_result<std::optional<std::string>>
record_closing(const parts& given, second_person& confirms, std::string actor, proposal what);

// What is answered while it waits.
[[nodiscard]] exchange::response waits_for_second_person();

[[nodiscard]] hub::ports::async_result<void>
record_replay(const parts& given, std::string actor, std::string consumer, std::string id);

}  // namespace adapters::http::console
