#include "adapters/telemetry/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace adapters::telemetry {
namespace {

using testing::HasSubstr;
using testing::Not;

class fixed_clock final : public hub::ports::clock {
public:
    [[nodiscard]] hub::model::timestamp now() const noexcept override {
        return hub::model::from_microseconds(1'000'000'000'000'000);
    }
};

class fixed_outbox final : public hub::ports::outbox {
public:
    hub::ports::async_result<std::vector<hub::ports::outgoing>>
    next_outgoing(std::uint64_t, std::size_t) override {
        co_return hub::ports::errc::closed;
    }
    hub::ports::async_result<void>
    mark_published(std::vector<hub::ports::published>, std::vector<hub::ports::unpublishable>)
        override {
        co_return hub::ports::errc::closed;
    }
    [[nodiscard]] std::uint64_t published_up_to() const noexcept override { return 0; }
    [[nodiscard]] hub::ports::outbox_depth depth() const noexcept override {
        return {7, hub::model::from_microseconds(999'999'990'000'000)};
    }
    void close_outbox() override {}
};

class changing_expiries final : public hub::ports::expiry_source {
public:
    [[nodiscard]] std::vector<hub::ports::expiry> expiries() const override { return list; }
    std::vector<hub::ports::expiry> list;
};

class fixed_connections final : public hub::ports::broker_measurement_source {
public:
    [[nodiscard]] std::vector<hub::ports::broker_measurement> measure_broker() const override {
        return {one};
    }
    hub::ports::broker_measurement
        one{"forwarder", true, 12, 1, std::chrono::microseconds{2'500}, 4, 0};
};

class metrics_test : public testing::Test {
protected:
    fixed_clock clock;
    std::unique_ptr<metrics> subject = create_metrics(clock);
};

TEST_F(metrics_test, counts_what_was_accepted_by_type) {
    subject->accepted(hub::model::message_type::aanmelding);
    subject->accepted(hub::model::message_type::aanmelding);
    subject->repeated(hub::model::message_type::signaal);
    const auto text = subject->collect();
    EXPECT_THAT(text, HasSubstr("pmm_berichten_aangenomen_total{soort=\"aanmelding\"} 2"));
    EXPECT_THAT(text, HasSubstr("pmm_berichten_herhaald_total{soort=\"signaal\"} 1"));
}

TEST_F(metrics_test, tells_how_connections_to_kafka_stand_and_counts_only_upward) {
    fixed_connections connections;
    metric_sources sources;
    sources.connections = &connections;
    subject->measure(sources);
    auto text = subject->collect();
    EXPECT_THAT(text, HasSubstr("pmm_kafka_bruikbaar{rol=\"forwarder\"} 1"));
    EXPECT_THAT(text, HasSubstr("pmm_kafka_onderweg_berichten{rol=\"forwarder\"} 12"));
    EXPECT_THAT(text, HasSubstr("pmm_kafka_brokers_weg{rol=\"forwarder\"} 1"));
    EXPECT_THAT(text, HasSubstr("pmm_kafka_antwoord_p99_seconds{rol=\"forwarder\"} 0.0025"));
    EXPECT_THAT(text, HasSubstr("pmm_kafka_verzoeken_mislukt_total{rol=\"forwarder\"} 4"));
    connections.one.usable = false;
    connections.one.failed_requests = 3;
    connections.one.readers_renewed = 2;
    text = subject->collect();
    EXPECT_THAT(text, HasSubstr("pmm_kafka_bruikbaar{rol=\"forwarder\"} 0"));
    EXPECT_THAT(text, HasSubstr("pmm_kafka_verzoeken_mislukt_total{rol=\"forwarder\"} 4"));
    EXPECT_THAT(text, HasSubstr("pmm_kafka_lezer_vernieuwd_total{rol=\"forwarder\"} 2"));
}

TEST_F(metrics_test, counts_what_is_not_believed_and_what_is_parked) {
    subject->not_authentic("loket", "zegel_past_niet");
    subject->parked("loket", "zegel_past_niet");
    subject->parked("loket", "geen code, maar tekst");
    const auto text = subject->collect();
    EXPECT_THAT(
        text, HasSubstr("pmm_niet_authentiek_total{code=\"zegel_past_niet\",verwerker=\"loket\"} 1")
    );
    EXPECT_THAT(
        text,
        HasSubstr("pmm_berichten_geparkeerd_total{code=\"zegel_past_niet\",verwerker=\"loket\"} 1")
    );
    EXPECT_THAT(
        text, HasSubstr("pmm_berichten_geparkeerd_total{code=\"overig\",verwerker=\"loket\"} 1")
    );
}

TEST_F(metrics_test, counts_refusals_by_code) {
    subject->refused("id_al_gebruikt");
    EXPECT_THAT(
        subject->collect(), HasSubstr("pmm_verzoeken_geweigerd_total{code=\"id_al_gebruikt\"} 1")
    );
}

TEST_F(metrics_test, never_makes_a_label_of_what_is_no_code) {
    subject->refused("BSN 111222333");
    subject->refused("");
    const auto text = subject->collect();
    EXPECT_THAT(text, HasSubstr("{code=\"overig\"} 2"));
    EXPECT_THAT(text, Not(HasSubstr("111222333")));
}

TEST_F(metrics_test, bounds_the_number_of_codes) {
    for (int number = 0; number < 500; ++number) {
        subject->refused("code_" + std::to_string(number));
    }
    EXPECT_THAT(subject->collect(), HasSubstr("{code=\"overig\"} 300"));
}

TEST_F(metrics_test, measures_commits_handshakes_and_connections) {
    subject->committed("intake", 12, std::chrono::milliseconds{2});
    subject->handshake(hub::ports::handshake_outcome::failed);
    subject->handshake(hub::ports::handshake_outcome::resumed);
    subject->turned_away("adres", 7);
    subject->turned_away("vol", 0);
    subject->connection_opened();
    subject->connection_opened();
    subject->connection_closed();
    const auto text = subject->collect();
    EXPECT_THAT(
        text, HasSubstr("pmm_opslag_commit_berichten_bucket{schrijver=\"intake\",le=\"16\"} 1")
    );
    EXPECT_THAT(text, HasSubstr("pmm_tls_handshakes_total{uitkomst=\"mislukt\"} 1"));
    EXPECT_THAT(text, HasSubstr("pmm_tls_handshakes_total{uitkomst=\"hervat\"} 1"));
    EXPECT_THAT(text, HasSubstr("pmm_toegang_geweigerd_total{reden=\"adres\"} 7"));
    EXPECT_THAT(text, HasSubstr("pmm_verbindingen 1"));
}

TEST_F(metrics_test, reads_depth_and_age_of_every_outbox) {
    const fixed_outbox outbox;
    subject->measure({nullptr, {{"loket", &outbox}}, nullptr, nullptr});
    const auto text = subject->collect();
    EXPECT_THAT(text, HasSubstr("pmm_outbox_berichten{schrijver=\"loket\"} 7"));
    EXPECT_THAT(text, HasSubstr("pmm_outbox_oudste_seconds{schrijver=\"loket\"} 10"));
}

TEST_F(metrics_test, forgets_the_expiry_of_what_is_no_longer_in_use) {
    changing_expiries expiries;
    expiries.list = {
        {hub::ports::expiry_kind::revocation_list,
         "oude CA",
         {},
         clock.now() + std::chrono::hours{36}}};
    subject->measure({nullptr, {}, nullptr, &expiries});
    EXPECT_THAT(
        subject->collect(), HasSubstr("pmm_geldigheid_dagen{naam=\"oude CA\",soort=\"crl\"} 1.5")
    );
    expiries.list.clear();
    EXPECT_THAT(subject->collect(), Not(HasSubstr("oude CA")));
}

}  // namespace
}  // namespace adapters::telemetry
