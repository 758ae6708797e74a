// An immutable snapshot of all organisations, who acts for whom and which OINs the instruments
// have.
#pragma once

#include "hub/access/organisation.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/words.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hub::access {

// What a certificate may do for an owner.
enum class right { send, read_state, postvak, register_ };

[[nodiscard]] std::string_view to_string(right value) noexcept;
[[nodiscard]] std::optional<right> parse_right(std::string_view text) noexcept;

struct acts_for {
    model::oin certificate;
    model::oin owner;
    access::right right = right::send;
    model::timestamp from;
    // Nothing: until further notice.
    std::optional<model::timestamp> until;
};

// What a valid OIN that no configuration lists may do: submit an aanmelding and follow it, or
// nothing.
enum class outsider_policy { toegelaten, geweigerd };

[[nodiscard]] std::string_view to_string(outsider_policy value) noexcept;
[[nodiscard]] std::optional<outsider_policy> parse_outsider_policy(std::string_view text) noexcept;

struct instrument_oin {
    model::instrument instrument = model::instrument::loket;
    model::oin oin;
};

// What a snapshot is made of.
struct organisations_values {
    std::vector<organisation> listed;
    std::vector<access::acts_for> acts_for;
    std::vector<instrument_oin> instruments;
    outsider_policy outsiders = outsider_policy::toegelaten;
    // Kinds of organisation that may send a BSN.
    std::vector<soort> may_send_bsn;
    // SHA-256 of the configuration that this came from.
    model::hash digest{};
};

class organisations {
public:
    explicit organisations(organisations_values values);

    // Nothing for an OIN that the configuration does not list.
    [[nodiscard]] const organisation* find(const model::oin& oin) const noexcept;
    [[nodiscard]] std::span<const organisation> all() const noexcept { return values_.listed; }

    [[nodiscard]] std::optional<model::instrument> instrument_of(const model::oin& oin
    ) const noexcept;
    [[nodiscard]] std::optional<model::oin> oin_of(model::instrument which) const noexcept;

    // Owners for whom this certificate may use this right now, in the order of the configuration.
    // A listed organisation is among its own; an unlisted one only when it acts for nobody.
    [[nodiscard]] std::vector<model::oin>
    owners_of(const model::oin& certificate, right what, model::timestamp now) const;

    // The first moment after now at which a date changes what this certificate may do for others.
    [[nodiscard]] model::timestamp next_change(const model::oin& certificate, model::timestamp now)
        const noexcept;

    [[nodiscard]] outsider_policy outsiders() const noexcept { return values_.outsiders; }
    [[nodiscard]] bool may_send_bsn(soort kind) const noexcept;
    [[nodiscard]] const model::hash& digest() const noexcept { return values_.digest; }

private:
    organisations_values values_;
    std::unordered_map<model::oin, std::size_t> index_;
};

}  // namespace hub::access
