// The table of fields: what may stand in a JSON object, stated once; decoder, encoder and OpenAPI
// document read it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace adapters::formats::json {

// What a value is. Kinds of text differ in the characters that they take: see text_kind.hpp.
enum class kind {
    // Text on one line.
    line,
    // Text that may have several lines.
    text,
    // RFC 3339 full-date.
    date,
    // RFC 3339 date-time, kept as microseconds; only written.
    moment,
    oin,
    uuid,
    email,
    telephone,
    bsn,
    // An OIN, or the name of an instrument.
    destination,
    // JSON pointer to a field of this form.
    pointer,
    // One of a closed list of words.
    word,
    integer,
    object,
};

enum class need { optional, required };

enum class multiplicity {
    single,
    list,
    // A list in which no value stands twice.
    set,
};

// Both ends included. Characters of a text, value of a number, or elements of a list.
struct limits {
    std::uint32_t minimum = 0;
    std::uint32_t maximum = 0;
};

// A word of a closed list and the number that stands for it in protobuf.
struct word {
    std::string_view text;
    int value;
};

// How a value is put into and read from a target that only the table knows the type of. Elements of
// a list are appended, and read by their place; made by the templates of access.hpp.
struct access {
    // 0 when the field is absent, 1 for a single value, else the length of the list.
    int (*count)(const void* target) = nullptr;
    void (*assign_text)(void* target, std::string_view text) = nullptr;
    std::string_view (*read_text)(const void* target, int place) = nullptr;
    void (*assign_number)(void* target, std::int64_t number) = nullptr;
    std::int64_t (*read_number)(const void* target, int place) = nullptr;
    // The target of a nested object, made when it is not there.
    void* (*open)(void* target) = nullptr;
    const void* (*read_object)(const void* target, int place) = nullptr;
};

struct object_table;

struct field {
    std::string_view name;
    kind what;
    need must = need::optional;
    // Of each value.
    limits size{};
    multiplicity many = multiplicity::single;
    // Of the list.
    limits items{};
    std::span<const word> words{};
    const object_table* object = nullptr;
    // What an absent number means.
    std::optional<std::int64_t> fallback{};
    access value;
    // Dutch, for the OpenAPI document.
    std::string_view description;
    // JSON text of one value.
    std::string_view example{};
};

enum class demand { requires_field, forbids_field };

// When the field `when` holds the word `is`, another field must or may not be there.
struct rule {
    std::string_view when;
    std::string_view is;
    demand wants;
    std::string_view other;
};

// One kind of object. At most max_fields fields, so that a set of them is one machine word.
struct object_table {
    static constexpr std::size_t max_fields = 32;

    // Name of the component in the OpenAPI document.
    std::string_view name;
    std::string_view description;
    std::span<const field> fields;
    std::span<const rule> rules{};
    // Of these one is required at least.
    std::span<const std::string_view> any_of{};
};

}  // namespace adapters::formats::json
