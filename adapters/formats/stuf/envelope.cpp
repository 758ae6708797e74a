#include "adapters/formats/stuf/envelope.hpp"

#include <array>
#include <utility>

namespace adapters::formats::stuf {
namespace {

constexpr std::string_view body_1_1 = "/SOAP11:Envelope/SOAP11:Body";
constexpr std::string_view body_1_2 = "/SOAP12:Envelope/SOAP12:Body";
constexpr std::string_view header_1_1 = "/SOAP11:Envelope/SOAP11:Header/";
constexpr std::string_view header_1_2 = "/SOAP12:Envelope/SOAP12:Header/";
constexpr std::string_view actor_next = "http://schemas.xmlsoap.org/soap/actor/next";
constexpr std::string_view role_next = "http://www.w3.org/2003/05/soap-envelope/role/next";
constexpr std::string_view role_ultimate_receiver =
    "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";
constexpr std::size_t message_depth = 3;
// Of many blocks that are not understood an answer names the first.
constexpr std::size_t most_blocks = 32;

hub::model::rejection refuse(std::string_view code, std::string_view words, std::string place) {
    hub::model::rejection result;
    result.code = code;
    result.words = words;
    result.invalid_params.push_back(
        {std::move(place), result.code, "Hier hoort een StUF-bericht in een SOAP-envelop."}
    );
    return result;
}

void take(const xml_element& from, std::string_view below, std::string_view path, std::string& to) {
    if (below == path) {
        to = from.text;
    }
}

void take_system(
    const xml_element& from,
    std::string_view below,
    std::string_view which,
    system_name& into
) {
    if (!below.starts_with(which)) {
        return;
    }
    below.remove_prefix(which.size());
    take(from, below, "/StUF:organisatie", into.organisatie);
    take(from, below, "/StUF:applicatie", into.applicatie);
    take(from, below, "/StUF:administratie", into.administratie);
    take(from, below, "/StUF:gebruiker", into.gebruiker);
}

void take_head(envelope& into) {
    auto& head = into.head;
    const std::string start = into.path + "/ZKN:stuurgegevens";
    const std::string kind = into.path + "/ZKN:parameters/StUF:mutatiesoort";
    const std::array<std::pair<std::string_view, std::string*>, 6> fields{{
        {"/StUF:berichtcode", &head.berichtcode},
        {"/StUF:referentienummer", &head.referentienummer},
        {"/StUF:tijdstipBericht", &head.tijdstip},
        {"/StUF:entiteittype", &head.entiteittype},
        {"/StUF:functie", &head.functie},
        {"/StUF:crossRefnummer", &head.cross_reference},
    }};
    for (const auto& one : into.elements) {
        if (one.path == kind) {
            into.mutatiesoort = one.text;
        }
        if (!one.path.starts_with(start)) {
            continue;
        }
        const auto below = std::string_view{one.path}.substr(start.size());
        for (const auto& [path, target] : fields) {
            take(one, below, path, *target);
        }
        take_system(one, below, "/StUF:zender", head.zender);
        take_system(one, below, "/StUF:ontvanger", head.ontvanger);
    }
}

envelope open_message(std::vector<xml_element> elements) {
    envelope result;
    result.elements = std::move(elements);
    const bool newer = result.elements.front().path == "/SOAP12:Envelope";
    if (newer) {
        result.version = soap::v1_2;
    } else if (result.elements.front().path != "/SOAP11:Envelope") {
        result.refusal = refuse("envelop_ongeldig", "Dit is geen SOAP-envelop.", "/");
        return result;
    }
    const std::string body{newer ? body_1_2 : body_1_1};
    const std::string own = body + "/ZKN:";
    for (const auto& one : result.elements) {
        if (one.depth != message_depth || !one.path.starts_with(body + "/")) {
            continue;
        }
        if (!result.name.empty()) {
            // A second one would be dropped without a word.
            result.refusal =
                refuse("envelop_ongeldig", "In de envelop staat meer dan een bericht.", one.path);
            return result;
        }
        if (one.path.starts_with(own)) {
            result.path = one.path;
            result.name = one.path.substr(own.size());
        }
    }
    if (result.name.empty()) {
        result.refusal =
            refuse("envelop_ongeldig", "In de envelop staat geen StUF-ZKN-bericht.", body);
        return result;
    }
    take_head(result);
    return result;
}

// Whether a block with this role is the hub's to understand: it is the last one of all.
bool is_for_the_hub(soap version, std::string_view role) {
    if (role.empty()) {
        return true;
    }
    return version == soap::v1_1 ? role == actor_next
                                 : role == role_next || role == role_ultimate_receiver;
}

void find_not_understood(envelope& into) {
    const auto header = into.version == soap::v1_1 ? header_1_1 : header_1_2;
    for (const auto& one : into.elements) {
        const bool must = one.claim && one.claim->is == block_claim::demand::must_understand;
        if (into.not_understood.size() == most_blocks) {
            break;
        }
        if (must && one.depth == message_depth && one.path.starts_with(header) &&
            is_for_the_hub(into.version, one.claim->role)) {
            into.not_understood.push_back({one.claim->uri, one.claim->name});
        }
    }
}

hub::model::rejection refuse_blocks(soap version) {
    hub::model::rejection result;
    result.code = "kopblok_niet_begrepen";
    result.words =
        "De hub begrijpt geen kopblokken (SOAP Header); laat weg wat mustUnderstand zegt.";
    std::string place{version == soap::v1_1 ? header_1_1 : header_1_2};
    place.pop_back();
    result.invalid_params.push_back({std::move(place), result.code, result.words});
    return result;
}

}  // namespace

envelope open_envelope(std::string_view bytes, std::string_view charset, const xml_limits& limits) {
    auto elements = read_xml(bytes, charset, limits);
    if (!elements) {
        envelope result;
        result.refusal = elements.error();
        return result;
    }
    return open_elements(std::move(*elements));
}

envelope open_elements(std::vector<xml_element> elements) {
    auto result = open_message(std::move(elements));
    find_not_understood(result);
    if (!result.not_understood.empty()) {
        // It comes before anything in the body.
        result.refusal = refuse_blocks(result.version);
    }
    return result;
}

}  // namespace adapters::formats::stuf
