#include "adapters/http/multipart/multipart_reader.hpp"

#include "adapters/http/exchange/headers.hpp"
#include "adapters/http/multipart/disposition.hpp"

#include <algorithm>
#include <utility>

namespace adapters::http::multipart {
namespace {

constexpr std::string_view form_data = "multipart/form-data";
constexpr std::size_t longest_boundary = 70;
constexpr std::string_view line_end = "\r\n";
constexpr std::string_view dashes = "--";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_boundary(std::string_view text) {
    static constexpr std::string_view marks = "'()+_,-./:=? ";
    return !text.empty() && text.size() <= longest_boundary && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      marks.find(c) != std::string_view::npos;
           });
}

}  // namespace

std::optional<std::string> boundary_of(std::string_view content_type) {
    const auto end = std::min(content_type.find(';'), content_type.size());
    if (!exchange::equal_names(trimmed(content_type.substr(0, end)), form_data)) {
        return std::nullopt;
    }
    std::optional<std::string> found;
    auto rest = content_type.substr(end);
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const auto next = std::min(rest.find(';'), rest.size());
        const auto parameter = trimmed(rest.substr(0, next));
        rest.remove_prefix(next);
        const auto equals = parameter.find('=');
        if (equals == std::string_view::npos ||
            !exchange::equal_names(parameter.substr(0, equals), "boundary")) {
            continue;
        }
        auto value = parameter.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        if (found || !is_boundary(value)) {
            return std::nullopt;
        }
        found = value;
    }
    return found;
}

multipart_reader::multipart_reader(std::string boundary, reader_limits limits)
    : delimiter_{std::string{line_end} + std::string{dashes} + std::move(boundary)},
      limits_{limits},
      // The first boundary may stand at the very beginning.
      buffer_{line_end} {}

void multipart_reader::feed(std::string_view piece) {
    buffer_.erase(0, taken_);
    taken_ = 0;
    if (place_ != place::epilogue) {
        buffer_.append(piece);
    }
}

multipart_reader::step multipart_reader::fail(std::string_view why) {
    place_ = place::broken;
    why_ = why;
    return {.is = progress::failed};
}

hub::model::rejection multipart_reader::refusal() const {
    hub::model::rejection result;
    result.code = "multipart_ongeldig";
    result.words = why_.empty() ? "De inhoud houdt op voor het laatste deel af is." : why_;
    return result;
}

multipart_reader::step multipart_reader::next() {
    for (;;) {
        std::optional<step> said;
        switch (place_) {
            case place::preamble:
                said = find_first();
                break;
            case place::after_boundary:
                said = after_boundary();
                break;
            case place::headers:
                said = read_headers();
                break;
            case place::field:
            case place::file:
                said = read_content();
                break;
            case place::epilogue:
                return {.is = progress::done};
            case place::broken:
                return {.is = progress::failed};
        }
        if (said) {
            return *said;
        }
    }
}

std::optional<multipart_reader::step> multipart_reader::find_first() {
    // Here and below what is found too far on is refused as what is not found: the pieces must not
    // matter.
    const auto at = rest().find(delimiter_);
    const auto searched = std::min(at, rest().size() - std::min(rest().size(), delimiter_.size()));
    if (searched > limits_.preamble_bytes) {
        return fail("Het eerste deel begint niet waar Content-Type het zegt (boundary).");
    }
    if (at == std::string_view::npos) {
        return step{};
    }
    drop(at + delimiter_.size());
    place_ = place::after_boundary;
    return std::nullopt;
}

std::optional<multipart_reader::step> multipart_reader::after_boundary() {
    const auto text = rest();
    if (text.size() < dashes.size()) {
        return step{};
    }
    if (text.starts_with(dashes)) {
        place_ = place::epilogue;
        return has_file_ ? step{.is = progress::done} : fail("Er is geen deel met een bestand.");
    }
    // Blanks may stand behind a boundary.
    const auto blanks = std::min(text.find_first_not_of(" \t"), text.size());
    if (blanks > limits_.header_bytes) {
        return fail("Achter een boundary staat te veel.");
    }
    if (text.size() < blanks + line_end.size()) {
        return step{};
    }
    if (!text.substr(blanks).starts_with(line_end)) {
        return fail("Achter een boundary staat iets anders dan een regeleinde.");
    }
    if (++parts_ > limits_.parts) {
        return fail("Er zijn te veel delen.");
    }
    // The line end stays: without any headers, the empty line follows at once.
    drop(blanks);
    place_ = place::headers;
    return std::nullopt;
}

std::optional<multipart_reader::step> multipart_reader::read_headers() {
    constexpr std::string_view empty_line = "\r\n\r\n";
    const auto at = rest().find(empty_line);
    const auto searched = std::min(at, rest().size() - std::min(rest().size(), empty_line.size()));
    if (searched > limits_.header_bytes) {
        return fail("De koppen van een deel zijn te groot.");
    }
    if (at == std::string_view::npos) {
        return step{};
    }
    if (!take_headers(rest().substr(0, at))) {
        return fail("De koppen van een deel kloppen niet, of er is meer dan een bestand.");
    }
    drop(at + empty_line.size());
    place_ = part_is_file_ ? place::file : place::field;
    field_ = 0;
    return std::nullopt;
}

std::optional<multipart_reader::step> multipart_reader::read_content() {
    const auto text = rest();
    const auto at = text.find(delimiter_);
    const bool ends = at != std::string_view::npos;
    // What may be the beginning of the end waits for what follows.
    const auto kept = std::min(delimiter_.size() - 1, text.size());
    const auto content = text.substr(0, ends ? at : text.size() - kept);
    drop(content.size() + (ends ? delimiter_.size() : 0));
    const bool is_file = place_ == place::file;
    if (ends) {
        place_ = place::after_boundary;
    }
    if (!is_file) {
        field_ += content.size();
        if (field_ > limits_.field_bytes) {
            return fail("Een deel dat geen bestand is, is te groot.");
        }
    } else if (!content.empty()) {
        return step{progress::file_bytes, content};
    }
    return ends ? std::nullopt : std::optional{step{}};
}

bool multipart_reader::take_headers(std::string_view lines) {
    part_is_file_ = false;
    bool has_disposition = false;
    std::string type;
    while (!lines.empty()) {
        // Each line begins with the end of the one before it.
        lines.remove_prefix(line_end.size());
        const auto end = std::min(lines.find(line_end), lines.size());
        const auto line = lines.substr(0, end);
        lines.remove_prefix(end);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos ||
            line.find_first_of(line_end) != std::string_view::npos) {
            return false;
        }
        const auto name = line.substr(0, colon);
        const auto value = trimmed(line.substr(colon + 1));
        if (exchange::equal_names(name, "content-disposition")) {
            if (std::exchange(has_disposition, true) || !take_disposition(value)) {
                return false;
            }
        } else if (exchange::equal_names(name, "content-type")) {
            type = value;
        } else if (exchange::equal_names(name, "content-transfer-encoding")) {
            // Only what changes nothing.
            if (!exchange::equal_names(value, "binary") && !exchange::equal_names(value, "8bit") &&
                !exchange::equal_names(value, "7bit")) {
                return false;
            }
        }
    }
    if (part_is_file_) {
        file_type_ = std::move(type);
    }
    return has_disposition;
}

bool multipart_reader::take_disposition(std::string_view value) {
    auto found = parse_disposition(value);
    if (!found || found->type != "form-data") {
        return false;
    }
    if (found->file_name) {
        part_is_file_ = true;
        file_name_ = std::move(*found->file_name);
        return !std::exchange(has_file_, true);
    }
    return true;
}

}  // namespace adapters::http::multipart
