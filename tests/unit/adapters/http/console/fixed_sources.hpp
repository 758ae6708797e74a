// What the operators' port asks of the rest of the process, with fixed answers.
#pragma once

#include "adapters/formats/json/operator_requests.hpp"
#include "adapters/http/console/parts.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::http::console {

namespace consumer = hub::instruments::consumer;
namespace json = adapters::formats::json;
namespace model = hub::model;

class bodies final : public request_bodies {
public:
    [[nodiscard]] model::decision<reference_search_body> reference_search(std::string_view bytes
    ) const override {
        const auto read = json::decode_kenmerk(bytes);
        if (!read) {
            return read.error();
        }
        return reference_search_body{*model::oin::parse(read->afzender), read->kenmerk};
    }
    [[nodiscard]] model::decision<replay_body> replay(std::string_view bytes) const override {
        const auto read = json::decode_herhaling(bytes);
        if (!read) {
            return read.error();
        }
        return replay_body{how(read->hoe)};
    }
    [[nodiscard]] model::decision<hub::inzage::wish> inzage(std::string_view bytes) const override {
        const auto read = json::decode_inzage(bytes);
        if (!read) {
            return read.error();
        }
        return hub::inzage::wish{
            hub::inzage::subject::bericht,
            *model::message_id::parse(read->id),
            hub::inzage::content_part::canoniek,
            read->reden,
            read->kenmerk};
    }
    [[nodiscard]] model::decision<closing_body> closing(std::string_view bytes) const override {
        const auto read = json::decode_sluiting(bytes);
        if (!read) {
            return read.error();
        }
        return closing_body{consumer::ending::afgesloten, read->reden, how(read->hoe)};
    }

private:
    static consumer::execution how(json::uitvoering value) {
        return value == json::uitvoering::proef ? consumer::execution::rehearse
                                                : consumer::execution::perform;
    }
};

class fixed_encoder final : public hub::ports::encoder {
public:
    [[nodiscard]] std::string encode(const pmm::v1::CanonicalMessage& message) const override {
        return message.bericht().tekst();
    }
};

class fixed_metrics final : public hub::ports::metrics_source {
public:
    [[nodiscard]] std::string collect() override { return "pmm_verbindingen 1\n"; }
};

class fixed_configuration final : public configuration_source {
public:
    [[nodiscard]] loaded_configuration current() const override { return {}; }
};

class fixed_expiries final : public hub::ports::expiry_source {
public:
    [[nodiscard]] std::vector<hub::ports::expiry> expiries() const override {
        return {
            {hub::ports::expiry_kind::revocation_list,
             "Uitgever G1",
             {},
             hub::model::from_microseconds(1'782'907'200'000'000) + std::chrono::hours{47}}};
    }
};

// One role that reads one stream; it lost its place once.
class fixed_streams final : public stream_reader, public republisher, public transport_source {
public:
    hub::ports::async_result<std::vector<hub::ports::position>> resume() override {
        if (!lost) {
            co_return hub::ports::errc::not_found;
        }
        lost = false;
        co_return std::vector<hub::ports::position>{{hub::model::stream::aanmelding, 3, 17}};
    }
    hub::ports::async_result<std::size_t> publish_again(hub::model::timestamp from) override {
        since = from;
        co_return 5;
    }
    [[nodiscard]] std::string_view kind() const noexcept override { return "kafka"; }
    [[nodiscard]] std::string trouble() const override { return "loket: Kafka is weg."; }
    [[nodiscard]] std::vector<role_standing> standings() const override {
        return {{"loket", 2, "Kafka is weg.", "Kafka is weg.", {}}};
    }

    bool lost = true;
    hub::model::timestamp since{};
};

class fixed_data final : public put_back_data {
public:
    [[nodiscard]] bool is_waiting() const noexcept override { return waiting; }
    [[nodiscard]] hub::ports::result<void> go_on() override {
        waiting = false;
        return {};
    }

    bool waiting = true;
};

}  // namespace adapters::http::console
