#include "adapters/http/internal/internal.hpp"

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/internal/key_release.hpp"

#include <functional>
#include <optional>
#include <utility>

namespace adapters::http::internal {
namespace {

using exchange::request;
using exchange::response;

// What a broker takes at most.
constexpr exchange::route_limits one_envelope{2U * 1'048'576U};

class internal_server final : public server {
public:
    explicit internal_server(parts given) : parts_{given}, refuse_{parts_.telemetry} {
        add("POST",
            "/v1/sleutels/_vrijgeven",
            audience::lezer,
            one_envelope,
            std::bind_front(&key_release::answer, &key_release_));
    }

private:
    // Nobody but readers learns what is here.
    [[nodiscard]] std::optional<response>
    refuse(const request& asked, std::optional<audience> /*allowed*/) const override {
        const auto& peer = *asked.peer;
        if (!peer.has_certificate()) {
            return refuse_fault(exchange::certificate_fault::geen_certificaat, asked);
        }
        if (!peer.faults.empty()) {
            return refuse_fault(peer.faults.front(), asked);
        }
        if (peer.trust != exchange::trust_class::operators || !peer.has_role(reader_role) ||
            !peer.certificate) {
            return refuse_(
                answering::rejected(
                    "rol_ontbreekt", "Uw certificaat heeft hiervoor niet de juiste rol (OU)."
                ),
                asked
            );
        }
        return std::nullopt;
    }

    [[nodiscard]] response refuse_fault(exchange::certificate_fault fault, const request& asked)
        const {
        return refuse_(answering::rejected(exchange::code(fault), exchange::words(fault)), asked);
    }

    parts parts_;
    answering::refusals refuse_;
    key_release key_release_{parts_};
};

}  // namespace

std::unique_ptr<server> create_internal_api(parts given) {
    return std::make_unique<internal_server>(given);
}

}  // namespace adapters::http::internal
