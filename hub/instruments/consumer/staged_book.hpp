// The records of a book as a batch sees them: loaded ones, and on top what the batch has changed so
// far.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"
#include "hub/ports/book.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hub::instruments::consumer {

class staged_book final : public book_view {
public:
    // These were asked for; what is not among the found ones does not exist.
    void loaded(
        const std::string& kind,
        const std::vector<std::string>& asked,
        std::vector<ports::book_record> found
    );

    [[nodiscard]] bool knows(const record_key& key) const;

    // Throws std::logic_error for a record that was never asked for: a broken invariant of an
    // instrument.
    [[nodiscard]] const std::string* find(std::string_view kind, std::string_view id)
        const override;

    // Changes of records that are known.
    void apply(std::vector<record_change> changes);

    // Everything that differs from what was loaded, in the order of first change.
    [[nodiscard]] std::vector<ports::book_change> changes() const;

private:
    struct entry {
        record_key key;
        std::uint64_t version = 0;
        std::optional<std::string> body;
    };

    std::unordered_map<std::string, entry> records_;
    std::unordered_map<std::string, std::size_t> changed_;
    std::vector<std::string> order_of_change_;
};

}  // namespace hub::instruments::consumer
