// Reads XML into a flat list of elements, hardened: no document type, no entities of its own, no
// other coding than UTF-8 and ISO-8859-1, and a limit on everything.
#pragma once

#include "hub/model/rejection.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::formats::stuf {

struct xml_limits {
    std::size_t bytes = 1024UL * 1024UL;
    std::size_t depth = 48;
    std::size_t elements = 2'000;
    // Of one element or attribute, without its namespace.
    std::size_t name_bytes = 256;
    // The paths of all elements together.
    std::size_t path_bytes = 256UL * 1024UL;
    std::size_t attributes = 32;
    std::size_t attribute_bytes = 4096;
    std::size_t namespaces = 256;
    std::size_t text_bytes = 65'536;
    // What the parser itself may hold at once.
    std::size_t parser_bytes = 256UL * 1024UL;
};

// What a SOAP header block says of itself.
struct block_claim {
    // In SOAP 1.1 the actor; empty: the last one of all.
    std::string role;
    std::string uri;
    std::string name;
    enum class demand { none, must_understand } is = demand::none;
};

struct xml_element {
    // Local names from the root on, with the prefix that the hub uses for each namespace: an
    // XPath, "*" for a namespace that it does not know. "[2]" from the second of a name on.
    std::string path;
    // Depth 1 is the root.
    std::size_t depth = 0;
    std::string text;
    // StUF:noValue, or "nil" for xsi:nil alone; empty where there is a value.
    std::string no_value;
    // Attributes by local name that the hub looks at.
    std::string verwerkingssoort;
    std::string entiteittype;
    std::string naam;
    std::string bestandsnaam;
    std::string content_type;
    // Of an element with attributes of SOAP; apart, since there may be thousands without.
    std::shared_ptr<block_claim> claim;
    bool has_children = false;
};

// In document order. Codes xml_ongeldig, xml_verboden (document type), xml_te_groot,
// codering_onbekend. The charset of Content-Type, where there is one, wins from the declaration.
[[nodiscard]] hub::model::decision<std::vector<xml_element>>
read_xml(std::string_view bytes, std::string_view charset, const xml_limits& limits);

}  // namespace adapters::formats::stuf
