// The loket of a practice environment: the real one, and for messages whose sender asks for it by
// its own reference, each answer that the loket may give. Never in production.
#pragma once

#include "hub/instruments/loket/loket.hpp"

#include <optional>
#include <string_view>

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

class oefenloket final : public loket {
public:
    using loket::loket;

    [[nodiscard]] consumer::decided
    decide(const consumer::input& message, const consumer::book_view& book) const override;
};

}  // namespace hub::instruments::loket
