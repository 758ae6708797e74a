#include "adapters/configuration/section.hpp"

#include "hub/model/timestamp.hpp"

#include <utility>

namespace adapters::configuration {
namespace {

// yaml-cpp counts from 0, people from 1.
std::size_t for_people(int position) {
    return position < 0 ? 0 : static_cast<std::size_t>(position) + 1;
}

}  // namespace

void source_file::wrong(const YAML::Mark& where, std::string words) const {
    mistakes.push_back({path, for_people(where.line), for_people(where.column), std::move(words)});
}

section::section(const source_file& file, YAML::Node node) : file_{&file}, node_{std::move(node)} {
    if (!node_.IsMap()) {
        file_->wrong(node_.Mark(), "hier horen sleutels met waarden te staan");
        node_ = YAML::Node{YAML::NodeType::Map};
    }
}

YAML::Node section::find(const char* key, presence needed) {
    asked_.insert(key);
    const YAML::Node found = std::as_const(node_)[key];
    if (found.IsDefined() && !found.IsNull()) {
        return found;
    }
    if (needed == presence::required) {
        wrong_here("'" + std::string{key} + "' ontbreekt");
    }
    return YAML::Node{YAML::NodeType::Undefined};
}

std::optional<std::string> section::text(const char* key, presence needed) {
    const auto found = find(key, needed);
    if (!found.IsDefined()) {
        return std::nullopt;
    }
    if (!found.IsScalar() || found.Scalar().empty()) {
        wrong(key, "'" + std::string{key} + "' hoort een tekst te zijn");
        return std::nullopt;
    }
    return found.Scalar();
}

std::optional<std::int64_t>
section::number(const char* key, std::int64_t smallest, std::int64_t largest) {
    const auto found = find(key, presence::optional);
    if (!found.IsDefined()) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    if (!found.IsScalar() || !YAML::convert<std::int64_t>::decode(found, value) ||
        value < smallest || value > largest) {
        wrong(
            key,
            "'" + std::string{key} + "' hoort een getal te zijn van " + std::to_string(smallest) +
                " tot en met " + std::to_string(largest)
        );
        return std::nullopt;
    }
    return value;
}

std::optional<bool> section::yes_or_no(const char* key) {
    const auto found = text(key, presence::optional);
    if (!found) {
        return std::nullopt;
    }
    if (*found == "ja") {
        return true;
    }
    if (*found == "nee") {
        return false;
    }
    wrong(key, "'" + std::string{key} + "' kent de waarden ja, nee");
    return std::nullopt;
}

std::optional<hub::model::oin> section::oin(const char* key, presence needed) {
    const auto found = text(key, needed);
    if (!found) {
        return std::nullopt;
    }
    const auto value = hub::model::oin::parse(*found);
    if (!value) {
        wrong(key, "'" + std::string{key} + "' hoort een OIN van 20 posities te zijn");
    }
    return value;
}

std::optional<std::string> section::date(const char* key) {
    auto found = text(key, presence::optional);
    if (found && !hub::model::is_full_date(*found)) {
        wrong(key, "'" + std::string{key} + "' hoort een datum te zijn als 2026-01-31");
        return std::nullopt;
    }
    return found;
}

std::optional<std::filesystem::path> section::path(const char* key, presence needed) {
    const auto found = text(key, needed);
    if (!found) {
        return std::nullopt;
    }
    return file_->path.parent_path() / *found;
}

std::vector<std::string> section::texts(const char* key) {
    const auto found = find(key, presence::optional);
    std::vector<std::string> result;
    if (!found.IsDefined()) {
        return result;
    }
    if (!found.IsSequence()) {
        wrong(key, "'" + std::string{key} + "' hoort een lijst te zijn");
        return result;
    }
    for (const auto& item : found) {
        if (item.IsScalar()) {
            result.push_back(item.Scalar());
        } else {
            file_->wrong(
                item.Mark(), "'" + std::string{key} + "' hoort een lijst van teksten te zijn"
            );
        }
    }
    return result;
}

std::optional<section> section::below(const char* key, presence needed) {
    const auto found = find(key, needed);
    if (!found.IsDefined()) {
        return std::nullopt;
    }
    return section{*file_, found};
}

void section::each(const char* key, const std::function<void(section&)>& one) {
    const auto found = find(key, presence::optional);
    if (!found.IsDefined()) {
        return;
    }
    if (!found.IsSequence()) {
        wrong(key, "'" + std::string{key} + "' hoort een lijst te zijn");
        return;
    }
    for (const auto& item : found) {
        section entry{*file_, item};
        one(entry);
        entry.finish();
    }
}

void section::finish() {
    for (const auto& entry : std::as_const(node_)) {
        if (!entry.first.IsScalar() || !asked_.contains(entry.first.Scalar())) {
            const auto name = entry.first.IsScalar() ? entry.first.Scalar() : std::string{"?"};
            file_->wrong(entry.first.Mark(), "onbekende sleutel '" + name + "'");
        }
    }
}

void section::wrong(const char* key, std::string words) {
    const YAML::Node found = std::as_const(node_)[key];
    file_->wrong(found.IsDefined() ? found.Mark() : node_.Mark(), std::move(words));
}

void section::wrong_here(std::string words) {
    file_->wrong(node_.Mark(), std::move(words));
}

}  // namespace adapters::configuration
