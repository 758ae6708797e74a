// Asks a Zaken API over TLS, with a JSON Web Token.
#pragma once

#include "adapters/http/client/client.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/reference_fetcher.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string>

namespace adapters::http::fetch {

// Each request goes to its own host and port, and by all else that is given. The
// clock outlives it.
[[nodiscard]] std::unique_ptr<hub::ports::reference_fetcher> create_fetcher(
    boost::asio::any_io_executor executor,
    client::options how,
    const hub::ports::clock& clock
);

// The first line of a file that only its owner may read; nothing for any other.
[[nodiscard]] std::optional<std::string> read_secret(const std::string& file);

}  // namespace adapters::http::fetch
