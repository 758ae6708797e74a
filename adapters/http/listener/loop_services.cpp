#include "adapters/http/listener/loop_services.hpp"

#include "adapters/http/listener/answer.hpp"

#include <utility>

namespace adapters::http::listener {

listener_services::listener_services(
    listener_options chosen,
    exchange::handler& answers,
    const hub::ports::clock& time,
    event_log& log,
    const organisation_standings* table
)
    : options{std::move(chosen)},
      handler{answers},
      clock{time},
      events{log},
      standings{table},
      addresses{options.limits.per_address},
      fixed_headers{make_fixed_headers(options)} {}

loop_services::loop_services(
    boost::asio::any_io_executor on,
    std::shared_ptr<listener_services> common,
    std::shared_ptr<const trust> trusted,
    std::size_t strangers_on_this_loop
)
    : executor{std::move(on)},
      shared{std::move(common)},
      believed{std::move(trusted)},
      handshakes{executor, shared->options.limits.handshake_percent},
      strangers_at_once{strangers_on_this_loop} {}

const std::string& loop_services::date(hub::model::timestamp now) {
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    if (second != dated_ || date_.empty()) {
        dated_ = second;
        date_ = http_date(second);
    }
    return date_;
}

}  // namespace adapters::http::listener
