// What the durable stores of the tests share: numbered ids, and many operations together.
#pragma once

#include "hub/model/uuid.hpp"
#include "hub/ports/result.hpp"
#include "tests/contract/embedded/durable_store.hpp"
#include "tests/support/await.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace tests::contract {

inline constexpr std::size_t plenty = 1'000'000;
// Enough that a few messages fill pages.
inline constexpr std::size_t content_bytes = 1'500;

inline hub::model::uuid numbered(std::uint32_t number) {
    std::array<std::uint8_t, 10> random{};
    random[8] = static_cast<std::uint8_t>(number >> 8U);
    random[9] = static_cast<std::uint8_t>(number);
    return hub::model::uuid::version_7(
        hub::model::from_microseconds(1'782'907'200'000'000 + number * 1000LL), random
    );
}

inline hub::model::message_id message_number(std::uint32_t number) {
    return hub::model::message_id{numbered(number)};
}

// Runs them all on one context, as connections of one loop would.
template <class Value, class Start>
std::vector<hub::ports::result<Value>>
all_together(const std::vector<std::uint32_t>& numbers, Start start) {
    std::vector<hub::ports::result<Value>> outcomes(numbers.size(), hub::ports::errc::closed);
    boost::asio::io_context context{1};
    for (std::size_t at = 0; at < numbers.size(); ++at) {
        boost::asio::co_spawn(
            context,
            start(numbers[at]),
            [&outcomes, at](std::exception_ptr error, hub::ports::result<Value> done) {
                if (!error) {
                    outcomes[at] = std::move(done);
                }
            }
        );
    }
    context.run_for(support::await_deadline);
    return outcomes;
}

template <class Value>
Value whole(hub::ports::result<Value> found, const std::string& what) {
    if (!found) {
        throw not_whole{what};
    }
    return std::move(*found);
}

}  // namespace tests::contract
