#include "adapters/http/console/second_person.hpp"

#include <utility>

namespace adapters::http::console {

std::optional<std::string>
second_person::propose(const proposal& what, const std::string& actor, hub::model::timestamp now) {
    const std::scoped_lock lock{mutex_};
    std::erase_if(waiting_, [&](const auto& one) { return now - one.second.since > kept_for; });
    const auto known = waiting_.find(what);
    if (known != waiting_.end() && known->second.actor != actor) {
        auto first = std::move(known->second.actor);
        waiting_.erase(known);
        return first;
    }
    if (known == waiting_.end() && waiting_.size() < most) {
        waiting_.emplace(what, waiting{actor, now});
    }
    return std::nullopt;
}

}  // namespace adapters::http::console
