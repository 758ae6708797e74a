#include "adapters/http/console/messages.hpp"

#include "adapters/http/answering/document_answers.hpp"
#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/console/acting.hpp"
#include "hub/routing/table.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace adapters::http::console {
namespace {

namespace model = hub::model;
namespace ports = hub::ports;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;

constexpr std::size_t usual_page = 50;
constexpr std::size_t largest_page = 500;

// Sets a field of the query from a parameter by its parser; false when the text is no such word.
template <class Value, class Parse>
bool read_word(
    const request& asked,
    std::string_view name,
    std::optional<Value>& field,
    Parse parse
) {
    if (const auto text = asked.parameter_of(name)) {
        field = parse(*text);
        return field.has_value();
    }
    return true;
}

model::decision<ports::message_query> query_of(const request& asked, model::timestamp now) {
    const auto known = answering::only_parameters(
        asked, {"afzender", "soort", "toestand", "casus", "ouderDan", "na", "maximum"}
    );
    if (!known) {
        return known.error();
    }
    ports::message_query query;
    if (!read_word(asked, "afzender", query.owner, model::oin::parse)) {
        return answering::wrong_parameter("afzender", "Dit is geen OIN van 20 posities.");
    }
    if (!read_word(asked, "soort", query.type, model::parse_message_type)) {
        return answering::wrong_parameter("soort", "Deze soort bestaat niet.");
    }
    if (!read_word(asked, "toestand", query.state, model::parse_state)) {
        return answering::wrong_parameter("toestand", "Deze toestand bestaat niet.");
    }
    if (!read_word(asked, "casus", query.casus, model::casus_id::parse)) {
        return answering::wrong_parameter("casus", "Dit is geen casusId.");
    }
    const auto older_than = answering::number_parameter(asked, "ouderDan", 0);
    if (!older_than) {
        return older_than.error();
    }
    if (*older_than > 0) {
        constexpr std::uint64_t longest = 100ULL * 365 * 86'400;
        query.accepted_until =
            now - std::chrono::seconds{std::min<std::uint64_t>(*older_than, longest)};
    }
    const auto page = answering::page_of(asked, usual_page, largest_page);
    if (!page) {
        return page.error();
    }
    if (page->after > 0) {
        query.before_sequence = page->after;
    }
    query.limit = page->limit;
    return query;
}

response
list_answer(const std::vector<ports::stored_message>& found, std::optional<std::size_t> limit) {
    json_writer json;
    json.begin_object().begin_array("berichten");
    for (const auto& message : found) {
        json.begin_object();
        write_message(json, message);
        json.end_object();
    }
    json.end_array();
    if (limit && !found.empty() && found.size() >= *limit) {
        json.member("volgende", found.back().sequence);
    }
    json.end_object();
    return exchange::json_response(200, json.take());
}

void write_steps(json_writer& json, const std::vector<ports::state_change>& history) {
    json.begin_array("stappen");
    for (const auto& step : history) {
        json.begin_object()
            .member("tijd", model::to_rfc3339(step.at))
            .member("waar", step.destination.empty() ? "intake" : step.destination)
            .member("toestand", model::to_string(step.state))
            .member_unless_empty("reden", step.reason)
            .member_unless_empty("casusStatus", step.casus_status)
            .end_object();
    }
    json.end_array();
}

// Where every consumer of the message's stream stands, so that waiting can be told from stuck.
void write_consumers(json_writer& json, const ports::broker& broker, model::stream stream) {
    json.begin_array("verwerkers");
    for (const auto& lag : broker.lags()) {
        if (lag.position.stream != stream) {
            continue;
        }
        json.begin_object()
            .member("verwerker", lag.group)
            .member("stroom", model::to_string(stream))
            .member("partitie", lag.position.partition)
            .member("positie", lag.position.offset)
            .member("einde", lag.end)
            .end_object();
    }
    json.end_array();
}

}  // namespace

void write_message(json_writer& json, const ports::stored_message& message) {
    json.member("volgnummer", message.sequence).member("inzending", message.id.to_string());
    if (message.casus) {
        json.member("casusId", message.casus->to_string());
    }
    json.member("soort", model::to_string(message.type))
        .member("afzender", message.submission.owner.text())
        .member("certificaat", message.certificate.text())
        .member("toestand", model::to_string(message.overall))
        .member("ontvangen", model::to_rfc3339(message.accepted_at))
        .member("poging", message.attempt);
    if (message.refers_to) {
        json.member("antwoordOp", message.refers_to->to_string());
    }
    json.member_unless_empty("traceparent", message.traceparent).begin_array("bestemmingen");
    for (const auto& destination : message.destinations) {
        json.text(destination.name());
    }
    json.end_array();
}

awaitable<response> messages::search(request asked) const {
    const auto query = query_of(asked, parts_.clock.now());
    if (!query) {
        co_return refuse_(query.error(), asked);
    }
    const auto found = co_await parts_.store->search(*query);
    if (!found) {
        co_return refuse_(found.error(), asked);
    }
    co_return list_answer(*found, query->limit);
}

awaitable<response> messages::by_reference(request asked) const {
    if (const auto wrong = answering::check_content_type(asked)) {
        co_return refuse_(*wrong, asked);
    }
    const auto wanted = parts_.bodies.reference_search(asked.body);
    if (!wanted) {
        co_return refuse_(wanted.error(), asked);
    }
    const auto owner = wanted->owner;
    act done;
    done.what = "zoeken_op_kenmerk";
    done.facts.emplace_back("afzender", owner.to_string());
    auto actor = actor_of(*asked.peer);
    const auto recorded = co_await record_act(parts_.audit, std::move(actor), std::move(done));
    if (!recorded) {
        co_return refuse_(recorded.error(), asked);
    }
    const auto digest = parts_.vault->reference_digest(owner, wanted->reference);
    const auto found = co_await parts_.store->find_reference(owner, digest);
    if (!found) {
        co_return refuse_(found.error(), asked);
    }
    co_return list_answer(*found, std::nullopt);
}

awaitable<response> messages::show(request asked) const {
    const auto id = model::message_id::parse(asked.capture("id"));
    if (!id) {
        co_return refuse_(answering::not_found(), asked);
    }
    const auto message = co_await parts_.store->find(*id);
    if (!message) {
        co_return refuse_(message.error(), asked);
    }
    const auto history = co_await parts_.store->history(*id);
    if (!history) {
        co_return refuse_(history.error(), asked);
    }
    act done;
    done.what = "bericht_ingezien";
    done.message = *id;
    auto actor = actor_of(*asked.peer);
    const auto recorded = co_await record_act(parts_.audit, std::move(actor), std::move(done));
    if (!recorded) {
        co_return refuse_(recorded.error(), asked);
    }
    std::string form;
    std::vector<ports::attachment> documents;
    if (parts_.inzage != nullptr) {
        form = co_await parts_.inzage->form_of(*message);
        documents = co_await parts_.inzage->documents_of(*message);
    }
    json_writer json;
    json.begin_object();
    write_message(json, *message);
    json.member_unless_empty("vorm", form);
    if (!documents.empty()) {
        json.begin_array("bijlagen");
        for (const auto& one : documents) {
            json.begin_object();
            answering::write_attachment(json, one);
            json.end_object();
        }
        json.end_array();
    }
    write_steps(json, *history);
    if (parts_.broker != nullptr) {
        write_consumers(json, *parts_.broker, hub::routing::stream_of(message->type));
    }
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

}  // namespace adapters::http::console
