#include "hub/app/hubctl/message_file.hpp"

#include "hub/app/hubctl/session.hpp"

#include <boost/json/parse.hpp>

#include <array>

namespace hub::app::hubctl {
namespace {

namespace json = boost::json;

struct known_form {
    std::string_view word;
    // That only this form has.
    std::string_view telling_member;
    std::string_view resource;
    std::string_view content_type;
};
// The first that fits.
constexpr std::array<known_form, 8> forms{{
    {"cloudevents", "specversion", "/v1/events", "application/cloudevents+json"},
    {"zgw", "hoofdObject", "/v1/notificaties", "application/json"},
    {"aanmelding", "maatwerkprofessional", "/v1/aanmeldingen", "application/json"},
    {"signaal", "categorie", "/v1/signalen", "application/json"},
    {"registermutatie", "actie", "/v1/registermutaties", "application/json"},
    {"bericht", "aan", "/v1/berichten", "application/json"},
    {"cloudevents-batch", {}, "/v1/events", "application/cloudevents-batch+json"},
    {"stuf", {}, "/v1/stuf", "text/xml"},
}};

std::string_view form_of(std::string_view body) {
    const auto first = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string_view::npos && body[first] == '<') {
        return "stuf";
    }
    boost::system::error_code not_json;
    const auto parsed = json::parse(json::string_view{body.data(), body.size()}, not_json);
    if (not_json) {
        return {};
    }
    if (parsed.is_array()) {
        return "cloudevents-batch";
    }
    for (const auto& one : forms) {
        if (parsed.is_object() && !one.telling_member.empty() &&
            parsed.get_object().contains({one.telling_member.data(), one.telling_member.size()})) {
            return one.word;
        }
    }
    return {};
}

}  // namespace

message_file recognise(std::string_view body, std::string_view named) {
    const auto form = named.empty() ? form_of(body) : named;
    for (const auto& one : forms) {
        if (one.word == form) {
            return {
                std::string{one.word}, std::string{one.resource}, std::string{one.content_type}};
        }
    }
    throw command_failed{
        exit_code::usage,
        "Welke soort dit is, blijkt niet: geef --soort aanmelding, signaal, bericht, "
        "registermutatie, cloudevents, cloudevents-batch, zgw of stuf."};
}

}  // namespace hub::app::hubctl
