#include "adapters/formats/stuf/answer.hpp"

#include "adapters/formats/stuf/moment.hpp"
#include "adapters/formats/stuf/xml_text.hpp"
#include "adapters/formats/text/markup.hpp"

#include <array>
#include <string>
#include <utility>

namespace adapters::formats::stuf {
namespace {

using hub::ports::form_answer;

struct stuf_code {
    // Beginning of our own code.
    std::string_view ours;
    std::string_view code;
    std::string_view words;
};

// The standard's own codes and words; what is not here is about the message's body.
constexpr std::array<stuf_code, 15> codes{{
    {"id_al_gebruikt", "StUF016", "Combinatie zender en referentienummer niet uniek"},
    {"namens_",
     "StUF013",
     "Combinatie van zendende organisatie, applicatie en administratie onbekend"},
    {"organisatie_",
     "StUF013",
     "Combinatie van zendende organisatie, applicatie en administratie onbekend"},
    {"afwijking_",
     "StUF013",
     "Combinatie van zendende organisatie, applicatie en administratie onbekend"},
    {"ontvanger_",
     "StUF010",
     "Combinatie van ontvangende organisatie, applicatie en administratie onbekend"},
    {"berichtcode_onbekend", "StUF022", "Berichtcode onbekend"},
    {"vraag_niet_beantwoord", "StUF022", "Berichtcode onbekend"},
    {"entiteittype_onbekend", "StUF028", "Entiteittype onbekend binnen sectormodel"},
    {"type_niet_toegestaan",
     "StUF052",
     "Het zendende systeem is niet geautoriseerd voor de gevraagde combinatie van berichtcode, "
     "entiteittype en functie"},
    {"alleen_",
     "StUF052",
     "Het zendende systeem is niet geautoriseerd voor de gevraagde combinatie van berichtcode, "
     "entiteittype en functie"},
    {"bsn_niet_toegestaan",
     "StUF052",
     "Het zendende systeem is niet geautoriseerd voor de gevraagde combinatie van berichtcode, "
     "entiteittype en functie"},
    {"casus_onbekend", "StUF064", "Object niet gevonden"},
    {"gewist", "StUF064", "Object niet gevonden"},
    {"tijdelijk_", "StUF058", "Proces voor afhandelen bericht geeft fout"},
    {"uitkomst_", "StUF058", "Proces voor afhandelen bericht geeft fout"},
}};

constexpr std::string_view body_code = "StUF055";
constexpr std::string_view body_words = "Berichtbody is niet conform schema in sectormodel";
constexpr std::string_view stuf_uri = "http://www.egem.nl/StUF/StUF0301";

constexpr std::size_t longest_details = 1000;
constexpr std::size_t longest_name = 50;

void write_element(std::string& to, std::string_view name, std::string_view text) {
    append_element(to, "StUF:" + std::string{name}, text);
}

void write_system(std::string& to, std::string_view which, const system_name& system) {
    to.append("<StUF:").append(which).append(">");
    const std::array<std::pair<std::string_view, const std::string*>, 4> parts{{
        {"organisatie", &system.organisatie},
        {"applicatie", &system.applicatie},
        {"administratie", &system.administratie},
        {"gebruiker", &system.gebruiker},
    }};
    for (const auto& [name, value] : parts) {
        if (!value->empty()) {
            write_element(to, name, beginning(*value, longest_name));
        }
    }
    to.append("</StUF:").append(which).append(">");
}

void write_head_fields(
    std::string& to,
    std::string_view code,
    const envelope& asked,
    const hub::ports::answering_facts& facts,
    std::string_view reference
) {
    write_element(to, "berichtcode", code);
    // Who was addressed answers.
    write_system(to, "zender", asked.head.ontvanger);
    write_system(to, "ontvanger", asked.head.zender);
    write_element(to, "referentienummer", reference);
    write_element(to, "tijdstipBericht", write_moment(facts.now));
    if (!asked.head.referentienummer.empty()) {
        write_element(to, "crossRefnummer", asked.head.referentienummer);
    }
}

void write_head(
    std::string& to,
    std::string_view code,
    const envelope& asked,
    const hub::ports::answering_facts& facts,
    std::string_view reference
) {
    to += "<StUF:stuurgegevens>";
    write_head_fields(to, code, asked, facts, reference);
    to += "</StUF:stuurgegevens>";
}

form_answer in_envelope(
    soap version,
    unsigned status,
    const std::string& body,
    const std::string& header = {}
) {
    const bool newer = version == soap::v1_2;
    form_answer result;
    result.status = status;
    result.content_type = newer ? "application/soap+xml; charset=utf-8" : "text/xml; charset=utf-8";
    result.body = R"(<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv=")";
    result.body += newer ? "http://www.w3.org/2003/05/soap-envelope"
                         : "http://schemas.xmlsoap.org/soap/envelope/";
    result.body +=
        R"(">)" + header + "<soapenv:Body>" + body + "</soapenv:Body></soapenv:Envelope>";
    return result;
}

std::string soap_fault(soap version, bool is_client, std::string_view words, std::string detail) {
    if (version == soap::v1_2) {
        return "<soapenv:Fault><soapenv:Code><soapenv:Value>soapenv:" +
               std::string{is_client ? "Sender" : "Receiver"} +
               "</soapenv:Value></soapenv:Code><soapenv:Reason><soapenv:Text xml:lang=\"nl\">" +
               text::escaped(words) + "</soapenv:Text></soapenv:Reason><soapenv:Detail>" +
               std::move(detail) + "</soapenv:Detail></soapenv:Fault>";
    }
    return "<soapenv:Fault><faultcode>soapenv:" + std::string{is_client ? "Client" : "Server"} +
           "</faultcode><faultstring>" + text::escaped(words) + "</faultstring><detail>" +
           std::move(detail) + "</detail></soapenv:Fault>";
}

// SOAP 1.1 leaves no detail for what is about the header; 1.2 names each block in its own header.
form_answer write_not_understood(const envelope& asked, std::string_view words) {
    if (asked.version == soap::v1_1) {
        return in_envelope(
            asked.version,
            500,
            "<soapenv:Fault><faultcode>soapenv:MustUnderstand</faultcode><faultstring>" +
                text::escaped(words) + "</faultstring></soapenv:Fault>"
        );
    }
    std::string header = "<soapenv:Header>";
    for (const auto& one : asked.not_understood) {
        const auto name = text::escaped(one.name);
        header += one.uri.empty() ? "<soapenv:NotUnderstood qname=\"" + name + "\"/>"
                                  : "<soapenv:NotUnderstood qname=\"blok:" + name +
                                        "\" xmlns:blok=\"" + text::escaped(one.uri) + "\"/>";
    }
    header += "</soapenv:Header>";
    return in_envelope(
        asked.version,
        500,
        "<soapenv:Fault><soapenv:Code><soapenv:Value>soapenv:MustUnderstand</soapenv:Value>"
        "</soapenv:Code><soapenv:Reason><soapenv:Text xml:lang=\"nl\">" +
            text::escaped(words) + "</soapenv:Text></soapenv:Reason></soapenv:Fault>",
        header
    );
}

std::pair<std::string_view, std::string_view> code_for(const hub::model::rejection& why) {
    for (const auto& one : codes) {
        if (std::string_view{why.code}.starts_with(one.ours)) {
            return {one.code, one.words};
        }
    }
    return {body_code, body_words};
}

std::string write_body(const hub::model::rejection& why, bool is_client) {
    const auto [code, words] = code_for(why);
    std::string body = "<StUF:body>";
    write_element(body, "code", code);
    write_element(body, "plek", is_client ? "client" : "server");
    write_element(body, "omschrijving", words);
    write_element(body, "details", beginning(why.code + ": " + why.words, longest_details));
    if (!why.invalid_params.empty()) {
        body += "<StUF:detailsXML>";
        for (const auto& one : why.invalid_params) {
            body += "<fout plaats=\"" + text::escaped(one.name) + "\" code=\"" +
                    text::escaped(one.code) + "\">" + text::escaped(one.reason) + "</fout>";
        }
        body += "</StUF:detailsXML>";
    }
    return body + "</StUF:body>";
}

}  // namespace

void append_answer_head(
    std::string& to,
    std::string_view code,
    const envelope& asked,
    const hub::ports::answering_facts& facts
) {
    to += "<ZKN:stuurgegevens>";
    write_head_fields(to, code, asked, facts, facts.correlation_id);
    write_element(to, "entiteittype", asked.head.entiteittype);
    to += "</ZKN:stuurgegevens>";
}

form_answer write_answer(const envelope& asked, const std::string& body) {
    return in_envelope(asked.version, 200, body);
}

form_answer write_received(
    const envelope& asked,
    const hub::ports::answering_facts& facts,
    std::string_view reference
) {
    std::string body = "<StUF:Bv03Bericht xmlns:StUF=\"" + std::string{stuf_uri} + "\">";
    write_head(body, "Bv03", asked, facts, reference);
    return in_envelope(asked.version, 200, body + "</StUF:Bv03Bericht>");
}

form_answer write_fault(
    const envelope& asked,
    const hub::model::rejection& why,
    const hub::ports::answering_facts& facts
) {
    if (!asked.not_understood.empty()) {
        return write_not_understood(asked, why.words);
    }
    const bool is_client = why.kind == hub::model::finality::rejected;
    // A question, and what is no message at all, has no stuurgegevens to answer to.
    const bool is_notice = asked.name.ends_with("Lk01");
    const std::string name = is_notice ? "Fo03" : "Fo02";
    std::string fault = "<StUF:" + name + "Bericht xmlns:StUF=\"" + std::string{stuf_uri} + "\">";
    if (is_notice) {
        write_head(fault, name, asked, facts, facts.correlation_id);
    } else {
        fault += "<StUF:stuurgegevens>";
        write_element(fault, "berichtcode", name);
        fault += "</StUF:stuurgegevens>";
    }
    fault += write_body(why, is_client) + "</StUF:" + name + "Bericht>";
    // SOAP 1.1 has every fault as 500; 1.2 tells the sender's from ours.
    const unsigned status = asked.version == soap::v1_2 && is_client ? 400 : 500;
    auto result = in_envelope(
        asked.version,
        status,
        soap_fault(asked.version, is_client, code_for(why).second, std::move(fault))
    );
    if (!is_client) {
        result.headers.emplace_back("Retry-After", "5");
    }
    return result;
}

}  // namespace adapters::formats::stuf
