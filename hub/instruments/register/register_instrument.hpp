// The Maatwerkregister: a participant's own entries, as its mutations say.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"

#include <string_view>
#include <vector>

namespace hub::instruments::register_ {

inline constexpr std::string_view entry_kind = "vermelding";

class register_instrument final : public consumer::instrument {
public:
    [[nodiscard]] consumer::content_form takes() const noexcept override;
    [[nodiscard]] std::vector<model::destination> addressed(
        model::message_type type,
        const std::vector<model::destination>& destinations
    ) const override;
    [[nodiscard]] std::vector<consumer::record_key> wants(const consumer::input& message
    ) const override;
    // An entry of another owner reads the same as no entry.
    [[nodiscard]] consumer::decided
    decide(const consumer::input& message, const consumer::book_view& book) const override;
};

}  // namespace hub::instruments::register_
