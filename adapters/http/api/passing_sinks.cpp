#include "adapters/http/api/passing_sinks.hpp"

#include "adapters/http/answering/refusing.hpp"

#include <utility>

namespace adapters::http::api {

using boost::asio::awaitable;
using hub::model::decision;

awaitable<decision<void>>
sealing_sink::begin(const hub::ports::arriving_request& coming, std::string_view body) {
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
    if (!original) {
        co_return original.error();
    }
    original_ = std::move(*original);
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
    hub::documents::said_of_document said{std::move(file_name), {}};
    auto kept = co_await document_->finish(std::move(said));
    if (!kept) {
        co_return kept.error();
    }
    finished_.push_back(kept->is.document.value());
    auto original = co_await original_->finish(std::move(media_type));
    if (!original) {
        co_return original.error();
    }
    finished_.push_back(original->document);
    auto& is = kept->is;
    co_return sealed{
        {is.document, std::move(is.content_type), is.size, is.sha256}, std::move(*original)};
}

awaitable<void> sealing_sink::give_up() {
    if (document_ != nullptr) {
        co_await document_->abandon();
    }
    if (original_ != nullptr) {
        co_await original_->abandon();
    }
    co_await into_.withdraw(finished_);
}

awaitable<decision<void>>
looking_sink::begin(const hub::ports::arriving_request& /*coming*/, std::string_view /*body*/) {
    size_ = 0;
    kind_.emplace();
    digest_.emplace();
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
        co_return answering::rejected("te_groot", "Het document is groter dan de hub aanneemt.");
    }
    kind_->feed(piece);
    digest_->add(piece);
    co_return decision<void>{};
}

decision<hub::ports::passed_document> looking_sink::finish() {
    const auto kind = kind_->finish();
    if (!kind) {
        return kind.error();
    }
    return hub::ports::passed_document{
        std::nullopt, std::string{hub::documents::media_type_of(*kind)}, size_, digest_->finish()};
}

}  // namespace adapters::http::api
