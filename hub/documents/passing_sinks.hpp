// What takes a document within a request: sealed, or in a dry run only looked at.
#pragma once

#include "hub/documents/content_inspector.hpp"
#include "hub/documents/documents.hpp"
#include "hub/documents/passing.hpp"
#include "hub/vault/primitives.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hub::documents {

// Seals the document, and all of the body beside it as it came. Everything given outlives it.
class sealing_sink final : public passing_sink {
public:
    // Who sends it, once the form has said for whom.
    using sender_of =
        std::function<model::decision<sender>(std::optional<model::oin> on_behalf_of)>;

    sealing_sink(documents& into, sender_of who) : into_{into}, who_{std::move(who)} {}

    [[nodiscard]] boost::asio::awaitable<model::decision<void>>
    begin(const ports::arriving_request& coming, std::string_view body) override;
    [[nodiscard]] boost::asio::awaitable<model::decision<void>>
    begin_unread(const ports::arriving_request& coming, std::string_view body) override;
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> add_body(std::string_view piece
    ) override;
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> add_document(std::string_view piece
    ) override;

    struct sealed {
        ports::passed_document document;
        incoming_original::passed original;
    };
    // Durable when it returns.
    [[nodiscard]] boost::asio::awaitable<model::decision<sealed>>
    finish(std::string file_name, std::string media_type);
    // Of the body alone, for what could not be read.
    [[nodiscard]] boost::asio::awaitable<model::decision<incoming_original::passed>> finish_unread(
        std::string media_type
    );
    // For a body that the quarantine has now.
    [[nodiscard]] boost::asio::awaitable<void> give_up_document();
    // Whatever there is of it goes.
    [[nodiscard]] boost::asio::awaitable<void> give_up();

private:
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> begin_original(
        model::decision<std::unique_ptr<incoming_original>> begun,
        std::string_view body
    );

    documents& into_;
    sender_of who_;
    std::unique_ptr<incoming_document> document_;
    std::unique_ptr<incoming_original> original_;
    std::optional<model::document_id> finished_document_;
    std::optional<model::document_id> finished_original_;
};

// Keeps nothing.
class looking_sink final : public passing_sink {
public:
    explicit looking_sink(std::uint64_t largest) noexcept : largest_{largest} {}

    [[nodiscard]] boost::asio::awaitable<model::decision<void>>
    begin(const ports::arriving_request& coming, std::string_view body) override;
    [[nodiscard]] boost::asio::awaitable<model::decision<void>>
    begin_unread(const ports::arriving_request& coming, std::string_view body) override;
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> add_body(std::string_view piece
    ) override;
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> add_document(std::string_view piece
    ) override;

    [[nodiscard]] model::decision<ports::passed_document> finish();

private:
    std::uint64_t largest_;
    std::uint64_t size_ = 0;
    std::optional<content_inspector> kind_;
    std::optional<vault::running_sha256> digest_;
};

}  // namespace hub::documents
