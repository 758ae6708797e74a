// The broker: its part of hub.yaml, and topics.yaml.
#include "adapters/configuration/parts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace adapters::configuration {
namespace {

constexpr std::int64_t most_partitions = 1'000;
constexpr std::int64_t most_copies = 9;
constexpr std::int64_t most_versions = 999;
constexpr std::int64_t most_days = 36'500;

std::optional<broker_kind> parse_kind(std::string_view word) {
    if (word == "ingebouwd") {
        return broker_kind::embedded;
    }
    return word == "kafka" ? std::optional{broker_kind::kafka} : std::nullopt;
}

std::optional<bool> parse_cleanup(std::string_view word) {
    if (word == "verdichten") {
        return true;
    }
    return word == "vergeten" ? std::optional{false} : std::nullopt;
}

// Writes what a role may write and reads nothing of it: for the process that forwards to a role of
// another one.
constexpr std::string_view on_behalf_of = "namens-";

bool is_role_or_its_writer(std::string_view word) noexcept {
    return is_role(word) ||
           (word.starts_with(on_behalf_of) && is_role(word.substr(on_behalf_of.size())));
}

void check_writers(section& entry, const char* key, const std::vector<std::string>& writers) {
    for (const auto& one : writers) {
        if (!is_role_or_its_writer(one)) {
            entry.wrong(key, "'" + one + "' is geen rol, en niet 'namens-' een rol");
        }
    }
}

void check_roles(section& entry, const char* key, const std::vector<std::string>& roles) {
    for (const auto& one : roles) {
        if (!is_role(one)) {
            entry.wrong(key, "'" + one + "' is geen rol");
        }
    }
}

void read_topic(section& entry, broker_settings& into) {
    topic_settings one;
    one.stream = entry
                     .word<hub::model::stream>(
                         "stroom",
                         hub::model::parse_stream,
                         "aanmelding, signaal, bericht, escalatie, register, overbrugging, status, "
                         "geparkeerd"
                     )
                     .value_or(hub::model::stream::aanmelding);
    one.version = static_cast<std::int32_t>(entry.number("versie", 1, most_versions).value_or(1));
    one.partitions =
        static_cast<std::int32_t>(entry.number("partities", 1, most_partitions).value_or(1));
    one.retention = std::chrono::days{entry.number("bewaarDagen", 0, most_days).value_or(0)};
    one.compact =
        entry.word<bool>("opschonen", parse_cleanup, "vergeten, verdichten").value_or(false);
    one.writers = entry.texts("schrijven");
    one.readers = entry.texts("lezen");
    check_writers(entry, "schrijven", one.writers);
    check_roles(entry, "lezen", one.readers);
    entry.finish();
    const auto twice = std::any_of(into.topics.begin(), into.topics.end(), [&](const auto& other) {
        return other.stream == one.stream;
    });
    if (twice) {
        entry.wrong("stroom", "deze stroom staat er al");
    }
    into.topics.push_back(std::move(one));
}

}  // namespace

void read_broker(section& file, configuration& into, named_files& others) {
    auto part = file.below("berichtendienst", presence::optional);
    if (!part) {
        return;
    }
    auto& broker = into.broker;
    broker.kind = part->word<broker_kind>("soort", parse_kind, "ingebouwd, kafka")
                      .value_or(broker_kind::embedded);
    if (broker.kind == broker_kind::kafka) {
        broker.addresses = part->texts("brokers");
        if (broker.addresses.empty()) {
            part->wrong("brokers", "er hoort ten minste een broker te staan (naam:poort)");
        }
        broker.prefix = part->text("voorvoegsel").value_or("");
        broker.roots = part->path("stamcertificaten").value_or("");
        broker.certificates = part->path("certificaten").value_or("");
        others.topics = part->path("onderwerpen").value_or("");
        broker.also_speaks_as = part->texts("spreektOokAls");
        check_writers(*part, "spreektOokAls", broker.also_speaks_as);
    }
    part->finish();
}

void read_topics(section& file, configuration& into) {
    auto& broker = into.broker;
    broker.replication =
        static_cast<std::int32_t>(file.number("replicatie", 1, most_copies).value_or(1));
    broker.min_insync =
        static_cast<std::int32_t>(file.number("minimaalBijgewerkt", 1, most_copies).value_or(1));
    file.each("onderwerpen", [&broker](section& entry) { read_topic(entry, broker); });
    file.finish();
}

}  // namespace adapters::configuration
