#include "hub/access/organisations.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hub::access {
namespace {

constexpr std::array<std::pair<right, std::string_view>, 4> rights{{
    {right::send, "insturen"},
    {right::read_state, "volgen"},
    {right::postvak, "postvak"},
    {right::register_, "register"},
}};

constexpr std::array<std::pair<outsider_policy, std::string_view>, 2> policies{{
    {outsider_policy::toegelaten, "toegelaten"},
    {outsider_policy::geweigerd, "geweigerd"},
}};

}  // namespace

std::string_view to_string(right value) noexcept {
    const auto* found = std::find_if(rights.begin(), rights.end(), [value](const auto& entry) {
        return entry.first == value;
    });
    return found == rights.end() ? std::string_view{} : found->second;
}

std::optional<right> parse_right(std::string_view text) noexcept {
    for (const auto& [value, word] : rights) {
        if (word == text) {
            return value;
        }
    }
    return std::nullopt;
}

std::string_view to_string(outsider_policy value) noexcept {
    return value == outsider_policy::toegelaten ? policies[0].second : policies[1].second;
}

std::optional<outsider_policy> parse_outsider_policy(std::string_view text) noexcept {
    for (const auto& [value, word] : policies) {
        if (word == text) {
            return value;
        }
    }
    return std::nullopt;
}

organisations::organisations(organisations_values values) : values_{std::move(values)} {
    for (std::size_t i = 0; i < values_.listed.size(); ++i) {
        index_.emplace(values_.listed[i].oin, i);
    }
}

const organisation* organisations::find(const model::oin& oin) const noexcept {
    const auto found = index_.find(oin);
    return found == index_.end() ? nullptr : &values_.listed[found->second];
}

std::optional<model::instrument> organisations::instrument_of(const model::oin& oin
) const noexcept {
    for (const auto& entry : values_.instruments) {
        if (entry.oin == oin) {
            return entry.instrument;
        }
    }
    return std::nullopt;
}

std::optional<model::oin> organisations::oin_of(model::instrument which) const noexcept {
    for (const auto& entry : values_.instruments) {
        if (entry.instrument == which) {
            return entry.oin;
        }
    }
    return std::nullopt;
}

std::vector<model::oin>
organisations::owners_of(const model::oin& certificate, right what, model::timestamp now) const {
    std::vector<model::oin> owners;
    bool acts_for_somebody = false;
    if (find(certificate) != nullptr) {
        owners.push_back(certificate);
    }
    for (const auto& entry : values_.acts_for) {
        if (entry.certificate != certificate) {
            continue;
        }
        acts_for_somebody = true;
        const bool holds =
            entry.right == what && entry.from <= now && (!entry.until || now < *entry.until);
        if (holds && std::find(owners.begin(), owners.end(), entry.owner) == owners.end()) {
            owners.push_back(entry.owner);
        }
    }
    // A supplier that is no organisation of its own never becomes one by losing a customer.
    if (owners.empty() && !acts_for_somebody) {
        owners.push_back(certificate);
    }
    return owners;
}

model::timestamp organisations::next_change(const model::oin& certificate, model::timestamp now)
    const noexcept {
    auto first = model::timestamp::max();
    for (const auto& entry : values_.acts_for) {
        if (entry.certificate != certificate) {
            continue;
        }
        for (const auto moment : {entry.from, entry.until.value_or(model::timestamp::max())}) {
            if (moment > now) {
                first = std::min(first, moment);
            }
        }
    }
    return first;
}

bool organisations::may_send_bsn(soort kind) const noexcept {
    return std::find(values_.may_send_bsn.begin(), values_.may_send_bsn.end(), kind) !=
           values_.may_send_bsn.end();
}

}  // namespace hub::access
