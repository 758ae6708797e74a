// The aansluitrapport: what the hub saw of a connection and what became of its test messages, on
// one page that a security officer can sign. It holds no personal data: no content and no own
// references.
#pragma once

#include <boost/json/value.hpp>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace hub::app::hubctl {

// One message that was handed in to see whether it goes.
struct test_message {
    // As message_file has it; empty when only its id was given.
    std::string form;
    std::string inzending;
    std::string received_at;
    std::string state;
    enum class proof {
        // Nothing was stored, so there is none.
        none,
        // Seal, tree and leaf are in order.
        sound,
        // And the received bytes are those of the file.
        sound_with_bytes,
        not_sound,
    };
    proof receipt = proof::none;
    // Why not, or what was judged without storing.
    std::string remark;
    enum class outcome { accepted, judged, refused };
    outcome is = outcome::refused;
};

struct aansluitrapport {
    std::string hub;
    // RFC 3339.
    std::string made_at;
    // The answer of GET /v1/verbinding.
    boost::json::value verbinding;
    std::vector<test_message> messages;
};

// In order: the connection is, at least one message went, and every one that did has a sound
// receipt.
[[nodiscard]] bool in_order(const aansluitrapport& report);

// What the connection lacks, is warned of, and which forms were not tried, a sentence each.
[[nodiscard]] std::vector<std::string> open_points(const aansluitrapport& report);

// In words for the reader.
[[nodiscard]] std::string_view words_of(test_message::proof proof) noexcept;
[[nodiscard]] std::string_view words_of(test_message::outcome outcome) noexcept;
[[nodiscard]] std::string_view words_of_form(std::string_view form) noexcept;

// Name and value of what the hub saw: environment, organisation, certificate, TLS.
struct fact {
    std::string name;
    std::string value;
};
[[nodiscard]] std::vector<fact> facts_of(const aansluitrapport& report);
// The same of the chain, a certificate each, and of the rights, an organisation each.
[[nodiscard]] std::vector<fact> chain_of(const aansluitrapport& report);
[[nodiscard]] std::vector<fact> rights_of(const aansluitrapport& report);

// One printable page that needs nothing else; and the same as plain text.
void write_html(std::ostream& out, const aansluitrapport& report);
void write_text(std::ostream& out, const aansluitrapport& report);

}  // namespace hub::app::hubctl
