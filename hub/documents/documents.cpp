#include "hub/documents/documents.hpp"

#include <string>
#include <utility>

namespace hub::documents {
namespace {

namespace asio = boost::asio;

model::rejection refused(std::string_view code, std::string_view words) {
    model::rejection result;
    result.code = code;
    result.words = words;
    return result;
}

model::rejection retry(std::string_view code, std::string_view words) {
    auto result = refused(code, words);
    result.kind = model::finality::retry;
    return result;
}

model::rejection unavailable() {
    return retry(
        "tijdelijk_niet_beschikbaar",
        "De hub kan dit nu niet opslaan of opzoeken. Er is niets bewaard; stuur het later opnieuw."
    );
}

model::rejection too_many() {
    return retry(
        "te_veel_bijlagen_tegelijk",
        "Er komen te veel bijlagen tegelijk binnen. Er is niets bewaard; stuur haar straks opnieuw."
    );
}

model::rejection unknown(std::size_t place) {
    auto result = refused(
        "bijlage_onbekend",
        "Er is geen bijlage met dit nummer van deze organisatie. Stuur haar eerst naar "
        "/v1/bijlagen; wat geen bericht noemt, wordt na de termijn gewist."
    );
    result.invalid_params.push_back(
        {.name = "/bijlagen/" + std::to_string(place),
         .code = "bijlage_onbekend",
         .reason = "Noem een bijlage die u zelf hebt gestuurd."}
    );
    return result;
}

}  // namespace

documents::documents(documents_parts parts, documents_options options)
    : parts_{parts},
      options_{options},
      sealed_{parts.vault, parts.store},
      reservations_{options.coming_in},
      sweeping_{
          {parts.vault, parts.store, parts.messages, parts.clock, parts.quarantined},
          options.term} {}

asio::awaitable<model::decision<std::unique_ptr<incoming_document>>>
documents::begin(sender from, std::optional<std::uint64_t> announced) {
    if (announced.value_or(0) > options_.largest) {
        co_return refused("te_groot", "De bijlage is groter dan de hub aanneemt.");
    }
    auto place = reservations_.take(from.owner, announced.value_or(options_.largest));
    if (!place) {
        co_return too_many();
    }
    co_return co_await make(std::move(from), options_.largest, std::move(place));
}

asio::awaitable<model::decision<std::unique_ptr<incoming_original>>> documents::begin_original(
    sender from
) {
    co_return co_await make_original(std::move(from), reservations::place{});
}

asio::awaitable<model::decision<std::unique_ptr<incoming_original>>>
documents::begin_original_alone(sender from) {
    auto place = reservations_.take(from.owner, options_.largest_original);
    if (!place) {
        co_return too_many();
    }
    co_return co_await make_original(std::move(from), std::move(place));
}

asio::awaitable<model::decision<std::unique_ptr<incoming_original>>>
documents::make_original(sender from, reservations::place place) {
    auto sums = parts_.vault.pass_original(from.owner);
    auto made = co_await make(std::move(from), options_.largest_original, std::move(place));
    if (!made) {
        co_return made.error();
    }
    co_return std::make_unique<incoming_original>(std::move(*made), std::move(sums));
}

asio::awaitable<model::decision<std::unique_ptr<incoming_document>>>
documents::make(sender from, std::uint64_t largest, reservations::place place) {
    const auto used = co_await parts_.store.usage(from.owner);
    if (!used) {
        co_return unavailable();
    }
    if (used->bytes + reservations_.reserved(from.owner) > options_.share ||
        used->documents >= options_.share_documents) {
        co_return refused(
            "bijlagen_vol",
            "Uw organisatie heeft haar deel van de ruimte voor bijlagen gebruikt. Wat geen bericht "
            "noemt, wordt na de termijn gewist; vraag anders de beheerder om meer ruimte."
        );
    }
    auto key = co_await parts_.vault.take_fresh_key();
    if (!key) {
        co_return unavailable();
    }
    co_return std::make_unique<incoming_document>(
        incoming_parts{parts_.vault, parts_.store, parts_.clock},
        incoming_limits{largest, options_.record_bytes},
        std::move(from),
        std::move(*key),
        std::move(place)
    );
}

ports::async_result<document> documents::find(model::oin owner, model::document_id id) {
    const auto opened = co_await sealed_.open(std::move(owner), id);
    if (!opened) {
        co_return opened.error();
    }
    document result;
    result.is = (*opened)->description();
    result.received_at = (*opened)->received_at();
    co_return result;
}

asio::awaitable<model::decision<std::vector<ports::attachment>>>
documents::resolve(model::oin owner, std::vector<ports::attachment> referred) {
    for (std::size_t at = 0; at < referred.size(); ++at) {
        auto& one = referred[at];
        if (!one.document) {
            continue;
        }
        auto found = co_await find(owner, *one.document);
        // An original is not among what may be referred to.
        if (found && !parse_content_kind(found->is.content_type)) {
            co_return unknown(at);
        }
        if (found) {
            // What a form itself says of a document that came within it stands.
            auto name = std::move(one.name);
            one = std::move(found->is);
            if (!name.empty()) {
                one.name = std::move(name);
            }
        } else if (found.error() == ports::make_error_code(ports::errc::not_found) || found.error() == ports::make_error_code(ports::errc::erased)) {
            co_return unknown(at);
        } else {
            co_return unavailable();
        }
    }
    co_return referred;
}

asio::awaitable<void> documents::withdraw(std::vector<model::document_id> unused) {
    for (const auto id : unused) {
        // What fails goes after the term, as never referred to.
        static_cast<void>(co_await parts_.store.withdraw(id));
    }
}

ports::async_result<void> documents::destroy(model::document_id id) {
    const auto marked = co_await parts_.store.withdraw(id);
    if (!marked) {
        co_return marked.error();
    }
    const auto gone = co_await parts_.vault.destroy_key(model::key_id{id.value()});
    if (!gone && gone.error() != ports::make_error_code(ports::errc::not_found)) {
        co_return gone.error();
    }
    co_return ports::result<void>{};
}

ports::async_result<void>
documents::refer(std::vector<ports::attachment> referred, model::message_id message) {
    std::vector<ports::document_reference> references;
    for (const auto& one : referred) {
        if (one.document) {
            references.push_back({*one.document, message, parts_.clock.now()});
        }
    }
    if (references.empty()) {
        co_return ports::result<void>{};
    }
    co_return co_await parts_.store.refer(std::move(references));
}

}  // namespace hub::documents
