// Whom the listeners believe, reloadable: loaded from the configured folders, handed to every
// listener, and shown with its expiries.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "adapters/http/listener/listener.hpp"
#include "adapters/http/listener/trust.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/telemetry.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace hub::app {

// Thread-safe, but for reloads: one at a time.
class door_keys final : public ports::expiry_source {
public:
    // Throws std::runtime_error when what is configured can't be believed; every problem is logged.
    door_keys(const adapters::configuration::configuration& how, const ports::clock& clock);

    [[nodiscard]] std::shared_ptr<const adapters::http::listener::trust> current() const;

    // Reads everything anew; what is not right keeps the old and is logged. Blocks on files. True
    // when it was replaced.
    bool reload(const adapters::configuration::configuration& how);
    // The same by what was configured last: a mistake in the configuration must not keep a
    // revocation out.
    bool reload();

    [[nodiscard]] std::vector<ports::expiry> expiries() const override;

    // The files and folders that a reload reads.
    [[nodiscard]] static std::vector<std::filesystem::path> places(
        const adapters::configuration::configuration& how
    );

private:
    const ports::clock& clock_;
    // Touched by who reloads.
    adapters::http::listener::trust_options options_;
    mutable std::mutex mutex_;
    std::shared_ptr<const adapters::http::listener::trust> current_;
};

}  // namespace hub::app
