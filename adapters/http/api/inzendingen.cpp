#include "adapters/http/api/inzendingen.hpp"

#include "adapters/http/answering/document_answers.hpp"
#include "adapters/http/answering/given_back.hpp"
#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/calling.hpp"
#include "adapters/http/exchange/json_writer.hpp"
#include "hub/ports/result.hpp"
#include "hub/vault/receipt.hpp"

#include <utility>

namespace adapters::http::api {
namespace {

using answering::check_accept;
using answering::not_found;
using answering::only_parameters;
using answering::rejected;
using answering::rejection_of;
using answering::text_parameter;
namespace access = hub::access;
namespace model = hub::model;
namespace ports = hub::ports;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;

// As long as the contract has them.
constexpr std::size_t longest_term = 200;

std::string default_source(const model::oin& owner) {
    return "urn:nld:oin:" + owner.to_string();
}

void write_row(json_writer& json, const ports::stored_message& message) {
    json.member("inzending", message.id.to_string());
    if (message.casus) {
        json.member("casusId", message.casus->to_string());
    }
    json.member("soort", model::to_string(message.type))
        .member("afzender", message.submission.owner.text())
        .member("certificaat", message.certificate.text())
        .member("bron", message.submission.source)
        .member("id", message.submission.id)
        .member("poging", message.attempt)
        .member("ontvangen", model::to_rfc3339(message.accepted_at));
    if (message.refers_to) {
        json.member("antwoordOp", message.refers_to->to_string());
    }
    json.member("toestand", model::to_string(message.overall));
}

// Names are content: a state does not tell them.
void write_documents(json_writer& json, const std::vector<ports::attachment>& all) {
    if (all.empty()) {
        return;
    }
    json.begin_array("bijlagen");
    for (auto one : all) {
        one.name.clear();
        json.begin_object();
        answering::write_attachment(json, one);
        json.end_object();
    }
    json.end_array();
}

// Where the message stands at one destination: its last step there, or intake's last.
const ports::state_change*
last_step(const std::vector<ports::state_change>& history, std::string_view destination) {
    const ports::state_change* result = nullptr;
    for (const auto& step : history) {
        const bool here = step.destination == destination;
        const bool only_intake = result == nullptr || result->destination.empty();
        if (here || (step.destination.empty() && only_intake)) {
            result = &step;
        }
    }
    return result;
}

void write_destinations(
    json_writer& json,
    const ports::stored_message& message,
    const std::vector<ports::state_change>& history
) {
    json.begin_array("bestemmingen");
    for (const auto& destination : message.destinations) {
        json.begin_object().member("bestemming", destination.name());
        if (const auto* step = last_step(history, destination.name())) {
            json.member("toestand", model::to_string(step->state))
                .member("sinds", model::to_rfc3339(step->at))
                .member_unless_empty("reden", step->reason)
                .member_unless_empty("casusStatus", step->casus_status);
        } else {
            json.member("toestand", model::to_string(model::state::ontvangen))
                .member("sinds", model::to_rfc3339(message.accepted_at));
        }
        json.end_object();
    }
    json.end_array();
}

void write_history(json_writer& json, const std::vector<ports::state_change>& history) {
    json.begin_array("historie");
    for (const auto& step : history) {
        json.begin_object()
            .member_unless_empty("bestemming", step.destination)
            .member("toestand", model::to_string(step.state))
            .member("tijd", model::to_rfc3339(step.at))
            .member_unless_empty("reden", step.reason)
            .member_unless_empty("casusStatus", step.casus_status)
            .end_object();
    }
    json.end_array();
}

// What is no id reads as one that is not there.
model::decision<model::message_id> id_of(const request& asked) {
    if (const auto id = model::message_id::parse(asked.capture("id"))) {
        return *id;
    }
    return not_found();
}

}  // namespace

model::decision<access::caller> inzendingen::caller(const request& asked) const {
    if (auto wrong = check_accept(asked)) {
        return std::move(*wrong);
    }
    return caller_of(asked, parts_.organisations, access::right::read_state, parts_.clock.now());
}

awaitable<response> inzendingen::show(request asked) const {
    auto who = caller(asked);
    if (!who) {
        co_return refuse_(who.error(), asked);
    }
    const auto id = id_of(asked);
    if (!id) {
        co_return refuse_(id.error(), asked);
    }
    const auto message = co_await parts_.intake.reception->find(std::move(*who), *id);
    if (!message) {
        co_return refuse_(message.error(), asked);
    }
    const auto history = co_await parts_.intake.store->history(*id);
    if (!history) {
        co_return refuse_(history.error(), asked);
    }
    // A state without its attachments would say that it had none.
    const auto documents = co_await parts_.intake.reception->attachments_for(*message);
    if (!documents) {
        co_return refuse_(documents.error(), asked);
    }
    json_writer json;
    json.begin_object();
    write_row(json, *message);
    write_documents(json, *documents);
    write_destinations(json, *message, *history);
    write_history(json, *history);
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<inzendingen::found>
inzendingen::by_id(access::caller who, std::string source, std::string id) const {
    if (source.empty()) {
        source = default_source(who.owner);
    }
    model::submission_key key{who.owner, std::move(source), std::move(id)};
    auto message = co_await parts_.intake.store->find_submission(std::move(key));
    std::vector<ports::stored_message> result;
    if (message) {
        if (access::may_read(who, *message)) {
            result.push_back(std::move(*message));
        }
    } else if (message.error() != ports::errc::not_found) {
        co_return rejection_of(message.error());
    }
    co_return result;
}

awaitable<response> inzendingen::search(request asked) const {
    auto who = caller(asked);
    if (!who) {
        co_return refuse_(who.error(), asked);
    }
    if (const auto known = only_parameters(asked, {"namens", "bron", "kenmerk", "id"}); !known) {
        co_return refuse_(known.error(), asked);
    }
    const auto source = text_parameter(asked, "bron", longest_term);
    const auto reference = text_parameter(asked, "kenmerk", longest_term);
    const auto id = text_parameter(asked, "id", longest_term);
    for (const auto* term : {&source, &reference, &id}) {
        if (!*term) {
            co_return refuse_(term->error(), asked);
        }
    }
    if (reference->empty() == id->empty()) {
        co_return refuse_(
            rejected(
                "parameter_ontbreekt",
                "Zoek met kenmerk (uw eigen kenmerk) of met id, eventueel met bron erbij."
            ),
            asked
        );
    }
    found messages{std::vector<ports::stored_message>{}};
    if (id->empty()) {
        hub::intake::search_terms terms{*source, *reference};
        messages = co_await parts_.intake.reception->search(std::move(*who), std::move(terms));
    } else {
        messages = co_await by_id(std::move(*who), *source, *id);
    }
    if (!messages) {
        co_return refuse_(messages.error(), asked);
    }
    json_writer json;
    json.begin_object().begin_array("inzendingen");
    for (const auto& message : *messages) {
        json.begin_object();
        write_row(json, message);
        json.end_object();
    }
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> inzendingen::receipt(request asked) const {
    auto who = caller(asked);
    if (!who) {
        co_return refuse_(who.error(), asked);
    }
    const auto id = id_of(asked);
    if (!id) {
        co_return refuse_(id.error(), asked);
    }
    const auto receipt = co_await parts_.intake.reception->receipt_for(std::move(*who), *id);
    if (!receipt) {
        co_return refuse_(receipt.error(), asked);
    }
    co_return exchange::json_response(200, hub::vault::receipt_text(*receipt));
}

awaitable<model::decision<std::unique_ptr<hub::documents::outgoing_document>>>
inzendingen::open_whole(model::oin owner, model::document_id id) const {
    if (parts_.documents == nullptr) {
        co_return not_found();
    }
    auto opened = co_await parts_.documents->sealed().open(std::move(owner), id);
    if (!opened) {
        co_return rejection_of(opened.error());
    }
    co_return std::move(*opened);
}

awaitable<response> inzendingen::original(request asked) const {
    // Content is more than a state: only who may send for this owner gets it back.
    auto who = caller_of(asked, parts_.organisations, access::right::send, parts_.clock.now());
    if (!who) {
        co_return refuse_(who.error(), asked);
    }
    const auto id = id_of(asked);
    if (!id) {
        co_return refuse_(id.error(), asked);
    }
    const auto owner = who->owner;
    auto bytes = co_await parts_.intake.reception->original_for(std::move(*who), *id);
    if (!bytes) {
        co_return refuse_(bytes.error(), asked);
    }
    auto result = answering::give_back(
        id->to_string(), bytes->form, bytes->content_type, std::move(bytes->body)
    );
    if (bytes->document) {
        auto whole = co_await open_whole(owner, *bytes->document);
        if (!whole) {
            co_return refuse_(whole.error(), asked);
        }
        result.body.clear();
        result.pieces = answering::give_out(std::move(*whole)).pieces;
    }
    co_return result;
}

}  // namespace adapters::http::api
