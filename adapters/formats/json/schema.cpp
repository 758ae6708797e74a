#include "adapters/formats/json/schema.hpp"

#include "adapters/formats/json/text_kind.hpp"

#include <array>
#include <string>

namespace adapters::formats::json {

namespace {

constexpr std::string_view component_path = "#/components/schemas/";

void write_limit(json_writer& writer, std::string_view name, std::uint32_t limit) {
    if (limit != 0) {
        writer.member(name, limit);
    }
}

void write_text_members(json_writer& writer, const field& which) {
    writer.member("type", "string")
        .member_unless_empty("format", format_of(which.what))
        .member_unless_empty("pattern", pattern_of(which.what));
    write_limit(writer, "minLength", which.size.minimum);
    write_limit(writer, "maxLength", which.size.maximum);
}

void write_integer_members(json_writer& writer, const field& which) {
    writer.member("type", "integer")
        .member("minimum", which.size.minimum)
        .member("maximum", which.size.maximum);
    if (which.fallback) {
        writer.member("default", *which.fallback);
    }
}

void write_word_members(json_writer& writer, const field& which) {
    writer.member("type", "string").key("enum").begin_array();
    for (const word& each : which.words) {
        writer.string(each.text);
    }
    writer.end_array();
}

void write_example(json_writer& writer, const field& which) {
    if (!which.example.empty()) {
        writer.key("examples").begin_array().raw(which.example).end_array();
    }
}

// The members of one value's schema, without its description.
void write_value_members(json_writer& writer, const field& which) {
    switch (which.what) {
        case kind::object:
            writer.member("$ref", std::string{component_path} + std::string{which.object->name});
            return;
        case kind::integer:
            write_integer_members(writer, which);
            break;
        case kind::word:
            write_word_members(writer, which);
            break;
        case kind::line:
        case kind::text:
        case kind::date:
        case kind::moment:
        case kind::oin:
        case kind::uuid:
        case kind::email:
        case kind::telephone:
        case kind::bsn:
        case kind::destination:
        case kind::pointer:
            write_text_members(writer, which);
            break;
    }
    write_example(writer, which);
}

void write_property(json_writer& writer, const field& which) {
    writer.key(which.name).begin_object().member("description", which.description);
    if (which.many == multiplicity::single) {
        write_value_members(writer, which);
    } else {
        writer.member("type", "array");
        write_limit(writer, "minItems", which.items.minimum);
        write_limit(writer, "maxItems", which.items.maximum);
        if (which.many == multiplicity::set) {
            writer.key("uniqueItems").boolean(true);
        }
        writer.key("items").begin_object();
        write_value_members(writer, which);
        writer.end_object();
    }
    writer.end_object();
}

using tables = std::array<const object_table*, 2>;

void write_required(json_writer& writer, const tables& parts) {
    writer.key("required").begin_array();
    for (const object_table* part : parts) {
        for (const field& each : part == nullptr ? std::span<const field>{} : part->fields) {
            if (each.must == need::required) {
                writer.string(each.name);
            }
        }
    }
    writer.end_array();
}

void write_requires(json_writer& writer, std::string_view name) {
    writer.begin_object().key("required").begin_array().string(name).end_array().end_object();
}

// JSON Schema says "when this word, then that field" with if and then.
void write_rule(json_writer& writer, const rule& which) {
    writer.begin_object().key("if").begin_object();
    writer.key("properties").begin_object().key(which.when).begin_object();
    writer.member("const", which.is).end_object().end_object();
    writer.key("required").begin_array().string(which.when).end_array().end_object();
    writer.key("then");
    if (which.wants == demand::requires_field) {
        write_requires(writer, which.other);
    } else {
        writer.begin_object().key("not");
        write_requires(writer, which.other);
        writer.end_object();
    }
    writer.end_object();
}

void write_rules(json_writer& writer, const object_table& table) {
    if (!table.rules.empty()) {
        writer.key("allOf").begin_array();
        for (const rule& each : table.rules) {
            write_rule(writer, each);
        }
        writer.end_array();
    }
    if (!table.any_of.empty()) {
        writer.key("anyOf").begin_array();
        for (const std::string_view name : table.any_of) {
            write_requires(writer, name);
        }
        writer.end_array();
    }
}

}  // namespace

void write_schema(
    json_writer& writer,
    const object_table& table,
    const object_table* around,
    unknown_fields others
) {
    const tables parts{around, &table};
    writer.begin_object().member("type", "object").member("description", table.description);
    if (others == unknown_fields::refused) {
        writer.key("additionalProperties").boolean(false);
    }
    write_required(writer, parts);
    writer.key("properties").begin_object();
    for (const object_table* part : parts) {
        for (const field& each : part == nullptr ? std::span<const field>{} : part->fields) {
            write_property(writer, each);
        }
    }
    writer.end_object();
    for (const object_table* part : parts) {
        if (part != nullptr) {
            write_rules(writer, *part);
        }
    }
    writer.end_object();
}

}  // namespace adapters::formats::json
