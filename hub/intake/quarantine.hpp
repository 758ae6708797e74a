// Keeps what could not be understood or routed: sealed under a key of its own, for a term, within
// each sender's share.
#pragma once

#include "hub/access/organisation_directory.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/quarantine_store.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace hub::intake {

// A message as it came in, before anything of it counts.
struct refused_content {
    model::oin certificate;
    // The name of the decoder that read it.
    std::string form;
    std::string content_type;
    std::string original;
    // One that passed without being held can't be kept.
    bool was_held = true;
};

enum class keeping {
    // The sender's own to put right; there is nothing that an operator could change.
    not_at_all,
    sealed,
    // Refused because of personal data: only code, place, keyed digest and time.
    without_content,
};

// What is kept of a message that was understood and then refused.
[[nodiscard]] keeping keeping_of(const model::rejection& why) noexcept;

struct quarantine_options {
    std::chrono::seconds term{std::chrono::hours{24 * 30}};
    ports::quarantine_bounds bounds;
};

// All must outlive it.
struct quarantine_parts {
    vault::vault& vault;
    ports::quarantine_store& store;
    ports::audit_log& log;
    ports::clock& clock;
    const access::organisation_directory& organisations;
};

// What seals one of them: its own id is its key's.
[[nodiscard]] vault::seal_context context_of(const ports::quarantined& one);

// Thread-safe.
class quarantine {
public:
    quarantine(quarantine_parts parts, quarantine_options options);

    // The refusal, which then also says whether the content was kept: a place with code
    // in_quarantaine, quarantaine_vol or quarantaine_niet_beschikbaar.
    [[nodiscard]] boost::asio::awaitable<model::rejection>
    keep(refused_content given, model::rejection why, keeping how);

private:
    // The reference is to the caller's own frame, which waits for it.
    [[nodiscard]] ports::async_result<ports::quarantined>
    store(const refused_content& given, ports::quarantined one);
    [[nodiscard]] ports::async_result<void> record(ports::quarantined one);
    [[nodiscard]] bool may_hold_personal_data(const refused_content& given) const;

    quarantine_parts parts_;
    quarantine_options options_;
};

}  // namespace hub::intake
