#include "hub/intake/completing.hpp"

#include <array>
#include <utility>
#include <variant>

namespace hub::intake {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

constexpr std::size_t most_waiting = 256;
// Before each attempt. The sender was asked already: more patience serves nobody.
constexpr std::array<std::chrono::microseconds, 3> waits{0s, 2s, 20s};

// Nothing that a server or a proxy could read as another path.
bool is_plain_path(std::string_view text) noexcept {
    constexpr std::string_view known =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/";
    return !text.empty() && text.find_first_not_of(known) == std::string_view::npos &&
           text.find("//") == std::string_view::npos && text.front() != '/';
}

}  // namespace

std::optional<ports::fetch_request>
place_of(std::string_view reference, const access::fetching_settings& agreed) {
    const auto asked = access::parse_webhook(reference);
    const auto& base = agreed.base;
    if (!asked || asked->host != base.host || asked->port != base.port ||
        !asked->target.starts_with(base.target) ||
        !is_plain_path(std::string_view{asked->target}.substr(base.target.size()))) {
        return std::nullopt;
    }
    return ports::fetch_request{
        asked->host, asked->port, asked->target, agreed.client_id, agreed.secret_file};
}

completing::completing(completing_parts parts) : parts_{std::move(parts)} {}

void completing::begin(announced_case what) {
    if (what.who.organisation == nullptr || !what.who.organisation->forms.fetching) {
        return;
    }
    const auto owner = what.who.owner;
    const auto message = what.message;
    bool has_room = false;
    {
        const std::lock_guard lock{mutex_};
        has_room = waiting_.size() < most_waiting;
        if (has_room) {
            waiting_.push_back(std::move(what));
        }
    }
    if (has_room) {
        bell_.ring();
    } else {
        parts_.watcher.completed(owner, message, "ophalen_te_druk");
    }
}

std::optional<announced_case> completing::take() {
    const std::lock_guard lock{mutex_};
    if (waiting_.empty()) {
        return std::nullopt;
    }
    auto first = std::move(waiting_.front());
    waiting_.pop_front();
    return first;
}

asio::awaitable<void> completing::run() {
    while (!closed_) {
        const auto heard = bell_.rung();
        auto next = take();
        if (next) {
            co_await complete(std::move(*next));
        } else if (!closed_) {
            co_await bell_.wait(heard);
        }
    }
}

void completing::close() {
    closed_ = true;
    parts_.waiter.cancel();
    bell_.ring();
}

asio::awaitable<void> completing::complete(announced_case what) {
    const auto owner = what.who.owner;
    const auto message = what.message;
    const auto place = place_of(what.reference, *what.who.organisation->forms.fetching);
    if (!place) {
        parts_.watcher.completed(owner, message, "ophalen_buiten_basis");
        co_return;
    }
    const auto fetched = co_await fetch(*place);
    if (const auto* failure = std::get_if<ports::fetch_failure>(&fetched)) {
        const bool passing = *failure == ports::fetch_failure::later;
        parts_.watcher.completed(owner, message, passing ? "ophalen_mislukt" : "ophalen_geweigerd");
        co_return;
    }
    auto original = parts_.mapped_part(std::get<std::string>(fetched));
    if (!original) {
        parts_.watcher.completed(owner, message, "ophalen_geen_zaak");
        co_return;
    }
    const auto code = co_await hand_in(std::move(what), std::move(*original));
    parts_.watcher.completed(owner, message, code);
}

asio::awaitable<ports::fetch_result> completing::fetch(ports::fetch_request what) {
    ports::fetch_result result = ports::fetch_failure::later;
    for (const auto wait : waits) {
        if (wait > 0s) {
            co_await parts_.waiter.wait(wait);
        }
        if (closed_) {
            break;
        }
        result = co_await parts_.fetcher.fetch(what);
        const auto* failure = std::get_if<ports::fetch_failure>(&result);
        if (failure == nullptr || *failure == ports::fetch_failure::never) {
            break;
        }
    }
    co_return result;
}

// An aanmelding in the casus that the notification opened: the loket looks anew at what is missing.
asio::awaitable<std::string> completing::hand_in(announced_case what, std::string original) {
    auto decoded = parts_.decoder.decode(original);
    if (!decoded) {
        co_return decoded.error().code;
    }
    decoded->id = "ophalen/" + what.message.to_string();
    decoded->casus = what.casus;
    decoded->extensions.emplace("pmmaanvullingop", what.message.to_string());
    submission given{
        std::move(what.who),
        std::move(*decoded),
        std::string{parts_.decoder.form()},
        parts_.decoder.version(),
        "application/json",
        std::move(original),
        std::move(what.traceparent),
        std::move(what.transaction_id),
        std::nullopt};
    const auto accepted = co_await parts_.reception.accept(std::move(given));
    co_return accepted ? std::string{} : accepted.error().code;
}

}  // namespace hub::intake
