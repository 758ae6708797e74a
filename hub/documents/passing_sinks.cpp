#include "hub/documents/passing_sinks.hpp"

#include <utility>
#include <vector>

namespace hub::documents {

using boost::asio::awaitable;
using model::decision;

awaitable<decision<void>>
sealing_sink::begin(const ports::arriving_request& coming, std::string_view body) {
    auto from = who_(coming.on_behalf_of());
    if (!from) {
        co_return from.error();
    }
    if (document_ != nullptr) {
        co_await document_->abandon();
        document_ = nullptr;
    }
    auto begun = co_await into_.begin(*from, std::nullopt);
    if (!begun) {
        co_return begun.error();
    }
    document_ = std::move(*begun);
    if (original_ != nullptr) {
        co_return decision<void>{};
    }
    auto original = co_await into_.begin_original(std::move(*from));
    co_return co_await begin_original(std::move(original), body);
}

// A document that began keeps its place until the end, for the body that goes on.
awaitable<decision<void>>
sealing_sink::begin_unread(const ports::arriving_request& coming, std::string_view body) {
    if (original_ != nullptr) {
        co_return decision<void>{};
    }
    auto from = who_(coming.on_behalf_of());
    if (!from) {
        co_return from.error();
    }
    auto original = co_await into_.begin_original_alone(std::move(*from));
    co_return co_await begin_original(std::move(original), body);
}

awaitable<decision<void>> sealing_sink::begin_original(
    decision<std::unique_ptr<incoming_original>> begun,
    std::string_view body
) {
    if (!begun) {
        co_return begun.error();
    }
    original_ = std::move(*begun);
    co_return co_await original_->add(body);
}

awaitable<decision<void>> sealing_sink::add_body(std::string_view piece) {
    co_return co_await original_->add(piece);
}

awaitable<decision<void>> sealing_sink::add_document(std::string_view piece) {
    if (document_ == nullptr) {
        co_return decision<void>{};
    }
    co_return co_await document_->add(piece);
}

awaitable<decision<sealing_sink::sealed>>
sealing_sink::finish(std::string file_name, std::string media_type) {
    // By its bytes alone: what suites write as its type says little.
    said_of_document said{std::move(file_name), {}};
    auto kept = co_await document_->finish(std::move(said));
    if (!kept) {
        co_return kept.error();
    }
    finished_document_ = kept->is.document.value();
    auto original = co_await finish_unread(std::move(media_type));
    if (!original) {
        co_return original.error();
    }
    auto& is = kept->is;
    co_return sealed{
        {is.document, std::move(is.content_type), is.size, is.sha256}, std::move(*original)};
}

awaitable<decision<incoming_original::passed>> sealing_sink::finish_unread(std::string media_type) {
    auto original = co_await original_->finish(std::move(media_type));
    if (original) {
        finished_original_ = original->document;
    }
    co_return original;
}

awaitable<void> sealing_sink::give_up_document() {
    if (document_ != nullptr) {
        co_await document_->abandon();
    }
    if (finished_document_) {
        std::vector<model::document_id> unused{*finished_document_};
        co_await into_.withdraw(std::move(unused));
    }
}

awaitable<void> sealing_sink::give_up() {
    co_await give_up_document();
    if (original_ != nullptr) {
        co_await original_->abandon();
    }
    if (finished_original_) {
        std::vector<model::document_id> unused{*finished_original_};
        co_await into_.withdraw(std::move(unused));
    }
}

awaitable<decision<void>>
looking_sink::begin(const ports::arriving_request& /*coming*/, std::string_view /*body*/) {
    size_ = 0;
    kind_.emplace();
    digest_.emplace();
    co_return decision<void>{};
}

awaitable<decision<void>>
looking_sink::begin_unread(const ports::arriving_request& /*coming*/, std::string_view /*body*/) {
    kind_.reset();
    co_return decision<void>{};
}

awaitable<decision<void>> looking_sink::add_body(std::string_view /*piece*/) {
    co_return decision<void>{};
}

awaitable<decision<void>> looking_sink::add_document(std::string_view piece) {
    if (!kind_) {
        co_return decision<void>{};
    }
    size_ += piece.size();
    if (size_ > largest_) {
        model::rejection why;
        why.code = "te_groot";
        why.words = "Het document is groter dan de hub aanneemt.";
        co_return why;
    }
    kind_->feed(piece);
    digest_->add(piece);
    co_return decision<void>{};
}

decision<ports::passed_document> looking_sink::finish() {
    const auto kind = kind_->finish();
    if (!kind) {
        return kind.error();
    }
    return ports::passed_document{
        std::nullopt, std::string{media_type_of(*kind)}, size_, digest_->finish()};
}

}  // namespace hub::documents
