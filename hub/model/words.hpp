// The closed vocabularies of the hub: streams, message types, instruments, states. Each has the
// word that stands in stores, topics and answers; these words never change.
#pragma once

#include <optional>
#include <string_view>

namespace hub::model {

// A topic family on the broker: <prefix><stream>.v1.
enum class stream {
    aanmelding,
    signaal,
    bericht,
    escalatie,
    register_,
    overbrugging,
    status,
    geparkeerd
};

[[nodiscard]] std::string_view to_string(stream value) noexcept;
[[nodiscard]] std::optional<stream> parse_stream(std::string_view text) noexcept;

// What kind of message this is.
enum class message_type { aanmelding, signaal, bericht, escalatie, registermutatie, statusbericht };

[[nodiscard]] std::string_view to_string(message_type value) noexcept;
[[nodiscard]] std::optional<message_type> parse_message_type(std::string_view text) noexcept;

// The CloudEvents type, for example nl.multiproblematiek.aanmelding.v1 (NL GOV profile: reverse
// DNS, one version number, no organisation).
[[nodiscard]] std::string_view cloudevents_type(message_type value) noexcept;
[[nodiscard]] std::optional<message_type> parse_cloudevents_type(std::string_view text) noexcept;

// The consumers inside the hub.
enum class instrument { loket, let, register_, overbrugging, systeemleren };

[[nodiscard]] std::string_view to_string(instrument value) noexcept;
[[nodiscard]] std::optional<instrument> parse_instrument(std::string_view text) noexcept;

// State of (message, destination). The intake states come first; geparkeerd may follow any that is
// not final.
enum class state {
    ontvangen,
    doorgezet,
    klaargezet,
    afgeleverd,
    opgehaald,
    verwerkt,
    geweigerd,
    geparkeerd,
    teruggestuurd,
    afgesloten,
    gewist,
};

[[nodiscard]] std::string_view to_string(state value) noexcept;
[[nodiscard]] std::optional<state> parse_state(std::string_view text) noexcept;

// Verwerkt, geweigerd, teruggestuurd, afgesloten and gewist: nothing more is awaited from this
// destination.
[[nodiscard]] bool is_final(state value) noexcept;

}  // namespace hub::model
