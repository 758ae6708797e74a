// Makes what a consumer sends out of what it decided: canonical content, sealed under the handled
// message's key.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"
#include "hub/model/admitted_message.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/vault/vault.hpp"

#include <string>

namespace hub::instruments::consumer {

// The message that is being handled, as far as what follows from it needs.
struct cause {
    model::message_id id;
    model::oin owner;
    std::string traceparent;
    std::string transaction_id;
};

struct sealer_options {
    // Owner and certificate of what is sent.
    model::oin own;
    model::hash decided_by{};
};

// Thread-safe.
class sealer {
public:
    sealer(const vault::vault& vault, sealer_options options) : vault_{vault}, options_{options} {}

    [[nodiscard]] model::admitted_message seal(
        const draft& what,
        const vault::content_key& key,
        const cause& why,
        model::timestamp now
    ) const;

private:
    const vault::vault& vault_;
    sealer_options options_;
};

// A statusbericht to the handled message's sender. Its purpose names destination and state, so that
// each of them is said under an id of its own.
[[nodiscard]] draft status_draft(const outcome& what, const cause& about, model::timestamp now);

}  // namespace hub::instruments::consumer
