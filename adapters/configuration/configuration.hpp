// Everything that can be configured, as one value: loaded and validated whole, or refused with
// every mistake at once.
#pragma once

#include "hub/access/organisations.hpp"
#include "hub/model/environment.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/words.hpp"
#include "hub/routing/open_extensions.hpp"
#include "hub/routing/table.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace adapters::configuration {

// What one process does; the configuration names them.
enum class role { intake, forwarder, loket, let, register_, systeemleren, delivery, console };

[[nodiscard]] std::string_view to_string(role value) noexcept;
[[nodiscard]] bool is_role(std::string_view word) noexcept;

struct listener_settings {
    bool enabled = true;
    std::string address = "::";
    // 0 takes any free one.
    std::uint16_t port = 0;
};

struct listeners_settings {
    listener_settings main;
    listener_settings operators;
    // Off in production unless it is switched on.
    listener_settings open;
    // For internal roles; off unless it is switched on.
    listener_settings internal;
};

struct tls_settings {
    std::filesystem::path certificate;
    std::filesystem::path key;
    std::filesystem::path client_roots;
    std::filesystem::path client_intermediates;
    std::filesystem::path operator_roots;
    std::filesystem::path crl;
    // How long a CRL still counts after its nextUpdate.
    std::chrono::seconds crl_grace{0};
    // Kept for resumption by each listener; 0: none are resumed.
    std::size_t sessions = 2'048;
    // RSA keys of 2048 bits: PKIoverheid still issues them.
    bool accept_rsa_2048 = true;
};

struct seal_settings {
    std::filesystem::path certificate;
    std::filesystem::path key;
    // Certificates of earlier seals, which stay published; may be empty.
    std::filesystem::path earlier;
};

struct limit_settings {
    std::size_t header_bytes = 16'384;
    std::size_t body_bytes = 1'048'576;
    std::size_t event_bytes = 65'536;
    std::size_t document_bytes = 26'214'400;
    // Of one organisation, all its documents together.
    std::size_t documents_share_bytes = std::size_t{2} << 30U;
    // How long a document that no message names is kept.
    std::chrono::hours documents_term{24 * 7};
    std::size_t requests_per_connection = 10'000;
    std::size_t connections = 4'096;
    std::size_t connections_per_organisation = 512;
    // Over all of an organisation's connections, unless it has a limit of its own.
    std::uint32_t requests_per_minute = 1'200'000;
    // Of one organisation, over all forms.
    std::uint32_t dry_runs_per_minute = 120;
    // Connections, of all those, that have not shown a certificate in order.
    std::size_t strangers = 512;
    // Of a loop's time while it serves requests.
    std::size_t handshake_percent = 5;
    // New connections from one address (of IPv6: one /64).
    std::uint32_t connections_per_address_per_second = 200;
    std::uint32_t connections_per_address_at_once = 1'000;
    std::chrono::milliseconds handshake_time{10'000};
    std::chrono::milliseconds header_time{10'000};
    std::chrono::milliseconds body_time{30'000};
    std::chrono::milliseconds idle_time{120'000};
    // By one internal role.
    std::uint32_t key_releases_per_minute = 6'000;
    // Within it, exactly the same ZGW notification is a repeat.
    std::chrono::seconds notification_window{std::chrono::hours{24 * 7}};
    // How far a sender's clock may be ahead.
    std::chrono::seconds clock_leeway{60};
    // From SIGTERM until what is still in hand is cut off.
    std::chrono::milliseconds drain_time{30'000};
};

// What could not be understood or routed is kept for a term.
struct quarantine_settings {
    std::chrono::days term{30};
    // So long before erasing it is announced.
    std::chrono::days notice{7};
    std::size_t count_each = 200;
    std::uint64_t bytes_each = std::uint64_t{100} << 20U;
    std::uint64_t bytes_all = std::uint64_t{1} << 30U;
    std::size_t erased_a_day = 1'000;
};

// The door through which operators get content.
struct inzage_settings {
    // So long a request waits for a second person, and so long content can be had after that.
    std::chrono::hours asked_term{24};
    std::chrono::minutes approved_term{60};
    std::uint32_t most_looks = 3;
    std::size_t most_open = 50;
    std::size_t most_open_each = 5;
    // Of each operator.
    std::uint32_t steps_per_minute = 20;
};

// Casussen that operators have erased.
struct erasure_settings {
    // From the second operator's word until the key is destroyed.
    std::chrono::days notice{7};
    std::size_t most_a_day = 100;
};

struct folder_settings {
    // Stores and books; locked by one process.
    std::filesystem::path data;
    // Root keys; outside data and outside backups.
    std::filesystem::path keys;
    // The data folder of the process with intake, which makes and keeps the content keys; empty in
    // that process itself.
    std::filesystem::path content_keys_of;
    // Empty: the log goes to standard error only.
    std::filesystem::path log;
};

enum class broker_kind { embedded, kafka };

// One topic as topics.yaml states it.
struct topic_settings {
    hub::model::stream stream = hub::model::stream::aanmelding;
    std::int32_t version = 1;
    // Fixed for a version.
    std::int32_t partitions = 12;
    // Zero: for ever.
    std::chrono::days retention{0};
    // Instead of forgetting: the newest of each key stays.
    bool compact = false;
    // Names of roles.
    std::vector<std::string> writers;
    std::vector<std::string> readers;
};

// What is behind `kind` counts for Kafka only.
struct broker_settings {
    broker_kind kind = broker_kind::embedded;
    // "name:port"
    std::vector<std::string> addresses;
    // Belongs to the environment.
    std::string prefix;
    std::filesystem::path roots;
    // A folder with ROLE.pem and ROLE.key for every role of the process.
    std::filesystem::path certificates;
    // Roles of other processes whose topics this one writes as well.
    std::vector<std::string> also_speaks_as;
    std::int32_t replication = 3;
    std::int32_t min_insync = 2;
    std::vector<topic_settings> topics;
};

// Where it is on, what an organisation's entry names as webhook is pushed to.
struct webhooks_settings {
    bool enabled = false;
    // The hub as client: its chain, its key, and the roots that its receivers' certificates lead
    // to.
    std::filesystem::path certificate;
    std::filesystem::path key;
    std::filesystem::path roots;
    // What it calls itself when it asks a receiver for leave (WebHook-Request-Origin).
    std::string origin;
    // Addresses that only exist inside a network; never in production.
    bool internal_addresses = false;
    std::chrono::milliseconds answer_time{10'000};
    // From the first attempt on; then the message parks in the postvak.
    std::chrono::hours park_after{120};
};

// One thing that the loket asks for when an aanmelding lacks it.
struct supplement {
    // JSON pointer of the field, for example "/huishouden".
    std::string field;
    // The question to the sender, in plain words.
    std::string question;
};

struct configuration {
    hub::model::environment environment = hub::model::environment::ontwikkel;
    std::set<role> roles;
    folder_settings folders;
    listeners_settings listeners;
    tls_settings tls;
    seal_settings seal;
    limit_settings limits;
    quarantine_settings quarantine;
    inzage_settings inzage;
    erasure_settings erasure;
    broker_settings broker;
    // How organisations reach this hub, without a path ("https://hub.example"); may be empty.
    std::string address;
    webhooks_settings webhooks;
    // Event loops; 0 takes one per core.
    std::size_t loops = 0;
    // False only outside production: official samples hold numbers that fail the elfproef.
    bool strict_bsn = true;
    // True only outside production: the loket answers as its sender's reference asks.
    bool practice_loket = false;
    // The hub itself, as sender of what it says on its own.
    hub::model::oin own;
    hub::access::organisations_values organisations;
    std::vector<hub::routing::rule> routes;
    // What of CloudEvents extensions stands readable on topics.
    std::vector<hub::routing::open_extension> open_extensions;
    std::vector<supplement> supplements;
    // SHA-256 over all files in the order in which they were read.
    hub::model::hash digest{};
    // Every file that was read, hub.yaml first: a change of one is a reason to load again.
    std::vector<std::filesystem::path> files;
};

// One mistake, with the place where it stands. Lines and columns count from 1; 0 when the file
// itself is the matter.
struct mistake {
    std::filesystem::path file;
    std::size_t line = 0;
    std::size_t column = 0;
    std::string words;
};

// "hub.yaml:12:3: words"
[[nodiscard]] std::string to_string(const mistake& what);

// Values that the surroundings give and that win from the file; nothing where they give none.
struct overrides {
    std::optional<std::uint16_t> port;
    std::optional<std::uint16_t> operators_port;
    std::optional<std::uint16_t> open_port;
    std::optional<std::uint16_t> internal_port;
};

// PMM_PORT, PMM_OPERATORS_PORT, PMM_OPEN_PORT and PMM_INTERNAL_PORT; throws std::runtime_error when
// one is no port.
[[nodiscard]] overrides overrides_from_environment();

// Reads hub.yaml and the files that it names, relative to its own folder. All mistakes come back at
// once, in the order of files and lines. Rules of the environment are part of it: production
// refuses OINs with prefix 00000099 and a lenient BSN check, the others refuse real OINs. Blocks on
// files.
[[nodiscard]] std::variant<configuration, std::vector<mistake>>
load(const std::filesystem::path& hub_file, const overrides& outside);

}  // namespace adapters::configuration
