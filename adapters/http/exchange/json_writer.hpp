// Writes the JSON of answers by appending to a string: members in the order of the calls.
#pragma once

#include "adapters/http/exchange/json_text.hpp"

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace adapters::http::exchange {

// The caller keeps the order of calls right (every begin ended); the writer knows about commas and
// escaping. Starts and ends with one object.
class json_writer {
public:
    // Room for so much text spares a longer one its growing.
    explicit json_writer(std::size_t room = 0) { out_.reserve(room); }

    json_writer& begin_object() { return open('{'); }
    json_writer& begin_object(std::string_view name) { return key(name).open('{'); }
    json_writer& end_object() { return close('}'); }
    json_writer& begin_array(std::string_view name) { return key(name).open('['); }
    json_writer& end_array() { return close(']'); }

    json_writer& text(std::string_view value) {
        separate();
        append_json_string(out_, value);
        return *this;
    }

    // JSON text that somebody made already; it is not looked at.
    json_writer& raw(std::string_view value) {
        separate();
        out_ += value;
        return *this;
    }

    json_writer& member(std::string_view name, std::string_view value) {
        return key(name).text(value);
    }

    // Without this, text in quotes would be taken for a truth value.
    json_writer& member(std::string_view name, const char* value) {
        return member(name, std::string_view{value});
    }

    template <std::integral Number>
    json_writer& member(std::string_view name, Number value) {
        if constexpr (std::same_as<Number, bool>) {
            return key(name).raw(value ? "true" : "false");
        } else {
            return key(name).raw(std::to_string(value));
        }
    }

    json_writer& raw_member(std::string_view name, std::string_view value) {
        return key(name).raw(value);
    }

    // An absent value is an absent member.
    json_writer& member_unless_empty(std::string_view name, std::string_view value) {
        return value.empty() ? *this : member(name, value);
    }

    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    json_writer& key(std::string_view name) {
        separate();
        append_json_string(out_, name);
        out_ += ':';
        comma_ = false;
        return *this;
    }

    void separate() {
        if (comma_) {
            out_ += ',';
        }
        comma_ = true;
    }

    json_writer& open(char bracket) {
        separate();
        out_ += bracket;
        comma_ = false;
        return *this;
    }

    json_writer& close(char bracket) {
        out_ += bracket;
        comma_ = true;
        return *this;
    }

    std::string out_;
    bool comma_ = false;
};

}  // namespace adapters::http::exchange
