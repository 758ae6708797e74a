// Writes JSON text by appending to a string: members in the order of the calls, correct escaping,
// no tree.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::formats::json {

// Appends text as a JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD, so that the
// result is always valid JSON.
void append_string(std::string& out, std::string_view text);

// The caller keeps the order of calls right (a key before each value in an object, every begin
// ended); the writer only knows about commas. Not thread-safe; the string must outlive it.
class json_writer {
public:
    explicit json_writer(std::string& out) noexcept : out_{out} {}

    json_writer& begin_object() { return open('{'); }
    json_writer& end_object() { return close('}'); }
    json_writer& begin_array() { return open('['); }
    json_writer& end_array() { return close(']'); }

    json_writer& key(std::string_view name) {
        separate();
        append_string(out_, name);
        out_.push_back(':');
        comma_ = false;
        return *this;
    }

    json_writer& string(std::string_view text) {
        separate();
        append_string(out_, text);
        return *this;
    }

    template <std::integral Number>
    requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
        json_writer& number(Number value) {
        separate();
        out_ += std::to_string(value);
        return *this;
    }

    // Only a true bool: a pointer or a number would convert silently.
    template <std::same_as<bool> Truth>
    json_writer& boolean(Truth value) {
        separate();
        out_ += value ? "true" : "false";
        return *this;
    }

    json_writer& null() {
        separate();
        out_ += "null";
        return *this;
    }

    // JSON text that somebody made already; it is not looked at.
    json_writer& raw(std::string_view text) {
        separate();
        out_ += text;
        return *this;
    }

    json_writer& member(std::string_view name, std::string_view text) {
        return key(name).string(text);
    }

    template <std::integral Number>
    requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
        json_writer& member(std::string_view name, Number value) {
        return key(name).number(value);
    }

    // An absent value is an absent member.
    json_writer& member_unless_empty(std::string_view name, std::string_view text) {
        return text.empty() ? *this : member(name, text);
    }

private:
    void separate() {
        if (comma_) {
            out_.push_back(',');
        }
        comma_ = true;
    }

    json_writer& open(char bracket) {
        separate();
        out_.push_back(bracket);
        comma_ = false;
        return *this;
    }

    json_writer& close(char bracket) {
        out_.push_back(bracket);
        comma_ = true;
        return *this;
    }

    std::string& out_;
    bool comma_ = false;
};

}  // namespace adapters::formats::json
