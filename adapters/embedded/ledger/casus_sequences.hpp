// The numbers of messages per casus and destination, given at commit; active casussen are kept in
// memory.
#pragma once

#include "hub/model/destination.hpp"
#include "hub/model/uuid.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace adapters::embedded::ledger {

// Destinations with their numbers as they stand in a row: "loket:3 00000099000000001000:1".
[[nodiscard]] std::string write_destinations(
    std::span<const hub::model::destination> destinations,
    std::span<const std::uint64_t> numbers
);

struct numbered_destinations {
    std::vector<hub::model::destination> destinations;
    std::vector<std::uint64_t> numbers;
};
[[nodiscard]] numbered_destinations read_destinations(std::string_view text);

// Used by the writer. A number that was given in a transaction that was rolled back must be
// forgotten with forget_all().
class casus_sequences {
public:
    // Calls back with the destinations' text of every message that the file holds of a casus.
    using rows_of_casus = std::function<
        void(const hub::model::casus_id&, const std::function<void(std::string_view)>&)>;

    casus_sequences(std::size_t remembered, rows_of_casus rows)
        : remembered_{remembered}, rows_{std::move(rows)} {}

    // The next number for each destination, from 1; all 0 without a casus: then there is no order.
    [[nodiscard]] std::vector<std::uint64_t> next(
        const std::optional<hub::model::casus_id>& casus,
        std::span<const hub::model::destination> destinations
    );

    // Says that the file holds nothing of this casus yet, which saves looking.
    void opened(const hub::model::casus_id& casus);

    // Whether the casus is among those in memory, and so exists.
    [[nodiscard]] bool remembers(const hub::model::casus_id& casus) const {
        return entries_.contains(casus);
    }

    void forget_all();

private:
    struct entry {
        hub::model::casus_id casus;
        std::vector<std::pair<hub::model::destination, std::uint64_t>> last;

        std::uint64_t& of(const hub::model::destination& destination);
    };

    entry& add(const hub::model::casus_id& casus);
    entry& load(const hub::model::casus_id& casus);

    std::size_t remembered_;
    rows_of_casus rows_;
    // Least recently used last.
    std::list<entry> order_;
    std::unordered_map<hub::model::casus_id, std::list<entry>::iterator> entries_;
};

}  // namespace adapters::embedded::ledger
