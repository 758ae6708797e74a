// A whole message on its way in that is too large to hold: sealed piece by piece as it came, with
// what its receipt commits to.
#pragma once

#include "hub/documents/incoming_document.hpp"
#include "hub/vault/passing_original.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace hub::documents {

// Used by one coroutine at a time.
class incoming_original {
public:
    struct passed {
        model::document_id document;
        vault::passing_original::sums sums;
        std::uint64_t size = 0;
    };

    incoming_original(
        std::unique_ptr<incoming_document> bytes,
        std::unique_ptr<vault::passing_original> sums
    ) noexcept
        : bytes_{std::move(bytes)}, sums_{std::move(sums)} {}

    // The codes of incoming_document::add().
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> add(std::string_view piece);
    // Durable when it returns.
    [[nodiscard]] boost::asio::awaitable<model::decision<passed>> finish(std::string media_type);
    [[nodiscard]] boost::asio::awaitable<void> abandon() { return bytes_->abandon(); }

private:
    std::unique_ptr<incoming_document> bytes_;
    std::unique_ptr<vault::passing_original> sums_;
};

}  // namespace hub::documents
