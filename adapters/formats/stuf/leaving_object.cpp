#include "adapters/formats/stuf/leaving_object.hpp"

#include "adapters/formats/json/encoder.hpp"
#include "adapters/formats/stuf/moment.hpp"
#include "adapters/formats/stuf/xml_text.hpp"
#include "adapters/formats/text/base64.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace adapters::formats::stuf {
namespace {

using hub::model::timestamp;
using hub::ports::document_path;
using hub::ports::leaving_message;

// Lengths of the sector model, in characters.
constexpr std::size_t longest_identification = 40;
constexpr std::size_t longest_description = 80;
constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_text = 1000;
constexpr std::size_t longest_link = 200;
constexpr std::string_view last_date = "Uiterlijke einddatum";

std::string date_of(timestamp at) {
    constexpr std::size_t digits = 8;
    return write_moment(at).substr(0, digits);
}

// "2026-12-01" as the standard has it.
std::string plain_date(std::string date) {
    std::erase(date, '-');
    return date;
}

void append_if(std::string& to, std::string_view name, std::string_view text, std::size_t most) {
    if (!text.empty()) {
        append_element(to, name, cut(text, most));
    }
}

void add_line(std::string& to, std::string_view label, std::string_view value) {
    to.append(to.empty() ? "" : "\n").append(label).append(": ").append(value);
}

std::string entity(std::string_view name, std::string_view kind) {
    return " StUF:entiteittype=\"" + std::string{name} + "\" StUF:verwerkingssoort=\"" +
           std::string{kind} + "\"";
}

// What the casus is called there: as the hub calls it.
std::string case_of(const leaving_message& message) {
    if (message.casus) {
        return message.casus->to_string();
    }
    return message.refers_to ? message.refers_to->to_string() : message.id.to_string();
}

void append_person(std::string& to, const pmm::v1::Betrokkene& person) {
    to += "<ZKN:heeftAlsInitiator" + entity("ZAKBTRINI", "T") + "><ZKN:gerelateerde>";
    to += "<ZKN:natuurlijkPersoon" + entity("NPS", "T") + ">";
    append_if(to, "BG:inp.bsn", person.bsn(), longest_identification);
    append_if(to, "BG:geslachtsnaam", person.naam(), longest_title);
    append_if(to, "BG:geboortedatum", plain_date(person.geboortedatum()), longest_identification);
    to += "</ZKN:natuurlijkPersoon></ZKN:gerelateerde></ZKN:heeftAlsInitiator>";
}

void append_professional(std::string& to, const pmm::v1::Professional& professional) {
    to += "<ZKN:heeftAlsUitvoerende" + entity("ZAKBTRUTV", "T") + "><ZKN:gerelateerde>";
    to += "<ZKN:medewerker" + entity("MDW", "T") + ">";
    append_if(to, "ZKN:identificatie", professional.email(), longest_identification);
    append_if(to, "ZKN:achternaam", professional.naam(), longest_title);
    append_if(to, "ZKN:emailadres", professional.email(), longest_title);
    append_if(to, "ZKN:telefoonnummer", professional.telefoon(), longest_identification);
    to += "</ZKN:medewerker></ZKN:gerelateerde></ZKN:heeftAlsUitvoerende>";
}

// Where each document is fetched, as far as its bytes lie apart.
std::vector<std::string> places_of(const leaving_message& message, std::string_view address) {
    std::vector<std::string> all;
    for (const auto& one : message.attachments) {
        if (one.document) {
            all.push_back(std::string{address} + document_path(message, *one.document));
        }
    }
    return all;
}

leaving_object write_aanmelding(
    const pmm::v1::Aanmelding& from,
    const leaving_message& message,
    std::string_view address
) {
    leaving_object result{"zakLk01", "ZAK", "T", {}};
    auto& text = result.text;
    auto explanation = from.toelichting();
    std::string until;
    for (const auto& one : from.dringende_data()) {
        if (until.empty() && one.omschrijving() == last_date) {
            until = plain_date(one.datum());
        } else {
            add_line(explanation, one.omschrijving(), one.datum());
        }
    }
    const auto question = cut(from.vraag(), longest_description);
    if (question != from.vraag()) {
        add_line(explanation, "Vraag", from.vraag());
    }
    for (const auto& one : places_of(message, address)) {
        add_line(explanation, "Bijlage", one);
    }
    text = "<ZKN:object" + entity("ZAK", "T") + ">";
    append_if(text, "ZKN:identificatie", from.kenmerk(), longest_identification);
    append_if(text, "ZKN:omschrijving", question, longest_description);
    append_if(text, "ZKN:toelichting", explanation, longest_text);
    append_element(text, "ZKN:startdatum", date_of(message.accepted_at));
    append_if(text, "ZKN:uiterlijkeEinddatum", until, longest_identification);
    if (from.has_betrokkene()) {
        append_person(text, from.betrokkene());
    }
    if (from.has_maatwerkprofessional()) {
        append_professional(text, from.maatwerkprofessional());
    }
    text += "</ZKN:object>";
    return result;
}

// An old object that only names the zaak, and a new one with the state that was reached.
leaving_object write_change(
    const leaving_message& message,
    std::string_view state,
    std::string_view words,
    timestamp at
) {
    leaving_object result{"zakLk01", "ZAK", "W", {}};
    auto& text = result.text;
    const auto identification = case_of(message);
    text = "<ZKN:object" + entity("ZAK", "W") + ">";
    append_element(text, "ZKN:identificatie", identification);
    text += "</ZKN:object><ZKN:object" + entity("ZAK", "W") + ">";
    append_element(text, "ZKN:identificatie", identification);
    text += "<ZKN:heeft" + entity("ZAKSTT", "T") + "><ZKN:gerelateerde" + entity("STT", "T") + ">";
    append_element(text, "ZKN:omschrijving", state);
    text += "</ZKN:gerelateerde>";
    append_if(text, "ZKN:toelichting", words, longest_text);
    append_element(text, "ZKN:datumStatusGezet", write_moment(at));
    text += "</ZKN:heeft></ZKN:object>";
    return result;
}

leaving_object write_status(const pmm::v1::Statusbericht& from, const leaving_message& message) {
    std::string words;
    add_line(words, "Inzending", from.inzending());
    add_line(words, "Bestemming", from.bestemming());
    if (!from.reden().empty()) {
        add_line(words, "Reden", from.reden());
    }
    if (!from.toelichting().empty()) {
        add_line(words, "Toelichting", from.toelichting());
    }
    return write_change(
        message, from.toestand(), words, hub::model::from_microseconds(from.tijd_us())
    );
}

struct document {
    std::string identification;
    std::string kind;
    std::string title;
    std::string description;
    // Whole, where the description can't hold it.
    std::string content;
    std::string content_type;
    std::string file_name;
    // Of the first document; the others are lines of the description.
    std::string link;
};

leaving_object write_document(const document& from, const leaving_message& message, timestamp now) {
    leaving_object result{"edcLk01", "EDC", "T", {}};
    auto& text = result.text;
    text = "<ZKN:object" + entity("EDC", "T") + ">";
    append_element(text, "ZKN:identificatie", from.identification);
    append_element(text, "ZKN:dct.omschrijving", from.kind);
    append_element(text, "ZKN:creatiedatum", date_of(message.accepted_at));
    append_element(text, "ZKN:ontvangstdatum", date_of(now));
    append_element(text, "ZKN:titel", cut(from.title, longest_title));
    append_if(text, "ZKN:beschrijving", from.description, longest_text);
    append_if(text, "ZKN:formaat", from.content_type, longest_identification);
    append_element(text, "ZKN:taal", "nld");
    append_element(text, "ZKN:status", "definitief");
    append_element(text, "ZKN:vertrouwelijkAanduiding", "ZAAKVERTROUWELIJK");
    append_element(text, "ZKN:auteur", message.sender.text());
    append_if(text, "ZKN:link", from.link, longest_link);
    if (!from.content.empty()) {
        append_element(
            text,
            "ZKN:inhoud",
            text::encode_base64(from.content),
            " xmime:contentType=\"" + from.content_type + "\" StUF:bestandsnaam=\"" +
                from.file_name + "\""
        );
    }
    text += "<ZKN:isRelevantVoor" + entity("EDCZAK", "T") + "><ZKN:gerelateerde" +
            entity("ZAK", "I") + ">";
    append_element(text, "ZKN:identificatie", case_of(message));
    text += "</ZKN:gerelateerde></ZKN:isRelevantVoor></ZKN:object>";
    return result;
}

std::string_view kind_of(const pmm::v1::Bericht& from) noexcept {
    switch (from.soort()) {
        case pmm::v1::BERICHT_SOORT_VRAAG:
            return "Vraag";
        case pmm::v1::BERICHT_SOORT_ANTWOORD:
            return "Antwoord";
        case pmm::v1::BERICHT_SOORT_AANVULLING:
            return "Aanvulling";
        case pmm::v1::BERICHT_SOORT_AANVULVERZOEK:
            return "Aanvulverzoek";
        case pmm::v1::BERICHT_SOORT_ESCALATIE:
            return "Escalatie";
        case pmm::v1::BERICHT_SOORT_VOORTGANG:
            return "Voortgang";
        default:
            return "Mededeling";
    }
}

leaving_object write_bericht(
    const pmm::v1::Bericht& from,
    const leaving_message& message,
    std::string_view address,
    timestamp now
) {
    document result;
    result.identification = from.kenmerk().empty() ? message.id.to_string()
                                                   : cut(from.kenmerk(), longest_identification);
    result.kind = kind_of(from);
    result.title = from.onderwerp().empty() ? result.kind : from.onderwerp();
    result.description = from.tekst();
    for (const auto& one : from.ontbreekt()) {
        add_line(result.description, "Ontbreekt " + one.veld(), one.vraag());
    }
    for (const auto& one : places_of(message, address)) {
        if (result.link.empty()) {
            result.link = one;
        } else {
            add_line(result.description, "Bijlage", one);
        }
    }
    if (cut(result.description, longest_text) != result.description ||
        cut(result.title, longest_title) != result.title) {
        result.content = result.title + "\n\n" + result.description;
        result.content_type = "text/plain";
        result.file_name = "bericht.txt";
    }
    return write_document(result, message, now);
}

// What StUF has no words for goes whole, in our own.
leaving_object write_other(const leaving_message& message, timestamp now) {
    document result;
    result.identification = message.id.to_string();
    result.kind = hub::model::to_string(message.type);
    result.title = result.kind;
    result.content = json::create_encoder()->encode(*message.content);
    result.content_type = "application/json";
    result.file_name = "inhoud.json";
    return write_document(result, message, now);
}

}  // namespace

leaving_object
write_object(const leaving_message& message, std::string_view address, timestamp now) {
    if (message.content == nullptr) {
        return write_change(message, message.code, "De inhoud is er niet meer.", now);
    }
    switch (message.content->content_case()) {
        case pmm::v1::CanonicalMessage::kAanmelding:
            return write_aanmelding(message.content->aanmelding(), message, address);
        case pmm::v1::CanonicalMessage::kStatusbericht:
            return write_status(message.content->statusbericht(), message);
        case pmm::v1::CanonicalMessage::kBericht:
            return write_bericht(message.content->bericht(), message, address, now);
        default:
            return write_other(message, now);
    }
}

}  // namespace adapters::formats::stuf
