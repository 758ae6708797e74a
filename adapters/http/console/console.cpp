#include "adapters/http/console/console.hpp"

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/console/erasing.hpp"
#include "adapters/http/console/health.hpp"
#include "adapters/http/console/inzagen.hpp"
#include "adapters/http/console/messages.hpp"
#include "adapters/http/console/overview.hpp"
#include "adapters/http/console/page.hpp"
#include "adapters/http/console/parked.hpp"
#include "adapters/http/console/putting_back.hpp"
#include "adapters/http/console/quarantined.hpp"
#include "adapters/http/console/roles.hpp"
#include "adapters/http/console/streams.hpp"

#include <functional>
#include <optional>
#include <utility>

namespace adapters::http::console {
namespace {

using exchange::request;
using exchange::response;
using exchange::route_limits;

constexpr route_limits no_body{0};
constexpr route_limits small_body{16'384};

class operators_server final : public server {
public:
    explicit operators_server(parts given) : parts_{std::move(given)}, refuse_{parts_.telemetry} {
        add_page();
        add_health();
        add_overview();
        add_parked();
        add_streams();
        if (parts_.quarantine != nullptr && parts_.intake != nullptr) {
            add_quarantine();
        }
        if (parts_.store != nullptr) {
            add_messages();
        }
        if (parts_.erasure != nullptr) {
            add_erasing();
        }
        if (parts_.put_back != nullptr) {
            add("POST",
                "/api/herstel",
                who::beheer,
                small_body,
                std::bind_front(&putting_back::go_on, &putting_back_));
        }
        if (parts_.inzage != nullptr) {
            add_inzagen();
        }
    }

private:
    using who = audience;

    [[nodiscard]] std::optional<response>
    refuse(const request& asked, std::optional<audience> allowed) const override {
        const auto& peer = *asked.peer;
        if (allowed == who::iedereen) {
            return std::nullopt;
        }
        if (!peer.has_certificate()) {
            const auto none = exchange::certificate_fault::geen_certificaat;
            return refuse_(answering::rejected(exchange::code(none), exchange::words(none)), asked);
        }
        if (!peer.faults.empty()) {
            const auto fault = peer.faults.front();
            return refuse_(
                answering::rejected(exchange::code(fault), exchange::words(fault)), asked
            );
        }
        const auto role = allowed == who::metingen ? metrics_role : operator_role;
        if (!has_trusted_role(peer, role)) {
            return refuse_(
                answering::rejected(
                    "rol_ontbreekt", "Uw certificaat heeft hiervoor niet de juiste rol (OU)."
                ),
                asked
            );
        }
        return std::nullopt;
    }

    void add_health() {
        add("GET", "/livez", who::iedereen, no_body, std::bind_front(&health::livez, &health_));
        add("GET", "/readyz", who::iedereen, no_body, std::bind_front(&health::readyz, &health_));
        add("GET", "/metrics", who::metingen, no_body, std::bind_front(&health::metrics, &health_));
    }

    void add_page() {
        for (const auto path : page_paths) {
            add("GET", path, who::beheer, no_body, show_page);
        }
    }

    void add_overview() {
        add("GET",
            "/api/organisaties",
            who::beheer,
            no_body,
            std::bind_front(&overview::organisations, &overview_));
        add("GET",
            "/api/certificaten",
            who::beheer,
            no_body,
            std::bind_front(&overview::certificates, &overview_));
        add("GET",
            "/api/configuratie",
            who::beheer,
            no_body,
            std::bind_front(&overview::configuration, &overview_));
        add("GET", "/api/logs", who::beheer, no_body, std::bind_front(&overview::logs, &overview_));
        add("GET",
            "/api/logs/{log}/bladen",
            who::beheer,
            no_body,
            std::bind_front(&overview::leaves, &overview_));
        add("GET",
            "/api/verwerkt",
            who::beheer,
            no_body,
            std::bind_front(&overview::processings, &overview_));
    }

    void add_parked() {
        add("GET", "/api/geparkeerd", who::beheer, no_body, std::bind_front(&parked::list, &parked_)
        );
        add("POST",
            "/api/geparkeerd/{verwerker}/{id}/herhalingen",
            who::beheer,
            small_body,
            std::bind_front(&parked::replay, &parked_));
        add("POST",
            "/api/geparkeerd/{verwerker}/{id}/sluitingen",
            who::beheer,
            small_body,
            std::bind_front(&parked::close, &parked_));
    }

    void add_streams() {
        if (parts_.transport != nullptr && parts_.broker != nullptr) {
            add("GET",
                "/api/berichtendienst",
                who::beheer,
                no_body,
                std::bind_front(&streams::show, &streams_));
        }
        if (parts_.again != nullptr) {
            add("POST",
                "/api/herpublicaties",
                who::beheer,
                small_body,
                std::bind_front(&streams::publish_again, &streams_));
        }
        add("POST",
            "/api/verwerkers/{verwerker}/hervattingen",
            who::beheer,
            small_body,
            std::bind_front(&streams::resume, &streams_));
    }

    void add_quarantine() {
        add("GET",
            "/api/quarantaine",
            who::beheer,
            no_body,
            std::bind_front(&quarantined::list, &quarantined_));
        add("POST",
            "/api/geparkeerd/quarantaine/{id}/herhalingen",
            who::beheer,
            small_body,
            std::bind_front(&quarantined::replay, &quarantined_));
        add("POST",
            "/api/quarantaine/_herhaal",
            who::beheer,
            small_body,
            std::bind_front(&quarantined::replay_many, &quarantined_));
        add("POST",
            "/api/geparkeerd/quarantaine/{id}/sluitingen",
            who::beheer,
            small_body,
            std::bind_front(&quarantined::close, &quarantined_));
        add("POST",
            "/api/geparkeerd/intake/{id}/herhalingen",
            who::beheer,
            small_body,
            std::bind_front(&quarantined::replay_parked, &quarantined_));
        add("POST",
            "/api/geparkeerd/intake/{id}/sluitingen",
            who::beheer,
            small_body,
            std::bind_front(&quarantined::close_parked, &quarantined_));
    }

    void add_erasing() {
        add("GET",
            "/api/wissingen",
            who::beheer,
            no_body,
            std::bind_front(&erasing::list, &erasing_));
        add("POST",
            "/api/casussen/{id}/wissingen",
            who::beheer,
            small_body,
            std::bind_front(&erasing::erase, &erasing_));
        add("POST",
            "/api/casussen/{id}/intrekkingen",
            who::beheer,
            small_body,
            std::bind_front(&erasing::withdraw, &erasing_));
    }

    void add_messages() {
        add("GET",
            "/api/berichten",
            who::beheer,
            no_body,
            std::bind_front(&messages::search, &messages_));
        add("GET",
            "/api/berichten/{id}",
            who::beheer,
            no_body,
            std::bind_front(&messages::show, &messages_));
        if (parts_.vault != nullptr) {
            add("POST",
                "/api/berichten/_zoek",
                who::beheer,
                small_body,
                std::bind_front(&messages::by_reference, &messages_));
        }
    }

    void add_inzagen() {
        const auto place = [this](std::string_view method, std::string_view path, auto answer) {
            const auto limits = method == "GET" ? no_body : small_body;
            add(method, path, who::beheer, limits, std::bind_front(answer, &inzagen_));
        };
        place("GET", "/api/inzagen", &inzagen::list);
        place("POST", "/api/inzagen", &inzagen::ask);
        place("GET", "/api/inzagen/{id}", &inzagen::show);
        place("POST", "/api/inzagen/{id}/goedkeuringen", &inzagen::approve);
        place("POST", "/api/inzagen/{id}/beeindigingen", &inzagen::end);
        // An act, though it reads: each time is told to the sender.
        place("POST", "/api/inzagen/{id}/inhoud", &inzagen::look);
    }

    parts parts_;
    answering::refusals refuse_;
    health health_{parts_};
    overview overview_{parts_};
    messages messages_{parts_};
    second_person second_person_;
    parked parked_{parts_, second_person_};
    quarantined quarantined_{parts_, second_person_};
    streams streams_{parts_};
    erasing erasing_{parts_, second_person_};
    putting_back putting_back_{parts_, second_person_};
    inzagen inzagen_{parts_};
};

}  // namespace

std::unique_ptr<server> create_operators_api(parts given) {
    return std::make_unique<operators_server>(std::move(given));
}

}  // namespace adapters::http::console
