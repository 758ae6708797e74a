// A prepared statement: bound, stepped and reset without being forgotten.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3_stmt;

namespace adapters::embedded::sqlite {

// Bytes that are bound as a blob rather than as text.
struct blob {
    std::string_view bytes;
};

template <std::size_t Size>
[[nodiscard]] blob as_blob(const std::array<std::uint8_t, Size>& bytes) noexcept {
    return blob{{reinterpret_cast<const char*>(bytes.data()), bytes.size()}};
}

class statement;

// The rows of one run; resets the statement when it goes. Must not outlive the statement, and only
// one exists per statement at a time. Text and blobs are valid until the next call of next().
class rows {
public:
    explicit rows(statement& owner) noexcept : owner_{owner} {}
    ~rows();
    rows(const rows&) = delete;
    rows& operator=(const rows&) = delete;

    // False at the end and after a failure, which the connection remembers.
    [[nodiscard]] bool next();

    [[nodiscard]] std::int64_t integer(int column) const noexcept;
    [[nodiscard]] std::uint64_t unsigned_integer(int column) const noexcept {
        return static_cast<std::uint64_t>(integer(column));
    }
    // Text or blob.
    [[nodiscard]] std::string_view bytes(int column) const noexcept;
    [[nodiscard]] std::string text(int column) const { return std::string{bytes(column)}; }
    [[nodiscard]] bool is_null(int column) const noexcept;

private:
    statement& owner_;
};

// Must not outlive its connection.
class statement {
public:
    // Throws start_failure.
    statement(connection& owner, std::string_view sql);
    ~statement();
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;

    // Runs to the end with these values, in the order of the parameters. Integers, text, blob,
    // std::optional of these, and nullptr.
    template <class... Values>
    void run(const Values&... values) {
        bind_all(lifetime::call, values...);
        finish();
    }

    // Runs row by row.
    template <class... Values>
    [[nodiscard]] rows query(const Values&... values) {
        bind_all(lifetime::copy, values...);
        return rows{*this};
    }

private:
    friend class rows;
    // Whether bound bytes stay where they are until the statement is done.
    enum class lifetime { call, copy };

    template <class... Values>
    void bind_all([[maybe_unused]] lifetime how_long, const Values&... values) {
        int index = 0;
        (bind(++index, how_long, values), ...);
    }

    template <std::integral Integer>
    void bind(int index, lifetime /*how_long*/, Integer value) {
        bind_integer(index, static_cast<std::int64_t>(value));
    }
    void bind(int index, lifetime how_long, std::string_view text);
    void bind(int index, lifetime how_long, blob bytes);
    void bind(int index, lifetime /*how_long*/, std::nullptr_t /*null*/) { bind_null(index); }
    template <class Value>
    void bind(int index, lifetime how_long, const std::optional<Value>& value) {
        if (value) {
            bind(index, how_long, *value);
        } else {
            bind_null(index);
        }
    }
    void bind_integer(int index, std::int64_t value);
    void bind_null(int index);

    [[nodiscard]] bool step();
    void finish();
    void reset() noexcept;

    connection& owner_;
    sqlite3_stmt* handle_ = nullptr;
};

}  // namespace adapters::embedded::sqlite
