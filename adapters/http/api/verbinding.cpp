#include "adapters/http/api/verbinding.hpp"

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/exchange/json_writer.hpp"
#include "hub/access/caller.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace adapters::http::api {
namespace {

using answering::rejected;
namespace access = hub::access;
namespace model = hub::model;
using boost::asio::awaitable;
using exchange::certificate_fault;
using exchange::json_writer;
using exchange::peer;
using exchange::request;
using exchange::response;

constexpr std::array rights{
    access::right::send,
    access::right::read_state,
    access::right::postvak,
    access::right::register_};
constexpr std::array handed_in{
    model::message_type::aanmelding,
    model::message_type::signaal,
    model::message_type::bericht,
    model::message_type::registermutatie};
// Days ahead at which the end of a certificate is told, the nearest first.
constexpr std::array<std::int64_t, 3> warning_days{7, 30, 90};

std::int64_t days_between(model::timestamp from, model::timestamp until) {
    return std::chrono::floor<std::chrono::days>(until - from).count();
}

void write_note(json_writer& json, std::string_view code, std::string_view words) {
    json.begin_object().member("code", code).member("uitleg", words).end_object();
}

void write_certificate(json_writer& json, const peer& who, model::timestamp now) {
    if (!who.has_certificate()) {
        return;
    }
    json.begin_object("certificaat")
        .member("vingerafdruk", who.thumbprint)
        .member_unless_empty("organisatie", who.organisation);
    if (who.certificate) {
        json.member("oin", who.certificate->text());
    }
    if (who.not_before) {
        json.member("van", model::to_rfc3339(*who.not_before));
    }
    if (who.not_after) {
        json.member("tot", model::to_rfc3339(*who.not_after))
            .member("dagenGeldig", days_between(now, *who.not_after));
    }
    json.end_object();
}

void write_chain(json_writer& json, const peer& who) {
    json.begin_array("keten");
    for (const auto& layer : who.chain) {
        json.begin_object()
            .member("onderwerp", layer.subject)
            .member("uitgever", layer.issuer)
            .member("tot", model::to_rfc3339(layer.not_after))
            .end_object();
    }
    json.end_array();
    json.begin_object("tls")
        .member_unless_empty("versie", who.tls_version)
        .member_unless_empty("suite", who.cipher)
        .end_object();
}

// Every fault of the certificate; and, when it has none, whether its organisation may connect.
std::vector<model::rejection>
faults_of(const peer& who, const access::organisations& snapshot, model::timestamp now) {
    std::vector<model::rejection> result;
    for (const auto fault : who.faults) {
        result.push_back(rejected(exchange::code(fault), exchange::words(fault)));
    }
    const auto none = certificate_fault::geen_certificaat;
    if (!who.has_certificate() && result.empty()) {
        result.push_back(rejected(exchange::code(none), exchange::words(none)));
    }
    if (result.empty() && who.certificate) {
        if (const auto may = access::admit_connection(snapshot, *who.certificate, now); !may) {
            result.push_back(may.error());
        }
    }
    return result;
}

bool ends_handshake(const peer& who) {
    return !who.has_certificate() || std::ranges::any_of(who.faults, [](certificate_fault fault) {
        return exchange::ends_handshake(fault);
    });
}

void write_faults(json_writer& json, const peer& who, const std::vector<model::rejection>& faults) {
    // What the main listener does about them together: an alert during the handshake, or 403.
    const auto consequence = ends_handshake(who) ? "handshake_afgebroken" : "antwoord_403";
    json.begin_array("fouten");
    for (const auto& fault : faults) {
        json.begin_object()
            .member("code", fault.code)
            .member("uitleg", fault.words)
            .member("gevolg", consequence)
            .end_object();
    }
    json.end_array();
}

void write_warnings(json_writer& json, const peer& who, model::timestamp now) {
    json.begin_array("waarschuwingen");
    for (const auto warning : who.warnings) {
        // The end of the certificate is told below, in three steps.
        if (warning != exchange::certificate_warning::verloopt_binnen_30_dagen) {
            write_note(json, exchange::code(warning), exchange::words(warning));
        }
    }
    if (who.not_after && *who.not_after > now) {
        const auto left = days_between(now, *who.not_after);
        for (const auto days : warning_days) {
            if (left < days) {
                const auto text = std::to_string(days);
                write_note(
                    json,
                    "certificaat_verloopt_binnen_" + text + "_dagen",
                    "Uw certificaat verloopt binnen " + text + " dagen. Vraag op tijd een nieuw " +
                        "aan; het nieuwe kan naast het oude worden gebruikt."
                );
                break;
            }
        }
    }
    json.end_array();
}

// One owner for whom this certificate may do something.
struct granted {
    model::oin owner;
    std::vector<access::right> rights;
};

std::vector<granted> granted_to(
    const access::organisations& snapshot,
    const model::oin& certificate,
    model::timestamp now
) {
    std::vector<granted> result;
    for (const auto what : rights) {
        for (const auto& owner : snapshot.owners_of(certificate, what, now)) {
            const auto known = std::ranges::find(result, owner, &granted::owner);
            if (known == result.end()) {
                result.push_back({owner, {what}});
            } else {
                known->rights.push_back(what);
            }
        }
    }
    return result;
}

void write_granted(
    json_writer& json,
    const std::shared_ptr<const access::organisations>& snapshot,
    const model::oin& certificate,
    const granted& given,
    model::timestamp now
) {
    const auto* organisation = snapshot->find(given.owner);
    json.begin_object().member("namens", given.owner.text());
    if (organisation != nullptr) {
        json.member_unless_empty("naam", organisation->naam);
    }
    json.begin_array("rechten");
    bool reads_register = false;
    for (const auto what : given.rights) {
        const auto who = access::resolve_caller(snapshot, certificate, given.owner, what, now);
        if (who) {
            json.text(access::to_string(what));
            reads_register = reads_register ||
                             (what == access::right::register_ && access::may_read_register(*who));
        }
    }
    json.end_array().begin_array("berichtsoorten");
    const auto sender =
        access::resolve_caller(snapshot, certificate, given.owner, access::right::send, now);
    for (const auto type : handed_in) {
        if (sender && access::may_submit(*sender, type)) {
            json.text(model::to_string(type));
        }
    }
    json.end_array()
        .member("registerInzien", reads_register)
        .member("postvak", access::may_receive(*snapshot, given.owner))
        .end_object();
}

// In words what this caller can't do, and whom to ask.
std::vector<std::string>
missing_for(const access::organisations& snapshot, const peer& who, bool in_order) {
    std::vector<std::string> result;
    if (!who.has_certificate()) {
        result.emplace_back(
            "Bied een PKIoverheid-certificaat met OIN aan (bij curl: --cert en --key)."
        );
    }
    if (!in_order || !who.certificate) {
        return result;
    }
    const auto* organisation = snapshot.find(*who.certificate);
    if (organisation == nullptr) {
        result.emplace_back(
            "Uw organisatie is hier niet aangesloten: u kunt een aanmelding insturen en volgen, "
            "meer niet. Aansluiten gaat via de beheerder van de hub."
        );
        return result;
    }
    if (!organisation->has_postvak) {
        result.emplace_back(
            "Uw organisatie heeft geen postvak: anderen kunnen u via de hub niets sturen."
        );
    }
    if (!organisation->may_read_register) {
        result.emplace_back("Uw organisatie mag het Maatwerkregister niet inzien.");
    }
    return result;
}

std::string_view verdict(const peer& who, bool in_order) {
    if (in_order) {
        return "in_orde";
    }
    return who.has_certificate() ? "geweigerd" : "geen_certificaat";
}

}  // namespace

awaitable<response> verbinding::show(request asked) const {
    const auto& who = *asked.peer;
    const auto now = parts_.clock.now();
    const auto snapshot = parts_.organisations.current();
    const auto faults = faults_of(who, *snapshot, now);
    const bool in_order = faults.empty();

    json_writer json;
    json.begin_object()
        .member("omgeving", model::to_string(parts_.environment))
        .member("listener", where_ == listener_kind::main ? "hoofd" : "open")
        .member("oordeel", verdict(who, in_order));
    write_certificate(json, who, now);
    write_chain(json, who);
    write_faults(json, who, faults);
    write_warnings(json, who, now);
    // Rights are shown only to who proved to be the organisation.
    if (in_order && who.certificate) {
        if (const auto* organisation = snapshot->find(*who.certificate)) {
            json.begin_object("organisatie")
                .member("oin", organisation->oin.text())
                .member("naam", organisation->naam)
                .member("soort", access::to_string(organisation->soort))
                .member("deelname", access::to_string(organisation->deelname))
                .end_object();
        }
    }
    json.begin_array("rechten");
    if (in_order && who.certificate) {
        for (const auto& given : granted_to(*snapshot, *who.certificate, now)) {
            write_granted(json, snapshot, *who.certificate, given, now);
        }
    }
    json.end_array().begin_array("ontbreekt");
    for (const auto& words : missing_for(*snapshot, who, in_order)) {
        json.text(words);
    }
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

}  // namespace adapters::http::api
