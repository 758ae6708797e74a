#include "adapters/telemetry/metrics.hpp"

#include <algorithm>
#include <mutex>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <set>
#include <string_view>
#include <utility>

namespace adapters::telemetry {
namespace {

namespace model = hub::model;
namespace ports = hub::ports;

// More codes than the hub has: a bound for the day that one is made up by mistake.
constexpr std::size_t most_codes = 200;
constexpr std::string_view other_code = "overig";

bool is_code(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
               letter == '_';
    });
}

std::string_view to_string(ports::handshake_outcome outcome) noexcept {
    switch (outcome) {
        case ports::handshake_outcome::completed:
            return "gelukt";
        case ports::handshake_outcome::faulted:
            return "certificaatfout";
        case ports::handshake_outcome::failed:
            return "mislukt";
        case ports::handshake_outcome::resumed:
            return "hervat";
    }
    return "mislukt";
}

std::string_view to_string(ports::expiry_kind kind) noexcept {
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

double seconds(std::chrono::microseconds value) {
    return std::chrono::duration<double>(value).count();
}

const prometheus::Histogram::BucketBoundaries batch_sizes{1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
const prometheus::Histogram::BucketBoundaries
    commit_seconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};

class prometheus_metrics final : public metrics {
public:
    explicit prometheus_metrics(const ports::clock& clock) : clock_{clock} {}

    void accepted(model::message_type type) noexcept override {
        accepted_.Add({{"soort", std::string{model::to_string(type)}}}).Increment();
    }

    void repeated(model::message_type type) noexcept override {
        repeated_.Add({{"soort", std::string{model::to_string(type)}}}).Increment();
    }

    void refused(std::string_view code) noexcept override {
        refused_.Add({{"code", bounded(code)}}).Increment();
    }

    void not_authentic(std::string_view consumer, std::string_view code) noexcept override {
        not_authentic_.Add({{"verwerker", std::string{consumer}}, {"code", bounded(code)}}
        ).Increment();
    }

    void parked(std::string_view consumer, std::string_view code) noexcept override {
        parked_.Add({{"verwerker", std::string{consumer}}, {"code", bounded(code)}}).Increment();
    }

    void committed(
        std::string_view writer,
        std::size_t messages,
        std::chrono::microseconds took
    ) noexcept override {
        const prometheus::Labels labels{{"schrijver", std::string{writer}}};
        batch_sizes_.Add(labels, batch_sizes).Observe(static_cast<double>(messages));
        commit_seconds_.Add(labels, commit_seconds).Observe(seconds(took));
    }

    void handshake(ports::handshake_outcome outcome) noexcept override {
        handshakes_.Add({{"uitkomst", std::string{to_string(outcome)}}}).Increment();
    }

    void turned_away(std::string_view reason, std::uint64_t times) noexcept override {
        if (times > 0) {
            turned_away_.Add({{"reden", bounded(reason)}}).Increment(static_cast<double>(times));
        }
    }

    void connection_opened() noexcept override { connections_.Increment(); }
    void connection_closed() noexcept override { connections_.Decrement(); }

    void measure(metric_sources sources) override {
        const std::scoped_lock lock{mutex_};
        sources_ = std::move(sources);
    }

    std::string collect() override {
        const std::scoped_lock lock{mutex_};
        read_store();
        read_outboxes();
        read_lags();
        read_connections();
        read_expiries();
        return prometheus::TextSerializer{}.Serialize(registry_.Collect());
    }

private:
    std::string bounded(std::string_view code) {
        const std::scoped_lock lock{codes_mutex_};
        if (const auto known = codes_.find(code); known != codes_.end()) {
            return *known;
        }
        if (!is_code(code) || codes_.size() >= most_codes) {
            return std::string{other_code};
        }
        return *codes_.emplace(code).first;
    }

    void read_store() {
        if (sources_.store == nullptr) {
            return;
        }
        const auto health = sources_.store->health();
        wal_bytes_.Add({}).Set(static_cast<double>(health.wal_bytes));
        store_writable_.Add({}).Set(health.writable ? 1 : 0);
    }

    void read_outboxes() {
        for (const auto& [writer, outbox] : sources_.outboxes) {
            const auto depth = outbox->depth();
            const auto age =
                depth.waiting == 0 ? std::chrono::microseconds{0} : clock_.now() - depth.oldest;
            outbox_depth_.Add({{"schrijver", writer}}).Set(static_cast<double>(depth.waiting));
            outbox_age_.Add({{"schrijver", writer}}
            ).Set(seconds(std::max(age, std::chrono::microseconds{0})));
        }
    }

    void read_lags() {
        if (sources_.broker == nullptr) {
            return;
        }
        for (const auto& lag : sources_.broker->lags()) {
            lag_.Add({{"verwerker", lag.group},
                      {"stroom", std::string{model::to_string(lag.position.stream)}},
                      {"partitie", std::to_string(lag.position.partition)}}
            ).Set(static_cast<double>(std::max<std::int64_t>(lag.end - lag.position.offset, 0)));
        }
    }

    void read_connections() {
        if (sources_.connections == nullptr) {
            return;
        }
        for (const auto& one : sources_.connections->measure_broker()) {
            const prometheus::Labels role{{"rol", one.role}};
            kafka_usable_.Add(role).Set(one.usable ? 1 : 0);
            kafka_in_flight_.Add(role).Set(static_cast<double>(one.in_flight));
            kafka_away_.Add(role).Set(static_cast<double>(one.brokers_away));
            kafka_answer_seconds_.Add(role).Set(seconds(one.slow_answer));
            grow_to(kafka_failed_.Add(role), one.failed_requests);
            grow_to(kafka_renewed_.Add(role), one.readers_renewed);
        }
    }

    static void grow_to(prometheus::Counter& counter, std::uint64_t value) {
        // Nothing when it would shrink, since a role's reader may have ended.
        counter.Increment(std::max(static_cast<double>(value) - counter.Value(), 0.0));
    }

    void read_expiries() {
        // A certificate or list that is no longer in use must not go on warning.
        for (auto* gauge : expiry_gauges_) {
            expiry_days_.Remove(gauge);
        }
        expiry_gauges_.clear();
        if (sources_.expiries == nullptr) {
            return;
        }
        for (const auto& expiry : sources_.expiries->expiries()) {
            auto& gauge = expiry_days_.Add(
                {{"soort", std::string{to_string(expiry.kind)}}, {"naam", expiry.name}}
            );
            gauge.Set(seconds(expiry.until - clock_.now()) / 86400.0);
            expiry_gauges_.insert(&gauge);
        }
    }

    template <class Metric>
    prometheus::Family<Metric>&
    family(prometheus::detail::Builder<Metric> builder, const char* name, const char* help) {
        return builder.Name(name).Help(help).Register(registry_);
    }

    const ports::clock& clock_;
    prometheus::Registry registry_;
    std::mutex mutex_;
    metric_sources sources_;
    std::mutex codes_mutex_;
    std::set<std::string, std::less<>> codes_;
    std::set<prometheus::Gauge*> expiry_gauges_;

    prometheus::Family<prometheus::Counter>& accepted_ = family(
        prometheus::BuildCounter(),
        "pmm_berichten_aangenomen_total",
        "Berichten die duurzaam zijn opgeslagen, per soort"
    );
    prometheus::Family<prometheus::Counter>& repeated_ = family(
        prometheus::BuildCounter(),
        "pmm_berichten_herhaald_total",
        "Herhaalde berichten, beantwoord met hetzelfde ontvangstbewijs"
    );
    prometheus::Family<prometheus::Counter>& refused_ = family(
        prometheus::BuildCounter(),
        "pmm_verzoeken_geweigerd_total",
        "Geweigerde verzoeken per code"
    );
    prometheus::Family<prometheus::Counter>& not_authentic_ = family(
        prometheus::BuildCounter(),
        "pmm_niet_authentiek_total",
        "Beveiligingsgebeurtenissen: berichten waarvan bewijs, sleutel of zegel niet klopt"
    );
    prometheus::Family<prometheus::Counter>& parked_ = family(
        prometheus::BuildCounter(),
        "pmm_berichten_geparkeerd_total",
        "Geparkeerde berichten per verwerker en reden"
    );
    prometheus::Family<prometheus::Histogram>& batch_sizes_ =
        family(prometheus::BuildHistogram(), "pmm_opslag_commit_berichten", "Berichten per commit");
    prometheus::Family<prometheus::Histogram>& commit_seconds_ =
        family(prometheus::BuildHistogram(), "pmm_opslag_commit_seconds", "Duur van een commit");
    prometheus::Family<prometheus::Counter>& handshakes_ = family(
        prometheus::BuildCounter(),
        "pmm_tls_handshakes_total",
        "TLS-handshakes naar uitkomst"
    );
    prometheus::Family<prometheus::Counter>& turned_away_ = family(
        prometheus::BuildCounter(),
        "pmm_toegang_geweigerd_total",
        "Verbindingen en aanvragen die om drukte zijn geweigerd, naar reden"
    );
    prometheus::Gauge& connections_ =
        family(prometheus::BuildGauge(), "pmm_verbindingen", "Open verbindingen").Add({});
    // Nothing in a process without a message store: zero would read as a fault.
    prometheus::Family<prometheus::Gauge>& wal_bytes_ =
        family(prometheus::BuildGauge(), "pmm_opslag_wal_bytes", "Grootte van de WAL");
    prometheus::Family<prometheus::Gauge>& store_writable_ =
        family(prometheus::BuildGauge(), "pmm_opslag_schrijfbaar", "1 als de opslag schrijft");
    prometheus::Family<prometheus::Gauge>& outbox_depth_ = family(
        prometheus::BuildGauge(),
        "pmm_outbox_berichten",
        "Berichten die op doorgifte wachten"
    );
    prometheus::Family<prometheus::Gauge>& outbox_age_ = family(
        prometheus::BuildGauge(),
        "pmm_outbox_oudste_seconds",
        "Leeftijd van de oudste wachtende"
    );
    prometheus::Family<prometheus::Gauge>& lag_ = family(
        prometheus::BuildGauge(),
        "pmm_verwerker_achterstand",
        "Berichten achter per verwerker"
    );
    prometheus::Family<prometheus::Gauge>& kafka_usable_ = family(
        prometheus::BuildGauge(),
        "pmm_kafka_bruikbaar",
        "1 als deze rol met Kafka kan werken; readyz zegt anders waarom"
    );
    prometheus::Family<prometheus::Gauge>& kafka_in_flight_ = family(
        prometheus::BuildGauge(),
        "pmm_kafka_onderweg_berichten",
        "Aan Kafka gegeven, zonder uitkomst"
    );
    prometheus::Family<prometheus::Gauge>& kafka_away_ = family(
        prometheus::BuildGauge(),
        "pmm_kafka_brokers_weg",
        "Brokers waarmee de verbinding verbroken is"
    );
    prometheus::Family<prometheus::Gauge>& kafka_answer_seconds_ = family(
        prometheus::BuildGauge(),
        "pmm_kafka_antwoord_p99_seconds",
        "Antwoordtijd (p99) van de traagste broker"
    );
    prometheus::Family<prometheus::Counter>& kafka_failed_ = family(
        prometheus::BuildCounter(),
        "pmm_kafka_verzoeken_mislukt_total",
        "Verzoeken aan Kafka die niet weg konden of geen antwoord kregen"
    );
    prometheus::Family<prometheus::Counter>& kafka_renewed_ = family(
        prometheus::BuildCounter(),
        "pmm_kafka_lezer_vernieuwd_total",
        "Lezers die niets kregen van wat er stond en opnieuw verbonden zijn"
    );
    prometheus::Family<prometheus::Gauge>& expiry_days_ = family(
        prometheus::BuildGauge(),
        "pmm_geldigheid_dagen",
        "Dagen tot een certificaat of CRL verloopt; negatief is verlopen"
    );
};

}  // namespace

std::unique_ptr<metrics> create_metrics(const ports::clock& clock) {
    return std::make_unique<prometheus_metrics>(clock);
}

}  // namespace adapters::telemetry
