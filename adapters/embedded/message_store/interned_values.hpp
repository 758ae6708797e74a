// Values of which there are few, kept once and named by a small number.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace adapters::embedded::message_store {

// Used by the writer inside its transactions; numbers given in one that is rolled back must be
// forgotten.
class interned_values {
public:
    enum class kind { text, blob };

    interned_values(
        sqlite::connection& file,
        std::string_view find,
        std::string_view insert,
        kind values
    )
        : file_{file}, find_{file, find}, insert_{file, insert}, kind_{values} {}

    [[nodiscard]] std::int64_t number_of(std::string_view value) {
        const auto known = numbers_.find(value);
        if (known != numbers_.end()) {
            return known->second;
        }
        if (numbers_.size() >= max_remembered) {
            numbers_.clear();
        }
        const auto number =
            kind_ == kind::text ? find_or_insert(value) : find_or_insert(sqlite::blob{value});
        numbers_.emplace(value, number);
        return number;
    }

    void forget() { numbers_.clear(); }

private:
    static constexpr std::size_t max_remembered = 65'536;

    // Looks up without making a string of what is looked for.
    struct hash_of_text {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };

    template <class Value>
    std::int64_t find_or_insert(const Value& value) {
        {
            auto found = find_.query(value);
            if (found.next()) {
                return found.integer(0);
            }
        }
        insert_.run(value);
        return file_.last_row();
    }

    sqlite::connection& file_;
    sqlite::statement find_;
    sqlite::statement insert_;
    kind kind_;
    std::unordered_map<std::string, std::int64_t, hash_of_text, std::equal_to<>> numbers_;
};

}  // namespace adapters::embedded::message_store
