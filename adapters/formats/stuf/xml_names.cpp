#include "adapters/formats/stuf/xml_names.hpp"

#include <array>

namespace adapters::formats::stuf {
namespace {

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

// xs:boolean, in which white space around does not count.
bool is_true(std::string_view value) noexcept {
    const auto first = value.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return false;
    }
    value = value.substr(first, value.find_last_not_of(" \t\r\n") - first + 1);
    return value == "1" || value == "true";
}

}  // namespace

std::string_view local_name(std::string_view name) noexcept {
    return name.substr(name.rfind(name_separator) + 1);
}

std::string own_name(std::string_view name) {
    const auto at = name.rfind(name_separator);
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

std::string_view namespace_of(std::string_view name) noexcept {
    const auto at = name.rfind(name_separator);
    return at == std::string_view::npos ? std::string_view{} : name.substr(0, at);
}

bool is_of_soap(std::string_view name) noexcept {
    const auto uri = namespace_of(name);
    return uri == "http://schemas.xmlsoap.org/soap/envelope/" ||
           uri == "http://www.w3.org/2003/05/soap-envelope";
}

void take_claim(std::string_view local, std::string_view value, xml_element& into) {
    if (local != "mustUnderstand" && local != "actor" && local != "role") {
        return;
    }
    if (into.claim == nullptr) {
        into.claim = std::make_shared<block_claim>();
    }
    auto& claim = *into.claim;
    if (local == "mustUnderstand") {
        claim.is =
            is_true(value) ? block_claim::demand::must_understand : block_claim::demand::none;
    } else {
        claim.role = value;
    }
}

}  // namespace adapters::formats::stuf
