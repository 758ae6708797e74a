// Reads one YAML mapping key by key and gathers every mistake with its place: a wrong value, a
// missing key, an unknown key.
#pragma once

#include "adapters/configuration/configuration.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>
#include <yaml-cpp/yaml.h>

namespace adapters::configuration {

// One file that is being read.
struct source_file {
    std::filesystem::path path;
    std::vector<mistake>& mistakes;

    void wrong(const YAML::Mark& where, std::string words) const;
};

enum class presence { required, optional };

class section {
public:
    // What is no mapping counts as an empty one, and is told.
    section(const source_file& file, YAML::Node node);

    // The key's text; nothing when it is absent or no text (both told where that is a mistake).
    std::optional<std::string> text(const char* key, presence needed = presence::required);

    std::optional<std::int64_t>
    number(const char* key, std::int64_t smallest, std::int64_t largest);

    std::optional<bool> yes_or_no(const char* key);

    // A word from a closed list, by its parser; what is allowed is told in words.
    template <class Value>
    std::optional<Value> word(
        const char* key,
        std::optional<Value> (*parse)(std::string_view),
        std::string_view allowed,
        presence needed = presence::required
    ) {
        const auto found = text(key, needed);
        if (!found) {
            return std::nullopt;
        }
        const auto value = parse(*found);
        if (!value) {
            wrong(key, "'" + std::string{key} + "' kent de waarden " + std::string{allowed});
        }
        return value;
    }

    std::optional<hub::model::oin> oin(const char* key, presence needed = presence::required);

    // RFC 3339 full-date.
    std::optional<std::string> date(const char* key);

    // A path, relative to the file's own folder.
    std::optional<std::filesystem::path>
    path(const char* key, presence needed = presence::required);

    // The texts of a list; an absent one is empty.
    std::vector<std::string> texts(const char* key);

    // A mapping below this one; nothing when it is absent and optional.
    std::optional<section> below(const char* key, presence needed = presence::required);

    // Calls for every mapping in a list; an absent list is empty.
    void each(const char* key, const std::function<void(section&)>& one);

    // Tells every key that nobody asked for. Call when all keys have been asked for.
    void finish();

    void wrong(const char* key, std::string words);
    void wrong_here(std::string words);

private:
    [[nodiscard]] YAML::Node find(const char* key, presence needed);

    const source_file* file_;
    YAML::Node node_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace adapters::configuration
