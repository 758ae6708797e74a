#include "adapters/formats/cloudevents/batch.hpp"

#include "adapters/formats/json/syntax.hpp"

#include <string>
#include <utility>

namespace adapters::formats::cloudevents {
namespace {

hub::model::rejection refuse(std::string_view code, std::string words) {
    hub::model::rejection result;
    result.code = code;
    result.words = std::move(words);
    return result;
}

constexpr std::string_view white_space = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

// The elements of an array that is known to be JSON: commas outside texts and nested values. No
// more than one above what a batch may have.
std::vector<std::string_view> elements(std::string_view inside, std::size_t most) {
    std::vector<std::string_view> result;
    int depth = 0;
    bool in_text = false;
    std::size_t start = 0;
    for (std::size_t at = 0; at < inside.size() && result.size() <= most; ++at) {
        const char c = inside[at];
        if (in_text) {
            at += c == '\\' ? 1U : 0U;
            in_text = c != '"';
            continue;
        }
        in_text = c == '"';
        depth += c == '{' || c == '[' ? 1 : 0;
        depth -= c == '}' || c == ']' ? 1 : 0;
        if (c == ',' && depth == 0) {
            result.push_back(trimmed(inside.substr(start, at - start)));
            start = at + 1;
        }
    }
    if (const auto last = trimmed(inside.substr(start)); !last.empty()) {
        result.push_back(last);
    }
    return result;
}

}  // namespace

hub::model::decision<std::vector<std::string_view>>
split_batch(std::string_view bytes, batch_limits limits) {
    if (const auto json = json::parse_json(bytes, limits.bytes); !json) {
        return json.error();
    } else if (!json->root.is_array()) {
        return refuse("batch_ongeldig", "Een batch is een lijst van gebeurtenissen.");
    }
    const auto whole = trimmed(bytes);
    auto result = elements(whole.substr(1, whole.size() - 2), limits.events);
    if (result.size() > limits.events) {
        return refuse(
            "batch_te_groot",
            "Een batch heeft hoogstens " + std::to_string(limits.events) + " gebeurtenissen."
        );
    }
    return result;
}

bool begins_as_batch(std::string_view bytes) noexcept {
    return trimmed(bytes).starts_with('[');
}

}  // namespace adapters::formats::cloudevents
