#include "adapters/http/console/acting.hpp"

#include "hub/vault/base64url.hpp"
#include "hub/vault/primitives.hpp"

namespace adapters::http::console {

std::string actor_of(const exchange::peer& who) {
    const std::string_view subject =
        who.chain.empty() ? std::string_view{who.thumbprint} : who.chain.front().subject;
    return "operator:" + hub::vault::to_base64url(hub::vault::sha256({subject}));
}

hub::ports::async_result<void> record_act(hub::ports::audit_log& log, std::string actor, act done) {
    hub::ports::audit_act entry;
    entry.kind = "operatorhandeling";
    entry.actor = std::move(actor);
    entry.message = done.message;
    entry.casus = done.casus;
    entry.facts = std::move(done.facts);
    entry.facts.emplace_back("handeling", std::move(done.what));
    std::vector<hub::ports::audit_act> acts;
    acts.push_back(std::move(entry));
    co_return co_await log.record(std::move(acts));
}

}  // namespace adapters::http::console
