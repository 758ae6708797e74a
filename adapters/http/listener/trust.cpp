#include "adapters/http/listener/trust.hpp"

#include "adapters/http/listener/certificate.hpp"
#include "adapters/http/listener/tls_context.hpp"
#include "adapters/http/listener/trust_material.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace adapters::http::listener {
namespace {

using problems = std::vector<trust_problem>;

std::vector<certificate_pointer>
read_directory(const std::filesystem::path& directory, problems& wrong) {
    std::vector<certificate_pointer> result;
    for (const auto& file : files_of(directory)) {
        const auto bytes = read_file(file);
        auto found = bytes ? parse_certificates(*bytes) : std::vector<certificate_pointer>{};
        if (found.empty()) {
            wrong.push_back(
                {file, "certificaat_onleesbaar", "In dit bestand staat geen leesbaar certificaat."}
            );
        }
        std::move(found.begin(), found.end(), std::back_inserter(result));
    }
    return result;
}

// Names by which roots that are not for production call themselves.
bool is_for_trial(const X509& root) {
    auto name = text_of(X509_get_subject_name(&root));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return name.find("trial") != std::string::npos || name.find("ontwikkel") != std::string::npos ||
           name.find("development") != std::string::npos;
}

std::vector<certificate_pointer> read_roots(
    const std::filesystem::path& directory,
    hub::model::environment environment,
    problems& wrong
) {
    auto result = read_directory(directory, wrong);
    if (result.empty()) {
        wrong.push_back({directory, "root_ontbreekt", "Hier staat geen enkel stamcertificaat."});
    }
    for (const auto& root : result) {
        const bool is_root = X509_check_ca(root.get()) == 1 &&
                             (X509_get_extension_flags(root.get()) & EXFLAG_SS) != 0;
        if (!is_root) {
            wrong.push_back(
                {directory, "root_ongeldig", "Hier staat een certificaat dat geen stam is."}
            );
        }
        if (environment == hub::model::environment::productie && is_for_trial(*root)) {
            wrong.push_back(
                {directory,
                 "root_niet_voor_productie",
                 "Hier staat een stam voor proef (TRIAL) of ontwikkeling."}
            );
        }
    }
    return result;
}

void read_own_certificate(trust::material& into, hub::model::timestamp now, problems& wrong) {
    const auto& files = into.options;
    const auto bytes = read_file(files.certificate);
    auto chain = bytes ? parse_certificates(*bytes) : std::vector<certificate_pointer>{};
    if (chain.empty()) {
        wrong.push_back(
            {files.certificate, "certificaat_onleesbaar", "Hier staat geen leesbaar certificaat."}
        );
    } else {
        into.certificate = std::move(chain.front());
        chain.erase(chain.begin());
        into.certificate_chain = std::move(chain);
        auto* const own = into.certificate.get();
        if (X509_check_purpose(own, X509_PURPOSE_SSL_SERVER, 0) != 1) {
            wrong.push_back(
                {files.certificate,
                 "certificaat_verkeerd_doel",
                 "Dit certificaat is niet voor een server (serverAuth ontbreekt)."}
            );
        }
        if (now > time_of(X509_get0_notAfter(own)) || now < time_of(X509_get0_notBefore(own))) {
            wrong.push_back(
                {files.certificate, "certificaat_niet_geldig", "Dit certificaat is nu niet geldig."}
            );
        }
    }
    const auto key_bytes = read_file(files.key);
    into.key = key_bytes ? parse_key(*key_bytes) : nullptr;
    if (!into.key) {
        wrong.push_back({files.key, "sleutel_onleesbaar", "Hier staat geen leesbare sleutel."});
    } else if (into.certificate && X509_check_private_key(into.certificate.get(), into.key.get()) != 1) {
        wrong.push_back(
            {files.key, "sleutel_past_niet", "Deze sleutel hoort niet bij het certificaat."}
        );
    }
    ERR_clear_error();
}

store_pointer create_store(const std::vector<certificate_pointer>& roots, const crl_set& crls) {
    store_pointer result{X509_STORE_new()};
    if (!result) {
        throw std::bad_alloc{};
    }
    for (const auto& root : roots) {
        X509_STORE_add_cert(result.get(), root.get());
    }
    for (const auto& [issuer, one] : crls) {
        X509_STORE_add_crl(result.get(), one.list.get());
    }
    return result;
}

void choose_lists(trust::material& into, const trust* previous, problems& remarks) {
    std::vector<X509*> issuers;
    for (const auto* const group :
         {&into.client_roots, &into.intermediates, &into.operator_roots}) {
        for (const auto& one : *group) {
            issuers.push_back(one.get());
        }
    }
    const auto* const known = previous != nullptr ? &previous->content().crls : nullptr;
    into.crls = choose_crls(into.options.crl, issuers, known, remarks);
    into.client_store = create_store(into.client_roots, into.crls);
    into.operator_store = create_store(into.operator_roots, into.crls);
}

}  // namespace

trust::trust(std::unique_ptr<const material> content) : content_{std::move(content)} {}

trust::~trust() = default;

std::uint64_t trust::generation() const noexcept {
    return content_->generation;
}

std::vector<expiry> trust::expiries() const {
    std::vector<expiry> result;
    const auto add = [&](expiry::kind what, const X509& one) {
        result.push_back(
            {what, text_of(X509_get_subject_name(&one)), time_of(X509_get0_notAfter(&one))}
        );
    };
    add(expiry::kind::hub_certificate, *content_->certificate);
    for (const auto* const roots : {&content_->client_roots, &content_->operator_roots}) {
        for (const auto& one : *roots) {
            add(expiry::kind::root, *one);
        }
    }
    for (const auto& one : content_->intermediates) {
        add(expiry::kind::intermediate, *one);
    }
    for (const auto& [issuer, one] : content_->crls) {
        result.push_back({expiry::kind::crl, issuer, one.next_update});
    }
    return result;
}

trust_load
load_trust(const trust_options& options, const trust* previous, hub::model::timestamp now) {
    trust_load result;
    auto fresh = std::make_unique<trust::material>();
    fresh->options = options;
    fresh->generation = previous != nullptr ? previous->generation() + 1 : 1;
    fresh->client_roots = read_roots(options.client_roots, options.environment, result.problems);
    fresh->intermediates = read_directory(options.client_intermediates, result.problems);
    if (!options.operator_roots.empty()) {
        fresh->operator_roots =
            read_roots(options.operator_roots, options.environment, result.problems);
    }
    read_own_certificate(*fresh, now, result.problems);
    if (!result.problems.empty()) {
        return result;
    }
    choose_lists(*fresh, previous, result.remarks);
    for (const auto kind : {listener_kind::main, listener_kind::open, listener_kind::operators}) {
        auto& one = fresh->listeners[static_cast<std::size_t>(kind)];
        one.of = fresh.get();
        one.kind = kind;
        try {
            one.context = create_tls_context(*fresh, one);
        } catch (const std::runtime_error&) {
            result.problems.push_back(
                {options.certificate, "tls_instelling", "Met dit certificaat is geen TLS mogelijk."}
            );
            return result;
        }
    }
    result.loaded = std::make_shared<const trust>(std::move(fresh));
    return result;
}

}  // namespace adapters::http::listener
