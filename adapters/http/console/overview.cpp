#include "adapters/http/console/overview.hpp"

#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/answering/seals.hpp"
#include "adapters/http/exchange/json_writer.hpp"
#include "hub/vault/base64url.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace adapters::http::console {
namespace {

namespace access = hub::access;
namespace model = hub::model;
namespace ports = hub::ports;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;

constexpr std::size_t usual_page = 100;
constexpr std::size_t largest_page = 1000;
constexpr std::array handed_in{
    model::message_type::aanmelding,
    model::message_type::signaal,
    model::message_type::bericht,
    model::message_type::registermutatie};

std::string_view to_string(ports::expiry_kind kind) {
    switch (kind) {
        case ports::expiry_kind::server_certificate:
            return "servercertificaat";
        case ports::expiry_kind::seal_certificate:
            return "zegelcertificaat";
        case ports::expiry_kind::trusted_root:
            return "stamcertificaat";
        case ports::expiry_kind::revocation_list:
            return "crl";
    }
    return "onbekend";
}

void write_organisation(json_writer& json, const access::organisation& one) {
    json.begin_object()
        .member("oin", one.oin.text())
        .member("naam", one.naam)
        .member("soort", access::to_string(one.soort))
        .member("deelname", access::to_string(one.deelname))
        .member("status", access::to_string(one.status))
        .begin_array("berichtsoorten");
    for (const auto type : handed_in) {
        if (one.may_submit.contains(type)) {
            json.text(model::to_string(type));
        }
    }
    json.end_array()
        .member("registerInzien", one.may_read_register)
        .member("postvak", one.has_postvak)
        .begin_object("contact")
        .member_unless_empty("naam", one.contact.naam)
        .member_unless_empty("email", one.contact.email)
        .member_unless_empty("telefoon", one.contact.telefoon)
        .end_object()
        .end_object();
}

void write_processing(json_writer& json, const ports::processing_entry& line) {
    json.begin_object()
        .member("inzending", line.message.to_string())
        .member("naam", line.name)
        .member("status", line.status)
        .member("begin", model::to_rfc3339(line.start))
        .member("einde", model::to_rfc3339(line.end))
        .member("traceId", line.trace_id)
        .member("spanId", line.span_id)
        .member("verwerkingsactiviteit", line.activity_id)
        .member_unless_empty("betrokkene", line.data_subject_id)
        .member_unless_empty("betrokkeneType", line.data_subject_type)
        .end_object();
}

}  // namespace

awaitable<response> overview::organisations(request) const {
    const auto snapshot = parts_.organisations.current();
    json_writer json;
    json.begin_object()
        .member("nietDeelnemer", access::to_string(snapshot->outsiders()))
        .begin_array("organisaties");
    for (const auto& one : snapshot->all()) {
        write_organisation(json, one);
    }
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> overview::certificates(request) const {
    const auto now = parts_.clock.now();
    json_writer json;
    json.begin_object().begin_array("certificaten");
    for (const auto& one : parts_.expiries.expiries()) {
        const auto left = std::chrono::floor<std::chrono::days>(one.until - now).count();
        json.begin_object()
            .member("soort", to_string(one.kind))
            .member("naam", one.name)
            .member("van", model::to_rfc3339(one.from))
            .member("tot", model::to_rfc3339(one.until))
            .member("dagenGeldig", left)
            .end_object();
    }
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> overview::configuration(request) const {
    const auto loaded = parts_.configuration.current();
    json_writer json;
    json.begin_object()
        .member("omgeving", model::to_string(parts_.environment))
        .member("digest", hub::vault::to_base64url(loaded.digest))
        .member("geladen", model::to_rfc3339(loaded.loaded_at))
        .end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> overview::logs(request) const {
    json_writer json;
    json.begin_object()
        .member("omgeving", model::to_string(parts_.environment))
        .begin_array("logs");
    for (const auto* log : parts_.logs) {
        json.begin_object().member("log", log->log_id()).end_object();
    }
    json.end_array();
    answering::write_seals(json, parts_.seals);
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> overview::leaves(request asked) const {
    const auto page = answering::page_of(asked, usual_page, largest_page);
    if (!page) {
        co_return refuse_(page.error(), asked);
    }
    const auto found = std::ranges::find_if(parts_.logs, [&](const ports::audit_log* one) {
        return one->log_id() == asked.capture("log");
    });
    if (found == parts_.logs.end()) {
        co_return refuse_(answering::not_found(), asked);
    }
    const auto batches = co_await (*found)->read(page->after + 1, page->limit, ports::leaves::with);
    if (!batches) {
        co_return refuse_(batches.error(), asked);
    }
    json_writer json;
    json.begin_object().member("log", (*found)->log_id()).begin_array("commits");
    for (const auto& batch : *batches) {
        json.begin_object()
            .member("nummer", batch.number)
            .member("hoofd", batch.head)
            .begin_array("bladen");
        for (const auto& leaf : batch.leaves) {
            json.text(leaf);
        }
        json.end_array().end_object();
    }
    json.end_array();
    // A page may be short because its leaves are many: only an empty one is the end.
    if (!batches->empty()) {
        json.member("volgende", batches->back().number);
    }
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> overview::processings(request asked) const {
    const auto known = answering::only_parameters(asked, {"verwerker", "na", "maximum"});
    if (!known) {
        co_return refuse_(known.error(), asked);
    }
    const auto page = answering::page_of(asked, usual_page, largest_page);
    if (!page) {
        co_return refuse_(page.error(), asked);
    }
    // Each book numbers its own lines, so a page is of one book.
    const auto wanted = asked.parameter_of("verwerker");
    const auto found = std::ranges::find_if(parts_.books, [&](const named_book& one) {
        return wanted && one.consumer == *wanted;
    });
    if (found == parts_.books.end()) {
        co_return refuse_(
            answering::wrong_parameter("verwerker", "Noem een verwerker van deze hub."), asked
        );
    }
    const auto lines = co_await found->book->read_processing(page->after, page->limit);
    if (!lines) {
        co_return refuse_(lines.error(), asked);
    }
    json_writer json;
    json.begin_object().member("verwerker", found->consumer).begin_array("verwerkingen");
    for (const auto& line : *lines) {
        write_processing(json, line);
    }
    json.end_array();
    if (!lines->empty() && lines->size() >= page->limit) {
        json.member("volgende", page->after + lines->size());
    }
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

}  // namespace adapters::http::console
