// The loket of a practice environment: the real one, and for messages whose sender asks for it by its own reference, each
// answer that the loket may give. Never in production.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace hub::instruments::loket {

enum class exercise {
    // A supplement request, whatever the aanmelding has.
    supplement,
    // Nothing more is heard.
    silence,
    // Refused; the real loket refuses no aanmelding.
    refusal,
    // Taken in hand and finished, as a person of the loket would report.
    handling,
};

// By how the sender's own reference (kenmerk) begins; nothing for every other.
[[nodiscard]] std::optional<exercise> exercise_of(std::string_view reference) noexcept;

class oefenloket final : public consumer::instrument {
public:
    explicit oefenloket(std::unique_ptr<consumer::instrument> real);

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

private:
    std::unique_ptr<consumer::instrument> real_;
};

}  // namespace hub::instruments::loket
