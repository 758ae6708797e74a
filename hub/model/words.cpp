#include "hub/model/words.hpp"

#include "hub/model/environment.hpp"

#include <array>
#include <utility>

namespace hub::model {
namespace {

template <class Value, std::size_t count>
using word_table = std::array<std::pair<Value, std::string_view>, count>;

template <class Value, std::size_t count>
std::string_view word_of(const word_table<Value, count>& table, Value value) noexcept {
    for (const auto& [candidate, word] : table) {
        if (candidate == value) {
            return word;
        }
    }
    return {};
}

template <class Value, std::size_t count>
std::optional<Value>
value_of(const word_table<Value, count>& table, std::string_view text) noexcept {
    for (const auto& [value, word] : table) {
        if (word == text) {
            return value;
        }
    }
    return std::nullopt;
}

constexpr word_table<environment, 3> environments{{
    {environment::ontwikkel, "ontwikkel"},
    {environment::test, "test"},
    {environment::productie, "productie"},
}};

constexpr word_table<stream, 8> streams{{
    {stream::aanmelding, "aanmelding"},
    {stream::signaal, "signaal"},
    {stream::bericht, "bericht"},
    {stream::escalatie, "escalatie"},
    {stream::register_, "register"},
    {stream::overbrugging, "overbrugging"},
    {stream::status, "status"},
    {stream::geparkeerd, "geparkeerd"},
}};

constexpr word_table<message_type, 6> message_types{{
    {message_type::aanmelding, "aanmelding"},
    {message_type::signaal, "signaal"},
    {message_type::bericht, "bericht"},
    {message_type::escalatie, "escalatie"},
    {message_type::registermutatie, "registermutatie"},
    {message_type::statusbericht, "statusbericht"},
}};

constexpr word_table<message_type, 6> cloudevents_types{{
    {message_type::aanmelding, "nl.multiproblematiek.aanmelding.v1"},
    {message_type::signaal, "nl.multiproblematiek.signaal.v1"},
    {message_type::bericht, "nl.multiproblematiek.bericht.v1"},
    {message_type::escalatie, "nl.multiproblematiek.escalatie.v1"},
    {message_type::registermutatie, "nl.multiproblematiek.registermutatie.v1"},
    {message_type::statusbericht, "nl.multiproblematiek.statusbericht.v1"},
}};

constexpr word_table<instrument, 5> instruments{{
    {instrument::loket, "loket"},
    {instrument::let, "let"},
    {instrument::register_, "register"},
    {instrument::overbrugging, "overbrugging"},
    {instrument::systeemleren, "systeemleren"},
}};

constexpr word_table<state, 11> states{{
    {state::ontvangen, "ontvangen"},
    {state::doorgezet, "doorgezet"},
    {state::klaargezet, "klaargezet"},
    {state::afgeleverd, "afgeleverd"},
    {state::opgehaald, "opgehaald"},
    {state::verwerkt, "verwerkt"},
    {state::geweigerd, "geweigerd"},
    {state::geparkeerd, "geparkeerd"},
    {state::teruggestuurd, "teruggestuurd"},
    {state::afgesloten, "afgesloten"},
    {state::gewist, "gewist"},
}};

}  // namespace

std::string_view to_string(environment value) noexcept {
    return word_of(environments, value);
}
std::optional<environment> parse_environment(std::string_view text) noexcept {
    return value_of(environments, text);
}

std::string_view to_string(stream value) noexcept {
    return word_of(streams, value);
}
std::optional<stream> parse_stream(std::string_view text) noexcept {
    return value_of(streams, text);
}

std::string_view to_string(message_type value) noexcept {
    return word_of(message_types, value);
}
std::optional<message_type> parse_message_type(std::string_view text) noexcept {
    return value_of(message_types, text);
}

std::string_view cloudevents_type(message_type value) noexcept {
    return word_of(cloudevents_types, value);
}
std::optional<message_type> parse_cloudevents_type(std::string_view text) noexcept {
    return value_of(cloudevents_types, text);
}

std::string_view to_string(instrument value) noexcept {
    return word_of(instruments, value);
}
std::optional<instrument> parse_instrument(std::string_view text) noexcept {
    return value_of(instruments, text);
}

std::string_view to_string(state value) noexcept {
    return word_of(states, value);
}
std::optional<state> parse_state(std::string_view text) noexcept {
    return value_of(states, text);
}

bool is_final(state value) noexcept {
    switch (value) {
        case state::verwerkt:
        case state::geweigerd:
        case state::teruggestuurd:
        case state::afgesloten:
        case state::gewist:
            return true;
        case state::ontvangen:
        case state::doorgezet:
        case state::klaargezet:
        case state::afgeleverd:
        case state::opgehaald:
        case state::geparkeerd:
            return false;
    }
    return false;
}

}  // namespace hub::model
