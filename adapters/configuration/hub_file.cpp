// hub.yaml: environment, roles, folders, listeners, certificates and limits.
#include "adapters/configuration/parts.hpp"

#include <array>
#include <utility>

namespace adapters::configuration {
namespace {

constexpr std::array<std::pair<role, std::string_view>, 8> roles{{
    {role::intake, "intake"},
    {role::forwarder, "forwarder"},
    {role::loket, "loket"},
    {role::let, "let"},
    {role::register_, "register"},
    {role::systeemleren, "systeemleren"},
    {role::delivery, "delivery"},
    {role::console, "console"},
}};

constexpr std::int64_t largest_port = 65'535;

std::optional<hub::model::environment> environment_of(std::string_view word) {
    return hub::model::parse_environment(word);
}

void read_roles(section& file, configuration& into) {
    for (const auto& word : file.texts("rollen")) {
        bool known = false;
        for (const auto& [value, name] : roles) {
            if (name == word) {
                into.roles.insert(value);
                known = true;
            }
        }
        if (!known) {
            file.wrong(
                "rollen",
                "onbekende rol '" + word +
                    "'; de rollen zijn intake, forwarder, loket, let, register, systeemleren, "
                    "delivery, console"
            );
        }
    }
    if (into.roles.empty()) {
        file.wrong("rollen", "er hoort ten minste een rol te staan");
    }
}

void read_folders(section& file, configuration& into) {
    auto part = file.below("mappen");
    if (!part) {
        return;
    }
    into.folders.data = part->path("gegevens").value_or("");
    into.folders.keys = part->path("sleutels").value_or("");
    into.folders.log = part->path("logboek", presence::optional).value_or("");
    into.folders.content_keys_of =
        part->path("inhoudssleutelsVan", presence::optional).value_or("");
    part->finish();
}

// What may run in a process of its own: whoever accepts also forwards (one file), the others read
// its keys and reach it over Kafka.
void check_parting(section& file, const configuration& what) {
    const bool accepts = what.roles.contains(role::intake);
    if (accepts != what.roles.contains(role::forwarder)) {
        file.wrong("rollen", "intake en forwarder horen in hetzelfde proces");
    }
    if (accepts && !what.folders.content_keys_of.empty()) {
        file.wrong(
            "mappen",
            "het proces met intake bewaart de inhoudssleutels zelf: laat "
            "'inhoudssleutelsVan' weg"
        );
    }
    if (accepts || what.roles.empty()) {
        return;
    }
    if (what.roles == std::set{role::console}) {
        file.wrong("rollen", "console is geen proces op zichzelf: zet er een rol met een boek bij");
    }
    if (what.folders.content_keys_of.empty()) {
        file.wrong(
            "mappen",
            "een proces zonder intake leest de sleutels van een ander: zet "
            "'inhoudssleutelsVan'"
        );
    }
    if (what.broker.kind != broker_kind::kafka) {
        file.wrong("rollen", "rollen in een eigen proces vragen Kafka als berichtendienst");
    }
}

void read_listener(section& listeners, const char* key, listener_settings& into) {
    auto part = listeners.below(key, presence::optional);
    if (!part) {
        return;
    }
    into.enabled = part->yes_or_no("aan").value_or(into.enabled);
    into.address = part->text("adres", presence::optional).value_or(into.address);
    into.port =
        static_cast<std::uint16_t>(part->number("poort", 0, largest_port).value_or(into.port));
    part->finish();
}

void read_listeners(section& file, configuration& into) {
    into.listeners.main.port = 8443;
    into.listeners.operators.port = 8444;
    into.listeners.open.port = 8442;
    into.listeners.internal.port = 8445;
    into.listeners.internal.enabled = false;
    into.listeners.open.enabled = into.environment != hub::model::environment::productie;
    auto part = file.below("luisteraars", presence::optional);
    if (!part) {
        return;
    }
    read_listener(*part, "berichten", into.listeners.main);
    read_listener(*part, "beheer", into.listeners.operators);
    read_listener(*part, "open", into.listeners.open);
    read_listener(*part, "intern", into.listeners.internal);
    part->finish();
}

void read_tls(section& file, configuration& into) {
    auto part = file.below("tls");
    if (!part) {
        return;
    }
    auto& tls = into.tls;
    tls.certificate = part->path("certificaat").value_or("");
    tls.key = part->path("sleutel").value_or("");
    tls.client_roots = part->path("stamcertificaten").value_or("");
    tls.client_intermediates = part->path("tussencertificaten").value_or("");
    tls.operator_roots = part->path("stamcertificatenBeheer").value_or("");
    tls.crl = part->path("crl").value_or("");
    constexpr std::int64_t week_seconds = 7 * 24 * 3'600;
    tls.crl_grace =
        std::chrono::seconds{part->number("crlUitstelSeconden", 0, week_seconds).value_or(0)};
    constexpr std::int64_t most_sessions = 1'000'000;
    tls.sessions = static_cast<std::size_t>(
        part->number("sessies", 0, most_sessions).value_or(static_cast<std::int64_t>(tls.sessions))
    );
    tls.accept_rsa_2048 = part->yes_or_no("rsa2048Toestaan").value_or(true);
    part->finish();
}

void read_seal(section& file, configuration& into) {
    auto part = file.below("zegel");
    if (!part) {
        return;
    }
    into.seal.certificate = part->path("certificaat").value_or("");
    into.seal.key = part->path("sleutel").value_or("");
    into.seal.earlier = part->path("eerdere", presence::optional).value_or("");
    part->finish();
}

void read_document_limits(section& part, limit_settings& limits) {
    const auto bytes =
        [&part](const char* key, std::size_t& value, std::int64_t smallest, std::int64_t largest) {
            value = static_cast<std::size_t>(
                part.number(key, smallest, largest).value_or(static_cast<std::int64_t>(value))
            );
        };
    constexpr std::int64_t mebibyte = 1'048'576;
    bytes("bijlageBytes", limits.document_bytes, 1'024, 64 * mebibyte);
    bytes("bijlagenAandeelBytes", limits.documents_share_bytes, mebibyte, mebibyte * mebibyte);
    constexpr std::int64_t longest_term_days = 90;
    const auto term = std::chrono::floor<std::chrono::days>(limits.documents_term).count();
    limits.documents_term = std::chrono::days{
        part.number("bijlagenTermijnDagen", 1, longest_term_days).value_or(term)};
}

void read_limits(section& file, configuration& into) {
    auto part = file.below("grenzen", presence::optional);
    if (!part) {
        return;
    }
    auto& limits = into.limits;
    const auto count =
        [&part](const char* key, std::size_t& value, std::int64_t smallest, std::int64_t largest) {
            value = static_cast<std::size_t>(
                part->number(key, smallest, largest).value_or(static_cast<std::int64_t>(value))
            );
        };
    const auto count_32 =
        [&part](
            const char* key, std::uint32_t& value, std::int64_t smallest, std::int64_t largest
        ) {
            value =
                static_cast<std::uint32_t>(part->number(key, smallest, largest).value_or(value));
        };
    const auto time = [&part](const char* key, std::chrono::milliseconds& value) {
        constexpr std::int64_t hour_ms = 3'600'000;
        value = std::chrono::milliseconds{part->number(key, 10, hour_ms).value_or(value.count())};
    };
    count("kopBytes", limits.header_bytes, 1'024, 65'536);
    count("berichtBytes", limits.body_bytes, 1'024, 64 * 1'048'576);
    count("eventBytes", limits.event_bytes, 65'536, 1'048'576);
    read_document_limits(*part, limits);
    count("verzoekenPerVerbinding", limits.requests_per_connection, 1, 10'000'000);
    count("verbindingen", limits.connections, 1, 1'000'000);
    count("verbindingenPerOrganisatie", limits.connections_per_organisation, 1, 1'000'000);
    count_32("verzoekenPerMinuutPerOrganisatie", limits.requests_per_minute, 1, 100'000'000);
    count_32("proevenPerMinuutPerOrganisatie", limits.dry_runs_per_minute, 1, 1'000'000);
    count_32("sleutelsPerMinuut", limits.key_releases_per_minute, 1, 100'000'000);
    count("vreemdeVerbindingen", limits.strangers, 1, 100'000);
    count("handdrukProcent", limits.handshake_percent, 1, 100);
    count_32(
        "verbindingenPerAdresPerSeconde", limits.connections_per_address_per_second, 1, 1'000'000
    );
    count_32("verbindingenPerAdresTegelijk", limits.connections_per_address_at_once, 1, 1'000'000);
    time("handdrukMs", limits.handshake_time);
    time("kopMs", limits.header_time);
    time("berichtMs", limits.body_time);
    time("rustMs", limits.idle_time);
    time("afrondenMs", limits.drain_time);
    constexpr std::int64_t longest_window_s = 366LL * 24 * 3600;
    limits.notification_window =
        std::chrono::seconds{part->number("meldingVensterSeconden", 3'600, longest_window_s)
                                 .value_or(limits.notification_window.count())};
    limits.clock_leeway = std::chrono::seconds{
        part->number("klokSpelingSeconden", 0, 3'600).value_or(limits.clock_leeway.count())};
    if (limits.strangers >= limits.connections) {
        part->wrong(
            "vreemdeVerbindingen",
            "'vreemdeVerbindingen' hoort kleiner te zijn dan 'verbindingen': de rest is voor wie "
            "een goed certificaat heeft getoond"
        );
    }
    part->finish();
}

void read_erasure(section& file, configuration& into) {
    auto part = file.below("wissen", presence::optional);
    if (!part) {
        return;
    }
    auto& erased = into.erasure;
    constexpr std::int64_t year = 366;
    constexpr std::int64_t most = 10'000;
    // Without a notice nothing can be withdrawn: for trying it out only.
    const std::int64_t least = into.environment == hub::model::environment::productie ? 1 : 0;
    erased.notice = std::chrono::days{
        part->number("aankondigingDagen", least, year).value_or(erased.notice.count())};
    erased.most_a_day = static_cast<std::size_t>(
        part->number("perDag", 1, most).value_or(static_cast<std::int64_t>(erased.most_a_day))
    );
    part->finish();
}

void read_quarantine(section& file, configuration& into) {
    auto part = file.below("quarantaine", presence::optional);
    if (!part) {
        return;
    }
    auto& kept = into.quarantine;
    const auto number = [&part](const char* key, auto value, std::int64_t least, std::int64_t most) {
        return part->number(key, least, most).value_or(static_cast<std::int64_t>(value));
    };
    constexpr std::int64_t year = 366;
    constexpr std::int64_t million = 1'000'000;
    constexpr std::int64_t mebibyte = 1'048'576;
    kept.term = std::chrono::days{number("termijnDagen", kept.term.count(), 1, year)};
    kept.notice = std::chrono::days{number("aankondigingDagen", kept.notice.count(), 1, year)};
    kept.count_each =
        static_cast<std::size_t>(number("aantalPerAfzender", kept.count_each, 1, million));
    kept.bytes_each = static_cast<std::uint64_t>(
        number("bytesPerAfzender", kept.bytes_each, 1, million * mebibyte)
    );
    kept.bytes_all =
        static_cast<std::uint64_t>(number("bytesTotaal", kept.bytes_all, 1, million * mebibyte));
    kept.erased_a_day = static_cast<std::size_t>(number("wissenPerDag", kept.erased_a_day, 1, million));
    if (kept.notice > kept.term) {
        part->wrong(
            "aankondigingDagen",
            "'aankondigingDagen' hoort niet langer te zijn dan 'termijnDagen'"
        );
    }
    part->finish();
}

void read_inzage(section& file, configuration& into) {
    auto part = file.below("inzage", presence::optional);
    if (!part) {
        return;
    }
    auto& door = into.inzage;
    const auto number = [&part](const char* key, auto value, std::int64_t most) {
        return part->number(key, 1, most).value_or(static_cast<std::int64_t>(value));
    };
    constexpr std::int64_t week = 168;
    constexpr std::int64_t day = 1'440;
    door.asked_term = std::chrono::hours{number("vraagUren", door.asked_term.count(), week)};
    door.approved_term =
        std::chrono::minutes{number("geldigMinuten", door.approved_term.count(), day)};
    door.most_looks = static_cast<std::uint32_t>(number("keren", door.most_looks, 100));
    door.most_open = static_cast<std::size_t>(number("openstaand", door.most_open, 500));
    door.most_open_each =
        static_cast<std::size_t>(number("openstaandPerPersoon", door.most_open_each, 500));
    door.steps_per_minute =
        static_cast<std::uint32_t>(number("stappenPerMinuut", door.steps_per_minute, 6'000));
    part->finish();
}

}  // namespace

std::string_view to_string(role value) noexcept {
    for (const auto& [candidate, name] : roles) {
        if (candidate == value) {
            return name;
        }
    }
    return {};
}

bool is_role(std::string_view word) noexcept {
    for (const auto& [value, name] : roles) {
        if (name == word) {
            return true;
        }
    }
    return false;
}

void check_environment(
    section& where,
    const char* key,
    const std::optional<hub::model::oin>& oin,
    hub::model::environment environment
) {
    if (!oin) {
        return;
    }
    const bool production = environment == hub::model::environment::productie;
    if (production && oin->is_test()) {
        where.wrong(key, "een OIN met voorvoegsel 00000099 hoort niet in productie");
    } else if (!production && !oin->is_test()) {
        where.wrong(key, "buiten productie horen alleen OIN's met voorvoegsel 00000099");
    }
}

void read_hub(section& file, configuration& into, named_files& others) {
    into.environment =
        file.word<hub::model::environment>("omgeving", environment_of, "ontwikkel, test, productie")
            .value_or(hub::model::environment::ontwikkel);
    const auto own = file.oin("oin");
    check_environment(file, "oin", own, into.environment);
    into.own = own.value_or(hub::model::oin{});
    read_roles(file, into);
    read_folders(file, into);
    read_listeners(file, into);
    read_tls(file, into);
    read_seal(file, into);
    read_limits(file, into);
    read_quarantine(file, into);
    read_inzage(file, into);
    read_erasure(file, into);
    read_broker(file, into, others);
    check_parting(file, into);
    read_outgoing(file, into);
    constexpr std::int64_t most_loops = 64;
    into.loops = static_cast<std::size_t>(file.number("lussen", 0, most_loops).value_or(0));
    into.strict_bsn = file.yes_or_no("bsnStreng").value_or(true);
    if (!into.strict_bsn && into.environment == hub::model::environment::productie) {
        file.wrong("bsnStreng", "in productie is de controle van het BSN altijd streng");
    }
    into.practice_loket = file.yes_or_no("oefenloket").value_or(false);
    if (into.practice_loket && into.environment == hub::model::environment::productie) {
        file.wrong("oefenloket", "in productie is er geen oefenloket");
    }
    others.organisations = file.path("organisaties").value_or("");
    others.routes = file.path("routes").value_or("");
    others.supplements = file.path("loket").value_or("");
    file.finish();
}

}  // namespace adapters::configuration
