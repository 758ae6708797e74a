#include "adapters/formats/json/object_reader.hpp"

#include "adapters/formats/json/text_kind.hpp"

#include <cmath>

namespace adapters::formats::json {

namespace {

// An answer that lists more helps nobody.
constexpr std::size_t maximum_faults = 100;

// Stands for the object around everything, and for a field that no table has.
constexpr field root_field{.name = {}, .what = kind::object, .value = {}, .description = {}};

constexpr std::uint32_t bit(std::size_t place) noexcept {
    return std::uint32_t{1} << place;
}

constexpr std::size_t not_found = object_table::max_fields;

std::size_t find_field(const object_table& table, std::string_view name) noexcept {
    for (std::size_t at = 0; at < table.fields.size(); ++at) {
        if (table.fields[at].name == name) {
            return at;
        }
    }
    return not_found;
}

const word* find_word(std::span<const word> words, std::string_view text) noexcept {
    for (const word& each : words) {
        if (each.text == text) {
            return &each;
        }
    }
    return nullptr;
}

bool has_text(const field& where, const void* target, std::string_view text) {
    for (int at = 0; at < where.value.count(target); ++at) {
        if (where.value.read_text(target, at) == text) {
            return true;
        }
    }
    return false;
}

bool has_number(const field& where, const void* target, std::int64_t number) {
    for (int at = 0; at < where.value.count(target); ++at) {
        if (where.value.read_number(target, at) == number) {
            return true;
        }
    }
    return false;
}

}  // namespace

void object_reader::read_root(std::span<part> parts, simdjson::dom::element root) {
    const place here{.parent = nullptr, .name = {}};
    simdjson::dom::object object;
    if (root.get(object) != simdjson::SUCCESS) {
        add(fault::wrong_type, root_field, here);
        return;
    }
    read_object(parts, here, object);
}

void object_reader::read_object(
    std::span<part> parts,
    const place& here,
    simdjson::dom::object object
) {
    bool unknown = false;
    std::size_t next = 0;
    for (const auto member : object) {
        part* owner = &parts.front();
        // Most senders keep the order of the table.
        std::size_t at =
            next < owner->table->fields.size() && owner->table->fields[next].name == member.key
                ? next
                : not_found;
        for (std::size_t each = 0; at == not_found && each < parts.size(); ++each) {
            owner = &parts[each];
            at = find_field(*owner->table, member.key);
        }
        if (at == not_found) {
            if (!unknown) {
                add(fault::unknown_field, root_field, {.parent = &here, .name = "*"});
            }
            unknown = true;
            continue;
        }
        next = owner == &parts.front() ? at + 1 : next;
        const field& where = owner->table->fields[at];
        const place there{.parent = &here, .name = where.name};
        if ((owner->seen & bit(at)) != 0) {
            if ((owner->doubled & bit(at)) == 0) {
                add(fault::duplicate_field, where, there);
            }
            owner->doubled |= bit(at);
            continue;
        }
        owner->seen |= bit(at);
        read_field(where, owner->target, there, member.value);
    }
    for (part& each : parts) {
        finish(each, here);
    }
}

void object_reader::read_field(
    const field& where,
    void* target,
    const place& here,
    simdjson::dom::element value
) {
    if (where.many == multiplicity::single) {
        read_value(where, target, here, value);
    } else {
        read_list(where, target, here, value);
    }
}

void object_reader::read_list(
    const field& where,
    void* target,
    const place& here,
    simdjson::dom::element value
) {
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) {
        add(fault::not_a_list, where, here);
        return;
    }
    if (list.size() > where.items.maximum) {
        add(fault::too_many, where, here);
        return;
    }
    if (list.size() < where.items.minimum) {
        add(fault::too_few, where, here);
    }
    int at = 0;
    for (const simdjson::dom::element element : list) {
        read_value(where, target, {.parent = &here, .name = {}, .element = at}, element);
        ++at;
    }
}

void object_reader::read_value(
    const field& where,
    void* target,
    const place& here,
    simdjson::dom::element value
) {
    switch (where.what) {
        case kind::object: {
            simdjson::dom::object object;
            if (value.get(object) != simdjson::SUCCESS) {
                add(fault::wrong_type, where, here);
                return;
            }
            part nested{.table = where.object, .target = where.value.open(target)};
            read_object({&nested, 1}, here, object);
            return;
        }
        case kind::integer:
            read_integer(where, target, here, value);
            return;
        case kind::word:
            read_word(where, target, here, value);
            return;
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
            read_text(where, target, here, value);
            return;
    }
}

void object_reader::read_text(
    const field& where,
    void* target,
    const place& here,
    simdjson::dom::element value
) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) {
        add(fault::wrong_type, where, here);
        return;
    }
    if (const auto wrong = check_text(where, text, strictness_)) {
        add(*wrong, where, here);
        return;
    }
    text = canonical_text(where.what, text, buffer_);
    if (where.many == multiplicity::set && has_text(where, target, text)) {
        add(fault::duplicate_value, where, here);
        return;
    }
    where.value.assign_text(target, text);
}

void object_reader::read_word(
    const field& where,
    void* target,
    const place& here,
    simdjson::dom::element value
) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) {
        add(fault::wrong_type, where, here);
        return;
    }
    const word* found = find_word(where.words, text);
    if (found == nullptr) {
        add(fault::unknown_word, where, here);
        return;
    }
    if (where.many == multiplicity::set && has_number(where, target, found->value)) {
        add(fault::duplicate_value, where, here);
        return;
    }
    where.value.assign_number(target, found->value);
}

void object_reader::read_integer(
    const field& where,
    void* target,
    const place& here,
    simdjson::dom::element value
) {
    // As JSON Schema has it, 2.0 is an integer. A double is exact far beyond every limit.
    double number = 0;
    if (value.get(number) != simdjson::SUCCESS || std::trunc(number) != number) {
        add(fault::wrong_type, where, here);
    } else if (number < where.size.minimum) {
        add(fault::too_small, where, here);
    } else if (number > where.size.maximum) {
        add(fault::too_large, where, here);
    } else {
        where.value.assign_number(target, static_cast<std::int64_t>(number));
    }
}

void object_reader::finish(part& done, const place& here) {
    const auto& fields = done.table->fields;
    for (std::size_t at = 0; at < fields.size(); ++at) {
        const bool absent = (done.seen & bit(at)) == 0;
        if (absent && fields[at].must == need::required) {
            add(fault::required, fields[at], {.parent = &here, .name = fields[at].name});
        } else if (absent && fields[at].fallback) {
            fields[at].value.assign_number(done.target, *fields[at].fallback);
        }
    }
    for (const rule& each : done.table->rules) {
        check_rule(each, done, here);
    }
    check_any_of(done, here);
}

void object_reader::check_rule(const rule& which, const part& done, const place& here) {
    const field& when = done.table->fields[find_field(*done.table, which.when)];
    const word* is = find_word(when.words, which.is);
    if (when.value.read_number(done.target, 0) != is->value) {
        return;
    }
    const std::size_t other = find_field(*done.table, which.other);
    const bool present = (done.seen & bit(other)) != 0;
    const bool wanted = which.wants == demand::requires_field;
    if (present != wanted) {
        add(wanted ? fault::required : fault::not_allowed,
            done.table->fields[other],
            {.parent = &here, .name = which.other});
    }
}

void object_reader::check_any_of(const part& done, const place& here) {
    std::uint32_t wanted = 0;
    for (const std::string_view name : done.table->any_of) {
        wanted |= bit(find_field(*done.table, name));
    }
    if (wanted == 0 || (wanted & done.seen) != 0) {
        return;
    }
    for (const std::string_view name : done.table->any_of) {
        add(fault::required_one_of, root_field, {.parent = &here, .name = name});
    }
}

void object_reader::add(fault what, const field& where, const place& here) {
    if (faults_.size() >= maximum_faults) {
        return;
    }
    std::string pointer;
    for (const place* each = &here; each->parent != nullptr; each = each->parent) {
        pointer.insert(
            0, each->element >= 0 ? std::to_string(each->element) : std::string{each->name}
        );
        pointer.insert(0, 1, '/');
    }
    faults_.push_back({
        .name = std::move(pointer),
        .code = std::string{code_of(what)},
        .reason = reason_of(what, where),
    });
}

}  // namespace adapters::formats::json
