#include "adapters/formats/stuf/xml_reader.hpp"

#include "adapters/formats/stuf/bounded_memory.hpp"

#include <algorithm>
#include <array>
#include <expat.h>
#include <limits>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace adapters::formats::stuf {
namespace {

constexpr char separator = '|';

struct known_namespace {
    std::string_view uri;
    std::string_view prefix;
};

constexpr std::array<known_namespace, 7> namespaces{{
    {"http://www.egem.nl/StUF/StUF0301", "StUF:"},
    {"http://www.egem.nl/StUF/sector/zkn/0310", "ZKN:"},
    {"http://www.egem.nl/StUF/sector/bg/0310", "BG:"},
    {"http://www.stufstandaarden.nl/koppelvlak/zds0120", "ZDS:"},
    {"http://schemas.xmlsoap.org/soap/envelope/", "SOAP11:"},
    {"http://www.w3.org/2003/05/soap-envelope", "SOAP12:"},
    {"http://www.w3.org/2001/XMLSchema-instance", "xsi:"},
}};

std::string_view local_name(std::string_view name) noexcept {
    return name.substr(name.rfind(separator) + 1);
}

// With the hub's own prefix.
std::string own_name(std::string_view name) {
    const auto at = name.rfind(separator);
    if (at == std::string_view::npos) {
        return "*:" + std::string{name};
    }
    for (const auto& one : namespaces) {
        if (one.uri == name.substr(0, at)) {
            return std::string{one.prefix} + std::string{name.substr(at + 1)};
        }
    }
    return "*:" + std::string{name.substr(at + 1)};
}

hub::model::rejection refuse(std::string_view code, std::string_view words) {
    hub::model::rejection result;
    result.code = code;
    result.words = words;
    return result;
}

hub::model::rejection refuse_size() {
    return refuse(
        "xml_te_groot",
        "Het bericht is te diep genest, of heeft te veel of te grote elementen of attributen."
    );
}

bool is_utf8(std::string_view name) noexcept {
    return name == "UTF-8" || name == "utf-8" || name == "Utf-8";
}
bool is_latin1(std::string_view name) noexcept {
    return name == "ISO-8859-1" || name == "iso-8859-1";
}
bool is_ascii(std::string_view name) noexcept {
    return name == "US-ASCII" || name == "us-ascii";
}

struct parser_freer {
    void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};
using parser_pointer = std::unique_ptr<std::remove_pointer_t<XML_Parser>, parser_freer>;

// What expat calls; stops the parser at the first thing that may not be.
class element_builder {
public:
    element_builder(XML_Parser parser, const xml_limits& limits, std::size_t expected)
        : parser_{parser}, limits_{limits} {
        elements_.reserve(std::min(expected, limits.elements));
        XML_SetUserData(parser, this);
        XML_SetElementHandler(parser, started, ended);
        XML_SetCharacterDataHandler(parser, said);
        XML_SetStartNamespaceDeclHandler(parser, declared);
        XML_SetStartDoctypeDeclHandler(parser, typed);
        XML_SetXmlDeclHandler(parser, introduced);
    }

    [[nodiscard]] const std::optional<hub::model::rejection>& refusal() const noexcept {
        return refusal_;
    }
    [[nodiscard]] std::vector<xml_element> take() && { return std::move(elements_); }

private:
    static element_builder& self(void* data) noexcept {
        return *static_cast<element_builder*>(data);
    }
    static void started(void* data, const XML_Char* name, const XML_Char** attributes) {
        self(data).start(name, attributes);
    }
    static void ended(void* data, const XML_Char*) { self(data).end(); }
    static void said(void* data, const XML_Char* text, int size) {
        self(data).say({text, static_cast<std::size_t>(size)});
    }
    static void declared(void* data, const XML_Char*, const XML_Char*) {
        auto& one = self(data);
        if (++one.declarations_ > one.limits_.namespaces) {
            one.too_much();
        }
    }
    static void typed(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        self(data).stop(
            refuse("xml_verboden", "Een documenttype (DOCTYPE) mag niet in een bericht staan.")
        );
    }
    static void introduced(void* data, const XML_Char*, const XML_Char* encoding, int) {
        const std::string_view name = encoding == nullptr ? "UTF-8" : encoding;
        if (!is_utf8(name) && !is_latin1(name) && !is_ascii(name)) {
            self(data).stop(
                refuse("codering_onbekend", "Gebruik UTF-8 of ISO-8859-1 voor het bericht.")
            );
        }
    }

    void stop(hub::model::rejection why) {
        if (!refusal_) {
            refusal_ = std::move(why);
            XML_StopParser(parser_, XML_FALSE);
        }
    }
    void too_much() { stop(refuse_size()); }

    void start(std::string_view name, const XML_Char** attributes) {
        if (refusal_) {
            return;
        }
        if (open_.size() >= limits_.depth || elements_.size() >= limits_.elements ||
            local_name(name).size() > limits_.name_bytes) {
            too_much();
            return;
        }
        xml_element one;
        auto own = own_name(name);
        if (!open_.empty()) {
            auto& parent = open_.back();
            elements_[parent.element].has_children = true;
            elements_[parent.element].text.clear();
            one.path = elements_[parent.element].path;
            const auto place = ++parent.names[own];
            if (place > 1) {
                own += "[" + std::to_string(place) + "]";
            }
        }
        one.path += "/" + own;
        one.depth = open_.size() + 1;
        paths_ += one.path.size();
        if (paths_ > limits_.path_bytes) {
            too_much();
            return;
        }
        for (std::size_t count = 0; *attributes != nullptr; attributes += 2) {
            if (++count > limits_.attributes || !take(attributes[0], attributes[1], one)) {
                too_much();
                return;
            }
        }
        open_.push_back({elements_.size(), {}});
        elements_.push_back(std::move(one));
    }

    bool take(std::string_view name, std::string_view value, xml_element& into) {
        const auto local = local_name(name);
        if (value.size() > limits_.attribute_bytes || local.size() > limits_.name_bytes) {
            return false;
        }
        const std::array<std::pair<std::string_view, std::string*>, 6> wanted{{
            {"verwerkingssoort", &into.verwerkingssoort},
            {"entiteittype", &into.entiteittype},
            {"naam", &into.naam},
            {"bestandsnaam", &into.bestandsnaam},
            {"contentType", &into.content_type},
            {"noValue", &into.no_value},
        }};
        for (const auto& [wanted_name, target] : wanted) {
            if (wanted_name == local) {
                *target = value;
            }
        }
        if (local == "nil" && (value == "true" || value == "1") && into.no_value.empty()) {
            into.no_value = "nil";
        }
        return true;
    }

    void end() {
        if (!open_.empty()) {
            open_.pop_back();
        }
    }

    void say(std::string_view text) {
        if (refusal_ || open_.empty()) {
            return;
        }
        auto& one = elements_[open_.back().element];
        if (one.has_children) {
            return;
        }
        // A document's content is as large as the whole may be.
        const bool is_content = one.path.ends_with("/ZKN:inhoud");
        if (!is_content && one.text.size() + text.size() > limits_.text_bytes) {
            too_much();
            return;
        }
        one.text.append(text);
    }

    struct open_element {
        std::size_t element;
        std::map<std::string, int, std::less<>> names;
    };

    XML_Parser parser_;
    const xml_limits& limits_;
    std::vector<xml_element> elements_;
    std::vector<open_element> open_;
    std::size_t declarations_ = 0;
    std::size_t paths_ = 0;
    std::optional<hub::model::rejection> refusal_;
};

// At least as many as there are, without reading what they are.
std::size_t count_elements(std::string_view bytes) noexcept {
    std::size_t count = 0;
    for (auto at = bytes.find('<'); at != std::string_view::npos; at = bytes.find('<', at + 1)) {
        count += at + 1 < bytes.size() && bytes[at + 1] != '/' ? 1U : 0U;
    }
    return count;
}

bool is_utf16(std::string_view bytes) noexcept {
    return bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE") ||
           (bytes.size() >= 2 && (bytes[0] == '\0' || bytes[1] == '\0'));
}

}  // namespace

hub::model::decision<std::vector<xml_element>>
read_xml(std::string_view bytes, std::string_view charset, const xml_limits& limits) {
    if (bytes.size() > limits.bytes || bytes.size() > std::numeric_limits<int>::max()) {
        return refuse("te_groot", "Het bericht is te groot.");
    }
    const bool known_charset =
        charset.empty() || is_utf8(charset) || is_latin1(charset) || is_ascii(charset);
    if (!known_charset || is_utf16(bytes)) {
        return refuse("codering_onbekend", "Gebruik UTF-8 of ISO-8859-1 voor het bericht.");
    }
    const std::string encoding{charset};
    bounded_memory memory{limits.parser_bytes};
    constexpr XML_Memory_Handling_Suite bounded{
        bounded_memory::allocate, bounded_memory::reallocate, bounded_memory::release};
    constexpr std::array between{separator, '\0'};
    const parser_pointer parser{XML_ParserCreate_MM(
        encoding.empty() ? nullptr : encoding.c_str(), &bounded, between.data()
    )};
    if (parser == nullptr) {
        throw std::bad_alloc{};
    }
    element_builder builder{parser.get(), limits, count_elements(bytes)};
    const auto status =
        XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), XML_TRUE);
    if (builder.refusal()) {
        return *builder.refusal();
    }
    if (memory.is_exceeded()) {
        return refuse_size();
    }
    if (status != XML_STATUS_OK) {
        return refuse("xml_ongeldig", "Het bericht is geen geldige XML 1.0.");
    }
    return std::move(builder).take();
}

}  // namespace adapters::formats::stuf
