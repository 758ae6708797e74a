#include "adapters/formats/json/text_kind.hpp"

#include "adapters/formats/json/utf8.hpp"
#include "hub/model/bsn.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/model/words.hpp"

#include <algorithm>

namespace adapters::formats::json {

namespace {

constexpr std::size_t bsn_length = 9;

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
constexpr bool is_alphanumeric(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// No early end: a loop without branches is quicker than one that may stop.
bool has_control(std::string_view text) noexcept {
    bool result = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        result |= byte < 0x20 || byte == 0x7F;
    }
    return result;
}

bool has_control_but_line_ends(std::string_view text) noexcept {
    bool result = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        result |= (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7F;
    }
    return result;
}

std::optional<fault> check_bsn(std::string_view text, bsn_check strictness) noexcept {
    if ((text.size() != bsn_length && text.size() != bsn_length - 1) ||
        !std::all_of(text.begin(), text.end(), is_digit)) {
        return fault::bsn;
    }
    return strictness == bsn_check::strict && !hub::model::passes_elfproef(text)
               ? std::optional{fault::elfproef}
               : std::nullopt;
}

// A label of a host name: letters, digits and inner hyphens, at most 63.
bool is_label(std::string_view label) noexcept {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) {
               return is_alphanumeric(c) || c == '-';
           });
}

constexpr bool is_one_of(char c, std::string_view marks) noexcept {
    return marks.find(c) != std::string_view::npos;
}

// A dot-atom (RFC 5321): no dot at either end, nor two together.
bool is_mailbox(std::string_view text) noexcept {
    constexpr std::size_t longest_mailbox = 64;
    char before = '.';
    for (const char c : text) {
        const bool fits =
            c == '.' ? before != '.' : is_alphanumeric(c) || is_one_of(c, "!#$%&'*+/=?^_`{|}~-");
        if (!fits) {
            return false;
        }
        before = c;
    }
    return before != '.' && text.size() <= longest_mailbox;
}

bool is_email(std::string_view text) noexcept {
    const auto at = text.find('@');
    if (at == std::string_view::npos || !is_mailbox(text.substr(0, at))) {
        return false;
    }
    std::string_view host = text.substr(at + 1);
    for (int labels = 1;; ++labels) {
        const auto dot = host.find('.');
        if (!is_label(host.substr(0, dot))) {
            return false;
        }
        if (dot == std::string_view::npos) {
            return labels > 1;
        }
        host.remove_prefix(dot + 1);
    }
}

bool is_telephone(std::string_view text) noexcept {
    const bool mark_in_front = text.front() == '+' || text.front() == '(';
    const auto rest = text.substr(mark_in_front ? 1 : 0);
    return rest.size() > 1 && is_digit(rest.front()) && is_digit(rest.back()) &&
           std::all_of(rest.begin(), rest.end(), [](char c) {
               return is_digit(c) || is_one_of(c, " ()-");
           });
}

bool is_pointer(std::string_view text) noexcept {
    if (text.size() < 2 || text.front() != '/' || text.back() == '/') {
        return false;
    }
    char before = 'a';
    for (const char c : text) {
        if ((c == '/' && before == '/') || (!is_alphanumeric(c) && c != '/' && c != '*')) {
            return false;
        }
        before = c;
    }
    return true;
}

bool is_destination(std::string_view text) noexcept {
    return hub::model::parse_instrument(text) || hub::model::oin::parse(text);
}

std::optional<fault> check_free_text(const field& where, std::string_view text) noexcept {
    if (where.what == kind::text ? has_control_but_line_ends(text) : has_control(text)) {
        return fault::wrong_character;
    }
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return fault::blank;
    }
    return std::nullopt;
}

std::optional<fault> unless(bool right, fault what) noexcept {
    return right ? std::nullopt : std::optional{what};
}

}  // namespace

std::optional<fault>
check_text(const field& where, std::string_view text, bsn_check strictness) noexcept {
    if (text.empty()) {
        return fault::blank;
    }
    if (where.size.maximum != 0 && text.size() > where.size.maximum &&
        utf8_characters(text) > where.size.maximum) {
        return fault::too_long;
    }
    if (where.size.minimum > 1 && utf8_characters(text) < where.size.minimum) {
        return fault::too_short;
    }
    switch (where.what) {
        case kind::line:
        case kind::text:
            return check_free_text(where, text);
        case kind::date:
            return unless(hub::model::is_full_date(text), fault::date);
        case kind::oin:
            return unless(hub::model::oin::parse(text).has_value(), fault::oin);
        case kind::uuid:
            return unless(hub::model::uuid::parse(text).has_value(), fault::uuid);
        case kind::email:
            return unless(is_email(text), fault::email);
        case kind::telephone:
            return unless(is_telephone(text), fault::telephone);
        case kind::bsn:
            return check_bsn(text, strictness);
        case kind::destination:
            return unless(is_destination(text), fault::destination);
        case kind::pointer:
            return unless(is_pointer(text), fault::pointer);
        case kind::moment:
        case kind::word:
        case kind::integer:
        case kind::object:
            break;
    }
    return fault::wrong_type;
}

std::string_view canonical_text(kind what, std::string_view text, std::string& buffer) {
    if (what == kind::bsn && text.size() < bsn_length) {
        buffer.assign(1, '0').append(text);
        return buffer;
    }
    if (what == kind::uuid) {
        buffer.assign(text);
        std::transform(buffer.begin(), buffer.end(), buffer.begin(), [](char c) {
            return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        return buffer;
    }
    return text;
}

std::string_view pattern_of(kind what) noexcept {
    switch (what) {
        case kind::line:
            return R"(^ *[^\u0000-\u0020\u007F][^\u0000-\u001F\u007F]*$)";
        case kind::text:
            return R"(^[\t\n\r ]*[^\u0000-\u0020\u007F])"
                   R"([^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]*$)";
        case kind::date:
            return R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}$)";
        case kind::oin:
            return R"(^[0-9]{8}[0-9A-Z]{12}$)";
        case kind::uuid:
            return R"(^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$)";
        case kind::email:
            return R"(^(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)"
                   R"((\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)"
                   R"(@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)"
                   R"((\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$)";
        case kind::telephone:
            return R"(^[+(]?[0-9][0-9 ()-]*[0-9]$)";
        case kind::bsn:
            return R"(^[0-9]{8,9}$)";
        case kind::destination:
            return R"(^(loket|let|register|overbrugging|systeemleren|[0-9]{8}[0-9A-Z]{12})$)";
        case kind::pointer:
            return R"(^(/[A-Za-z0-9*]+)+$)";
        case kind::moment:
        case kind::word:
        case kind::integer:
        case kind::object:
            break;
    }
    return {};
}

std::string_view format_of(kind what) noexcept {
    switch (what) {
        case kind::date:
            return "date";
        case kind::moment:
            return "date-time";
        case kind::uuid:
            return "uuid";
        case kind::email:
            return "email";
        case kind::bsn:
            return "bsn";
        case kind::line:
        case kind::text:
        case kind::oin:
        case kind::telephone:
        case kind::destination:
        case kind::pointer:
        case kind::word:
        case kind::integer:
        case kind::object:
            break;
    }
    return {};
}

}  // namespace adapters::formats::json
