// Whom a listener believes: roots per role, intermediates, CRLs and the hub's own certificate, as
// one immutable snapshot.
#pragma once

#include "hub/model/environment.hpp"
#include "hub/model/timestamp.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::http::listener {

enum class rsa_2048_policy { accept_with_warning, refuse };

struct trust_options {
    // Directories; every file in them is read (PEM, several in one, or DER). The operators' roots
    // may be left empty when there is no operators' port.
    std::filesystem::path client_roots;
    std::filesystem::path client_intermediates;
    std::filesystem::path operator_roots;
    std::filesystem::path crl;
    // The hub's certificate with its chain, and its key.
    std::filesystem::path certificate;
    std::filesystem::path key;
    hub::model::environment environment = hub::model::environment::ontwikkel;
    // How long a CRL still counts after its nextUpdate.
    std::chrono::seconds crl_grace{0};
    rsa_2048_policy rsa_2048 = rsa_2048_policy::accept_with_warning;
    // TLS sessions kept for resumption, by each listener that has them; 0: none are resumed.
    std::size_t sessions = 2'048;
};

// One thing that is wrong with what was read.
struct trust_problem {
    // File or directory.
    std::filesystem::path place;
    // Stable: "root_ontbreekt", "crl_handtekening", …
    std::string_view code;
    // Plain Dutch words.
    std::string_view words;
};

// When something stops being valid; for metrics and warnings.
struct expiry {
    enum class kind { hub_certificate, root, intermediate, crl };

    kind what = kind::crl;
    // The subject, or the issuer of a CRL. Authorities only, never a partner's or person's.
    std::string name;
    hub::model::timestamp at;
};

// Immutable and thread-safe.
class trust {
public:
    struct material;

    explicit trust(std::unique_ptr<const material> content);
    trust(const trust&) = delete;
    trust& operator=(const trust&) = delete;
    ~trust();

    // Rises with every snapshot that was made from another.
    [[nodiscard]] std::uint64_t generation() const noexcept;
    [[nodiscard]] std::vector<expiry> expiries() const;
    [[nodiscard]] const material& content() const noexcept { return *content_; }

private:
    std::unique_ptr<const material> content_;
};

struct trust_load {
    // Null when there are problems: the snapshot is taken as a whole or not at all.
    std::shared_ptr<const trust> loaded;
    std::vector<trust_problem> problems;
    // What was left out without harm to the whole: a CRL that can't be read, is not signed by a
    // known issuer, or is older than the one in use (which is then kept).
    std::vector<trust_problem> remarks;
};

// Reads everything anew. CRLs are judged one by one and never go backwards from the previous
// snapshot, if there is one. Blocks on files: not on a loop.
[[nodiscard]] trust_load
load_trust(const trust_options& options, const trust* previous, hub::model::timestamp now);

}  // namespace adapters::http::listener
