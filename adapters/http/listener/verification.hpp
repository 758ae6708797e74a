// Judges a certificate chain by a trust snapshot: which faults it has, and until when that holds.
#pragma once

#include "adapters/http/exchange/peer.hpp"
#include "adapters/http/listener/openssl_pointers.hpp"
#include "adapters/http/listener/options.hpp"
#include "adapters/http/listener/trust_material.hpp"
#include "hub/model/timestamp.hpp"

namespace adapters::http::listener {

struct verdict {
    // Everything but what the connection itself knows (address, TLS version, cipher). Faults are
    // in the order of their enumeration.
    exchange::peer peer;
    // Between these moments no other verdict could follow from dates alone.
    hub::model::timestamp valid_from = hub::model::timestamp::min();
    hub::model::timestamp valid_until = hub::model::timestamp::max();
    // OpenSSL's reason for the first fault that ends a handshake, so that it picks the right alert;
    // X509_V_OK when there is none.
    int alert_reason = X509_V_OK;
};

// Checks chain, purposes, key sizes, dates and the CRL of every layer. `sent` is what the peer sent
// along (may be null); intermediates that the hub has complete it.
[[nodiscard]] verdict judge(
    const trust::material& by,
    listener_kind kind,
    X509& leaf,
    const STACK_OF(X509) * sent,
    hub::model::timestamp now
);

}  // namespace adapters::http::listener
