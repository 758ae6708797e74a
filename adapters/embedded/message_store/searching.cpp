#include "adapters/embedded/message_store/reading.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace adapters::embedded::message_store {

using hub::model::state;
using hub::ports::message_query;
using hub::ports::result;
using hub::ports::stored_message;

namespace {

constexpr std::size_t max_found = 1000;

// A message is accepted before its commit has its time, and not much earlier.
constexpr std::chrono::hours acceptance_to_commit{1};

std::string state_condition(state wanted, std::uint64_t published_up_to) {
    const auto watermark = std::to_string(published_up_to);
    const auto word = "m.overall='" + std::string{hub::model::to_string(wanted)} + "'";
    switch (wanted) {
        case state::ontvangen:
            return "m.overall IS NULL AND m.sequence>" + watermark;
        case state::doorgezet:
            return "m.overall IS NULL AND m.sequence<=" + watermark;
        case state::klaargezet:
        case state::afgeleverd:
        case state::opgehaald:
            return word + " AND m.open IS NOT NULL";
        case state::verwerkt:
        case state::geweigerd:
        case state::geparkeerd:
        case state::teruggestuurd:
        case state::afgesloten:
        case state::gewist:
            return word;
    }
    return word;
}

}  // namespace

std::optional<std::uint64_t> reading_session::first_sequence_at(hub::model::timestamp time) {
    auto found = first_at_.query(hub::model::to_microseconds(time));
    return found.next() ? std::optional{found.unsigned_integer(0)} : std::nullopt;
}

// Numbers and words of our own only; what comes from outside is bound.
std::string reading_session::conditions(const message_query& query) {
    std::string all = "WHERE (?1 IS NULL OR m.casus=?1)";
    const auto add = [&all](const std::string& condition) { all += " AND " + condition; };
    if (query.casus) {
        all = "WHERE m.casus=?1";
    }
    if (query.owner) {
        add("m.owner=(SELECT number FROM organisation WHERE oin='" + query.owner->to_string() + "')"
        );
    }
    if (query.type) {
        add("m.type='" + std::string{hub::model::to_string(*query.type)} + "'");
    }
    if (query.state) {
        add(state_condition(*query.state, outbox_.up_to()));
    }
    if (query.accepted_from) {
        add("m.accepted_at>=" + std::to_string(hub::model::to_microseconds(*query.accepted_from)));
        if (const auto first = first_sequence_at(*query.accepted_from)) {
            add("m.sequence>=" + std::to_string(*first));
        }
    }
    if (query.accepted_until) {
        add("m.accepted_at<" + std::to_string(hub::model::to_microseconds(*query.accepted_until)));
        if (const auto after = first_sequence_at(*query.accepted_until + acceptance_to_commit)) {
            add("m.sequence<" + std::to_string(*after));
        }
    }
    if (query.before_sequence) {
        add("m.sequence<" + std::to_string(*query.before_sequence));
    }
    return all + " ORDER BY m.sequence DESC LIMIT " +
           std::to_string(std::min(query.limit, max_found));
}

result<std::vector<stored_message>> reading_session::search(const message_query& query) {
    std::vector<stored_message> messages;
    // Prepared anew each time: its shape depends on what is asked, and operators ask seldom.
    sqlite::statement select{file_, select_messages(conditions(query))};
    const auto casus =
        query.casus ? std::optional{sqlite::blob{query.casus->view()}} : std::nullopt;
    auto found = select.query(casus);
    while (found.next()) {
        messages.push_back(shown(read_row(found)));
    }
    return messages;
}

}  // namespace adapters::embedded::message_store
