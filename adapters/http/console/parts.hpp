// What the operators' port is made of; hub/app fills it.
#pragma once

#include "hub/access/organisation_directory.hpp"
#include "hub/instruments/consumer/parked_desk.hpp"
#include "hub/intake/casus_erasure.hpp"
#include "hub/intake/intake_desk.hpp"
#include "hub/intake/quarantine_desk.hpp"
#include "hub/inzage/inzage_desk.hpp"
#include "hub/model/environment.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/book.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/telemetry.hpp"
#include "hub/runtime/readiness.hpp"
#include "hub/vault/es256.hpp"
#include "hub/vault/vault.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::http::console {

struct loaded_configuration {
    hub::model::hash digest{};
    hub::model::timestamp loaded_at;
};

// The configuration in force. Thread-safe.
class configuration_source {
public:
    virtual ~configuration_source() = default;
    [[nodiscard]] virtual loaded_configuration current() const = 0;
};

struct reference_search_body {
    hub::model::oin owner;
    std::string reference;
};

struct replay_body {
    hub::instruments::consumer::execution how = hub::instruments::consumer::execution::perform;
};

struct closing_body {
    hub::instruments::consumer::ending as = hub::instruments::consumer::ending::afgesloten;
    // Stable word: [a-z0-9_], at most 64 characters.
    std::string reason;
    hub::instruments::consumer::execution how = hub::instruments::consumer::execution::perform;
};

// Parses the bodies of operators; hub/app implements it with the JSON decoders. Pure and
// thread-safe.
class request_bodies {
public:
    virtual ~request_bodies() = default;

    // {"afzender", "kenmerk"}
    [[nodiscard]] virtual hub::model::decision<reference_search_body> reference_search(
        std::string_view bytes
    ) const = 0;

    // {"uitvoering"?: "echt" | "proef"}; empty text stands for {}.
    [[nodiscard]] virtual hub::model::decision<replay_body> replay(std::string_view bytes
    ) const = 0;

    // {"soort": "bericht" | "quarantaine", "id", "deel"?: "origineel" | "canoniek", "reden",
    // "kenmerk"?}
    [[nodiscard]] virtual hub::model::decision<hub::inzage::wish> inzage(std::string_view bytes
    ) const = 0;

    // {"als": "afgesloten" | "teruggestuurd", "reden", "uitvoering"?}
    [[nodiscard]] virtual hub::model::decision<closing_body> closing(std::string_view bytes
    ) const = 0;
};

struct named_desk {
    // The consumer's name, as it stands in paths.
    std::string consumer;
    hub::instruments::consumer::parked_desk* desk = nullptr;
};

// A role that reads streams. Thread-safe.
class stream_reader {
public:
    virtual ~stream_reader() = default;

    // After its position was lost: goes on at the oldest that there is. Gives what was moved;
    // errc::not_found when nothing is lost, errc::conflict while it is being done.
    [[nodiscard]] virtual hub::ports::async_result<std::vector<hub::ports::position>> resume() = 0;
};

struct named_reader {
    std::string consumer;
    stream_reader* reader = nullptr;
};

// Publishes again what may have been lost with a topic. Thread-safe.
class republisher {
public:
    virtual ~republisher() = default;

    // Every accepted message without a final state, and what the roles sent since a time; how many
    // in all.
    [[nodiscard]] virtual hub::ports::async_result<std::size_t> publish_again(
        hub::model::timestamp since
    ) = 0;
};

// How one role stands with what carries the messages.
struct role_standing {
    std::string role;
    // Written by it and not answered yet.
    std::size_t in_flight = 0;
    // What is wrong now, in words; empty when nothing is.
    std::string trouble;
    // The last thing that was wrong, and when; empty when nothing ever was.
    std::string last_trouble;
    hub::model::timestamp last_trouble_at{};
};

// What carries messages between roles. Thread-safe.
class transport_source {
public:
    virtual ~transport_source() = default;
    // "kafka" or "ingebouwd".
    [[nodiscard]] virtual std::string_view kind() const noexcept = 0;
    // In words; empty when it is in order.
    [[nodiscard]] virtual std::string trouble() const = 0;
    [[nodiscard]] virtual std::vector<role_standing> standings() const = 0;
};

// Data that was put back from a backup. Thread-safe.
class put_back_data {
public:
    virtual ~put_back_data() = default;
    // Until operators say that the hub goes on with it.
    [[nodiscard]] virtual bool is_waiting() const noexcept = 0;
    // errc::retry when that could not be kept for the next start.
    [[nodiscard]] virtual hub::ports::result<void> go_on() = 0;
};

struct named_book {
    std::string consumer;
    hub::ports::book* book = nullptr;
};

// Everything outlives the handler. Null where a role is not in this process: its resources are not
// there then.
struct parts {
    hub::model::environment environment = hub::model::environment::ontwikkel;
    const hub::access::organisation_directory& organisations;
    const hub::ports::clock& clock;
    hub::ports::telemetry& telemetry;
    const hub::runtime::readiness& readiness;
    hub::ports::metrics_source& metrics;
    const configuration_source& configuration;
    const hub::ports::expiry_source& expiries;
    const request_bodies& bodies;
    // Where operators' acts are recorded.
    hub::ports::audit_log& audit;
    // Every log that this process writes.
    std::vector<hub::ports::audit_log*> logs;
    // Of all keys that ever signed heads here.
    std::vector<hub::vault::seal_certificate> seals;
    hub::ports::message_store* store = nullptr;
    // Makes the digest under which a sender's own reference is found.
    const hub::vault::vault* vault = nullptr;
    const hub::ports::broker* broker = nullptr;
    std::vector<named_desk> desks;
    std::vector<named_book> books;
    std::vector<named_reader> readers;
    republisher* again = nullptr;
    const transport_source* transport = nullptr;
    // What intake could not understand.
    hub::intake::quarantine_desk* quarantine = nullptr;
    // What intake could not route.
    hub::intake::intake_desk* intake = nullptr;
    hub::intake::casus_erasure* erasure = nullptr;
    put_back_data* put_back = nullptr;
    // The one door to content.
    hub::inzage::inzage_desk* inzage = nullptr;
    // Of each certificate's OIN, all steps together.
    std::uint32_t inzage_steps_per_minute = 20;
};

}  // namespace adapters::http::console
