#include "hub/app/hub/doors.hpp"

#include "adapters/formats/json/openapi.hpp"

#include <boost/system/system_error.hpp>

#include <array>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace hub::app {

namespace listener = adapters::http::listener;

namespace {

listener::listener_options options_of(
    const adapters::configuration::configuration& how,
    const adapters::configuration::listener_settings& where,
    listener::listener_kind kind
) {
    listener::listener_options result;
    result.kind = kind;
    result.address = where.address;
    result.port = where.port;
    result.environment = how.environment;
    result.api_version = adapters::formats::json::api_version;
    const auto& limits = how.limits;
    result.limits.header_bytes = limits.header_bytes;
    result.limits.requests_per_connection = limits.requests_per_connection;
    result.limits.connections = limits.connections;
    result.limits.connections_per_organisation = limits.connections_per_organisation;
    result.limits.requests_per_minute = limits.requests_per_minute;
    result.limits.strangers = limits.strangers;
    result.limits.handshake_percent = static_cast<unsigned>(limits.handshake_percent);
    result.limits.per_address = {
        limits.connections_per_address_per_second, limits.connections_per_address_at_once};
    result.deadlines.handshake = limits.handshake_time;
    result.deadlines.header = limits.header_time;
    result.deadlines.body = limits.body_time;
    result.deadlines.idle = limits.idle_time;
    return result;
}

// By refusal_reason.
constexpr std::array<std::string_view, listener::refusal_reasons> reasons{
    "adres",
    "vol",
    "verdrongen",
    "verbindingen_organisatie",
    "aanvragen_organisatie"};

std::unique_ptr<listener::listener>
open_listener(listener::listener_options options, listener::listener_parts parts) {
    const auto port = options.port;
    try {
        return listener::create_listener(std::move(options), std::move(parts));
    } catch (const boost::system::system_error& failure) {
        if (failure.code() != boost::system::errc::address_in_use) {
            throw;
        }
        throw std::runtime_error{
            "poort " + std::to_string(port) + " is bezet door een ander proces"};
    }
}

}  // namespace

doors::doors(
    const adapters::configuration::configuration& how,
    adapters::http::api::parts api,
    adapters::http::console::parts console,
    adapters::http::internal::parts internal,
    const door_keys& keys,
    const listener::organisation_standings& table,
    const ports::clock& clock,
    listener::event_log& events,
    std::vector<boost::asio::any_io_executor> loops
)
    : api_{adapters::http::api::create_api(api)},
      open_api_{adapters::http::api::create_open_api(std::move(api))},
      console_{adapters::http::console::create_operators_api(std::move(console))},
      internal_api_{adapters::http::internal::create_internal_api(std::move(internal))} {
    const auto listen = [&](const adapters::configuration::listener_settings& where,
                            listener::listener_kind kind,
                            adapters::http::exchange::handler& handler,
                            const listener::organisation_standings* asked_of) -> server {
        if (!where.enabled) {
            return nullptr;
        }
        return open_listener(
            options_of(how, where, kind), {loops, keys.current(), handler, clock, events, asked_of}
        );
    };
    main_ = listen(how.listeners.main, listener::listener_kind::main, *api_, &table);
    operators_ =
        listen(how.listeners.operators, listener::listener_kind::operators, *console_, nullptr);
    open_ = listen(how.listeners.open, listener::listener_kind::open, *open_api_, nullptr);
    internal_ =
        listen(how.listeners.internal, listener::listener_kind::operators, *internal_api_, nullptr);
}

void doors::open() {
    open_to_operators();
    for (const auto* one : {&main_, &open_, &internal_}) {
        if (*one != nullptr) {
            (*one)->start();
        }
    }
}

void doors::open_to_operators() {
    if (!std::exchange(operators_came_, true) && operators_ != nullptr) {
        operators_->start();
    }
}

void doors::reload(const door_keys& keys) {
    for (const auto* one : {&main_, &operators_, &open_, &internal_}) {
        if (*one != nullptr) {
            (*one)->reload(keys.current());
        }
    }
}

boost::asio::awaitable<std::size_t> doors::close(std::chrono::milliseconds grace) {
    std::size_t cut = 0;
    // Operators can look until the end: their door closes last.
    for (const auto* one : {&open_, &main_, &internal_, &operators_}) {
        if (*one != nullptr) {
            cut += co_await (*one)->drain(grace);
        }
    }
    co_return cut;
}

doors::totals doors::count() const {
    totals result;
    for (const auto* one : {&main_, &operators_, &open_, &internal_}) {
        if (*one != nullptr) {
            const auto& counted = (*one)->metrics();
            result.completed += counted.handshakes_ok;
            result.faulted += counted.handshakes_faulted;
            result.failed += counted.handshakes_failed;
            result.open += counted.connections_open;
            result.resumed += counted.handshakes_resumed;
            for (std::size_t why = 0; why < result.refused.size(); ++why) {
                result.refused.at(why) += counted.refusals.at(why);
            }
        }
    }
    return result;
}

void doors::report(ports::telemetry& to) {
    const auto now = count();
    const auto tell =
        [&to](std::uint64_t from, std::uint64_t until, ports::handshake_outcome what) {
            for (; from < until; ++from) {
                to.handshake(what);
            }
        };
    tell(reported_.completed, now.completed, ports::handshake_outcome::completed);
    tell(reported_.faulted, now.faulted, ports::handshake_outcome::faulted);
    tell(reported_.failed, now.failed, ports::handshake_outcome::failed);
    for (auto open = reported_.open; open < now.open; ++open) {
        to.connection_opened();
    }
    for (auto open = reported_.open; open > now.open; --open) {
        to.connection_closed();
    }
    tell(reported_.resumed, now.resumed, ports::handshake_outcome::resumed);
    for (std::size_t why = 0; why < now.refused.size(); ++why) {
        to.turned_away(reasons.at(why), now.refused.at(why) - reported_.refused.at(why));
    }
    reported_ = now;
}

void doors::tell_ports(const std::filesystem::path& file) const {
    std::string text = "{";
    const auto add = [&text](std::string_view name, const server& one) {
        if (one != nullptr) {
            text.append(text.size() > 1 ? ", " : "").append("\"").append(name).append("\": ");
            text += std::to_string(one->port());
        }
    };
    add("berichten", main_);
    add("beheer", operators_);
    add("open", open_);
    add("intern", internal_);
    // Written aside and renamed: whoever waits for it never sees half of it.
    auto aside = file;
    aside += ".nieuw";
    std::ofstream{aside} << text << "}\n";
    std::filesystem::rename(aside, file);
}

}  // namespace hub::app
