// What a consumer tells to whoever watches over the hub: security events, parked and waiting
// messages, failing batches.
#pragma once

#include "hub/model/uuid.hpp"
#include "hub/ports/broker.hpp"

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace hub::instruments::consumer {

// Called on the consumer's executor; must not block nor throw.
class events {
public:
    virtual ~events() = default;

    // A receipt, seal or writer does not match: a security event. The id is what the envelope
    // claims; the fault is a stable word.
    virtual void not_authentic(
        std::string_view consumer,
        const ports::position& where,
        std::optional<model::message_id> claimed,
        std::string_view fault
    ) = 0;

    virtual void
    parked(std::string_view consumer, std::string_view record_id, std::string_view code) = 0;

    // A message waits for its predecessor in the same casus.
    virtual void held(std::string_view consumer, model::message_id message) = 0;

    // A batch can't go on; it is tried again after a back-off.
    virtual void failing(
        std::string_view consumer,
        const boost::system::error_code& why,
        std::uint32_t failures
    ) = 0;

    // The consumer stops: its position lies outside the log, and an operator decides.
    virtual void stopped(std::string_view consumer, const boost::system::error_code& why) = 0;

    // After an operator's word it goes on.
    virtual void resumed(std::string_view consumer) = 0;
};

// Hears nothing.
class no_events final : public events {
public:
    void not_authentic(
        std::string_view,
        const ports::position&,
        std::optional<model::message_id>,
        std::string_view
    ) override {}
    void parked(std::string_view, std::string_view, std::string_view) override {}
    void held(std::string_view, model::message_id) override {}
    void failing(std::string_view, const boost::system::error_code&, std::uint32_t) override {}
    void stopped(std::string_view, const boost::system::error_code&) override {}
    void resumed(std::string_view) override {}
};

}  // namespace hub::instruments::consumer
