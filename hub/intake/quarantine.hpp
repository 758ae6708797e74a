// Keeps what could not be understood or routed: sealed under a key of its own, for a term, within
// each sender's share.
#pragma once

#include "hub/access/organisation_directory.hpp"
#include "hub/documents/documents.hpp"
#include "hub/intake/sealing.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/quarantine_store.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace hub::intake {

// A message as it came in, before anything of it counts.
struct refused_content {
    model::oin certificate;
    // The name of the decoder that read it.
    std::string form;
    std::string content_type;
    std::string original;
    // Set where a document holds it.
    std::optional<original_apart> apart{};
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
    // Where what passed without being held lies; null: nothing passes.
    documents::documents* documents = nullptr;
};

// What seals one of them: its own id is its key's.
[[nodiscard]] vault::seal_context context_of(const ports::quarantined& one);

// What was kept, or the document that holds it. errc::not_found, errc::erased,
// errc::not_authentic.
[[nodiscard]] ports::async_result<original_body>
open_quarantined(quarantine_parts parts, ports::quarantined one);

// Destroys what seals it, here and where a document holds it; harmless where that was done before.
[[nodiscard]] ports::async_result<void>
destroy_quarantined(quarantine_parts parts, ports::quarantined one);

// Thread-safe.
class quarantine {
public:
    quarantine(quarantine_parts parts, quarantine_options options);

    // The refusal, which then also says whether the content was kept: a place with code
    // in_quarantaine, quarantaine_vol or quarantaine_niet_beschikbaar; and whether what passed is
    // the quarantine's now.
    [[nodiscard]] boost::asio::awaitable<model::rejection>
    keep(refused_content given, model::rejection why, keeping how);

private:
    // The reference is to the caller's own frame, which waits for it.
    [[nodiscard]] ports::async_result<ports::quarantined>
    store(const refused_content& given, ports::quarantined one);
    [[nodiscard]] ports::async_result<void> record(ports::quarantined one);
    // Of what may not be sent a BSN, whether there is one in it.
    [[nodiscard]] ports::async_result<keeping> judge(const refused_content& given) const;
    [[nodiscard]] ports::async_result<keeping> judge_passed(const refused_content& given) const;
    // References are to the caller's own frame, which waits for it.
    [[nodiscard]] ports::async_result<model::sealed_part> seal(
        const refused_content& given,
        const ports::quarantined& one,
        const vault::content_key& key
    );

    quarantine_parts parts_;
    quarantine_options options_;
};

}  // namespace hub::intake
