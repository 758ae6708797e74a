#include "hub/delivery/push_lane.hpp"

#include "hub/delivery/delivery_forms.hpp"
#include "hub/delivery/opening.hpp"
#include "hub/instruments/consumer/trace.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <variant>

namespace hub::delivery {

namespace asio = boost::asio;

namespace {

// Records may be large: so many are read at a time.
constexpr std::size_t page = 32;
// Somebody else changed the record meanwhile; nothing is lost by looking again.
constexpr std::uint32_t most_conflicts = 16;
// What is ours (a book, a key) and passes by itself.
constexpr std::chrono::seconds own_trouble{1};

void note(std::optional<model::timestamp>& next, model::timestamp at) {
    next = next ? std::min(*next, at) : at;
}

bool same_text(std::string_view left, std::string_view right) noexcept {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](char a, char b) {
        return lower(a) == lower(b);
    });
}

}  // namespace

push_lane::push_lane(
    push_ports ports,
    push_destination where,
    push_options options,
    attempts decides
)
    : ports_{ports},
      where_{std::move(where)},
      options_{std::move(options)},
      decides_{std::move(decides)} {}

push_lane::awaitable_time push_lane::turn() {
    auto next = co_await look_through();
    channel_.reset();
    co_return next;
}

push_lane::awaitable_time push_lane::look_through() {
    if (closed_ || !ports_.postvak.rights.may_receive(where_.recipient)) {
        co_return std::nullopt;
    }
    if (now() < all_wait_until_) {
        co_return all_wait_until_;
    }
    round look;
    auto after = over_up_to_;
    for (;;) {
        const auto records =
            co_await ports_.postvak.book.scan(open_kind(where_.recipient), after, page);
        if (!records) {
            co_return now() + own_trouble;
        }
        for (const auto& record : *records) {
            co_await look_at(record, look);
            if (closed_) {
                co_return std::nullopt;
            }
            if (now() < all_wait_until_) {
                co_return all_wait_until_;
            }
            after = record.sequence;
            over_up_to_ = look.only_over_yet ? after : over_up_to_;
        }
        if (records->size() < page) {
            parked_ = parked_pushes::stay;
            co_return look.next;
        }
    }
}

asio::awaitable<void> push_lane::look_at(const ports::book_record& record, round& look) {
    pmm::v1::PostvakItem item;
    if (!item.ParseFromString(record.body)) {
        co_return;
    }
    const auto place = place_of_push(item, parked_, now());
    if (place.what == push_place::kind::over) {
        co_return;
    }
    look.only_over_yet = false;
    const auto& casus = item.message().casus_id();
    if (!casus.empty() && look.held_cases.contains(casus)) {
        co_return;
    }
    bool out_of_the_way = false;
    if (place.at <= now()) {
        out_of_the_way = co_await push(record, look);
    } else {
        note(look.next, place.at);
    }
    if (!out_of_the_way && !casus.empty()) {
        look.held_cases.insert(casus);
    }
}

asio::awaitable<bool> push_lane::push(const ports::book_record& record, round& look) {
    auto outcome = co_await attempt(record);
    if (!outcome) {
        note(look.next, now() + own_trouble);
        co_return false;
    }
    const bool out_of_the_way = co_await keep(record, std::move(*outcome), look);
    if (pace_ > std::chrono::milliseconds{0}) {
        all_wait_until_ = std::max(all_wait_until_, now() + pace_);
    }
    co_return out_of_the_way;
}

asio::awaitable<std::optional<attempt_outcome>> push_lane::attempt(const ports::book_record& record
) {
    attempt_outcome outcome;
    if (gone_) {
        outcome.said = ports::receiver_said::gone;
        co_return outcome;
    }
    std::vector<ports::book_record> one;
    one.push_back(record);
    const auto messages = co_await open_all(ports_.postvak, std::move(one));
    if (!messages || messages->empty()) {
        co_return std::nullopt;
    }
    if (channel_ == nullptr) {
        channel_ = ports_.channels.open(where_.target);
    }
    auto refused = co_await ask_leave();
    if (refused) {
        co_return refused;
    }
    const auto& message = messages->front();
    auto written = where_.form->write(leaving(message, where_.recipient), now());
    ports::push_request request;
    request.headers = std::move(written.headers);
    request.headers.emplace_back(
        "traceparent",
        instruments::consumer::continue_trace({}, message.id, "delivery").traceparent()
    );
    request.content_type = std::move(written.content_type);
    request.body = std::move(written.body);
    const auto result = co_await channel_->send(std::move(request));
    if (const auto* failure = std::get_if<ports::push_failure>(&result)) {
        outcome.failure = *failure;
        co_return outcome;
    }
    const auto& answer = std::get<ports::push_answer>(result);
    outcome.said = where_.form->understand({answer.status, answer.content_type, answer.body});
    outcome.retry_after = answer.retry_after;
    gone_ = outcome.said == ports::receiver_said::gone;
    co_return outcome;
}

// CloudEvents' HTTP webhooks, section 4: nothing is sent to who has not said that it wants it.
asio::awaitable<std::optional<attempt_outcome>> push_lane::ask_leave() {
    if (!where_.form->asks_leave() || now() < leave_until_) {
        co_return std::nullopt;
    }
    ports::push_request request;
    request.method = "OPTIONS";
    request.headers.emplace_back("WebHook-Request-Origin", options_.origin);
    const auto result = co_await channel_->send(std::move(request));
    attempt_outcome outcome;
    if (const auto* failure = std::get_if<ports::push_failure>(&result)) {
        outcome.failure = *failure;
        co_return outcome;
    }
    const auto& answer = std::get<ports::push_answer>(result);
    constexpr unsigned first_error = 400;
    if (answer.status < first_error &&
        (answer.allowed_origin == "*" || same_text(answer.allowed_origin, options_.origin))) {
        leave_until_ = now() + options_.leave_lasts;
        pace(answer.allowed_rate);
        co_return std::nullopt;
    }
    outcome.no_leave = true;
    outcome.retry_after = answer.retry_after;
    co_return outcome;
}

void push_lane::pace(const std::string& allowed_rate) {
    std::uint32_t per_minute = 0;
    const auto* const end = allowed_rate.data() + allowed_rate.size();
    const auto parsed = std::from_chars(allowed_rate.data(), end, per_minute);
    const bool is_number = parsed.ec == std::errc{} && parsed.ptr == end && per_minute > 0;
    pace_ = is_number ? std::chrono::milliseconds{std::chrono::minutes{1}} / per_minute
                      : std::chrono::milliseconds{0};
}

asio::awaitable<bool>
push_lane::keep(ports::book_record record, attempt_outcome outcome, round& look) {
    for (std::uint32_t i = 0; i < most_conflicts; ++i) {
        pmm::v1::PostvakItem item;
        if (!item.ParseFromString(record.body)) {
            co_return true;
        }
        // What parked before is tried anew.
        const attempt_history before =
            is_parked(item)
                ? attempt_history{}
                : attempt_history{
                      item.push_attempts(), model::from_microseconds(item.push_first_at_us())};
        const auto action = decides_.next(outcome, before, now());
        const auto id = record.id;
        const auto done = co_await ports_.work.pushed(where_.recipient, std::move(record), action);
        if (done) {
            ports_.watcher.attempted(where_.recipient, id, action.code);
            if (action.what != attempt_action::kind::again) {
                co_return true;
            }
            note(look.next, action.next_at);
            all_wait_until_ = action.all_wait ? action.next_at : all_wait_until_;
            co_return false;
        }
        std::vector<std::string> ids;
        ids.push_back(id);
        auto found = co_await ports_.postvak.book.load(open_kind(where_.recipient), std::move(ids));
        if (!found) {
            break;
        }
        if (found->empty()) {
            // Its recipient settled it meanwhile.
            co_return true;
        }
        record = std::move(found->front());
        if (done.error() != ports::make_error_code(ports::errc::conflict)) {
            break;
        }
    }
    // What was taken and could not be written goes again: its id says that it is the same.
    note(look.next, now() + own_trouble);
    co_return false;
}

}  // namespace hub::delivery
