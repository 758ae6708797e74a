// Writes and reads the flat JSON of what is signed: leaves and heads. A value has exactly one text,
// and the reader takes nothing but that text, so that what is verified and what is understood are
// the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hub::vault {

// A JSON string: escapes the quote, the backslash and control characters, nothing else.
void append_quoted(std::string& target, std::string_view value);

// Writes one object; nested values are given as text.
class signed_text_writer {
public:
    // Room for so much text spares a longer one its growing.
    explicit signed_text_writer(std::size_t room = 0) { text_.reserve(room); }

    signed_text_writer& text(std::string_view name, std::string_view value);
    signed_text_writer& number(std::string_view name, std::uint64_t value);
    signed_text_writer& raw(std::string_view name, std::string_view json);

    // The whole object; the writer is empty afterwards.
    [[nodiscard]] std::string finish();

private:
    void name(std::string_view name);

    std::string text_ = "{";
};

// Reads front to back. After the first thing that is not as expected everything fails, so that a
// caller checks once, by done().
class signed_text_reader {
public:
    explicit signed_text_reader(std::string_view text) noexcept : rest_{text} {}

    void expect(std::string_view exact) noexcept;
    // Takes it when it is next.
    [[nodiscard]] bool take(std::string_view exact) noexcept;
    // A string's value; it may be overwritten by the next one.
    [[nodiscard]] std::string_view quoted();
    [[nodiscard]] std::uint64_t number() noexcept;

    void fail() noexcept { failed_ = true; }
    [[nodiscard]] bool failed() const noexcept { return failed_; }
    // Everything was as expected and nothing is left.
    [[nodiscard]] bool done() const noexcept { return !failed_ && rest_.empty(); }

private:
    [[nodiscard]] std::string_view unescaped();

    std::string_view rest_;
    bool failed_ = false;
    // A value that does not stand in the text as it is.
    std::string value_;
};

}  // namespace hub::vault
