#include "hub/intake/quarantine.hpp"

#include "hub/model/bsn.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace hub::intake {
namespace {

// A broken sender's list of faults may be long; an operator needs the first of them.
constexpr std::size_t most_places = 32;

// What a change of the configuration can heal.
constexpr std::array<std::string_view, 2> healed_by_rules{
    "melding_zonder_regel",
    "afwijking_niet_toegestaan"};
constexpr std::array<std::string_view, 2> personal_data{
    "persoonsgegevens_in_signaal",
    "bsn_niet_toegestaan"};

bool is_one_of(std::string_view code, const std::array<std::string_view, 2>& codes) noexcept {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

model::rejection say(model::rejection why, std::string code, std::string words) {
    why.invalid_params.push_back({.name = "", .code = std::move(code), .reason = std::move(words)});
    return why;
}

model::rejection say_kept(model::rejection why, const ports::quarantined& kept) {
    const auto until = model::to_rfc3339(kept.erase_at);
    if (!kept.has_content) {
        return why;
    }
    return say(
        std::move(why),
        "in_quarantaine",
        "De inhoud is verzegeld bewaard als " + kept.id.to_string() + " en wordt op " + until +
            " gewist, tenzij een beheerder haar eerder opnieuw indient."
    );
}

model::rejection say_not_kept(model::rejection why, const boost::system::error_code& error) {
    if (error == ports::make_error_code(ports::errc::too_large)) {
        return say(
            std::move(why),
            "quarantaine_vol",
            "De inhoud is niet bewaard: er staat al te veel van deze afzender in quarantaine."
        );
    }
    return say(
        std::move(why), "quarantaine_niet_beschikbaar", "De inhoud kon niet worden bewaard."
    );
}

// What can't be opened for one of these was destroyed before, its document first; or it was changed
// on the disk, and a document that nothing refers to goes by itself.
bool is_lasting(const boost::system::error_code& error) noexcept {
    return error == ports::make_error_code(ports::errc::erased) ||
           error == ports::make_error_code(ports::errc::not_found) ||
           error == ports::make_error_code(ports::errc::not_authentic);
}

// What was small enough to be held is kept as itself.
void take_what_was_held(refused_content& given) {
    if (!given.apart) {
        return;
    }
    given.form = std::move(given.apart->whole_form);
    given.original = std::move(given.apart->whole);
    if (!given.original.empty()) {
        given.apart.reset();
    }
}

}  // namespace

keeping keeping_of(const model::rejection& why) noexcept {
    if (is_one_of(why.code, personal_data) ||
        std::any_of(why.invalid_params.begin(), why.invalid_params.end(), [](const auto& one) {
            return is_one_of(one.code, personal_data);
        })) {
        return keeping::without_content;
    }
    return is_one_of(why.code, healed_by_rules) ? keeping::sealed : keeping::not_at_all;
}

vault::seal_context context_of(const ports::quarantined& one) {
    return {
        .message = one.id,
        .casus = std::nullopt,
        .owner = one.certificate,
        // What it would have been is not known; the id alone sets it apart from every message.
        .type = model::message_type::bericht};
}

quarantine::quarantine(quarantine_parts parts, quarantine_options options)
    : parts_{parts}, options_{options} {}

boost::asio::awaitable<model::rejection>
quarantine::keep(refused_content given, model::rejection why, keeping how) {
    if (how == keeping::not_at_all || why.kind != model::finality::rejected) {
        co_return why;
    }
    take_what_was_held(given);
    if (how == keeping::sealed) {
        const auto judged = co_await judge(given);
        if (!judged) {
            co_return say_not_kept(std::move(why), judged.error());
        }
        how = *judged;
    }
    ports::quarantined one;
    one.certificate = given.certificate;
    one.form = given.form;
    one.why = why;
    one.why.invalid_params.resize(std::min(one.why.invalid_params.size(), most_places));
    one.digest = given.apart ? given.apart->sums.digest
                             : parts_.vault.original_digest(given.certificate, given.original);
    one.size = given.apart ? given.apart->size : given.original.size();
    one.received_at = parts_.clock.now();
    one.erase_at = one.received_at + options_.term;
    one.state = how == keeping::sealed ? ports::quarantine_state::bewaard
                                       : ports::quarantine_state::niet_bewaard;
    const auto kept = co_await store(given, std::move(one));
    if (!kept) {
        co_return say_not_kept(std::move(why), kept.error());
    }
    if (given.apart && kept->has_content && kept->times == 1) {
        why.passed = model::passed_content::the_quarantines;
    }
    co_return say_kept(std::move(why), *kept);
}

ports::async_result<ports::quarantined>
quarantine::store(const refused_content& given, ports::quarantined one) {
    const auto room = co_await parts_.store.room(one, options_.bounds);
    if (!room) {
        co_return room.error();
    }
    if (*room == ports::quarantine_room::full) {
        co_return ports::errc::too_large;
    }
    model::sealed_part content;
    one.id = parts_.vault.mint_message_id();
    const bool fresh = *room == ports::quarantine_room::free;
    if (fresh && one.state == ports::quarantine_state::bewaard) {
        const auto key = co_await parts_.vault.take_fresh_key();
        if (!key) {
            co_return key.error();
        }
        one.id = model::message_id{key->id().value()};
        auto sealed = co_await seal(given, one, *key);
        if (!sealed) {
            co_return sealed.error();
        }
        content = std::move(*sealed);
    }
    auto kept = co_await parts_.store.add(std::move(one), std::move(content), options_.bounds);
    if (!kept || kept->times > 1) {
        co_return kept;
    }
    // One that was there a moment ago may have been ended meanwhile: then this one has no content.
    const auto recorded = fresh ? co_await record(*kept) : ports::result<void>{ports::errc::retry};
    if (!recorded) {
        ports::quarantine_ending ending;
        ending.state = ports::quarantine_state::gewist;
        ending.at = kept->received_at;
        ending.reason = "niet_vastgelegd";
        std::ignore = co_await parts_.store.end(kept->id, std::move(ending));
        co_return recorded.error();
    }
    co_return kept;
}

// What passed is referred to before the row is there: a row never lacks it.
ports::async_result<model::sealed_part> quarantine::seal(
    const refused_content& given,
    const ports::quarantined& one,
    const vault::content_key& key
) {
    pmm::v1::OriginalPart part;
    part.set_form(given.form);
    part.set_content_type(given.content_type);
    part.set_body(given.original);
    if (given.apart) {
        part.set_document_id(std::string{given.apart->document.view()});
        std::vector<ports::attachment> referred(1);
        referred.front().document = given.apart->document;
        const auto done = co_await parts_.documents->refer(std::move(referred), one.id);
        if (!done) {
            co_return done.error();
        }
    }
    co_return parts_.vault.seal(
        key, context_of(one), vault::part::origineel, part.SerializeAsString()
    );
}

ports::async_result<void> quarantine::record(ports::quarantined one) {
    ports::audit_act act;
    act.kind = "quarantaine";
    act.actor = one.certificate.to_string();
    act.message = one.id;
    act.facts = {
        {"code", one.why.code},
        {"vorm", one.form},
        {"toestand", std::string{ports::to_string(one.state)}},
        {"wissenVanaf", model::to_rfc3339(one.erase_at)}};
    std::vector<ports::audit_act> acts;
    acts.push_back(std::move(act));
    co_return co_await parts_.log.record(std::move(acts));
}

// What could not be decoded has no fields, so it is looked at as a whole: a BSN from one that may
// not send it, or in a signal, is not kept either.
ports::async_result<keeping> quarantine::judge(const refused_content& given) const {
    const auto today = parts_.organisations.current();
    const auto* const sender = today->find(given.certificate);
    const bool may_send = sender != nullptr && today->may_send_bsn(sender->soort) &&
                          given.form.find("signaal") == std::string::npos;
    if (may_send) {
        co_return keeping::sealed;
    }
    if (given.apart) {
        co_return co_await judge_passed(given);
    }
    co_return model::find_bsn(given.original) ? keeping::without_content : keeping::sealed;
}

ports::async_result<keeping> quarantine::judge_passed(const refused_content& given) const {
    const auto passed =
        co_await parts_.documents->sealed().open_brought(given.certificate, given.apart->document);
    if (!passed) {
        co_return passed.error();
    }
    model::bsn_watch watch;
    for (;;) {
        const auto piece = co_await (*passed)->next();
        if (!piece) {
            co_return piece.error();
        }
        if (piece->empty()) {
            break;
        }
        watch.add(*piece);
    }
    co_return watch.found() ? keeping::without_content : keeping::sealed;
}

ports::async_result<original_body>
open_quarantined(quarantine_parts parts, ports::quarantined one) {
    const auto content = co_await parts.store.content(one.id);
    if (!content) {
        co_return content.error();
    }
    const auto key = co_await parts.vault.find_key(model::key_id{one.id.value()});
    if (!key) {
        co_return key.error();
    }
    co_return original_of(parts.vault, *key, context_of(one), *content);
}

ports::async_result<void> destroy_quarantined(quarantine_parts parts, ports::quarantined one) {
    const model::key_id key{one.id.value()};
    const auto held = co_await open_quarantined(parts, std::move(one));
    if (!held && !is_lasting(held.error())) {
        co_return held.error();
    }
    if (held && held->document && parts.documents != nullptr) {
        const auto gone = co_await parts.documents->destroy(*held->document);
        if (!gone) {
            co_return gone.error();
        }
    }
    const auto gone = co_await parts.vault.destroy_key(key);
    if (!gone && gone.error() != ports::make_error_code(ports::errc::not_found)) {
        co_return gone.error();
    }
    co_return ports::result<void>{};
}

}  // namespace hub::intake
