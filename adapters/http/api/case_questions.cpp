#include "adapters/http/api/case_questions.hpp"

#include "adapters/http/answering/refusing.hpp"
#include "hub/access/caller.hpp"
#include "hub/intake/form_rules.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace adapters::http::api {
namespace {

namespace ports = hub::ports;
using answering::rejected;
using boost::asio::awaitable;
using hub::model::decision;

// Newest first; what a case went through in more messages than these, the latest of them say.
constexpr std::ptrdiff_t most_messages = 50;
constexpr std::size_t most_steps = 100;

hub::model::rejection unknown_case() {
    return rejected(
        "casus_onbekend", "Er is geen zaak met deze identificatie van de vragende organisatie."
    );
}

decision<hub::access::caller> caller_for(
    const parts& given,
    const exchange::request& asked,
    const ports::case_question& question
) {
    auto who = hub::access::resolve_caller(
        given.organisations.current(),
        asked.peer->certificate.value(),
        question.on_behalf_of,
        hub::access::right::read_state,
        given.clock.now()
    );
    if (!who) {
        return who;
    }
    // A question may depart from its standard as far as a message of this organisation may.
    ports::decoded_message departing;
    departing.deviations = question.deviations;
    hub::intake::verdict judged;
    hub::intake::apply_form_rules(*who, departing, judged);
    if (!judged.refusals.empty()) {
        return std::move(judged.refusals.front());
    }
    return who;
}

// What happened to the case; where nobody did anything with it, where the message itself stands.
awaitable<decision<std::vector<ports::known_case::step>>>
steps_of(const parts& given, const std::vector<ports::stored_message>& messages) {
    std::vector<ports::known_case::step> steps;
    for (const auto& message : messages) {
        const auto history = co_await given.intake.store->history(message.id);
        if (!history) {
            co_return answering::rejection_of(history.error());
        }
        for (const auto& one : *history) {
            if (!one.casus_status.empty()) {
                steps.push_back({one.casus_status, one.at, one.reason});
            }
        }
    }
    if (steps.empty()) {
        const auto& latest = messages.front();
        steps.push_back({std::string{hub::model::to_string(latest.overall)}, latest.accepted_at, {}}
        );
    }
    std::stable_sort(steps.begin(), steps.end(), [](const auto& left, const auto& right) {
        return left.at > right.at;
    });
    steps.resize(std::min(steps.size(), most_steps));
    co_return steps;
}

}  // namespace

awaitable<decision<ports::known_case>> find_case(
    const parts& given,
    const exchange::request& asked,
    const ports::case_question& question
) {
    auto who = caller_for(given, asked, question);
    if (!who) {
        co_return who.error();
    }
    hub::intake::search_terms terms{{}, question.reference};
    auto found = co_await given.intake.reception->search(*who, std::move(terms));
    if (!found) {
        co_return found.error();
    }
    std::erase_if(*found, [](const ports::stored_message& one) { return !one.casus; });
    if (found->empty()) {
        co_return unknown_case();
    }
    const auto first = found->back();
    std::erase_if(*found, [&first](const ports::stored_message& one) {
        return one.casus != first.casus;
    });
    found->erase(
        found->begin() + std::min<std::ptrdiff_t>(std::ssize(*found), most_messages), found->end()
    );
    // Says gewist where it is.
    const auto there = co_await given.intake.reception->find(std::move(*who), first.id);
    if (!there) {
        co_return there.error();
    }
    auto steps = co_await steps_of(given, *found);
    if (!steps) {
        co_return steps.error();
    }
    co_return ports::known_case{*first.casus, first.accepted_at, std::move(*steps)};
}

}  // namespace adapters::http::api
