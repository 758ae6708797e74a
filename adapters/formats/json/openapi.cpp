#include "adapters/formats/json/openapi.hpp"

#include "adapters/formats/json/openapi_skeleton.hpp"
#include "adapters/formats/json/request_tables.hpp"
#include "adapters/formats/json/schema.hpp"
#include "adapters/formats/json/tables.hpp"

#include <array>
#include <stdexcept>
#include <vector>

namespace adapters::formats::json {

namespace {

// Stands as a member where the components from the tables belong.
constexpr std::string_view mark = R"("{{tabellen}}": {})";

struct component {
    std::string name;
    const object_table* table;
    const object_table* around;
    unknown_fields others;
};

// Messages are refused with unknown fields, and delivered with the right to get more later.
std::vector<component> message_components() {
    struct message {
        const object_table* content;
        const object_table* around;
    };
    const std::array<message, 4> handed_in{{
        {&aanmelding_table, &casus_transport_table},
        {&signaal_table, &transport_table},
        {&bericht_table, &bericht_transport_table},
        {&registermutatie_table, &transport_table},
    }};
    std::vector<component> result;
    for (const message& each : handed_in) {
        const std::string name{each.content->name};
        result.push_back({name + "Verzoek", each.content, each.around, unknown_fields::refused});
        result.push_back({name, each.content, nullptr, unknown_fields::ignored});
    }
    result.push_back(
        {std::string{statusbericht_table.name},
         &statusbericht_table,
         nullptr,
         unknown_fields::ignored}
    );
    for (const object_table* body :
         {&uitgifte_table, &bevestiging_table, &weigering_table, &zoek_table}) {
        result.push_back({std::string{body->name}, body, nullptr, unknown_fields::refused});
    }
    return result;
}

bool has_component(const std::vector<component>& all, std::string_view name) {
    for (const component& each : all) {
        if (each.name == name) {
            return true;
        }
    }
    return false;
}

// Adds what the tables refer to, until nothing new is referred to.
void add_nested(std::vector<component>& all) {
    for (std::size_t at = 0; at < all.size(); ++at) {
        for (const field& each : all[at].table->fields) {
            if (each.object != nullptr && !has_component(all, each.object->name)) {
                all.push_back(
                    {std::string{each.object->name}, each.object, nullptr, unknown_fields::refused}
                );
            }
        }
    }
}

std::string components_from_tables() {
    auto all = message_components();
    add_nested(all);
    std::string object;
    json_writer writer{object};
    writer.begin_object();
    for (const component& each : all) {
        writer.key(each.name);
        write_schema(writer, *each.table, each.around, each.others);
    }
    writer.end_object();
    // The members alone; they go among others.
    return object.substr(1, object.size() - 2);
}

}  // namespace

std::string openapi_document() {
    const auto skeleton = openapi_skeleton;
    const auto at = skeleton.find(mark);
    if (at == std::string_view::npos) {
        throw std::logic_error{"the OpenAPI skeleton has no place for the tables"};
    }
    const auto components = components_from_tables();
    std::string result;
    result.reserve(skeleton.size() + components.size());
    result.append(skeleton.substr(0, at)).append(components);
    return result.append(skeleton.substr(at + mark.size()));
}

}  // namespace adapters::formats::json
