// What the hub itself has to tell an organisation: a mededeling in its postvak, with a receipt and
// a way like every other message.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/result.hpp"
#include "hub/vault/vault.hpp"

#include <string>

namespace hub::intake {

struct postvak_notice {
    // Whose postvak.
    model::oin to;
    // The message, or what is in quarantine, that it is about.
    model::message_id about;
    // One word per thing that is told of it: what was told before is not told again.
    std::string purpose;
    std::string subject;
    // Plain words; never a value from content.
    std::string words;
};

// Thread-safe. It belongs to no casus, so that it waits for nothing and outlives what it is about.
class postvak_notices {
public:
    // The vault, the store and the clock must outlive it. Own: the hub, as who speaks.
    postvak_notices(
        vault::vault& vault,
        ports::message_store& store,
        ports::clock& clock,
        const model::oin& own
    )
        : vault_{vault}, store_{store}, clock_{clock}, own_{own} {}

    // Durable when it returns. After any error the same may be told again.
    [[nodiscard]] ports::async_result<void> tell(postvak_notice what);

private:
    vault::vault& vault_;
    ports::message_store& store_;
    ports::clock& clock_;
    model::oin own_;
};

}  // namespace hub::intake
