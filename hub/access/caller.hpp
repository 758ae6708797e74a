// Who asks, for whom, and what that one may do and see: certificate OIN -> owner OIN ->
// organisation -> rights.
#pragma once

#include "hub/access/organisations.hpp"
#include "hub/model/destination.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/message_store.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hub::access {

struct caller {
    model::oin certificate;
    // For whom: the same as the certificate's, or one that it acts for.
    model::oin owner;
    // Null for an OIN that no configuration lists (policy nietDeelnemer). Lives in the snapshot.
    const access::organisation* organisation = nullptr;
    // The snapshot that decided; kept for as long as the decision lasts.
    std::shared_ptr<const organisations> snapshot;

    [[nodiscard]] bool is_outsider() const noexcept { return organisation == nullptr; }
};

// What the listener may tell of a certificate's OIN right after the handshake, before any request:
// codes organisatie_onbekend (the policy refuses outsiders) and organisatie_geschorst.
[[nodiscard]] model::decision<void> admit_connection(
    const organisations& snapshot,
    const model::oin& certificate,
    model::timestamp now
);

// Finds the owner for whom this request is made. Codes: namens_nodig (more than one is possible and
// the request names none), namens_niet_toegestaan, organisatie_onbekend, organisatie_geschorst,
// alleen_deelnemers (an outsider asks for more than submitting and following).
[[nodiscard]] model::decision<caller> resolve_caller(
    std::shared_ptr<const organisations> snapshot,
    const model::oin& certificate,
    const std::optional<model::oin>& on_behalf_of,
    right what,
    model::timestamp now
);

// Code type_niet_toegestaan.
[[nodiscard]] model::decision<void> may_submit(const caller& who, model::message_type type);

// Code register_niet_toegestaan.
[[nodiscard]] model::decision<void> may_read_register(const caller& who);

// What the caller itself handed in. Whatever is not readable reads as not found (code
// niet_gevonden).
[[nodiscard]] bool may_read(const caller& who, const ports::stored_message& message) noexcept;

// The caller's own postvak and no other.
[[nodiscard]] bool may_read_postvak(const caller& who, const model::oin& postvak) noexcept;

// Whether this organisation may still be given messages, by today's table: asked at every fetch,
// push and key release. What it lost parks with recht_vervallen.
[[nodiscard]] bool may_receive(const organisations& snapshot, const model::oin& recipient) noexcept;

// As which of a message's destinations an internal role may have its key, by today's table. It
// speaks for the instrument or the organisation whose OIN it carries. Codes: niet_gevonden (the
// message is not for it), organisatie_geschorst, recht_vervallen.
[[nodiscard]] model::decision<model::destination> may_have_key(
    const organisations& snapshot,
    const model::oin& role,
    std::span<const std::string_view> destinations
);

// The postvakken that this certificate may read now, in the order of the configuration.
[[nodiscard]] std::vector<model::oin> readable_postvakken(
    const organisations& snapshot,
    const model::oin& certificate,
    model::timestamp now
);

}  // namespace hub::access
