#include "adapters/formats/stuf/xml_reader.hpp"

#include "adapters/formats/stuf/xml_parser.hpp"

#include <utility>

namespace adapters::formats::stuf {

hub::model::decision<std::vector<xml_element>>
read_xml(std::string_view bytes, std::string_view charset, const xml_limits& limits) {
    if (bytes.size() > limits.bytes) {
        hub::model::rejection why;
        why.code = "te_groot";
        why.words = "Het bericht is te groot.";
        return why;
    }
    xml_parser parser{charset, limits, nullptr};
    if (auto why = parser.read(bytes)) {
        return std::move(*why);
    }
    return std::move(parser.elements());
}

}  // namespace adapters::formats::stuf
