// Closing a parked message takes two operators: the first proposes, another one confirms the same.
#pragma once

#include "hub/model/timestamp.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace adapters::http::console {

// What is proposed; confirming means proposing the same.
struct proposal {
    std::string consumer;
    std::string id;
    // How it ends and why.
    std::string as;
    std::string reason;

    auto operator<=>(const proposal&) const = default;
};

// Proposals live in memory for a day: one that a restart forgets is proposed again, and nothing
// happened. Thread-safe.
class second_person {
public:
    static constexpr std::chrono::hours kept_for{24};
    static constexpr std::size_t most = 1000;

    // The first person when another one proposed exactly this; that proposal is used up then.
    // Nothing otherwise: this one waits for somebody else, unless there are too many.
    [[nodiscard]] std::optional<std::string>
    propose(const proposal& what, const std::string& actor, hub::model::timestamp now);

private:
    struct waiting {
        std::string actor;
        hub::model::timestamp since;
    };

    std::mutex mutex_;
    std::map<proposal, waiting> waiting_;
};

}  // namespace adapters::http::console
