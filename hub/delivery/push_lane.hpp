// Pushes what lies in one postvak to its organisation's webhook, in order per casus.
#pragma once

#include "hub/delivery/attempts.hpp"
#include "hub/delivery/postvak_item.hpp"
#include "hub/delivery/postvak_service.hpp"
#include "hub/delivery/postvak_work.hpp"
#include "hub/model/oin.hpp"
#include "hub/ports/delivery_form.hpp"
#include "hub/ports/push_channel.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hub::delivery {

// Hears of attempts; codes only.
class push_watcher {
public:
    virtual ~push_watcher() = default;
    // The code is empty when the message was taken.
    virtual void
    attempted(const model::oin& recipient, std::string_view message, std::string_view code) = 0;
};

// Where one organisation is pushed to.
struct push_destination {
    model::oin recipient;
    // Never null.
    const ports::delivery_form* form = nullptr;
    ports::push_target target;

    bool operator==(const push_destination&) const = default;
};

struct push_ports {
    postvak_ports postvak;
    postvak_work& work;
    ports::push_channels& channels;
    push_watcher& watcher;
};

struct push_options {
    // What the hub calls itself when it asks for leave.
    std::string origin;
    attempt_options attempts;
    // Leave is asked again after this.
    std::chrono::milliseconds leave_lasts{std::chrono::hours{24}};
};

// Used from one strand; everything given outlives it.
class push_lane {
public:
    push_lane(push_ports ports, push_destination where, push_options options, attempts decides);

    // Pushes all that is due, one at a time. When to look again; nothing: when something comes.
    [[nodiscard]] boost::asio::awaitable<std::optional<model::timestamp>> turn();

    // What parked because of the webhook goes again, once: it is another webhook now.
    void go_again() noexcept { parked_ = parked_pushes::go_again; }

    // The message in hand is finished; then turn() does nothing more.
    void close() noexcept { closed_ = true; }
    [[nodiscard]] bool closed() const noexcept { return closed_; }

    [[nodiscard]] const push_destination& where() const noexcept { return where_; }

private:
    using awaitable_time = boost::asio::awaitable<std::optional<model::timestamp>>;

    // One look through the postvak.
    struct round {
        std::set<std::string, std::less<>> held_cases;
        std::optional<model::timestamp> next;
        // Everything until here is over.
        bool only_over_yet = true;
    };

    [[nodiscard]] awaitable_time look_through();
    [[nodiscard]] boost::asio::awaitable<void>
    look_at(const ports::book_record& record, round& look);
    // Whether it is out of the way: taken, parked or gone.
    [[nodiscard]] boost::asio::awaitable<bool> push(const ports::book_record& record, round& look);
    // Nothing when it can't be read now.
    [[nodiscard]] boost::asio::awaitable<std::optional<attempt_outcome>> attempt(
        const ports::book_record& record
    );
    // Nothing when there is leave.
    [[nodiscard]] boost::asio::awaitable<std::optional<attempt_outcome>> ask_leave();
    [[nodiscard]] boost::asio::awaitable<bool>
    keep(ports::book_record record, attempt_outcome outcome, round& look);
    void pace(const std::string& allowed_rate);
    [[nodiscard]] model::timestamp now() const { return ports_.postvak.clock.now(); }

    push_ports ports_;
    push_destination where_;
    push_options options_;
    attempts decides_;
    // Open for one turn: certificates and names are read anew then.
    std::unique_ptr<ports::push_channel> channel_;
    parked_pushes parked_ = parked_pushes::stay;
    bool closed_ = false;
    // The receiver said that nothing more is wanted there.
    bool gone_ = false;
    // Nothing up to here is to be pushed any more.
    std::uint64_t over_up_to_ = 0;
    // It is the receiver that is not there, or it asked for a slower pace.
    model::timestamp all_wait_until_{};
    std::chrono::milliseconds pace_{0};
    model::timestamp leave_until_{};
};

}  // namespace hub::delivery
