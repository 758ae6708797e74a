#include "adapters/http/push/push.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace adapters::http::push {
namespace {

namespace asio = boost::asio;
using hub::ports::push_answer;
using hub::ports::push_failure;
using hub::ports::push_request;
using hub::ports::push_result;

push_failure failure_of(const boost::system::error_code& error) noexcept {
    switch (static_cast<client::errc>(error.value())) {
        case client::errc::not_reachable:
            return push_failure::not_reachable;
        case client::errc::address_refused:
            return push_failure::address_refused;
        case client::errc::server_not_trusted:
            return push_failure::not_trusted;
        case client::errc::refused_in_handshake:
            return push_failure::refused_in_handshake;
        case client::errc::timed_out:
            return push_failure::timed_out;
        case client::errc::broken:
            return push_failure::broken;
    }
    return push_failure::broken;
}

// Seconds only: a date is relative to a clock that is not ours.
std::optional<std::chrono::seconds> seconds_of(const std::string& text) {
    std::uint32_t seconds = 0;
    const auto* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, seconds);
    return parsed.ec == std::errc{} && parsed.ptr == end
               ? std::optional{std::chrono::seconds{seconds}}
               : std::nullopt;
}

class https_channel final : public hub::ports::push_channel {
public:
    https_channel(std::unique_ptr<client::client> client, std::string target)
        : client_{std::move(client)}, target_{std::move(target)} {}

    asio::awaitable<push_result> send(push_request what) override {
        client::request request;
        request.method = std::move(what.method);
        request.target = target_;
        request.headers = std::move(what.headers);
        if (!what.content_type.empty()) {
            request.headers.emplace_back("Content-Type", std::move(what.content_type));
        }
        request.body = std::move(what.body);
        auto answered = co_await client_->send(std::move(request));
        if (answered.has_error()) {
            co_return failure_of(answered.error());
        }
        push_answer answer;
        answer.status = answered->status;
        answer.content_type = answered->header("Content-Type");
        answer.retry_after = seconds_of(answered->header("Retry-After"));
        answer.allowed_origin = answered->header("WebHook-Allowed-Origin");
        answer.allowed_rate = answered->header("WebHook-Allowed-Rate");
        answer.body = std::move(answered->body);
        co_return answer;
    }

private:
    std::unique_ptr<client::client> client_;
    std::string target_;
};

class absent_channel final : public hub::ports::push_channel {
public:
    asio::awaitable<push_result> send(push_request /*what*/) override {
        co_return push_failure::not_set_up;
    }
};

class https_channels final : public hub::ports::push_channels {
public:
    https_channels(asio::any_io_executor executor, client::options how)
        : executor_{std::move(executor)}, how_{std::move(how)} {}

    std::unique_ptr<hub::ports::push_channel> open(hub::ports::push_target where) override {
        auto how = how_;
        how.host = std::move(where.host);
        how.port = where.port;
        try {
            return std::make_unique<https_channel>(
                client::create_client(executor_, std::move(how)), std::move(where.target)
            );
        } catch (const std::runtime_error&) {
            // Files that are being replaced: the next attempt reads them again.
            return std::make_unique<absent_channel>();
        }
    }

private:
    asio::any_io_executor executor_;
    client::options how_;
};

}  // namespace

std::unique_ptr<hub::ports::push_channels>
create_channels(asio::any_io_executor executor, client::options how) {
    return std::make_unique<https_channels>(std::move(executor), std::move(how));
}

}  // namespace adapters::http::push
