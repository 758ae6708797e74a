// The routing table: which rules hold for a message, where they lead and why, in words.
#pragma once

#include "hub/access/organisation.hpp"
#include "hub/model/destination.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/words.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hub::routing {

// What a rule leads to: a fixed destination, or those whom the message itself names.
struct target {
    enum class kind { fixed, addressed, involved };
    kind what = kind::fixed;
    // Fixed only.
    std::optional<model::destination> destination;
};

// Empty conditions always hold; within a condition one match is enough, and all conditions of a
// rule must hold.
struct rule {
    std::string name;
    // Why this rule is there, in words; shown in explanations.
    std::string words;
    access::message_types types;
    std::vector<model::oin> owners;
    std::vector<access::soort> owner_kinds;
    std::vector<pmm::v1::Leefgebied> leefgebieden;
    // Organisations that the message addresses or names as involved.
    std::vector<model::oin> organisations;
    std::vector<target> targets;
};

// What the rules look at.
struct question {
    model::message_type type = model::message_type::aanmelding;
    model::oin owner;
    // Nothing for an outsider.
    std::optional<access::soort> owner_kind;
    std::vector<pmm::v1::Leefgebied> leefgebieden;
    // Whom a bericht is addressed to, already known to exist.
    std::vector<model::destination> addressed;
    // Organisations involved that have a postvak.
    std::vector<model::oin> involved;
};

// One step of the explanation.
struct reason {
    std::string rule;
    std::string words;
    std::vector<model::destination> destinations;
};

struct route {
    model::stream stream = model::stream::aanmelding;
    // Each once, in the order in which the rules gave them. Empty: the message parks with the code
    // geen_route and is never dropped.
    std::vector<model::destination> destinations;
    std::vector<reason> why;
};

// All rules that hold count, in the table's order; not only the first, so that a rule for one
// leefgebied never silently takes away what a general rule gives.
class table {
public:
    table() = default;
    explicit table(std::vector<rule> rules) : rules_{std::move(rules)} {}

    [[nodiscard]] route find(const question& about) const;
    [[nodiscard]] const std::vector<rule>& rules() const noexcept { return rules_; }

private:
    std::vector<rule> rules_;
};

// The stream that carries a type.
[[nodiscard]] model::stream stream_of(model::message_type type) noexcept;

}  // namespace hub::routing
