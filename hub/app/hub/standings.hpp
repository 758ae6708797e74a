// What the doors ask of the organisations' table: who is let in, and within which limits.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "adapters/http/listener/standing.hpp"
#include "hub/access/organisation_directory.hpp"

namespace hub::app {

// Thread-safe. The directory outlives it.
class standings final : public adapters::http::listener::organisation_standings {
public:
    // The limits hold for who has none of its own.
    standings(
        const access::organisation_directory& organisations,
        const adapters::configuration::limit_settings& limits
    );

    [[nodiscard]] adapters::http::listener::standing
    of(const model::oin& certificate, model::timestamp now) const override;

private:
    const access::organisation_directory& organisations_;
    const std::size_t connections_;
    const std::uint32_t requests_per_minute_;
};

}  // namespace hub::app
