#include "adapters/configuration/configuration.hpp"

#include "adapters/configuration/parts.hpp"
#include "adapters/configuration/section.hpp"
#include "hub/vault/primitives.hpp"

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>

namespace adapters::configuration {
namespace {

std::optional<std::string> read_text(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        return std::nullopt;
    }
    return std::string{std::istreambuf_iterator<char>{file}, {}};
}

// Reads files one after the other; what all of them say together is the configuration.
class loader {
public:
    void read(const std::filesystem::path& path, const std::function<void(section&)>& part) {
        if (path.empty()) {
            // That it is not named has been told already.
            return;
        }
        files_.push_back(path);
        const auto text = read_text(path);
        if (!text) {
            mistakes_.push_back({path, 0, 0, "dit bestand is niet te lezen"});
            return;
        }
        all_text_ += std::to_string(text->size()) + ":" + *text;
        const source_file file{path, mistakes_};
        try {
            section top{file, YAML::Load(*text)};
            part(top);
        } catch (const YAML::ParserException& broken) {
            // The library's own words are not passed on: they can quote the file.
            file.wrong(broken.mark, "dit is geen geldige YAML");
        }
    }

    [[nodiscard]] std::vector<mistake>& mistakes() noexcept { return mistakes_; }
    [[nodiscard]] std::vector<std::filesystem::path>& files() noexcept { return files_; }
    [[nodiscard]] hub::model::hash digest() const { return hub::vault::sha256({all_text_}); }

private:
    std::vector<mistake> mistakes_;
    std::vector<std::filesystem::path> files_;
    std::string all_text_;
};

std::optional<std::uint16_t> port_from(const char* variable) {
    const char* text = std::getenv(variable);
    if (text == nullptr || *text == '\0') {
        return std::nullopt;
    }
    const std::string_view digits{text};
    std::uint16_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        throw std::runtime_error{std::string{variable} + " hoort een poortnummer te zijn"};
    }
    return value;
}

void apply(const overrides& outside, listeners_settings& to) {
    to.main.port = outside.port.value_or(to.main.port);
    to.operators.port = outside.operators_port.value_or(to.operators.port);
    to.open.port = outside.open_port.value_or(to.open.port);
    to.internal.port = outside.internal_port.value_or(to.internal.port);
}

}  // namespace

std::string to_string(const mistake& what) {
    std::string result = what.file.filename().string() + ":";
    if (what.line != 0) {
        result += std::to_string(what.line) + ":" + std::to_string(what.column) + ":";
    }
    return result + " " + what.words;
}

overrides overrides_from_environment() {
    return {
        .port = port_from("PMM_PORT"),
        .operators_port = port_from("PMM_OPERATORS_PORT"),
        .open_port = port_from("PMM_OPEN_PORT"),
        .internal_port = port_from("PMM_INTERNAL_PORT"),
    };
}

std::variant<configuration, std::vector<mistake>>
load(const std::filesystem::path& hub_file, const overrides& outside) {
    loader files;
    configuration result;
    named_files others;
    files.read(hub_file, [&](section& top) { read_hub(top, result, others); });
    files.read(others.organisations, [&](section& top) { read_organisations(top, result); });
    files.read(others.routes, [&](section& top) { read_routes(top, result); });
    files.read(others.supplements, [&](section& top) { read_supplements(top, result); });
    files.read(others.topics, [&](section& top) { read_topics(top, result); });
    if (!files.mistakes().empty()) {
        return std::move(files.mistakes());
    }
    apply(outside, result.listeners);
    result.digest = files.digest();
    result.organisations.digest = result.digest;
    result.files = std::move(files.files());
    return result;
}

}  // namespace adapters::configuration
