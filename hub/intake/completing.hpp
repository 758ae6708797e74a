// Completes an aanmelding that carries references only: fetches what was agreed, and hands it in as
// a supplement of the same sender, after the receipt.
#pragma once

#include "hub/access/caller.hpp"
#include "hub/access/form_settings.hpp"
#include "hub/intake/reception.hpp"
#include "hub/ports/decoder.hpp"
#include "hub/ports/reference_fetcher.hpp"
#include "hub/ports/waiter.hpp"
#include "hub/runtime/bell.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace hub::intake {

// What was accepted and can be completed.
struct announced_case {
    access::caller who;
    model::message_id message;
    model::casus_id casus;
    // What it is about, as its sender refers to it.
    std::string reference;
    std::string traceparent;
    std::string transaction_id;
};

// Hears how it ended; codes only. Empty: it was completed.
class completing_watcher {
public:
    virtual ~completing_watcher() = default;
    virtual void
    completed(const model::oin& owner, model::message_id message, std::string_view code) = 0;
};

struct completing_parts {
    intake::reception& reception;
    // Of what is left of an answer.
    const ports::decoder& decoder;
    // The mapped fields of an answer; nothing when it is none.
    std::function<std::optional<std::string>(std::string_view)> mapped_part;
    ports::reference_fetcher& fetcher;
    ports::waiter& waiter;
    completing_watcher& watcher;
};

// Where a reference may be asked for; nothing when it lies outside the agreed base, or is written
// in any way that could lead elsewhere.
[[nodiscard]] std::optional<ports::fetch_request>
place_of(std::string_view reference, const access::fetching_settings& agreed);

// begin() is thread-safe and never waits; run() and close() are used from one executor.
class completing {
public:
    explicit completing(completing_parts parts);

    // Takes it up unless nothing was agreed with its sender, or too much is waiting: then the
    // loket's own request stands, as it does when fetching fails.
    void begin(announced_case what);

    [[nodiscard]] boost::asio::awaitable<void> run();
    void close();

private:
    [[nodiscard]] std::optional<announced_case> take();
    [[nodiscard]] boost::asio::awaitable<void> complete(announced_case what);
    // Tries a few times.
    [[nodiscard]] boost::asio::awaitable<ports::fetch_result> fetch(ports::fetch_request what);
    [[nodiscard]] boost::asio::awaitable<std::string>
    hand_in(announced_case what, std::string original);

    completing_parts parts_;
    std::mutex mutex_;
    std::deque<announced_case> waiting_;
    runtime::bell bell_;
    std::atomic<bool> closed_{false};
};

}  // namespace hub::intake
