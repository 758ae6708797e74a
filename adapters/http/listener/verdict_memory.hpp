// Verdicts that were reached by the snapshot in force, so that the same chain is judged once and
// not at each of its handshakes.
#pragma once

#include "adapters/http/listener/presented_chain.hpp"
#include "adapters/http/listener/verification.hpp"
#include "hub/model/timestamp.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

namespace adapters::http::listener {

// One per loop; not thread-safe.
class verdict_memory {
public:
    // The same as judge() says now: a remembered verdict counts only for the same certificates, by
    // the same snapshot, between the dates at which it could turn. Another snapshot forgets all.
    [[nodiscard]] std::shared_ptr<const verdict> judge(
        const trust::material& by,
        listener_kind kind,
        const presented_chain& chain,
        hub::model::timestamp now
    );

private:
    static constexpr std::size_t limit = 512;

    // Generations and not addresses: a snapshot's place in memory may be given to the next one.
    std::uint64_t generation_ = 0;
    std::unordered_map<std::string, std::shared_ptr<const verdict>> known_;
};

}  // namespace adapters::http::listener
