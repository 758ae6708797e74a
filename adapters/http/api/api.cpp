#include "adapters/http/api/api.hpp"

#include "adapters/http/answering/rate_limit.hpp"
#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/bijlagen.hpp"
#include "adapters/http/api/form_submissions.hpp"
#include "adapters/http/api/handshake.hpp"
#include "adapters/http/api/inzendingen.hpp"
#include "adapters/http/api/postvakken.hpp"
#include "adapters/http/api/published.hpp"
#include "adapters/http/api/quarantined.hpp"
#include "adapters/http/api/register.hpp"
#include "adapters/http/api/streamed_submissions.hpp"
#include "adapters/http/api/submissions.hpp"
#include "adapters/http/api/subscription_trial.hpp"
#include "adapters/http/api/verbinding.hpp"
#include "hub/access/caller.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace adapters::http::api {
namespace {

using answering::rejected;
using exchange::request;
using exchange::response;
using exchange::route_limits;

constexpr route_limits no_body{0};
constexpr route_limits small_body{16'384};

class guarded_server : public server {
protected:
    explicit guarded_server(parts given) : parts_{std::move(given)}, refuse_{parts_.telemetry} {}

    [[nodiscard]] std::optional<response> refuse(const request& asked, std::optional<audience> who)
        const override {
        if (who == audience::iedereen) {
            return std::nullopt;
        }
        const auto& peer = *asked.peer;
        if (!peer.faults.empty()) {
            return refuse_(
                rejected(exchange::code(peer.faults.front()), exchange::words(peer.faults.front())),
                asked
            );
        }
        if (peer.trust != exchange::trust_class::organisation || !peer.certificate) {
            const auto none = exchange::certificate_fault::geen_certificaat;
            return refuse_(rejected(exchange::code(none), exchange::words(none)), asked);
        }
        const auto may = hub::access::admit_connection(
            *parts_.organisations.current(), *peer.certificate, parts_.clock.now()
        );
        return may ? std::nullopt : std::optional{refuse_(may.error(), asked)};
    }

    parts parts_;

private:
    answering::refusals refuse_;
};

class main_server final : public guarded_server {
public:
    explicit main_server(parts given) : guarded_server{std::move(given)} {
        add_published();
        add_intake();
        if (parts_.postvakken != nullptr) {
            add_postvakken();
        }
        if (parts_.register_ != nullptr) {
            add_register();
        }
    }

private:
    using own = audience;

    void add_published() {
        add("GET",
            "/v1/openapi.json",
            own::iedereen,
            no_body,
            std::bind_front(&published::openapi, &published_));
        add("GET",
            "/v1/verbinding",
            own::iedereen,
            no_body,
            std::bind_front(&verbinding::show, &verbinding_));
        add("GET",
            "/v1/zegels",
            own::iedereen,
            no_body,
            std::bind_front(&published::zegels, &published_));
        add("GET",
            "/v1/auditwortels",
            own::organisatie,
            no_body,
            std::bind_front(&published::auditwortels, &published_));
    }

    void add_submissions(
        std::optional<submissions>& kind,
        std::string_view path,
        const hub::ports::decoder* decoder,
        std::size_t largest
    ) {
        if (decoder == nullptr) {
            return;
        }
        kind.emplace(parts_, *decoder, dry_runs_);
        const route_limits limits{largest};
        add("POST", path, own::organisatie, limits, std::bind_front(&submissions::hand_in, &*kind));
        add("POST",
            std::string{path} + "/_controleer",
            own::organisatie,
            limits,
            std::bind_front(&submissions::check, &*kind));
    }

    void add_form(
        std::optional<form_submissions>& kind,
        std::string_view path,
        const hub::ports::message_form* form,
        std::size_t largest
    ) {
        if (form == nullptr) {
            return;
        }
        kind.emplace(parts_, *form, dry_runs_);
        const route_limits limits{largest};
        add("POST",
            path,
            own::organisatie,
            limits,
            std::bind_front(&form_submissions::hand_in, &*kind));
        add("POST",
            std::string{path} + "/_controleer",
            own::organisatie,
            limits,
            std::bind_front(&form_submissions::check, &*kind));
    }

    void add_forms() {
        const auto& intake = parts_.intake;
        add_form(events_, "/v1/events", intake.events, parts_.largest_body);
        add_form(notifications_, "/v1/notificaties", intake.notifications, parts_.largest_body);
        add_stuf();
        if (intake.events != nullptr) {
            add("OPTIONS",
                "/v1/events",
                own::organisatie,
                no_body,
                std::bind_front(&handshake::answer, &handshake_));
        }
    }

    // Where documents are kept, one may come within a message; it is read as it comes then.
    void add_stuf() {
        if (parts_.intake.stuf == nullptr || parts_.documents == nullptr) {
            add_form(stuf_, "/v1/stuf", parts_.intake.stuf, parts_.largest_body);
            return;
        }
        streamed_stuf_.emplace(parts_, *parts_.intake.stuf, dry_runs_);
        const route_limits pieces{
            static_cast<std::size_t>(parts_.documents->options().largest_original),
            route_limits::reading::pieces};
        add("POST",
            "/v1/stuf",
            own::organisatie,
            pieces,
            std::bind_front(&streamed_submissions::hand_in, &*streamed_stuf_));
        add("POST",
            "/v1/stuf/_controleer",
            own::organisatie,
            pieces,
            std::bind_front(&streamed_submissions::check, &*streamed_stuf_));
    }

    void add_intake() {
        const auto& intake = parts_.intake;
        if (intake.reception == nullptr || intake.store == nullptr) {
            return;
        }
        const auto largest = parts_.largest_body;
        add_submissions(aanmeldingen_, "/v1/aanmeldingen", intake.aanmeldingen, largest);
        add_submissions(signalen_, "/v1/signalen", intake.signalen, parts_.largest_event);
        add_submissions(berichten_, "/v1/berichten", intake.berichten, largest);
        add_submissions(
            registermutaties_, "/v1/registermutaties", intake.registermutaties, largest
        );
        add_forms();
        if (parts_.documents != nullptr) {
            add_bijlagen();
        }
        add("GET",
            "/v1/inzendingen",
            own::organisatie,
            no_body,
            std::bind_front(&inzendingen::search, &inzendingen_));
        add("GET",
            "/v1/inzendingen/{id}",
            own::organisatie,
            no_body,
            std::bind_front(&inzendingen::show, &inzendingen_));
        add("GET",
            "/v1/inzendingen/{id}/ontvangstbewijs",
            own::organisatie,
            no_body,
            std::bind_front(&inzendingen::receipt, &inzendingen_));
        add("GET",
            "/v1/inzendingen/{id}/origineel",
            own::organisatie,
            no_body,
            std::bind_front(&inzendingen::original, &inzendingen_));
        if (intake.quarantined != nullptr) {
            add("GET",
                "/v1/quarantaine",
                own::organisatie,
                no_body,
                std::bind_front(&quarantined::list, &quarantined_));
        }
    }

    void add_bijlagen() {
        // A form's boundaries and headers come on top.
        constexpr std::size_t form_bytes = 65'536;
        const route_limits pieces{
            static_cast<std::size_t>(parts_.documents->options().largest) + form_bytes,
            route_limits::reading::pieces};
        add("POST",
            "/v1/bijlagen",
            own::organisatie,
            pieces,
            std::bind_front(&bijlagen::receive, &bijlagen_));
        add("GET",
            "/v1/bijlagen/{id}",
            own::organisatie,
            no_body,
            std::bind_front(&bijlagen::show, &bijlagen_));
        add("GET",
            "/v1/bijlagen/{id}/inhoud",
            own::organisatie,
            no_body,
            std::bind_front(&bijlagen::content, &bijlagen_));
    }

    void add_postvakken() {
        if (parts_.given_out != nullptr) {
            add("GET",
                "/v1/postvakken/{oin}/berichten/{id}/bijlagen/{bijlage}",
                own::organisatie,
                no_body,
                std::bind_front(&postvakken::document, &postvakken_));
        }
        add("GET",
            "/v1/postvakken",
            own::organisatie,
            no_body,
            std::bind_front(&postvakken::show, &postvakken_));
        add("GET",
            "/v1/postvakken/{oin}/berichten",
            own::organisatie,
            no_body,
            std::bind_front(&postvakken::list, &postvakken_));
        add("GET",
            "/v1/postvakken/{oin}/berichten/{id}",
            own::organisatie,
            no_body,
            std::bind_front(&postvakken::read, &postvakken_));
        add("POST",
            "/v1/postvakken/{oin}/uitgiften",
            own::organisatie,
            small_body,
            std::bind_front(&postvakken::claim, &postvakken_));
        add("POST",
            "/v1/postvakken/{oin}/berichten/{id}/bevestigingen",
            own::organisatie,
            small_body,
            std::bind_front(&postvakken::acknowledge, &postvakken_));
        add("POST",
            "/v1/postvakken/{oin}/berichten/{id}/weigeringen",
            own::organisatie,
            small_body,
            std::bind_front(&postvakken::refuse, &postvakken_));
    }

    void add_register() {
        add("POST",
            "/v1/register/_zoek",
            own::organisatie,
            small_body,
            std::bind_front(&maatwerkregister::search, &maatwerkregister_));
        add("GET",
            "/v1/register/vermeldingen/{id}",
            own::organisatie,
            no_body,
            std::bind_front(&maatwerkregister::show, &maatwerkregister_));
    }

    published published_{parts_};
    verbinding verbinding_{parts_, listener_kind::main};
    inzendingen inzendingen_{parts_};
    quarantined quarantined_{parts_};
    postvakken postvakken_{parts_};
    bijlagen bijlagen_{parts_};
    maatwerkregister maatwerkregister_{parts_};
    handshake handshake_{parts_};
    answering::rate_limit dry_runs_{parts_.dry_runs_per_minute};
    std::optional<submissions> aanmeldingen_;
    std::optional<submissions> signalen_;
    std::optional<submissions> berichten_;
    std::optional<submissions> registermutaties_;
    std::optional<form_submissions> events_;
    std::optional<form_submissions> notifications_;
    std::optional<form_submissions> stuf_;
    std::optional<streamed_submissions> streamed_stuf_;
};

class open_server final : public guarded_server {
public:
    explicit open_server(parts given) : guarded_server{std::move(given)} {
        add("GET",
            "/v1/openapi.json",
            audience::iedereen,
            no_body,
            std::bind_front(&published::openapi, &published_));
        add("GET",
            "/v1/verbinding",
            audience::iedereen,
            no_body,
            std::bind_front(&verbinding::show, &verbinding_));
        add("GET",
            "/v1/zegels",
            audience::iedereen,
            no_body,
            std::bind_front(&published::zegels, &published_));
        if (parts_.intake.notifications != nullptr) {
            add("POST",
                "/v1/notificaties",
                audience::iedereen,
                small_body,
                std::bind_front(&subscription_trial::answer, &trial_));
        }
    }

private:
    // Everyone may come; what is not in the table is a plain 404 here.
    [[nodiscard]] std::optional<response>
    refuse(const request& /*asked*/, std::optional<audience> /*who*/) const override {
        return std::nullopt;
    }

    published published_{parts_};
    verbinding verbinding_{parts_, listener_kind::open};
    subscription_trial trial_{parts_};
};

}  // namespace

std::unique_ptr<server> create_api(parts given) {
    return std::make_unique<main_server>(std::move(given));
}

std::unique_ptr<server> create_open_api(parts given) {
    return std::make_unique<open_server>(std::move(given));
}

}  // namespace adapters::http::api
