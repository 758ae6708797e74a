#include "hub/app/hub/standings.hpp"

#include "hub/access/caller.hpp"

namespace hub::app {

standings::standings(
    const access::organisation_directory& organisations,
    const adapters::configuration::limit_settings& limits
)
    : organisations_{organisations},
      connections_{limits.connections_per_organisation},
      requests_per_minute_{limits.requests_per_minute} {}

adapters::http::listener::standing
standings::of(const model::oin& certificate, model::timestamp now) const {
    const auto snapshot = organisations_.current();
    adapters::http::listener::standing result;
    if (const auto admitted = access::admit_connection(*snapshot, certificate, now); !admitted) {
        result.refused = admitted.error();
    }
    result.valid_until = snapshot->next_change(certificate, now);
    const auto* const listed = snapshot->find(certificate);
    const auto own = listed != nullptr ? listed->limits : access::organisation_limits{};
    result.connections = own.connections.value_or(connections_);
    result.requests_per_minute = own.requests_per_minute.value_or(requests_per_minute_);
    return result;
}

}  // namespace hub::app
