#include "hub/intake/passing_again.hpp"

#include "hub/access/caller.hpp"
#include "hub/intake/refusal.hpp"

#include <utility>

namespace hub::intake {
namespace {

using boost::asio::awaitable;
using instruments::consumer::execution;

// A document as a body. Remembers why it could not go on.
class stored_source final : public documents::passing_source {
public:
    explicit stored_source(documents::outgoing_document& from) noexcept : from_{from} {}

    awaitable<model::decision<std::string_view>> next() override {
        auto piece = co_await from_.next();
        if (!piece) {
            failure_ = piece.error();
            co_return unavailable();
        }
        piece_ = std::move(*piece);
        co_return std::string_view{piece_};
    }

    [[nodiscard]] const std::optional<boost::system::error_code>& failure() const noexcept {
        return failure_;
    }

private:
    documents::outgoing_document& from_;
    std::string piece_;
    std::optional<boost::system::error_code> failure_;
};

// Who brought it, today.
class sender_today {
public:
    sender_today(const quarantine_parts& rooms, model::oin certificate)
        : organisations_{rooms.organisations},
          clock_{rooms.clock},
          certificate_{std::move(certificate)} {}

    model::decision<documents::sender> operator()(const std::optional<model::oin>& on_behalf_of
    ) const {
        return document_sender(organisations_.current(), certificate_, on_behalf_of, clock_.now());
    }

private:
    const access::organisation_directory& organisations_;
    ports::clock& clock_;
    model::oin certificate_;
};

passed_again refused(const kept_passing& kept, model::rejection why) {
    passed_again result;
    result.message.decoder = &kept.decoder;
    result.message.decoded = std::move(why);
    result.document = kept.what.document;
    return result;
}

passed_again
read(const kept_passing& kept, ports::arriving_request& coming, ports::passed_document within) {
    auto result = refused(kept, {});
    const auto carried = coming.read(within);
    result.message = std::move(carried->messages().at(0));
    return result;
}

ports::async_result<passed_again> look_again(
    const kept_passing& kept,
    ports::arriving_request& coming,
    stored_source& source,
    std::uint64_t largest
) {
    documents::looking_sink sink{largest};
    documents::passing body{coming, sink};
    const auto passed = co_await body.run(source);
    if (source.failure()) {
        co_return *source.failure();
    }
    if (!passed || body.unread()) {
        co_return refused(kept, passed ? *body.unread() : passed.error());
    }
    const auto within = sink.finish();
    co_return within ? read(kept, coming, *within) : refused(kept, within.error());
}

// The sink goes with the result, whatever came of it.
awaitable<passed_again> seal_again(
    const kept_passing& kept,
    ports::arriving_request& coming,
    stored_source& source,
    documents::sealing_sink& sink
) {
    documents::passing body{coming, sink};
    const auto passed = co_await body.run(source);
    if (!passed || body.unread()) {
        co_return refused(kept, passed ? *body.unread() : passed.error());
    }
    auto sealed = co_await sink.finish(coming.file_name(), kept.what.content_type);
    if (!sealed) {
        co_return refused(kept, sealed.error());
    }
    auto result = read(kept, coming, std::move(sealed->document));
    const auto& original = sealed->original;
    result.apart = original_apart{
        original.document, original.sums, original.size, {}, std::string{kept.decoder.form()}};
    co_return result;
}

}  // namespace

model::decision<documents::sender> document_sender(
    std::shared_ptr<const access::organisations> today,
    const model::oin& certificate,
    const std::optional<model::oin>& on_behalf_of,
    model::timestamp now
) {
    auto who = access::resolve_caller(
        std::move(today), certificate, on_behalf_of, access::right::send, now
    );
    if (!who) {
        return who.error();
    }
    if (who->is_outsider()) {
        return refuse(
            "alleen_deelnemers", "Documenten sturen kan alleen een organisatie die is aangesloten."
        );
    }
    return documents::sender{who->owner, who->certificate};
}

ports::async_result<passed_again>
pass_again(quarantine_parts rooms, kept_passing kept, execution how) {
    const auto opened = co_await rooms.documents->sealed().open_brought(
        kept.one.certificate, kept.what.document.value()
    );
    if (!opened) {
        co_return opened.error();
    }
    const auto coming = kept.form.arrive_again(kept.decoder, kept.what.content_type);
    if (coming == nullptr) {
        co_return ports::errc::refused;
    }
    stored_source source{**opened};
    if (how == execution::rehearse) {
        co_return co_await look_again(kept, *coming, source, rooms.documents->options().largest);
    }
    auto sink = std::make_unique<documents::sealing_sink>(
        *rooms.documents, sender_today{rooms, kept.one.certificate}
    );
    auto result = co_await seal_again(kept, *coming, source, *sink);
    if (source.failure()) {
        co_await sink->give_up();
        co_return *source.failure();
    }
    result.sealed = std::move(sink);
    co_return result;
}

}  // namespace hub::intake
