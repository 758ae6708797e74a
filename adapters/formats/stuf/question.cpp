#include "adapters/formats/stuf/question.hpp"

#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/stuf/answer.hpp"
#include "adapters/formats/stuf/element_text.hpp"
#include "adapters/formats/stuf/head.hpp"
#include "adapters/formats/stuf/moment.hpp"
#include "adapters/formats/stuf/xml_text.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace adapters::formats::stuf {
namespace {

constexpr std::size_t longest_identification = 40;
constexpr std::size_t longest_description = 80;
constexpr std::size_t longest_text = 1000;
constexpr std::size_t date_digits = 8;

std::string date_of(hub::model::timestamp at) {
    return write_moment(at).substr(0, date_digits);
}

// Whatever else it asks for than the zaak that is named, this hub can't search by.
std::vector<hub::model::invalid_param> unsupported(const envelope& from) {
    std::vector<hub::model::invalid_param> faults;
    for (const auto& one : from.elements) {
        const auto below =
            std::string_view{one.path}.substr(std::min(from.path.size(), one.path.size()));
        const bool is_range =
            below == "/ZKN:vanaf" || below == "/ZKN:totEnMet" || below == "/ZKN:start";
        const bool is_other = below.starts_with("/ZKN:gelijk/") &&
                              below != "/ZKN:gelijk/ZKN:identificatie" && !one.has_children &&
                              one.no_value.empty() && !one.text.empty();
        if (is_range || is_other) {
            faults.push_back(
                {one.path,
                 "vraag_niet_beantwoord",
                 "De hub zoekt alleen op de identificatie van een zaak van uzelf."}
            );
        }
    }
    return faults;
}

void append_step(
    std::string& to,
    const hub::ports::known_case::step& step,
    std::string_view is_last
) {
    to += "<ZKN:heeft StUF:entiteittype=\"ZAKSTT\"><ZKN:gerelateerde StUF:entiteittype=\"STT\">";
    append_element(to, "ZKN:omschrijving", cut(step.word, longest_description));
    to += "</ZKN:gerelateerde>";
    if (!step.explanation.empty()) {
        append_element(to, "ZKN:toelichting", cut(step.explanation, longest_text));
    }
    append_element(to, "ZKN:datumStatusGezet", write_moment(step.at));
    append_element(to, "ZKN:indicatieLaatsteStatus", is_last);
    to += "</ZKN:heeft>";
}

}  // namespace

bool is_question(const envelope& from) noexcept {
    return from.name.find("Lv") != std::string::npos;
}

hub::model::decision<hub::ports::case_question>
read_question(const envelope& from, const decoder_options& options) {
    if (from.name != "zakLv01" || from.head.berichtcode != "Lv01" ||
        from.head.entiteittype != "ZAK") {
        hub::model::rejection why;
        why.code = "vraag_niet_beantwoord";
        why.words =
            "De hub beantwoordt alleen zakLv01; gebruik voor al het andere het postvak en "
            "GET /v1/inzendingen.";
        why.invalid_params.push_back({from.path, why.code, why.words});
        return why;
    }
    hub::ports::decoded_message head;
    auto faults = read_head(from, options, head);
    hub::ports::case_question result;
    result.on_behalf_of = std::move(head.on_behalf_of);
    result.deviations = std::move(head.deviations);
    const auto place = from.path + "/ZKN:gelijk/ZKN:identificatie";
    for (const auto& one : from.elements) {
        if (one.path == place) {
            result.reference = on_one_line(one.text);
        }
    }
    if (result.reference.empty()) {
        faults.push_back({place, "verplicht", "Noem de identificatie van de zaak."});
    }
    auto more = unsupported(from);
    std::move(more.begin(), more.end(), std::back_inserter(faults));
    if (!faults.empty()) {
        return json::refuse_faults(std::move(faults));
    }
    return result;
}

hub::ports::form_answer write_case(
    const envelope& asked,
    std::string_view identification,
    const hub::ports::known_case& known,
    const hub::ports::answering_facts& facts
) {
    std::string body =
        "<ZKN:zakLa01 xmlns:ZKN=\"http://www.egem.nl/StUF/sector/zkn/0310\" "
        "xmlns:StUF=\"http://www.egem.nl/StUF/StUF0301\">";
    append_answer_head(body, "La01", asked, facts);
    body += "<ZKN:parameters>";
    append_element(body, "StUF:indicatorVervolgvraag", "false");
    body += "</ZKN:parameters><ZKN:antwoord><ZKN:object StUF:entiteittype=\"ZAK\">";
    append_element(body, "ZKN:identificatie", cut(identification, longest_identification));
    append_element(body, "ZKN:startdatum", date_of(known.opened_at));
    append_element(body, "ZKN:registratiedatum", date_of(known.opened_at));
    std::string_view is_last = "J";
    for (const auto& step : known.steps) {
        append_step(body, step, is_last);
        is_last = "N";
    }
    return write_answer(asked, body + "</ZKN:object></ZKN:antwoord></ZKN:zakLa01>");
}

}  // namespace adapters::formats::stuf
