// The rules in force: organisations, routes and what the loket asks for, from the configuration
// that was loaded last.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "adapters/http/console/parts.hpp"
#include "hub/access/organisation_directory.hpp"
#include "hub/intake/rules.hpp"
#include "hub/ports/clock.hpp"

#include <memory>
#include <mutex>

namespace hub::app {

// Thread-safe.
class rulebook final : public adapters::http::console::configuration_source {
public:
    rulebook(const adapters::configuration::configuration& first, const ports::clock& clock);

    // Puts another configuration's rules in force; decisions in hand keep theirs.
    void replace(const adapters::configuration::configuration& next);

    [[nodiscard]] const access::organisation_directory& organisations() const noexcept {
        return organisations_;
    }
    [[nodiscard]] std::shared_ptr<const intake::rules> rules() const;
    [[nodiscard]] adapters::http::console::loaded_configuration current() const override;

private:
    const ports::clock& clock_;
    access::organisation_directory organisations_;
    mutable std::mutex mutex_;
    std::shared_ptr<const intake::rules> rules_;
    adapters::http::console::loaded_configuration loaded_;
};

}  // namespace hub::app
