// The records of a book as a batch sees them: loaded ones, and on top what the batch has changed so
// far.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"
#include "hub/ports/book.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
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
    // The same; the bodies go with them.
    [[nodiscard]] std::vector<ports::book_change> take_changes();

private:
    struct entry {
        std::uint64_t version = 0;
        std::optional<std::string> body;
        bool is_changed = false;
    };
    // What was made and removed within the batch does not.
    static bool differs(const entry& record) noexcept {
        return record.version != 0 || record.body.has_value();
    }
    using place = std::pair<std::string_view, std::string_view>;
    static place place_of(const place& where) noexcept { return where; }
    static place place_of(const record_key& key) noexcept { return {key.kind, key.id}; }
    // Both look up without making a key.
    struct place_hash {
        using is_transparent = void;
        std::size_t operator()(const auto& key) const noexcept {
            const std::hash<std::string_view> hash;
            const auto [kind, id] = place_of(key);
            return hash(id) ^ (hash(kind) << 1U);
        }
    };
    struct same_place {
        using is_transparent = void;
        bool operator()(const auto& left, const auto& right) const noexcept {
            return place_of(left) == place_of(right);
        }
    };
    using records = std::unordered_map<record_key, entry, place_hash, same_place>;

    records records_;
    // In the order of first change; a map's elements stay where they are.
    std::vector<records::value_type*> changed_;
};

}  // namespace hub::instruments::consumer
