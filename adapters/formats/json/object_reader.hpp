// Reads a parsed JSON object into targets by their tables, and gathers everything that is wrong.
#pragma once

#include "adapters/formats/json/fault.hpp"
#include "adapters/formats/json/field.hpp"
#include "adapters/formats/json/options.hpp"
#include "hub/model/rejection.hpp"

#include <cstdint>
#include <simdjson.h>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::formats::json {

// A table and what it fills; two of them may share one object (content and transport).
struct part {
    const object_table* table;
    void* target;
    // The fields that stood in the object, one bit each.
    std::uint32_t seen = 0;
    std::uint32_t doubled = 0;
};

// For one message. What it filled is to be thrown away when there are faults.
class object_reader {
public:
    explicit object_reader(bsn_check strictness) noexcept : strictness_{strictness} {}

    void read_root(std::span<part> parts, simdjson::dom::element root);

    [[nodiscard]] bool has_faults() const noexcept { return !faults_.empty(); }
    [[nodiscard]] std::vector<hub::model::invalid_param> take_faults() && {
        return std::move(faults_);
    }

private:
    // Where we are: a chain on the stack, made into a pointer only when something is wrong.
    struct place {
        const place* parent;
        std::string_view name;
        int element = -1;
    };
    struct position {
        part* owner;
        std::size_t field;
    };

    void read_object(std::span<part> parts, const place& here, simdjson::dom::object object);
    void
    read_field(const field& where, void* target, const place& here, simdjson::dom::element value);
    void
    read_list(const field& where, void* target, const place& here, simdjson::dom::element value);
    void
    read_value(const field& where, void* target, const place& here, simdjson::dom::element value);
    void
    read_text(const field& where, void* target, const place& here, simdjson::dom::element value);
    void
    read_word(const field& where, void* target, const place& here, simdjson::dom::element value);
    void
    read_integer(const field& where, void* target, const place& here, simdjson::dom::element value);
    void finish(part& done, const place& here);
    void check_rule(const rule& which, const part& done, const place& here);
    void check_any_of(const part& done, const place& here);

    void add(fault what, const field& where, const place& here);

    bsn_check strictness_;
    std::string buffer_;
    std::vector<hub::model::invalid_param> faults_;
};

}  // namespace adapters::formats::json
