// Delivery: puts what is meant for organisations into their postvakken.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"

#include <string>
#include <vector>

namespace hub::delivery {

struct postvak_instrument_options {
    // Id of the log that holds what organisations hand in: no statusbericht comes from there.
    std::string intake_log = "intake";
};

// Consumes berichten and statusberichten; sealed, since delivery needs no content.
class postvak_instrument final : public instruments::consumer::instrument {
public:
    explicit postvak_instrument(postvak_instrument_options options = {});

    [[nodiscard]] instruments::consumer::content_form takes() const noexcept override;
    [[nodiscard]] std::vector<model::destination> addressed(
        model::message_type type,
        const std::vector<model::destination>& destinations
    ) const override;
    [[nodiscard]] std::vector<instruments::consumer::record_key> wants(
        const instruments::consumer::input& message
    ) const override;
    [[nodiscard]] std::vector<instruments::consumer::record_key> makes(
        const instruments::consumer::input& message
    ) const override;
    [[nodiscard]] instruments::consumer::decided decide(
        const instruments::consumer::input& message,
        const instruments::consumer::book_view& book
    ) const override;

private:
    postvak_instrument_options options_;
};

}  // namespace hub::delivery
