// Asks a Zaken API over TLS, with a JSON Web Token.
#pragma once

#include "hub/ports/clock.hpp"
#include "hub/ports/reference_fetcher.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace adapters::http::fetch {

enum class reach { public_only, internal_too };

struct options {
    // PEM files: the hub's chain and key as a client, and the roots of the servers.
    std::string certificate_file;
    std::string key_file;
    std::string roots_file;
    std::chrono::milliseconds answer_time{10'000};
    reach may_reach = reach::public_only;
};

// The clock outlives it.
[[nodiscard]] std::unique_ptr<hub::ports::reference_fetcher>
create_fetcher(boost::asio::any_io_executor executor, options how, const hub::ports::clock& clock);

// The first line of a file that only its owner may read; nothing for any other.
[[nodiscard]] std::optional<std::string> read_secret(const std::string& file);

}  // namespace adapters::http::fetch
