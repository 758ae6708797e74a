#include "hub/documents/content_inspector.hpp"

#include <algorithm>
#include <array>

namespace hub::documents {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t head_size = 128;
constexpr std::string_view zip = "PK\x03\x04";
constexpr std::string_view odt_start = "mimetypeapplication/vnd.oasis.opendocument.text";
// A zip's first name stands behind the fixed part of its header.
constexpr std::size_t first_name_at = 30;
constexpr std::string_view word_part = "word/document.xml";
constexpr std::array<std::string_view, 2> macro_parts{"vbaProject.bin", "Basic/Standard/"};
constexpr std::size_t longest_search = 32;

struct signature {
    std::string_view start;
    content_kind kind;
};

constexpr std::array<signature, 5> signatures{{
    {"%PDF-"sv, content_kind::pdf},
    {"\x89PNG\r\n\x1A\n"sv, content_kind::png},
    {"\xFF\xD8\xFF"sv, content_kind::jpeg},
    {"II*\0"sv, content_kind::tiff},
    {"MM\0*"sv, content_kind::tiff},
}};

bool is_control(std::uint32_t character) noexcept {
    const bool is_layout =
        character == '\t' || character == '\n' || character == '\r' || character == '\f';
    return (character < 0x20 && !is_layout) || (character >= 0x7F && character < 0xA0);
}

// A template's type goes on with "-template".
bool is_text_document(std::string_view head) noexcept {
    if (!head.starts_with(zip) || head.size() <= first_name_at) {
        return false;
    }
    const auto name = head.substr(first_name_at);
    return name.starts_with(odt_start) && !name.substr(odt_start.size()).starts_with('-');
}

model::rejection refused(std::string_view code, std::string_view words) {
    model::rejection result;
    result.code = code;
    result.words = words;
    return result;
}

}  // namespace

void content_inspector::feed(std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    is_empty_ = false;
    head_.append(bytes.substr(0, head_size - std::min(head_size, head_.size())));
    validate(bytes);
    if (std::string_view{head_}.starts_with(zip)) {
        search(bytes);
    }
}

void content_inspector::search(std::string_view bytes) {
    const auto look = [this](std::string_view where) {
        has_word_part_ = has_word_part_ || where.find(word_part) != std::string_view::npos;
        for (const auto part : macro_parts) {
            has_macros_ = has_macros_ || where.find(part) != std::string_view::npos;
        }
    };
    // First over the seam with what came before, then in what came.
    tail_.append(bytes.substr(0, longest_search));
    look(tail_);
    look(bytes);
    if (bytes.size() >= longest_search) {
        tail_.assign(bytes.substr(bytes.size() - longest_search));
    } else if (tail_.size() > longest_search) {
        tail_.erase(0, tail_.size() - longest_search);
    }
}

void content_inspector::validate(std::string_view bytes) noexcept {
    for (std::size_t at = 0; is_text_ && at < bytes.size(); ++at) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        if (expected_ > 0) {
            character_ = character_ << 6U | (byte & 0x3FU);
            is_text_ = (byte & 0xC0U) == 0x80U;
            if (--expected_ == 0) {
                const bool is_surrogate = character_ >= 0xD800 && character_ <= 0xDFFF;
                is_text_ = is_text_ && character_ >= smallest_ && character_ <= 0x10FFFF &&
                           !is_surrogate && !is_control(character_);
            }
        } else if (byte < 0x80) {
            is_text_ = !is_control(byte);
        } else if ((byte & 0xE0U) == 0xC0U) {
            expected_ = 1;
            character_ = byte & 0x1FU;
            smallest_ = 0x80;
        } else if ((byte & 0xF0U) == 0xE0U) {
            expected_ = 2;
            character_ = byte & 0x0FU;
            smallest_ = 0x800;
        } else {
            is_text_ = (byte & 0xF8U) == 0xF0U;
            expected_ = 3;
            character_ = byte & 0x07U;
            smallest_ = 0x10000;
        }
    }
}

bool content_inspector::is_word_document() const noexcept {
    return std::string_view{head_}.starts_with(zip) && has_word_part_;
}

model::decision<content_kind> content_inspector::finish() const {
    if (is_empty_) {
        return refused("bijlage_leeg", "De bijlage heeft geen inhoud.");
    }
    if (has_macros_) {
        return refused(
            "bijlage_met_macros", "Een document met macro's neemt de hub niet aan; stuur een PDF."
        );
    }
    const std::string_view head{head_};
    for (const auto& one : signatures) {
        if (head.starts_with(one.start)) {
            return one.kind;
        }
    }
    if (is_text_document(head)) {
        return content_kind::odt;
    }
    if (is_word_document()) {
        return content_kind::docx;
    }
    if (is_text_ && expected_ == 0) {
        return content_kind::text;
    }
    return refused(
        "bijlagesoort_niet_toegestaan",
        "De hub neemt aan: PDF, PNG, JPEG, TIFF, Word (docx), OpenDocument-tekst (odt) en platte "
        "tekst in UTF-8."
    );
}

}  // namespace hub::documents
