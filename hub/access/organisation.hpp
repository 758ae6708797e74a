// One organisation as the configuration describes it: what it is, what it may send and read.
#pragma once

#include "hub/access/delivery_settings.hpp"
#include "hub/access/form_settings.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/words.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace hub::access {

// The kind of organisation; decides, by configuration, whether it may send a BSN.
enum class soort {
    gemeente,
    uitvoerder,
    ministerie,
    zorginstelling,
    samenwerkingsverband,
    pmm,
    overig
};

[[nodiscard]] std::string_view to_string(soort value) noexcept;
[[nodiscard]] std::optional<soort> parse_soort(std::string_view text) noexcept;

// How far an organisation has joined PMM. Submitting an aanmelding needs no participation.
enum class deelname { deelnemer, gedeeltelijk, geen };

[[nodiscard]] std::string_view to_string(deelname value) noexcept;
[[nodiscard]] std::optional<deelname> parse_deelname(std::string_view text) noexcept;

enum class organisation_status { actief, geschorst };

[[nodiscard]] std::string_view to_string(organisation_status value) noexcept;
[[nodiscard]] std::optional<organisation_status> parse_organisation_status(std::string_view text
) noexcept;

// A set of message types.
class message_types {
public:
    constexpr message_types() = default;
    constexpr message_types(std::initializer_list<model::message_type> types) noexcept {
        for (const auto type : types) {
            add(type);
        }
    }
    constexpr void add(model::message_type type) noexcept { bits_ |= bit(type); }
    [[nodiscard]] constexpr bool contains(model::message_type type) const noexcept {
        return (bits_ & bit(type)) != 0;
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }

    bool operator==(const message_types&) const = default;

private:
    static constexpr std::uint32_t bit(model::message_type type) noexcept {
        return 1U << static_cast<unsigned>(type);
    }
    std::uint32_t bits_ = 0;
};

// Legal basis or purpose as dated data (RFC 3339 full-dates, an empty end is open).
struct dated_code {
    std::string code;
    std::string omschrijving;
    std::string vanaf;
    std::string tot;
};

// Who can be reached about a casus when a form names nobody.
struct default_professional {
    bool is_team = true;
    std::string naam;
    std::string email;
    std::string telefoon;
};

// Filled in where a message leaves them out, and visibly recorded as filled in.
struct message_defaults {
    std::optional<dated_code> grondslag;
    std::optional<dated_code> doel;
    std::optional<default_professional> maatwerkprofessional;
};

// Whom to call about this organisation's connection; shown to operators.
struct contact {
    std::string naam;
    std::string email;
    std::string telefoon;
};

// Nothing: the general limit holds.
struct organisation_limits {
    std::optional<std::uint32_t> connections;
    std::optional<std::uint32_t> requests_per_minute;
};

struct organisation {
    model::oin oin;
    std::string naam;
    access::soort soort = access::soort::overig;
    access::deelname deelname = access::deelname::geen;
    organisation_status status = organisation_status::actief;
    // What it may submit. Registermutatie stands for keeping its own register entries.
    message_types may_submit;
    // Reading the register is a right of its own.
    bool may_read_register = false;
    // Whether others can address it.
    bool has_postvak = false;
    message_defaults defaults;
    form_settings forms{};
    delivery_settings delivery{};
    access::contact contact;
    organisation_limits limits;
};

}  // namespace hub::access
