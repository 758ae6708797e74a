#include "adapters/http/listener/verification.hpp"

#include "adapters/http/listener/certificate.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

namespace adapters::http::listener {
namespace {

using exchange::certificate_fault;
using exchange::certificate_warning;

// 112 bits: RSA from 2048, no SHA-1 in signatures.
constexpr int security_level = 2;
constexpr int chain_limit = 8;
constexpr auto warn_ahead = std::chrono::days{30};

certificate_fault fault_of(int error) noexcept {
    switch (error) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return certificate_fault::verlopen;
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return certificate_fault::nog_niet_geldig;
        case X509_V_ERR_INVALID_PURPOSE:
        case X509_V_ERR_CERT_REJECTED:
            return certificate_fault::verkeerd_doel;
        case X509_V_ERR_CERT_REVOKED:
            return certificate_fault::ingetrokken;
        case X509_V_ERR_CRL_HAS_EXPIRED:
            return certificate_fault::crl_verlopen;
        // A list that is there but can't be used is as good as none.
        case X509_V_ERR_UNABLE_TO_GET_CRL:
        case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
        case X509_V_ERR_CRL_NOT_YET_VALID:
        case X509_V_ERR_CRL_SIGNATURE_FAILURE:
        case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
        case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
        case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
        case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
        case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
        case X509_V_ERR_DIFFERENT_CRL_SCOPE:
        case X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
            return certificate_fault::crl_ontbreekt;
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_CERT_UNTRUSTED:
            return certificate_fault::onbekende_uitgever;
        case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
        case X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY:
            return certificate_fault::ongeldige_handtekening;
        case X509_V_ERR_EE_KEY_TOO_SMALL:
        case X509_V_ERR_CA_KEY_TOO_SMALL:
        case X509_V_ERR_CA_MD_TOO_WEAK:
            return certificate_fault::sleutel_te_klein;
        default:
            return certificate_fault::keten_ongeldig;
    }
}

// Gathers what OpenSSL finds while it goes on after every fault.
struct findings {
    std::vector<certificate_fault> faults;
    int alert_reason = X509_V_OK;
    hub::model::timestamp now;
    std::chrono::seconds crl_grace{0};

    void add(certificate_fault fault, int reason) {
        if (exchange::ends_handshake(fault) && alert_reason == X509_V_OK) {
            alert_reason = reason;
        }
        faults.push_back(fault);
    }
};

int gather(int fine, X509_STORE_CTX* context) {
    if (fine == 1) {
        return 1;
    }
    auto& found = *static_cast<findings*>(X509_STORE_CTX_get_app_data(context));
    const int error = X509_STORE_CTX_get_error(context);
    if (error == X509_V_ERR_CRL_HAS_EXPIRED) {
        const auto* const list = X509_STORE_CTX_get0_current_crl(context);
        if (list != nullptr &&
            found.now < time_of(X509_CRL_get0_nextUpdate(list)) + found.crl_grace) {
            return 1;
        }
    }
    found.add(fault_of(error), error);
    return 1;
}

// What the peer sent, then what the hub has: the peer's own layers are preferred.
borrowed_stack_pointer known_layers(const trust::material& by, const STACK_OF(X509) * sent) {
    borrowed_stack_pointer result{sk_X509_new_null()};
    if (!result) {
        throw std::bad_alloc{};
    }
    for (int index = 0; index < sk_X509_num(sent); ++index) {
        sk_X509_push(result.get(), sk_X509_value(sent, index));
    }
    for (const auto& one : by.intermediates) {
        sk_X509_push(result.get(), one.get());
    }
    return result;
}

bool was_sent(const X509* layer, const STACK_OF(X509) * sent) {
    for (int index = 0; index < sk_X509_num(sent); ++index) {
        if (X509_cmp(sk_X509_value(sent, index), layer) == 0) {
            return true;
        }
    }
    return false;
}

void check_key(X509& leaf, rsa_2048_policy policy, findings& found, exchange::peer& peer) {
    const auto* const key = X509_get0_pubkey(&leaf);
    if (key == nullptr) {
        found.add(certificate_fault::keten_ongeldig, X509_V_ERR_UNSPECIFIED);
        return;
    }
    const bool is_rsa = EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1;
    if (is_rsa && EVP_PKEY_get_bits(key) < 3072 && policy == rsa_2048_policy::accept_with_warning) {
        peer.warnings.push_back(certificate_warning::rsa_2048);
        return;
    }
    // 128 bits: RSA from 3072, EC from 256, Ed25519. (P-224 is what falls out besides RSA 2048.)
    if (EVP_PKEY_get_security_bits(key) < 128) {
        found.add(certificate_fault::sleutel_te_klein, X509_V_ERR_EE_KEY_TOO_SMALL);
    }
}

void look_at_chain(
    const STACK_OF(X509) * chain,
    const X509& leaf,
    const STACK_OF(X509) * sent,
    verdict& result
) {
    auto& peer = result.peer;
    bool completed = false;
    for (int index = 0; index < sk_X509_num(chain); ++index) {
        auto* const layer = sk_X509_value(chain, index);
        peer.chain.push_back(
            {text_of(X509_get_subject_name(layer)),
             text_of(X509_get_issuer_name(layer)),
             time_of(X509_get0_notAfter(layer))}
        );
        const bool is_root = index + 1 == sk_X509_num(chain);
        completed = completed || (layer != &leaf && !is_root && !was_sent(layer, sent));
    }
    if (completed) {
        peer.warnings.push_back(certificate_warning::tussencertificaat_ontbrak);
    }
}

// Dates at which a verdict may turn: those of the layers and of the lists, behind and ahead.
void bound_in_time(
    const trust::material& by,
    const STACK_OF(X509) * chain,
    hub::model::timestamp now,
    verdict& result
) {
    const auto consider = [&](hub::model::timestamp moment) {
        if (moment > now) {
            result.valid_until = std::min(result.valid_until, moment);
        } else {
            result.valid_from = std::max(result.valid_from, moment);
        }
    };
    for (int index = 0; index < sk_X509_num(chain); ++index) {
        consider(time_of(X509_get0_notBefore(sk_X509_value(chain, index))));
        consider(time_of(X509_get0_notAfter(sk_X509_value(chain, index))));
    }
    if (result.peer.not_after) {
        consider(*result.peer.not_after - warn_ahead);
    }
    for (const auto& [issuer, one] : by.crls) {
        consider(time_of(X509_CRL_get0_lastUpdate(one.list.get())));
        consider(one.next_update + by.options.crl_grace);
    }
}

void prepare(X509_STORE_CTX* context, findings& found) {
    auto* const parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_CLIENT);
    X509_VERIFY_PARAM_set_auth_level(parameters, security_level);
    X509_VERIFY_PARAM_set_depth(parameters, chain_limit);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    X509_VERIFY_PARAM_set_time(
        parameters,
        std::chrono::duration_cast<std::chrono::seconds>(found.now.time_since_epoch()).count()
    );
    X509_STORE_CTX_set_app_data(context, &found);
    X509_STORE_CTX_set_verify_cb(context, gather);
}

}  // namespace

verdict judge(
    const trust::material& by,
    listener_kind kind,
    X509& leaf,
    const STACK_OF(X509) * sent,
    hub::model::timestamp now
) {
    verdict result;
    auto& peer = result.peer;
    peer.trust_generation = by.generation;
    describe(leaf, by.options.environment, peer);

    findings found{{}, X509_V_OK, now, by.options.crl_grace};
    const auto layers = known_layers(by, sent);
    const store_context_pointer context{X509_STORE_CTX_new()};
    if (!context ||
        X509_STORE_CTX_init(context.get(), by.store_of(kind), &leaf, layers.get()) != 1) {
        throw std::bad_alloc{};
    }
    prepare(context.get(), found);
    if (X509_verify_cert(context.get()) != 1) {
        // It gave up by itself: whatever it was, this chain is no good.
        found.add(certificate_fault::keten_ongeldig, X509_STORE_CTX_get_error(context.get()));
    }
    ERR_clear_error();
    check_key(leaf, by.options.rsa_2048, found, peer);

    const auto* const chain = X509_STORE_CTX_get0_chain(context.get());
    look_at_chain(chain, leaf, sent, result);
    bound_in_time(by, chain, now, result);
    result.alert_reason = found.alert_reason;
    auto& faults = peer.faults;
    faults.insert(faults.end(), found.faults.begin(), found.faults.end());
    std::sort(faults.begin(), faults.end());
    faults.erase(std::unique(faults.begin(), faults.end()), faults.end());
    if (found.alert_reason == X509_V_OK) {
        peer.trust = kind == listener_kind::operators ? exchange::trust_class::operators
                                                      : exchange::trust_class::organisation;
    }
    if (now < *peer.not_after && *peer.not_after - now < warn_ahead) {
        peer.warnings.push_back(certificate_warning::verloopt_binnen_30_dagen);
    }
    return result;
}

}  // namespace adapters::http::listener
