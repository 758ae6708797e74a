#include "hub/intake/postvak_notices.hpp"

#include "hub/intake/own_reference.hpp"
#include "hub/intake/sealing.hpp"

#include <utility>

namespace hub::intake {
namespace {

// Nobody handed it in: there are no original bytes.
constexpr std::string_view own_form = "hub/bericht/v1";

pmm::v1::CanonicalMessage content_of(const postvak_notice& what) {
    pmm::v1::CanonicalMessage content;
    auto& told = *content.mutable_bericht();
    told.set_soort(pmm::v1::BERICHT_SOORT_MEDEDELING);
    told.add_aan(what.to.to_string());
    told.set_onderwerp(what.subject);
    told.set_tekst(what.words);
    told.set_antwoord_op(what.about.to_string());
    return content;
}

}  // namespace

ports::async_result<void> postvak_notices::tell(postvak_notice what) {
    const model::submission_key submission{
        own_, default_source(own_), "mededeling/" + what.about.to_string() + '/' + what.purpose};
    const auto before = co_await store_.find_submission(submission);
    if (before) {
        co_return ports::result<void>{};
    }
    if (before.error() != ports::make_error_code(ports::errc::not_found)) {
        co_return before.error();
    }
    const auto key = co_await vault_.take_fresh_key();
    if (!key) {
        co_return key.error();
    }
    model::admitted_message message;
    message.id = model::message_id{key->id().value()};
    message.key = key->id();
    message.type = model::message_type::bericht;
    message.target = model::stream::bericht;
    message.submission = submission;
    message.certificate = own_;
    message.destinations = {model::destination{what.to}};
    message.accepted_at = clock_.now();
    message.refers_to = what.about;
    sound_message sound;
    sound.message = content_of(what);
    const sealed_facts facts{
        .form = own_form,
        .content_type = "application/protobuf",
        .original = {},
        .source = submission.source,
        .source_id = submission.id};
    seal(vault_, *key, sound, facts, message);
    // Somebody who told the same meanwhile was first, and that is as good.
    const auto stored = co_await store_.append(std::move(message));
    if (!stored) {
        co_return stored.error();
    }
    co_return ports::result<void>{};
}

}  // namespace hub::intake
