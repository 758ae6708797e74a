#include "hub/intake/reception.hpp"

#include "hub/intake/admission.hpp"
#include "hub/intake/case_directory.hpp"
#include "hub/intake/own_reference.hpp"
#include "hub/intake/referring.hpp"
#include "hub/intake/refusal.hpp"
#include "hub/intake/rehearsing.hpp"
#include "hub/intake/same_content.hpp"
#include "hub/intake/sealing.hpp"
#include "hub/runtime/kill_points/kill_points.hpp"

#include <mutex>
#include <utility>

namespace hub::intake {
namespace {

namespace asio = boost::asio;

// How often the store may answer that the casus was decided otherwise meanwhile.
constexpr int maximum_rounds = 4;

bool is(const boost::system::error_code& error, ports::errc wanted) noexcept {
    return error == ports::make_error_code(wanted);
}

class durable_reception final : public reception {
public:
    durable_reception(reception_parts parts, std::shared_ptr<const rules> first)
        : parts_{std::move(parts)},
          directory_{parts_.vault, parts_.store, parts_.casus},
          rules_{std::move(first)} {}

    asio::awaitable<model::decision<acceptance>> accept(submission given) override;
    asio::awaitable<dry_run> check(submission given, rehearsed& before) override;
    asio::awaitable<model::decision<ports::stored_message>>
    find(access::caller who, model::message_id id) override;
    asio::awaitable<model::decision<std::vector<ports::stored_message>>>
    search(access::caller who, search_terms terms) override;
    asio::awaitable<model::decision<model::receipt>>
    receipt_for(access::caller who, model::message_id id) override;
    asio::awaitable<model::decision<std::vector<ports::attachment>>> attachments_for(
        ports::stored_message own
    ) override {
        return find_attachments({parts_.vault, parts_.store, parts_.documents}, std::move(own));
    }
    asio::awaitable<model::decision<original_body>>
    original_for(access::caller who, model::message_id id) override;

    void replace_rules(std::shared_ptr<const rules> next) override {
        const std::scoped_lock lock{mutex_};
        rules_.swap(next);
    }

private:
    using earlier = std::optional<acceptance>;

    // References are to the caller's own frame, which waits for each of these.
    asio::awaitable<model::decision<earlier>>
    compare_with_earlier(const admission& given, const ports::append_outcome& outcome);
    asio::awaitable<model::decision<bool>>
    says_the_same(const admission& given, const ports::stored_message& stored);
    asio::awaitable<model::decision<model::receipt>>
    rebuild_receipt(const ports::stored_message& stored, ports::receipt_parts parts);
    asio::awaitable<model::rejection> refuse_and_keep(prepared refused);

    [[nodiscard]] std::optional<ports::decoded_message>
    decode(std::string_view form, std::string_view body) const;

    [[nodiscard]] std::shared_ptr<const rules> current_rules() const {
        const std::scoped_lock lock{mutex_};
        return rules_;
    }

    reception_parts parts_;
    case_directory directory_;
    mutable std::mutex mutex_;
    std::shared_ptr<const rules> rules_;
};

asio::awaitable<model::decision<acceptance>> durable_reception::accept(submission given) {
    auto ready = prepare(parts_.vault, current_rules(), std::move(given), parts_.clock.now());
    if (!ready.refusals.empty()) {
        co_return co_await refuse_and_keep(std::move(ready));
    }
    auto& next = ready.given;
    auto wrong = co_await resolve_documents(parts_.documents, next);
    if (wrong) {
        co_return std::move(*wrong);
    }
    for (int round = 0; round < maximum_rounds; ++round) {
        const auto place = co_await directory_.resolve(next.where);
        if (place.has_error()) {
            co_return place.error();
        }
        auto message = admit(parts_.vault, next, *place);
        const auto salt = message.salt;
        auto parked_code = message.parked_code;
        runtime::kill_points::pass("key_durable_before_message");
        wrong = co_await refer_to_documents(parts_.documents, next, message.id);
        if (wrong) {
            co_return std::move(*wrong);
        }
        auto outcome = co_await parts_.store.append(std::move(message));
        if (!outcome && !is(outcome.error(), ports::errc::conflict)) {
            co_return from_append(outcome.error());
        }
        if (!outcome) {
            next.where.decided.reset();
            continue;
        }
        if (outcome->kind == ports::append_kind::fresh) {
            auto& parts = outcome->receipt;
            auto told = describe(
                next,
                outcome->stored,
                {.salt = salt,
                 .leaf = std::move(parts.leaf),
                 .place = std::move(parts.place),
                 .head = std::move(parts.head)}
            );
            told.why = std::move(next.route.why);
            told.parked_code = std::move(parked_code);
            co_return told;
        }
        if (outcome->kind == ports::append_kind::casus_taken) {
            if (next.where.named) {
                co_return reference_in_use();
            }
            next.where.decided = outcome->casus;
            continue;
        }
        auto compared = co_await compare_with_earlier(next, *outcome);
        if (compared.has_error()) {
            co_return compared.error();
        }
        if (*compared) {
            co_return std::move(**compared);
        }
        next.attempt = outcome->stored.attempt + 1;
        next.supersedes = outcome->stored.id;
        next.where.decided = outcome->stored.casus;
    }
    co_return unavailable();
}

asio::awaitable<model::rejection> durable_reception::refuse_and_keep(prepared refused) {
    auto why = combine(std::move(refused.refusals));
    auto& given = refused.given;
    const auto how = keeping_of(why);
    if (parts_.quarantine == nullptr || how == keeping::not_at_all || given.replays) {
        co_return why;
    }
    refused_content content{
        given.who.certificate,
        std::move(given.form),
        std::move(given.content_type),
        std::move(given.original),
        std::move(given.apart)};
    co_return co_await parts_.quarantine->keep(std::move(content), std::move(why), how);
}

// The earlier message's acceptance when this is a repeat of it; nothing when this supersedes it.
asio::awaitable<model::decision<durable_reception::earlier>>
durable_reception::compare_with_earlier(
    const admission& given,
    const ports::append_outcome& outcome
) {
    const auto& stored = outcome.stored;
    const auto digest = parts_.vault.original_digest(given.key.owner, given.original);
    if (digest != outcome.original_digest) {
        const auto same = co_await says_the_same(given, stored);
        if (same.has_error()) {
            co_return same.error();
        }
        if (!*same) {
            if (may_supersede(stored.overall)) {
                co_return earlier{};
            }
            co_return id_in_use();
        }
    }
    auto receipt = co_await rebuild_receipt(stored, outcome.receipt);
    if (receipt.has_error()) {
        co_return receipt.error();
    }
    auto told = describe(given, stored, std::move(*receipt));
    told.novelty = novelty::repeated;
    co_return earlier{std::move(told)};
}

asio::awaitable<model::decision<bool>>
durable_reception::says_the_same(const admission& given, const ports::stored_message& stored) {
    const auto key = co_await parts_.vault.find_key(stored.key);
    if (!key) {
        co_return from_reading(key.error());
    }
    const auto sealed = co_await parts_.store.original(stored.id);
    if (!sealed) {
        co_return from_reading(sealed.error());
    }
    const auto original = original_of(parts_.vault, *key, context_of(stored), *sealed);
    if (!original) {
        co_return from_reading(original.error());
    }
    const auto before = decode(original->form, original->body);
    const auto now = decode(given.form, given.original);
    co_return before&& now&& same_content(*before, *now, attempt_fields(given.form));
}

std::optional<ports::decoded_message>
durable_reception::decode(std::string_view form, std::string_view body) const {
    for (const auto* decoder : parts_.decoders) {
        if (decoder->form() != form) {
            continue;
        }
        auto decoded = decoder->decode(body);
        if (decoded.has_value()) {
            return std::move(*decoded);
        }
    }
    return std::nullopt;
}

asio::awaitable<model::decision<model::receipt>> durable_reception::rebuild_receipt(
    const ports::stored_message& stored,
    ports::receipt_parts parts
) {
    const auto key = co_await parts_.vault.find_key(stored.key);
    if (!key) {
        co_return from_reading(key.error());
    }
    const auto salt = salt_of(parts_.vault, *key, context_of(stored), parts.canonical);
    if (!salt) {
        co_return from_reading(salt.error());
    }
    co_return model::receipt{
        .salt = *salt,
        .leaf = std::move(parts.leaf),
        .place = std::move(parts.place),
        .head = std::move(parts.head)};
}

asio::awaitable<dry_run> durable_reception::check(submission given, rehearsed& before) {
    auto ready = prepare(parts_.vault, current_rules(), std::move(given), parts_.clock.now());
    co_return co_await rehearse({parts_, directory_}, std::move(ready), before);
}

asio::awaitable<model::decision<ports::stored_message>>
durable_reception::find(access::caller who, model::message_id id) {
    auto stored = co_await parts_.store.find(id);
    if (!stored) {
        co_return from_reading(stored.error());
    }
    if (!access::may_read(who, *stored)) {
        co_return not_found();
    }
    // Erasing is destroying the key. Whatever else is wrong with a key hides no state.
    const auto key = co_await parts_.vault.find_key(stored->key);
    if (!key && is(key.error(), ports::errc::erased)) {
        co_return from_reading(key.error());
    }
    co_return std::move(*stored);
}

asio::awaitable<model::decision<std::vector<ports::stored_message>>>
durable_reception::search(access::caller who, search_terms terms) {
    const auto digest = parts_.vault.reference_digest(who.owner, terms.reference);
    auto found = co_await parts_.store.find_reference(who.owner, digest);
    if (!found) {
        if (is(found.error(), ports::errc::not_found)) {
            co_return std::vector<ports::stored_message>{};
        }
        co_return from_reading(found.error());
    }
    if (!terms.source.empty()) {
        const auto wanted = submission_key_of(parts_.vault, who.owner, terms.source, {});
        std::erase_if(*found, [&wanted](const ports::stored_message& message) {
            return message.submission.source != wanted.source;
        });
    }
    co_return std::move(*found);
}

asio::awaitable<model::decision<model::receipt>>
durable_reception::receipt_for(access::caller who, model::message_id id) {
    const auto stored = co_await find(std::move(who), id);
    if (stored.has_error()) {
        co_return stored.error();
    }
    auto parts = co_await parts_.store.receipt(id);
    if (!parts) {
        co_return from_reading(parts.error());
    }
    co_return co_await rebuild_receipt(*stored, std::move(*parts));
}

asio::awaitable<model::decision<original_body>>
durable_reception::original_for(access::caller who, model::message_id id) {
    ports::audit_act act;
    act.kind = "sleutelvrijgave";
    act.actor = who.certificate.to_string();
    act.message = id;
    act.facts = {{"deel", "origineel"}, {"namens", who.owner.to_string()}};
    const auto stored = co_await find(std::move(who), id);
    if (stored.has_error()) {
        co_return stored.error();
    }
    const auto key = co_await parts_.vault.find_key(stored->key);
    if (!key) {
        co_return from_reading(key.error());
    }
    const auto sealed = co_await parts_.store.original(id);
    if (!sealed) {
        co_return from_reading(sealed.error());
    }
    act.casus = stored->casus;
    std::vector<ports::audit_act> acts;
    acts.push_back(std::move(act));
    const auto recorded = co_await parts_.store.record(std::move(acts));
    if (!recorded) {
        co_return unavailable();
    }
    auto original = original_of(parts_.vault, *key, context_of(*stored), *sealed);
    if (!original) {
        co_return from_reading(original.error());
    }
    co_return std::move(*original);
}

}  // namespace

asio::awaitable<dry_run> reception::check(submission given) {
    rehearsed nothing;
    co_return co_await check(std::move(given), nothing);
}

std::unique_ptr<reception>
make_reception(reception_parts parts, std::shared_ptr<const rules> first) {
    return std::make_unique<durable_reception>(std::move(parts), std::move(first));
}

}  // namespace hub::intake
