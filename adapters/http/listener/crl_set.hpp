// The CRLs in use: exactly one per issuer, signed by that issuer, never older than before.
#pragma once

#include "adapters/http/listener/openssl_pointers.hpp"
#include "adapters/http/listener/trust.hpp"
#include "hub/model/timestamp.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace adapters::http::listener {

struct crl_in_use {
    crl_pointer list;
    hub::model::timestamp next_update;
};

// By issuer name (RFC 2253).
using crl_set = std::map<std::string, crl_in_use>;

// Takes the highest cRLNumber of each issuer among the previous set and the directory's files. What
// is left out is said in remarks. Issuers are all certificates that may have signed one.
[[nodiscard]] crl_set choose_crls(
    const std::filesystem::path& directory,
    const std::vector<X509*>& issuers,
    const crl_set* previous,
    std::vector<trust_problem>& remarks
);

// Every readable file of a directory in order of name, without hidden ones; empty when it isn't
// there.
[[nodiscard]] std::vector<std::filesystem::path> files_of(const std::filesystem::path& directory);

}  // namespace adapters::http::listener
