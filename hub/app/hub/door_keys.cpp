#include "hub/app/hub/door_keys.hpp"

#include "hub/app/hub/logging.hpp"

#include <stdexcept>
#include <utility>

namespace hub::app {

namespace listener = adapters::http::listener;

namespace {

listener::trust_options options_of(const adapters::configuration::configuration& how) {
    return {
        .client_roots = how.tls.client_roots,
        .client_intermediates = how.tls.client_intermediates,
        .operator_roots = how.tls.operator_roots,
        .crl = how.tls.crl,
        .certificate = how.tls.certificate,
        .key = how.tls.key,
        .environment = how.environment,
        .crl_grace = how.tls.crl_grace,
        .rsa_2048 = how.tls.accept_rsa_2048 ? listener::rsa_2048_policy::accept_with_warning
                                            : listener::rsa_2048_policy::refuse,
        .sessions = how.tls.sessions,
    };
}

void tell(level how, std::string_view event, const std::vector<listener::trust_problem>& problems) {
    for (const auto& one : problems) {
        log(how, event, {{"plaats", one.place.string()}, {"code", one.code}, {"woorden", one.words}}
        );
    }
}

ports::expiry_kind kind_of(listener::expiry::kind what) {
    switch (what) {
        case listener::expiry::kind::hub_certificate:
            return ports::expiry_kind::server_certificate;
        case listener::expiry::kind::root:
        case listener::expiry::kind::intermediate:
            return ports::expiry_kind::trusted_root;
        case listener::expiry::kind::crl:
            return ports::expiry_kind::revocation_list;
    }
    return ports::expiry_kind::trusted_root;
}

}  // namespace

door_keys::door_keys(const adapters::configuration::configuration& how, const ports::clock& clock)
    : clock_{clock} {
    if (!reload(how)) {
        throw std::runtime_error{
            "de certificaten zijn niet bruikbaar; de regels met 'certificaat_probleem' zeggen "
            "waarom"};
    }
}

std::shared_ptr<const listener::trust> door_keys::current() const {
    const std::lock_guard lock{mutex_};
    return current_;
}

bool door_keys::reload(const adapters::configuration::configuration& how) {
    options_ = options_of(how);
    return reload();
}

bool door_keys::reload() {
    const auto before = current();
    auto read = listener::load_trust(options_, before.get(), clock_.now());
    tell(level::warning, "certificaat_overgeslagen", read.remarks);
    tell(level::error, "certificaat_probleem", read.problems);
    if (read.loaded == nullptr) {
        return false;
    }
    const std::lock_guard lock{mutex_};
    current_ = std::move(read.loaded);
    return true;
}

std::vector<ports::expiry> door_keys::expiries() const {
    std::vector<ports::expiry> result;
    for (const auto& one : current()->expiries()) {
        result.push_back({.kind = kind_of(one.what), .name = one.name, .from = {}, .until = one.at}
        );
    }
    return result;
}

std::vector<std::filesystem::path> door_keys::places(
    const adapters::configuration::configuration& how
) {
    const auto& tls = how.tls;
    return {
        tls.certificate,
        tls.key,
        tls.client_roots,
        tls.client_intermediates,
        tls.operator_roots,
        tls.crl};
}

}  // namespace hub::app
