// Whether this instance can do its work: each part reports for itself, and one that is degraded
// says why in words for operators.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace hub::runtime {

enum class readiness_state {
    ready,
    // Something waits, but what comes in is still taken: no reason to send callers elsewhere.
    hindered,
    degraded,
};

struct component_readiness {
    std::string name;
    readiness_state state = readiness_state::degraded;
    // Plain Dutch words; empty when ready.
    std::string reason;
};

// Thread-safe.
class readiness {
public:
    // A component that has been announced is degraded until it reports.
    void announce(std::string_view component);
    void ready(std::string_view component);
    void hindered(std::string_view component, std::string_view reason);
    void degraded(std::string_view component, std::string_view reason);

    // True when something was announced and nothing is degraded.
    [[nodiscard]] bool is_ready() const;

    // In order of name.
    [[nodiscard]] std::vector<component_readiness> report() const;

private:
    struct entry {
        readiness_state state;
        std::string reason;
    };

    void set(std::string_view component, entry value);

    mutable std::mutex mutex_;
    std::map<std::string, entry, std::less<>> components_;
};

}  // namespace hub::runtime
