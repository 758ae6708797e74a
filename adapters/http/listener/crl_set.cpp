#include "adapters/http/listener/crl_set.hpp"

#include "adapters/http/listener/certificate.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace adapters::http::listener {
namespace {

integer_pointer number_of(const X509_CRL& list) {
    return integer_pointer{
        static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(&list, NID_crl_number, nullptr, nullptr))};
}

enum class signature { good, bad, unknown_issuer };

signature check_signature(X509_CRL& list, const std::vector<X509*>& issuers) {
    auto result = signature::unknown_issuer;
    for (auto* const issuer : issuers) {
        if (X509_NAME_cmp(X509_get_subject_name(issuer), X509_CRL_get_issuer(&list)) != 0) {
            continue;
        }
        // An issuer that renewed its key stands here twice under one name.
        if (X509_CRL_verify(&list, X509_get0_pubkey(issuer)) == 1) {
            return signature::good;
        }
        result = signature::bad;
        ERR_clear_error();
    }
    return result;
}

void consider(
    crl_pointer candidate,
    const std::filesystem::path& place,
    const std::vector<X509*>& issuers,
    crl_set& chosen,
    std::vector<trust_problem>& remarks
) {
    const auto number = number_of(*candidate);
    if (!number) {
        remarks.push_back({place, "crl_zonder_nummer", "De intrekkingslijst heeft geen cRLNumber."}
        );
        return;
    }
    switch (check_signature(*candidate, issuers)) {
        case signature::good:
            break;
        case signature::bad:
            remarks.push_back(
                {place, "crl_handtekening", "De handtekening van de intrekkingslijst klopt niet."}
            );
            return;
        case signature::unknown_issuer:
            remarks.push_back(
                {place,
                 "crl_uitgever_onbekend",
                 "De uitgever van de intrekkingslijst staat niet bij de stammen of "
                 "tussencertificaten."}
            );
            return;
    }
    auto& place_of_issuer = chosen[text_of(X509_CRL_get_issuer(candidate.get()))];
    if (place_of_issuer.list) {
        const auto known = number_of(*place_of_issuer.list);
        const int order = ASN1_INTEGER_cmp(number.get(), known.get());
        if (order < 0) {
            remarks.push_back(
                {place,
                 "crl_ouder",
                 "Er is een nieuwere intrekkingslijst van deze uitgever in gebruik."}
            );
        }
        if (order <= 0) {
            return;
        }
    }
    place_of_issuer.next_update = time_of(X509_CRL_get0_nextUpdate(candidate.get()));
    place_of_issuer.list = std::move(candidate);
}

}  // namespace

std::vector<std::filesystem::path> files_of(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> result;
    std::error_code error;
    for (std::filesystem::directory_iterator at{directory, error}, end; !error && at != end;
         at.increment(error)) {
        if (at->is_regular_file() && !at->path().filename().string().starts_with('.')) {
            result.push_back(at->path());
        }
    }
    std::sort(result.begin(), result.end());
    return result;
}

crl_set choose_crls(
    const std::filesystem::path& directory,
    const std::vector<X509*>& issuers,
    const crl_set* previous,
    std::vector<trust_problem>& remarks
) {
    crl_set chosen;
    if (previous != nullptr) {
        // An issuer that is no longer believed takes its list with it, without a remark.
        std::vector<trust_problem> expected;
        for (const auto& [name, one] : *previous) {
            X509_CRL_up_ref(one.list.get());
            consider(crl_pointer{one.list.get()}, directory, issuers, chosen, expected);
        }
    }
    for (const auto& file : files_of(directory)) {
        const auto bytes = read_file(file);
        auto lists = bytes ? parse_crls(*bytes) : std::vector<crl_pointer>{};
        if (lists.empty()) {
            remarks.push_back(
                {file, "crl_onleesbaar", "In dit bestand staat geen leesbare intrekkingslijst."}
            );
        }
        for (auto& list : lists) {
            consider(std::move(list), file, issuers, chosen, remarks);
        }
    }
    return chosen;
}

}  // namespace adapters::http::listener
