#include "adapters/formats/json/large_text.hpp"

#include "adapters/formats/json/syntax.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <type_traits>

namespace adapters::formats::json {
namespace {

using simdjson::error_code;

constexpr std::string_view white_space = " \t\r\n";
// Length before a text in the tree, and a zero behind it.
constexpr std::size_t text_overhead = sizeof(std::uint32_t) + 1;

std::optional<std::uint32_t> hexadecimal(std::string_view four) noexcept {
    std::uint32_t value = 0;
    const auto* const end = four.data() + four.size();
    const auto read = std::from_chars(four.data(), end, value, 16);
    return four.size() == 4 && read.ec == std::errc{} && read.ptr == end ? std::optional{value}
                                                                         : std::nullopt;
}

// What stands behind \u, taken off: four digits, or a pair of surrogates. No half of a pair.
std::optional<std::uint32_t> take_code_point(std::string_view& rest) noexcept {
    const auto first = hexadecimal(rest.substr(0, 4));
    if (!first || (*first >= 0xDC00 && *first <= 0xDFFF)) {
        return std::nullopt;
    }
    rest.remove_prefix(4);
    if (*first < 0xD800 || *first > 0xDBFF) {
        return first;
    }
    const auto second = rest.starts_with("\\u") ? hexadecimal(rest.substr(2, 4)) : std::nullopt;
    if (!second || *second < 0xDC00 || *second > 0xDFFF) {
        return std::nullopt;
    }
    rest.remove_prefix(6);
    return 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00);
}

char* append_utf8(char* out, std::uint32_t point) noexcept {
    const auto put = [&out](std::uint32_t byte) {
        *out++ = std::bit_cast<char>(static_cast<unsigned char>(byte));
    };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | point >> 6U);
        put(0x80 | (point & 0x3FU));
    } else if (point < 0x10000) {
        put(0xE0 | point >> 12U);
        put(0x80 | (point >> 6U & 0x3FU));
        put(0x80 | (point & 0x3FU));
    } else {
        put(0xF0 | point >> 18U);
        put(0x80 | (point >> 12U & 0x3FU));
        put(0x80 | (point >> 6U & 0x3FU));
        put(0x80 | (point & 0x3FU));
    }
    return out;
}

// Behind the last byte written; null when an escape is none. Never longer than what is read.
char* unescape(std::string_view raw, char* out) noexcept {
    constexpr std::string_view written = "\"\\/bfnrt";
    constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
    while (!raw.empty()) {
        const auto plain = std::min(raw.find('\\'), raw.size());
        out = std::copy_n(raw.data(), plain, out);
        raw.remove_prefix(plain);
        if (raw.size() < 2) {
            return raw.empty() ? out : nullptr;
        }
        const char kind = raw[1];
        raw.remove_prefix(2);
        if (kind == 'u') {
            const auto point = take_code_point(raw);
            if (!point) {
                return nullptr;
            }
            out = append_utf8(out, *point);
            continue;
        }
        const auto which = written.find(kind);
        if (which == std::string_view::npos) {
            return nullptr;
        }
        *out++ = meant[which];
    }
    return out;
}

bool is_number(std::string_view text) noexcept {
    const auto digits = [&text] {
        const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count;
    };
    const auto skip = [&text](std::string_view any) {
        const bool is = !text.empty() && any.find(text.front()) != std::string_view::npos;
        text.remove_prefix(is ? 1 : 0);
        return is;
    };
    skip("-");
    const bool zero = skip("0");
    if (!zero && digits() == 0) {
        return false;
    }
    if (skip(".") && digits() == 0) {
        return false;
    }
    if (skip("eE")) {
        skip("+-");
        if (digits() == 0) {
            return false;
        }
    }
    return text.empty();
}

// Of a number as JSON writes it that is not zero and fits no double: nearer to zero than any, and
// not further away.
bool is_too_small(std::string_view text) noexcept {
    const auto mantissa = text.substr(0, text.find_first_of("eE"));
    const auto point = std::min(mantissa.find('.'), mantissa.size());
    const auto first = mantissa.find_first_of("123456789");
    // The power of ten of the first digit.
    const auto power = first < point ? static_cast<std::int64_t>(point - first) - 1
                                     : -static_cast<std::int64_t>(first - point);
    auto exponent = text.substr(std::min(mantissa.size() + 1, text.size()));
    exponent.remove_prefix(exponent.starts_with('+') ? 1 : 0);
    std::int64_t written = 0;
    const auto* const end = exponent.data() + exponent.size();
    if (std::from_chars(exponent.data(), end, written).ec == std::errc::result_out_of_range) {
        return exponent.starts_with('-');
    }
    return written < -power;
}

// Goes over the text once to check and count, and once more to write what was counted.
class text_reader {
public:
    explicit text_reader(std::string_view text, simdjson::dom::document* into = nullptr) noexcept
        : text_{text}, into_{into} {}

    [[nodiscard]] error_code read() noexcept {
        put('r', 0);
        if (const auto error = value(0)) {
            return error;
        }
        skip_space();
        if (at_ != text_.size()) {
            return simdjson::TAPE_ERROR;
        }
        put('r', 0);
        fix(0, 'r', words_);
        return simdjson::SUCCESS;
    }

    [[nodiscard]] std::size_t words() const noexcept { return words_; }
    [[nodiscard]] std::size_t text_bytes() const noexcept { return text_bytes_; }

private:
    [[nodiscard]] error_code value(std::size_t depth) noexcept {
        skip_space();
        if (words_ > most_words) {
            return simdjson::CAPACITY;
        }
        switch (peek()) {
            case '{':
                return container(depth + 1, '{', '}');
            case '[':
                return container(depth + 1, '[', ']');
            case '"':
                return string();
            case 't':
                return literal("true", simdjson::T_ATOM_ERROR);
            case 'f':
                return literal("false", simdjson::F_ATOM_ERROR);
            case 'n':
                return literal("null", simdjson::N_ATOM_ERROR);
            default:
                return number();
        }
    }

    [[nodiscard]] error_code container(std::size_t depth, char open, char close) noexcept {
        const auto start = put(open, 0);
        std::uint64_t count = 0;
        ++at_;
        skip_space();
        bool more = peek() != close;
        if (more && depth >= maximum_depth) {
            return simdjson::DEPTH_ERROR;
        }
        at_ += more ? 0U : 1U;
        while (more) {
            if (const auto error = open == '{' ? member(depth) : value(depth)) {
                return error;
            }
            ++count;
            skip_space();
            const char next = peek();
            if (next != ',' && next != close) {
                return simdjson::TAPE_ERROR;
            }
            more = next == ',';
            ++at_;
        }
        put(close, start);
        fix(start,
            open,
            words_ | std::min<std::uint64_t>(count, simdjson::internal::JSON_COUNT_MASK) << 32U);
        return simdjson::SUCCESS;
    }

    [[nodiscard]] error_code member(std::size_t depth) noexcept {
        skip_space();
        if (peek() != '"') {
            return simdjson::TAPE_ERROR;
        }
        if (const auto error = string()) {
            return error;
        }
        skip_space();
        if (peek() != ':') {
            return simdjson::TAPE_ERROR;
        }
        ++at_;
        return value(depth);
    }

    [[nodiscard]] error_code string() noexcept {
        const auto begin = ++at_;
        while (at_ < text_.size() && text_[at_] != '"') {
            if (static_cast<unsigned char>(text_[at_]) < 0x20) {
                return simdjson::UNESCAPED_CHARS;
            }
            at_ += text_[at_] == '\\' ? 2U : 1U;
        }
        if (at_ >= text_.size()) {
            return simdjson::UNCLOSED_STRING;
        }
        const auto raw = text_.substr(begin, at_ - begin);
        ++at_;
        put('"', text_bytes_);
        if (into_ == nullptr) {
            text_bytes_ += raw.size() + text_overhead;
            return simdjson::SUCCESS;
        }
        auto* const place = into_->string_buf.get() + text_bytes_;
        auto* const content = reinterpret_cast<char*>(place) + sizeof(std::uint32_t);
        char* const end = unescape(raw, content);
        if (end == nullptr) {
            return simdjson::STRING_ERROR;
        }
        const auto size = static_cast<std::uint32_t>(end - content);
        std::memcpy(place, &size, sizeof size);
        *end = '\0';
        text_bytes_ += size + text_overhead;
        return simdjson::SUCCESS;
    }

    [[nodiscard]] error_code literal(std::string_view word, error_code otherwise) noexcept {
        if (!text_.substr(at_).starts_with(word)) {
            return otherwise;
        }
        at_ += word.size();
        put(word.front(), 0);
        return simdjson::SUCCESS;
    }

    [[nodiscard]] error_code number() noexcept {
        const auto rest = text_.substr(at_);
        const auto text = rest.substr(0, rest.find_first_not_of("+-.0123456789Ee"));
        if (text.empty()) {
            return simdjson::TAPE_ERROR;
        }
        if (!is_number(text)) {
            return simdjson::NUMBER_ERROR;
        }
        at_ += text.size();
        if (text.find_first_of(".eE") != std::string_view::npos) {
            return put_parsed<double>(text, 'd');
        }
        const auto as_signed = put_parsed<std::int64_t>(text, 'l');
        return as_signed == simdjson::SUCCESS || text.front() == '-'
                   ? as_signed
                   : put_parsed<std::uint64_t>(text, 'u');
    }

    template <class Number>
    [[nodiscard]] error_code put_parsed(std::string_view text, char type) noexcept {
        Number number{};
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if constexpr (std::is_floating_point_v<Number>) {
            if (read.ec != std::errc{} && is_too_small(text)) {
                return put_number(std::copysign(0.0, text.front() == '-' ? -1.0 : 1.0), type);
            }
        }
        return read.ec == std::errc{} ? put_number(number, type) : simdjson::NUMBER_ERROR;
    }

    template <class Number>
    [[nodiscard]] error_code put_number(Number number, char type) noexcept {
        put(type, 0);
        if (into_ != nullptr) {
            into_->tape[words_] = std::bit_cast<std::uint64_t>(number);
        }
        ++words_;
        return simdjson::SUCCESS;
    }

    std::size_t put(char type, std::uint64_t payload) noexcept {
        const auto place = words_++;
        fix(place, type, payload);
        return place;
    }

    void fix(std::size_t place, char type, std::uint64_t payload) noexcept {
        if (into_ != nullptr) {
            into_->tape[place] = payload | static_cast<std::uint64_t>(type) << 56U;
        }
    }

    // Zero at the end; a zero in the text is wrong wherever it stands outside one.
    [[nodiscard]] char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }

    void skip_space() noexcept {
        at_ = std::min(text_.find_first_not_of(white_space, at_), text_.size());
    }

    std::string_view text_;
    simdjson::dom::document* into_;
    std::size_t at_ = 0;
    std::size_t words_ = 0;
    std::size_t text_bytes_ = 0;
};

// Nothing that opens and does not close is worth going into.
bool is_open(std::string_view text) noexcept {
    const char first = text[text.find_first_not_of(white_space)];
    const char last = text[text.find_last_not_of(white_space)];
    return (first == '{' && last != '}') || (first == '[' && last != ']');
}

}  // namespace

error_code read_large_text(std::string_view text, simdjson::dom::document& into) noexcept {
    if (text.find_first_not_of(white_space) == std::string_view::npos) {
        return simdjson::EMPTY;
    }
    if (!simdjson::validate_utf8(text.data(), text.size())) {
        return simdjson::UTF8_ERROR;
    }
    if (is_open(text)) {
        return simdjson::TAPE_ERROR;
    }
    text_reader counting{text};
    if (const auto error = counting.read()) {
        return error;
    }
    into.tape.reset(new (std::nothrow) std::uint64_t[counting.words()]);
    into.string_buf.reset(new (std::nothrow) std::uint8_t[counting.text_bytes() + 1]);
    if (!into.tape || !into.string_buf) {
        return simdjson::MEMALLOC;
    }
    return text_reader{text, &into}.read();
}

}  // namespace adapters::formats::json
