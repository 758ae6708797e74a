// Systeemleren: keeps signals, sealed as they came.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"

#include <string_view>
#include <vector>

namespace hub::instruments::systeemleren {

inline constexpr std::string_view signal_kind = "signaal";

class systeemleren final : public consumer::instrument {
public:
    [[nodiscard]] consumer::content_form takes() const noexcept override;
    [[nodiscard]] std::vector<model::destination> addressed(
        model::message_type type,
        const std::vector<model::destination>& destinations
    ) const override;
    [[nodiscard]] std::vector<consumer::record_key> wants(const consumer::input& message
    ) const override;
    [[nodiscard]] std::vector<consumer::record_key> makes(const consumer::input& message
    ) const override;
    [[nodiscard]] consumer::decided
    decide(const consumer::input& message, const consumer::book_view& book) const override;
};

}  // namespace hub::instruments::systeemleren
