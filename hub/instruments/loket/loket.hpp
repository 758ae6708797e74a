// The loket: opens and keeps casus records, asks for what is missing, and says what a person
// decided about a casus.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"
#include "hub/instruments/loket/supplements.hpp"
#include "hub/model/oin.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::instruments::loket {

inline constexpr std::string_view casus_kind = "casus";
inline constexpr std::string_view casus_message_kind = "casusbericht";
inline constexpr std::string_view person_kind = "persoon";
// The newest ones; a person with more is a sender's mistake or an attack.
inline constexpr int most_casussen_of_person = 64;

struct loket_options {
    // The only OIN whose voortgang counts.
    model::oin own;
    supplement_table supplements;
    // Made by the vault: "the same person?", and the logbook's data subject.
    std::function<std::string(std::string_view bsn)> person_pseudonym;
    std::function<std::string(std::string_view bsn)> logbook_pseudonym;
};

class loket : public consumer::instrument {
public:
    explicit loket(loket_options options);

    [[nodiscard]] consumer::content_form takes() const noexcept override;
    [[nodiscard]] std::vector<model::destination> addressed(
        model::message_type type,
        const std::vector<model::destination>& destinations
    ) const override;
    [[nodiscard]] std::vector<consumer::record_key> wants(const consumer::input& message
    ) const override;
    [[nodiscard]] std::vector<consumer::record_key> makes(const consumer::input& message
    ) const override;
    // Never refuses an aanmelding.
    [[nodiscard]] consumer::decided
    decide(const consumer::input& message, const consumer::book_view& book) const override;

private:
    [[nodiscard]] consumer::decided
    take_referral(const consumer::input& message, const consumer::book_view& book) const;
    [[nodiscard]] consumer::decided
    take_message(const consumer::input& message, const consumer::book_view& book) const;
    [[nodiscard]] consumer::decided
    take_progress(const consumer::input& message, const consumer::book_view& book) const;
    void remember_person(
        const consumer::input& message,
        const consumer::book_view& book,
        consumer::decided& result
    ) const;

    loket_options options_;
};

}  // namespace hub::instruments::loket
