#include "adapters/http/listener/verdict_memory.hpp"

#include "adapters/http/listener/trust_material.hpp"

#include <utility>

namespace adapters::http::listener {

std::shared_ptr<const verdict> verdict_memory::judge(
    const trust::material& by,
    listener_kind kind,
    const presented_chain& chain,
    hub::model::timestamp now
) {
    if (by.generation > generation_) {
        generation_ = by.generation;
        known_.clear();
    }
    const auto found = by.generation == generation_ ? known_.find(chain.key) : known_.end();
    if (found != known_.end() && found->second->valid_from <= now &&
        now < found->second->valid_until) {
        return found->second;
    }
    auto fresh = std::make_shared<const verdict>(
        listener::judge(by, kind, *chain.leaf, chain.sent.get(), now)
    );
    // Who is not even let in leaves nothing behind: anyone can make such certificates.
    if (by.generation == generation_ && fresh->alert_reason == X509_V_OK) {
        if (known_.size() >= limit) {
            known_.clear();
        }
        known_[chain.key] = fresh;
    }
    return fresh;
}

}  // namespace adapters::http::listener
