#include "hub/instruments/consumer/order.hpp"

#include <algorithm>
#include <stdexcept>

namespace hub::instruments::consumer {

bool keeps_order(model::message_type type, const std::optional<model::casus_id>& casus) noexcept {
    switch (type) {
        case model::message_type::aanmelding:
        case model::message_type::bericht:
        case model::message_type::escalatie:
            return casus.has_value();
        case model::message_type::signaal:
        case model::message_type::registermutatie:
        case model::message_type::statusbericht:
            return false;
    }
    return false;
}

std::string order_id(model::casus_id casus, std::string_view destination, std::string_view log_id) {
    std::string id = casus.to_string();
    id.append("/").append(destination).append("/").append(log_id);
    return id;
}

order_state::order_state(const std::string& body) {
    if (!record_.ParseFromString(body)) {
        throw std::runtime_error{"a record of order is none"};
    }
}

turn order_state::turn_of(std::uint64_t sequence) const noexcept {
    if (sequence <= record_.applied()) {
        return turn::late;
    }
    return sequence == record_.applied() + 1 ? turn::now : turn::early;
}

void order_state::applied(std::uint64_t sequence, const model::message_id& id) {
    record_.set_applied(std::max(record_.applied(), sequence));
    if (record_.blocked_by() == id.view()) {
        record_.clear_blocked_by();
    }
    auto* waiting = record_.mutable_waiting();
    waiting->erase(
        std::remove_if(
            waiting->begin(),
            waiting->end(),
            [&](const auto& place) { return place.message_id() == id.view(); }
        ),
        waiting->end()
    );
}

void order_state::wait(std::uint64_t sequence, const model::message_id& id) {
    auto* place = record_.add_waiting();
    place->set_sequence(sequence);
    place->set_message_id(std::string{id.view()});
}

void order_state::blocked_by(const model::message_id& id) {
    record_.set_blocked_by(std::string{id.view()});
}

std::optional<model::message_id> order_state::next_waiting() const {
    for (const auto& place : record_.waiting()) {
        if (turn_of(place.sequence()) != turn::early) {
            return model::message_id::from_bytes(place.message_id());
        }
    }
    return std::nullopt;
}

}  // namespace hub::instruments::consumer
