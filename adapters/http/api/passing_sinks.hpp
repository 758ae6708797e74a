// What takes a document within a request: sealed, or in a dry run only looked at.
#pragma once

#include "adapters/http/api/passing.hpp"
#include "hub/documents/content_inspector.hpp"
#include "hub/documents/documents.hpp"
#include "hub/vault/primitives.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace adapters::http::api {

// Seals the document, and all of the body beside it as it came. Everything given outlives it.
class sealing_sink final : public passing_sink {
public:
    // Who sends it, once the form has said for whom.
    using sender_of = std::function<
        hub::model::decision<hub::documents::sender>(std::optional<hub::model::oin> on_behalf_of)>;

    sealing_sink(hub::documents::documents& into, sender_of who)
        : into_{into}, who_{std::move(who)} {}

    [[nodiscard]] boost::asio::awaitable<hub::model::decision<void>>
    begin(const hub::ports::arriving_request& coming, std::string_view body) override;
    [[nodiscard]] boost::asio::awaitable<hub::model::decision<void>> add_body(std::string_view piece
    ) override;
    [[nodiscard]] boost::asio::awaitable<hub::model::decision<void>> add_document(
        std::string_view piece
    ) override;

    struct sealed {
        hub::ports::passed_document document;
        hub::documents::incoming_original::passed original;
    };
    // Durable when it returns.
    [[nodiscard]] boost::asio::awaitable<hub::model::decision<sealed>>
    finish(std::string file_name, std::string media_type);
    // Whatever there is of it goes.
    [[nodiscard]] boost::asio::awaitable<void> give_up();

private:
    hub::documents::documents& into_;
    sender_of who_;
    std::unique_ptr<hub::documents::incoming_document> document_;
    std::unique_ptr<hub::documents::incoming_original> original_;
    std::vector<hub::model::document_id> finished_;
};

// Keeps nothing.
class looking_sink final : public passing_sink {
public:
    explicit looking_sink(std::uint64_t largest) noexcept : largest_{largest} {}

    [[nodiscard]] boost::asio::awaitable<hub::model::decision<void>>
    begin(const hub::ports::arriving_request& coming, std::string_view body) override;
    [[nodiscard]] boost::asio::awaitable<hub::model::decision<void>> add_body(std::string_view piece
    ) override;
    [[nodiscard]] boost::asio::awaitable<hub::model::decision<void>> add_document(
        std::string_view piece
    ) override;

    [[nodiscard]] hub::model::decision<hub::ports::passed_document> finish();

private:
    std::uint64_t largest_;
    std::uint64_t size_ = 0;
    std::optional<hub::documents::content_inspector> kind_;
    std::optional<hub::vault::running_sha256> digest_;
};

}  // namespace adapters::http::api
