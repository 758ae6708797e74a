// The LET: takes escalaties of the loket, verified and not believed, and nothing else.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"
#include "hub/model/oin.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hub::instruments::let {

inline constexpr std::string_view escalation_kind = "escalatie";

struct let_options {
    // The only OIN that may escalate.
    model::oin loket;
    // Id of the log that holds what organisations hand in: an escalatie comes from nowhere else.
    std::string intake_log = "intake";
};

class let final : public consumer::instrument {
public:
    explicit let(let_options options);

    [[nodiscard]] consumer::content_form takes() const noexcept override;
    [[nodiscard]] std::vector<model::destination> addressed(
        model::message_type type,
        const std::vector<model::destination>& destinations
    ) const override;
    [[nodiscard]] std::vector<consumer::record_key> wants(const consumer::input& message
    ) const override;
    [[nodiscard]] consumer::decided
    decide(const consumer::input& message, const consumer::book_view& book) const override;

private:
    [[nodiscard]] bool is_escalation_of_loket(const consumer::input& message) const;

    let_options options_;
};

}  // namespace hub::instruments::let
