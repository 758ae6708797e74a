#include "adapters/formats/stuf/xml_parser.hpp"

#include "adapters/formats/stuf/bounded_memory.hpp"
#include "adapters/formats/stuf/xml_names.hpp"

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

// In lower case: names of codings have no case.
bool is_coding(std::string_view name, std::string_view wanted) noexcept {
    return std::equal(name.begin(), name.end(), wanted.begin(), wanted.end(), [](char c, char w) {
        return (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) == w;
    });
}
bool is_known_coding(std::string_view name) noexcept {
    return is_coding(name, "utf-8") || is_coding(name, "iso-8859-1") || is_coding(name, "us-ascii");
}

struct parser_freer {
    void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};
using parser_pointer = std::unique_ptr<std::remove_pointer_t<XML_Parser>, parser_freer>;

// What expat calls; stops the parser at the first thing that may not be.
class element_builder {
public:
    element_builder(XML_Parser parser, const xml_limits& limits, text_watcher* watcher) noexcept
        : parser_{parser}, limits_{limits}, watcher_{watcher} {
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
    [[nodiscard]] std::vector<xml_element>& elements() noexcept { return elements_; }

    void stop(hub::model::rejection why) {
        if (!refusal_) {
            refusal_ = std::move(why);
            XML_StopParser(parser_, XML_FALSE);
        }
    }
    void too_much() { stop(refuse_size()); }

    // At least as many elements as will come.
    void expect(std::size_t count) { elements_.reserve(std::min(count, limits_.elements)); }

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
        if (!is_known_coding(name)) {
            self(data).stop(
                refuse("codering_onbekend", "Gebruik UTF-8 of ISO-8859-1 voor het bericht.")
            );
        }
    }

    void start(std::string_view name, const XML_Char** attributes) {
        if (refusal_) {
            return;
        }
        if (watched_ != 0) {
            stop(watcher_->interrupted());
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
        if (one.claim) {
            const auto uri = namespace_of(name);
            paths_ += sizeof(block_claim) + uri.size() + one.claim->role.size();
            if (uri.size() > limits_.attribute_bytes || paths_ > limits_.path_bytes) {
                too_much();
                return;
            }
            one.claim->uri = uri;
            one.claim->name = local_name(name);
        }
        open_.push_back({elements_.size(), {}});
        elements_.push_back(std::move(one));
        if (watcher_ != nullptr && watcher_->takes(elements_)) {
            watched_ = open_.size();
            watcher_->begin(place() + static_cast<std::uint64_t>(XML_GetCurrentByteCount(parser_)));
        }
    }

    [[nodiscard]] std::uint64_t place() const noexcept {
        return static_cast<std::uint64_t>(XML_GetCurrentByteIndex(parser_));
    }

    void stop_if(std::optional<hub::model::rejection> why) {
        if (why) {
            stop(std::move(*why));
        }
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
        if (is_of_soap(name)) {
            take_claim(local, value, into);
        }
        if (local == "nil" && (value == "true" || value == "1") && into.no_value.empty()) {
            into.no_value = "nil";
        }
        return true;
    }

    void end() {
        if (refusal_ || open_.empty()) {
            return;
        }
        if (watched_ == open_.size()) {
            watched_ = 0;
            stop_if(watcher_->end(place()));
        }
        open_.pop_back();
    }

    void say(std::string_view text) {
        if (refusal_ || open_.empty()) {
            return;
        }
        if (watched_ != 0) {
            stop_if(watcher_->add(text));
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
    text_watcher* watcher_;
    // The depth of the element whose text is the watcher's; 0: of none.
    std::size_t watched_ = 0;
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

bool is_known_charset(std::string_view charset) noexcept {
    return charset.empty() || is_known_coding(charset);
}

hub::model::rejection unknown_coding() {
    return refuse("codering_onbekend", "Gebruik UTF-8 of ISO-8859-1 voor het bericht.");
}

parser_pointer make_parser(bounded_memory& memory, std::string_view charset) {
    const bounded_memory::use within{memory};
    const std::string encoding{charset};
    constexpr XML_Memory_Handling_Suite bounded{
        bounded_memory::allocate, bounded_memory::reallocate, bounded_memory::release};
    constexpr std::array between{name_separator, '\0'};
    parser_pointer parser{XML_ParserCreate_MM(
        encoding.empty() ? nullptr : encoding.c_str(), &bounded, between.data()
    )};
    if (parser == nullptr) {
        throw std::bad_alloc{};
    }
    return parser;
}

}  // namespace

class xml_parser::implementation {
public:
    implementation(std::string_view charset, const xml_limits& limits, text_watcher* watcher)
        : is_known_{is_known_charset(charset)},
          memory_{limits.parser_bytes},
          parser_{make_parser(memory_, is_known_ ? charset : std::string_view{})},
          builder_{parser_.get(), limits, watcher} {}
    implementation(const implementation&) = delete;
    implementation& operator=(const implementation&) = delete;
    ~implementation() {
        const bounded_memory::use within{memory_};
        parser_.reset();
    }

    std::optional<hub::model::rejection> feed(std::string_view bytes, XML_Bool is_last) {
        if (!is_known_ || (!began_ && is_utf16(bytes))) {
            return unknown_coding();
        }
        if (bytes.size() > std::numeric_limits<int>::max()) {
            return refuse("te_groot", "Het bericht is te groot.");
        }
        if (!began_ && is_last == XML_TRUE) {
            builder_.expect(count_elements(bytes));
        }
        began_ = true;
        const bounded_memory::use within{memory_};
        const auto status =
            XML_Parse(parser_.get(), bytes.data(), static_cast<int>(bytes.size()), is_last);
        if (builder_.refusal()) {
            return builder_.refusal();
        }
        if (memory_.is_exceeded()) {
            return refuse_size();
        }
        if (status != XML_STATUS_OK) {
            return refuse("xml_ongeldig", "Het bericht is geen geldige XML 1.0.");
        }
        return std::nullopt;
    }

    std::vector<xml_element>& elements() noexcept { return builder_.elements(); }

    std::uint64_t understood() const noexcept {
        const auto at = XML_GetCurrentByteIndex(parser_.get());
        return at < 0 ? 0 : static_cast<std::uint64_t>(at);
    }

private:
    bool is_known_;
    bool began_ = false;
    // A tag or a comment that is not whole yet is held by the parser, and counts here.
    bounded_memory memory_;
    parser_pointer parser_;
    element_builder builder_;
};

xml_parser::xml_parser(std::string_view charset, const xml_limits& limits, text_watcher* watcher)
    : implementation_{std::make_unique<implementation>(charset, limits, watcher)} {}

xml_parser::~xml_parser() = default;

std::optional<hub::model::rejection> xml_parser::feed(std::string_view bytes) {
    return implementation_->feed(bytes, XML_FALSE);
}

std::optional<hub::model::rejection> xml_parser::finish() {
    return implementation_->feed({}, XML_TRUE);
}

std::optional<hub::model::rejection> xml_parser::read(std::string_view bytes) {
    return implementation_->feed(bytes, XML_TRUE);
}

std::vector<xml_element>& xml_parser::elements() noexcept {
    return implementation_->elements();
}

std::uint64_t xml_parser::understood() const noexcept {
    return implementation_->understood();
}

}  // namespace adapters::formats::stuf
