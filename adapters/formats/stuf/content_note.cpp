#include "adapters/formats/stuf/content_note.hpp"

#include "hub/model/hexadecimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace adapters::formats::stuf {
namespace {

constexpr char separator = ' ';

}  // namespace

// "sha256 size type" and, but for a dry run, the document's id.
std::string write_note(const hub::ports::passed_document& of) {
    auto note = hub::model::hexadecimal(of.sha256) + separator + std::to_string(of.size) + separator +
                of.content_type;
    if (of.document) {
        note += separator + of.document->to_string();
    }
    return note;
}

std::optional<hub::ports::passed_document> read_note(std::string_view note) {
    std::array<std::string_view, 4> parts;
    std::size_t count = 0;
    while (!note.empty() && count < parts.size()) {
        const auto end = std::min(note.find(separator), note.size());
        parts.at(count++) = note.substr(0, end);
        note.remove_prefix(std::min(end + 1, note.size()));
    }
    hub::ports::passed_document result;
    const auto& size = parts[1];
    const auto read = std::from_chars(size.data(), size.data() + size.size(), result.size);
    const bool has_digest = hub::model::parse_hexadecimal(parts[0], result.sha256);
    const bool is_note = count >= 3 && note.empty() && has_digest && read.ec == std::errc{} &&
                         read.ptr == size.data() + size.size();
    if (!is_note) {
        return std::nullopt;
    }
    result.content_type = parts[2];
    if (count == parts.size()) {
        result.document = hub::model::document_id::parse(parts[3]);
        if (!result.document) {
            return std::nullopt;
        }
    }
    return result;
}

}  // namespace adapters::formats::stuf
