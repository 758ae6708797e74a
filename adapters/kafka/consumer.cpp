#include "adapters/kafka/consumer.hpp"

#include "adapters/kafka/ending.hpp"
#include "adapters/kafka/pause.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace adapters::kafka {
namespace asio = boost::asio;

using hub::ports::position;
using namespace std::chrono_literals;

namespace {

constexpr auto gate_pause = 50ms;
constexpr auto rebuild_pause = 1s;
constexpr auto commit_interval = 1s;
// Leaving a group: one look per pause, and an end to waiting (a known fault of the library can
// keep it from closing).
constexpr auto leave_pause = 5ms;
constexpr auto leave_time = 10s;

std::string text_of(const void* bytes, std::size_t size) {
    return bytes == nullptr ? std::string{} : std::string{static_cast<const char*>(bytes), size};
}

hub::ports::record record_of(const rd_kafka_message_t& message, hub::model::stream stream) {
    hub::ports::record record;
    record.stream = stream;
    record.key = text_of(message.key, message.key_len);
    record.value = text_of(message.payload, message.len);
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        const char* name = nullptr;
        const void* value = nullptr;
        std::size_t size = 0;
        for (std::size_t at = 0; rd_kafka_header_get_all(headers, at, &name, &value, &size) ==
                                 RD_KAFKA_RESP_ERR_NO_ERROR;
             ++at) {
            record.headers.emplace_back(name, text_of(value, size));
        }
    }
    return record;
}

std::int64_t written_ms(const rd_kafka_message_t& message) {
    auto kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    const auto time = rd_kafka_message_timestamp(&message, &kind);
    return kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? 0 : time;
}

}  // namespace

consumer::consumer(consumer_parts parts, std::shared_ptr<reading> shared)
    : parts_{std::move(parts)}, shared_{std::move(shared)} {}

asio::awaitable<void> consumer::run() {
    while (!shared_->closed()) {
        if (!parts_.gate.open()) {
            co_await pause(gate_pause);
            continue;
        }
        if (!open()) {
            co_await pause(rebuild_pause);
            continue;
        }
        co_await pump();
        co_await leave();
    }
}

bool consumer::open() {
    auto made = make_consumer(parts_.to, parts_.how);
    if (made.client == nullptr) {
        standing_.failed(made.why);
        return false;
    }
    events_ = std::make_unique<event_source>(
        parts_.executor, native::queue{rd_kafka_queue_get_consumer(made.client.get())}
    );
    worn_out_ = false;
    leaving_ = false;
    paused_ = false;
    shared_->finding();
    {
        const std::lock_guard lock{judge_mutex_};
        judge_.begin_anew();
    }
    std::vector<position> streams;
    for (const auto stream : parts_.streams) {
        streams.push_back({stream, RD_KAFKA_PARTITION_UA, RD_KAFKA_OFFSET_INVALID});
    }
    const auto list = native_list(streams);
    const auto subscribed = rd_kafka_subscribe(made.client.get(), list.get());
    const std::lock_guard lock{mutex_};
    client_ = std::move(made.client);
    worn_out_ = subscribed != RD_KAFKA_RESP_ERR_NO_ERROR;
    return true;
}

asio::awaitable<void> consumer::pump() {
    while (!shared_->closed() && !shared_->to_find_again() && !worn_out_ && parts_.gate.open()) {
        const auto handled = handle_events();
        act();
        if (handled == events_per_turn) {
            // The library does not signal again for what is left.
            co_await asio::post(asio::use_awaitable);
        } else {
            co_await events_->wait();
        }
    }
}

// Commits, hands back its partitions and leaves the group, so that the next member need not wait.
asio::awaitable<void> consumer::leave() {
    leaving_ = true;
    shared_->forget();
    commit();
    native::queue closing{rd_kafka_queue_new(client_.get())};
    const native::error failed{rd_kafka_consumer_close_queue(client_.get(), closing.get())};
    const auto until = clock::now() + leave_time;
    while (failed == nullptr && rd_kafka_consumer_closed(client_.get()) == 0 && clock::now() < until
    ) {
        while (const auto event = native::event{rd_kafka_queue_poll(closing.get(), 0)}) {
            handle(event);
        }
        co_await pause(leave_pause);
    }
    native::client ended;
    {
        const std::lock_guard lock{mutex_};
        ended = std::move(client_);
    }
    closing.reset();
    events_.reset();
    assigned_.reset();
    static_cast<void>(co_await end_client(std::move(ended)));
}

std::size_t consumer::handle_events() {
    std::size_t handled = 0;
    for (; handled < events_per_turn; ++handled) {
        const auto event = events_->next();
        if (event == nullptr) {
            break;
        }
        handle(event);
    }
    shared_->tell_of_given();
    return handled;
}

void consumer::handle(const native::event& event) {
    switch (rd_kafka_event_type(event.get())) {
        case RD_KAFKA_EVENT_FETCH:
            while (const auto* message = rd_kafka_event_message_next(event.get())) {
                take_message(*message);
            }
            break;
        case RD_KAFKA_EVENT_REBALANCE:
            rebalance(event.get());
            break;
        case RD_KAFKA_EVENT_ERROR:
            worn_out_ = worn_out_ || rd_kafka_event_error_is_fatal(event.get()) != 0;
            take_error(rd_kafka_event_error(event.get()));
            break;
        default:
            break;
    }
}

void consumer::take_message(const rd_kafka_message_t& message) {
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        take_error(message.err);
        return;
    }
    const auto* topic = parts_.topics.find(std::string_view{rd_kafka_topic_name(message.rkt)});
    // Nothing that was revoked is given any more.
    if (topic == nullptr || assigned_ == nullptr || let_go_by_) {
        return;
    }
    shared_->give(
        {record_of(message, topic->stream),
         {topic->stream, message.partition, message.offset},
         written_ms(message)}
    );
    standing_.succeeded();
}

void consumer::take_error(rd_kafka_resp_err_t error) {
    switch (error) {
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
        case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            shared_->lose();
            break;
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
            standing_.failed(trouble_of(error, {}));
            break;
        default:
            // Whether the cluster can be reached is told by the principal's producer.
            break;
    }
}

void consumer::rebalance(rd_kafka_event_t* event) {
    if (rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        shared_->forget();
        let_go_by_ = clock::now() + parts_.hand_over_time;
        act();
        return;
    }
    reading::places asked;
    const auto* given = rd_kafka_event_topic_partition_list(event);
    for (int at = 0; at < given->cnt; ++at) {
        const auto& one = given->elems[at];
        if (const auto* topic = parts_.topics.find(std::string_view{one.topic})) {
            asked.emplace_back(topic->stream, one.partition);
        }
    }
    if (asked.empty() || leaving_) {
        begin_reading({});
    } else {
        shared_->ask(std::move(asked));
    }
}

void consumer::act() {
    const auto now = clock::now();
    if (let_go_by_ && (leaving_ || !shared_->in_hand() || now >= *let_go_by_)) {
        let_go();
    }
    if (const auto from = shared_->answered()) {
        begin_reading(*from);
    }
    balance_supply();
    if (now - committed_at_ >= commit_interval) {
        commit();
    }
    waits_for_handler_ = paused_ || let_go_by_.has_value();
}

// What the handler had is in its own book, or will be read again by whoever gets the partition.
void consumer::let_go() {
    let_go_by_.reset();
    commit();
    assigned_.reset();
    paused_ = false;
    rd_kafka_assign(client_.get(), nullptr);
}

void consumer::begin_reading(const std::vector<position>& from) {
    assigned_ = native_list(from);
    paused_ = false;
    rd_kafka_assign(client_.get(), assigned_.get());
    standing_.succeeded();
}

void consumer::balance_supply() {
    if (assigned_ == nullptr) {
        return;
    }
    const auto records = shared_->records();
    const auto bytes = shared_->bytes();
    if (!paused_ && (records > parts_.most_records || bytes > parts_.most_bytes)) {
        paused_ = true;
        rd_kafka_pause_partitions(client_.get(), assigned_.get());
    } else if (paused_ && records < parts_.most_records / 4 && bytes < parts_.most_bytes / 4) {
        paused_ = false;
        rd_kafka_resume_partitions(client_.get(), assigned_.get());
    }
}

// Only for whoever looks at the group from outside; nothing is read by it.
void consumer::commit() {
    committed_at_ = clock::now();
    const auto confirmed = shared_->to_commit();
    if (!confirmed.empty() && assigned_ != nullptr) {
        constexpr int asynchronous = 1;
        rd_kafka_commit(client_.get(), native_list(confirmed).get(), asynchronous);
    }
}

native::partitions consumer::native_list(const std::vector<position>& of) const {
    native::partitions list{rd_kafka_topic_partition_list_new(static_cast<int>(of.size()))};
    for (const auto& one : of) {
        const auto& name = parts_.topics.find(one.stream)->name;
        rd_kafka_topic_partition_list_add(list.get(), name.c_str(), one.partition)->offset =
            one.offset;
    }
    return list;
}

void consumer::wake() {
    asio::post(parts_.executor, [self = shared_from_this()] {
        if (self->events_ != nullptr) {
            self->events_->wake();
        }
    });
}

void consumer::handled() {
    if (waits_for_handler_) {
        wake();
    }
}

std::vector<hub::ports::partition_lag> consumer::lags() const {
    std::vector<hub::ports::partition_lag> all;
    const std::lock_guard lock{mutex_};
    for (const auto& [where, progress] : shared_->progresses()) {
        auto end = progress.end;
        const auto* topic = parts_.topics.find(where.first);
        std::int64_t low = 0;
        std::int64_t high = 0;
        // What the last fetch said; nothing is asked of the broker.
        if (client_ != nullptr && topic != nullptr &&
            rd_kafka_get_watermark_offsets(
                client_.get(), topic->name.c_str(), where.second, &low, &high
            ) == RD_KAFKA_RESP_ERR_NO_ERROR) {
            end = std::max(end, high);
        }
        all.push_back(
            {parts_.role,
             {where.first, where.second, progress.next},
             end,
             progress.end - progress.next}
        );
    }
    return all;
}

}  // namespace adapters::kafka
