#include "adapters/http/fetch/fetch.hpp"

#include "adapters/http/fetch/json_web_token.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace adapters::http::fetch {
namespace {

namespace asio = boost::asio;
using hub::ports::fetch_failure;
using hub::ports::fetch_request;
using hub::ports::fetch_result;

constexpr unsigned all_is_well = 200;
constexpr unsigned too_many_requests = 429;
constexpr unsigned first_server_error = 500;

class zaken_fetcher final : public hub::ports::reference_fetcher {
public:
    zaken_fetcher(
        asio::any_io_executor executor,
        client::options how,
        const hub::ports::clock& clock
    )
        : executor_{std::move(executor)}, how_{std::move(how)}, clock_{clock} {}

    asio::awaitable<fetch_result> fetch(fetch_request what) override {
        const auto secret = read_secret(what.secret_file);
        auto there = secret ? connect(what) : nullptr;
        if (there == nullptr) {
            co_return fetch_failure::never;
        }
        client::request request;
        request.target = what.target;
        request.headers = {
            {"Authorization", "Bearer " + sign_token({what.client_id, clock_.now()}, *secret)},
            {"Accept", "application/json"},
            // The Zaken API gives nothing without it.
            {"Accept-Crs", "EPSG:4326"},
        };
        auto answered = co_await there->send(std::move(request));
        if (answered.has_error()) {
            co_return fetch_failure::later;
        }
        if (answered->status == all_is_well) {
            co_return std::move(answered->body);
        }
        const bool passes =
            answered->status >= first_server_error || answered->status == too_many_requests;
        co_return passes ? fetch_failure::later : fetch_failure::never;
    }

private:
    // Null when the hub's own files can't be read.
    [[nodiscard]] std::unique_ptr<client::client> connect(const fetch_request& what) const {
        auto how = how_;
        how.host = what.host;
        how.port = what.port;
        try {
            return client::create_client(executor_, std::move(how));
        } catch (const std::runtime_error&) {
            return nullptr;
        }
    }

    asio::any_io_executor executor_;
    client::options how_;
    const hub::ports::clock& clock_;
};

}  // namespace

std::unique_ptr<hub::ports::reference_fetcher> create_fetcher(
    asio::any_io_executor executor,
    client::options how,
    const hub::ports::clock& clock
) {
    return std::make_unique<zaken_fetcher>(std::move(executor), std::move(how), clock);
}

std::optional<std::string> read_secret(const std::string& file) {
    using std::filesystem::perms;
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    const auto others = perms::group_all | perms::others_all;
    if (error || !std::filesystem::is_regular_file(status) ||
        (status.permissions() & others) != perms::none) {
        return std::nullopt;
    }
    std::ifstream stream{file};
    std::string line;
    return std::getline(stream, line) && !line.empty() ? std::optional{std::move(line)}
                                                       : std::nullopt;
}

}  // namespace adapters::http::fetch
