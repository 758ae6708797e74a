#include "adapters/kafka/producer.hpp"

#include "adapters/kafka/ending.hpp"
#include "adapters/kafka/pause.hpp"
#include "hub/ports/partitioner.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <memory>
#include <tuple>
#include <utility>

namespace adapters::kafka {
namespace asio = boost::asio;

using hub::ports::async_result;
using hub::ports::errc;
using hub::ports::position;
using hub::ports::record;
using hub::ports::result;
using hub::ports::shared_record;
using namespace std::chrono_literals;

namespace {

// After a purge every record is reported at once; a library that does not is not waited for.
constexpr auto purge_time = 5s;
// Between two attempts to make a client, and the least that a client lives before its follower is
// made: what fails at once would fail at once again.
constexpr auto rebuild_pause = 1s;
constexpr auto rest_step = 20ms;

bool may_heal(errc failed) {
    return failed == errc::retry || failed == errc::unknown;
}

using owned_headers =
    std::unique_ptr<rd_kafka_headers_t, native::destroyer<rd_kafka_headers_destroy>>;

// librdkafka takes what it copies as a pointer to mutable bytes.
void* bytes_of(const std::string& text) {
    return const_cast<char*>(text.data());
}

}  // namespace

producer::producer(producer_parts parts)
    : parts_{std::move(parts)}, waiting_{parts_.topics, {.records = parts_.how.queue_records}} {}

asio::awaitable<void> producer::run() {
    while (!closing_) {
        auto made = make_producer(parts_.to, parts_.how);
        if (made.client == nullptr) {
            standing_.failed(made.why);
            co_await pause(rebuild_pause);
            continue;
        }
        const auto opened = clock::now();
        open(std::move(made.client));
        co_await pump();
        // One that fails at once, for want of rights, stays a moment: the cluster is looked at with
        // it, and is not asked without end.
        while (!closing_ && clock::now() - opened < rebuild_pause) {
            std::ignore = handle_events();
            co_await pause(rest_step);
        }
        co_await take_down();
    }
}

void producer::open(native::client made) {
    events_ = std::make_unique<event_source>(
        parts_.executor, native::queue{rd_kafka_queue_get_main(made.get())}
    );
    fatal_ = false;
    const std::lock_guard lock{mutex_};
    client_ = std::move(made);
    for (const auto& one : parts_.topics.topics) {
        topics_[static_cast<std::size_t>(one.stream)] =
            native::topic{rd_kafka_topic_new(client_.get(), one.name.c_str(), nullptr)};
    }
    taking_ = !closing_;
}

// Until it is to be closed or has failed for good.
asio::awaitable<void> producer::pump() {
    for (;;) {
        const auto handled = handle_events();
        const auto drained = closing_ && nothing_left();
        if (fatal_ || drained || (closing_ && clock::now() >= close_by_)) {
            co_return;
        }
        if (handled == events_per_turn) {
            // The library does not signal again for what is left.
            co_await asio::post(asio::use_awaitable);
        } else {
            co_await events_->wait();
        }
    }
}

bool producer::nothing_left() {
    const std::lock_guard lock{mutex_};
    return waiting_.empty() && rd_kafka_outq_len(client_.get()) == 0;
}

// Every record gets its outcome before the client goes.
asio::awaitable<void> producer::take_down() {
    std::vector<hub::runtime::sleeper> awake;
    {
        const std::lock_guard lock{mutex_};
        taking_ = false;
        refuse(waiting_.give_up_all(), awake);
    }
    rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    const auto until = clock::now() + purge_time;
    while (rd_kafka_outq_len(client_.get()) > 0 && clock::now() < until) {
        if (handle_events() == 0) {
            co_await pause(1ms);
        }
    }
    while (borrowers_ > 0) {
        co_await pause(1ms);
    }
    native::client ended;
    {
        const std::lock_guard lock{mutex_};
        topics_ = {};
        ended = std::move(client_);
        waiting_.forget_flights();
    }
    events_.reset();
    static_cast<void>(co_await end_client(std::move(ended)));
    {
        const std::lock_guard lock{statistics_mutex_};
        failed_before_ += statistics_.failed_requests;
        statistics_ = {};
    }
    flights_.end_all(awake);
    hub::runtime::wake(awake);
}

std::size_t producer::handle_events() {
    std::vector<hub::runtime::sleeper> awake;
    std::size_t handled = 0;
    for (; handled < events_per_turn; ++handled) {
        const auto event = events_->next();
        if (event == nullptr) {
            break;
        }
        handle(event.get(), awake);
    }
    hub::runtime::wake(awake);
    return handled;
}

void producer::handle(rd_kafka_event_t* event, std::vector<hub::runtime::sleeper>& awake) {
    switch (rd_kafka_event_type(event)) {
        case RD_KAFKA_EVENT_DR: {
            const std::lock_guard lock{mutex_};
            while (const auto* report = rd_kafka_event_message_next(event)) {
                settle(*report, awake);
            }
            break;
        }
        case RD_KAFKA_EVENT_ERROR: {
            auto error = rd_kafka_event_error(event);
            const auto* text = rd_kafka_event_error_string(event);
            if (rd_kafka_event_error_is_fatal(event) != 0) {
                fatal_ = true;
                // The event only says that; the client knows what it was.
                error = rd_kafka_fatal_error(client_.get(), nullptr, 0);
            }
            const auto why = trouble_of(error, text == nullptr ? "" : text);
            if (fatal_ || error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
                standing_.failed(why);
            } else {
                standing_.hint(why);
            }
            break;
        }
        case RD_KAFKA_EVENT_STATS:
            take_statistics(event);
            break;
        default:
            break;
    }
}

void producer::take_statistics(rd_kafka_event_t* event) {
    if (const auto read = read_statistics(rd_kafka_event_stats(event))) {
        const std::lock_guard lock{statistics_mutex_};
        statistics_ = *read;
    }
}

client_statistics producer::statistics() const {
    const std::lock_guard lock{statistics_mutex_};
    auto all = statistics_;
    all.failed_requests += failed_before_;
    return all;
}

void producer::settle(const rd_kafka_message_t& report, std::vector<hub::runtime::sleeper>& awake) {
    auto& flight = *static_cast<flight_record*>(report._private);
    waiting_.ended(flight);
    result<position> outcome = position{flight.stream, report.partition, report.offset};
    if (const auto failed = outcome_of(report.err, rd_kafka_message_status(&report))) {
        outcome = *failed;
        if (report.err != RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) {
            standing_.failed(trouble_of(report.err, {}));
        }
        if (may_heal(*failed)) {
            // Nothing overtakes it, and nothing more of the partition waits as long as it did.
            refuse(waiting_.give_up(flight), awake);
        }
    } else {
        standing_.succeeded();
    }
    send(flight, awake);
    end(flight, outcome, awake);
}

async_result<std::vector<result<position>>> producer::publish(std::vector<shared_record> records) {
    const auto batch = std::make_shared<flight_batch>(records.size());
    const std::function<void(hub::runtime::sleeper)> start =
        [this, &records, &batch](hub::runtime::sleeper asleep) {
            batch->asleep = std::move(asleep);
            flights_.add(batch);
            hand_over(records, *batch);
        };
    co_await hub::runtime::suspend(start);
    co_return std::move(batch->outcomes);
}

void producer::hand_over(const std::vector<shared_record>& records, flight_batch& batch) {
    std::vector<hub::runtime::sleeper> awake;
    {
        const std::lock_guard lock{mutex_};
        const auto may_write = taking_ && !fatal_ && parts_.gate.open();
        for (std::size_t place = 0; place < records.size(); ++place) {
            const auto& one = records[place];
            auto& flight = batch.records[place];
            flight.stream = one->stream;
            const auto* where = parts_.topics.find(one->stream);
            auto refused = errc::retry;
            if (size_of(*one) > largest_record_bytes) {
                refused = errc::too_large;
            } else if (may_write && where != nullptr) {
                flight.partition = hub::ports::partition_of(one->key, where->partitions);
                if (waiting_.add({one, &flight})) {
                    continue;
                }
            }
            end(flight, refused, awake);
        }
        for (const auto& flight : batch.records) {
            if (flight.partition != flight_record::nowhere) {
                send(flight, awake);
            }
        }
        flights_.end_one(batch, awake);
    }
    hub::runtime::wake(awake);
}

// What waits for the partition of this record, as far as it may go now.
void producer::send(const flight_record& of, std::vector<hub::runtime::sleeper>& awake) {
    for (auto request = waiting_.take(of); !request.empty(); request = waiting_.take(of)) {
        auto full = false;
        for (const auto& one : request) {
            auto refused = errc::retry;
            if (!full) {
                const auto error = produce(*one.record, *one.flight);
                if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
                    continue;
                }
                refused = refusal_of(error);
                full = may_heal(refused);
            }
            waiting_.ended(*one.flight);
            end(*one.flight, refused, awake);
        }
        if (full) {
            refuse(waiting_.give_up(of), awake);
        }
    }
}

// None of these was handed over.
void producer::refuse(
    const std::vector<waiting_record>& records,
    std::vector<hub::runtime::sleeper>& awake
) {
    for (const auto& one : records) {
        end(*one.flight, errc::retry, awake);
    }
}

void producer::end(
    const flight_record& one,
    result<position> outcome,
    std::vector<hub::runtime::sleeper>& awake
) {
    auto& batch = *one.batch;
    batch.outcomes[one.place] = outcome;
    flights_.end_one(batch, awake);
}

rd_kafka_resp_err_t producer::produce(const record& one, flight_record& flight) {
    // Ours until the library has taken the record: what it makes of single headers it frees twice
    // when the record is refused (2.0.2, fixed in 2.4.0).
    owned_headers headers{rd_kafka_headers_new(one.headers.size())};
    for (const auto& [name, value] : one.headers) {
        rd_kafka_header_add(
            headers.get(),
            name.data(),
            static_cast<ssize_t>(name.size()),
            value.data(),
            static_cast<ssize_t>(value.size())
        );
    }
    std::array<rd_kafka_vu_t, 7> fields{};
    auto* field = fields.data();
    field->vtype = RD_KAFKA_VTYPE_RKT;
    (field++)->u.rkt = topics_[static_cast<std::size_t>(one.stream)].get();
    field->vtype = RD_KAFKA_VTYPE_PARTITION;
    (field++)->u.i32 = flight.partition;
    field->vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    // Never waits for room: a full queue is told to the forwarder.
    (field++)->u.i = RD_KAFKA_MSG_F_COPY;
    field->vtype = RD_KAFKA_VTYPE_KEY;
    (field++)->u.mem = {bytes_of(one.key), one.key.size()};
    field->vtype = RD_KAFKA_VTYPE_VALUE;
    (field++)->u.mem = {bytes_of(one.value), one.value.size()};
    field->vtype = RD_KAFKA_VTYPE_OPAQUE;
    (field++)->u.ptr = &flight;
    field->vtype = RD_KAFKA_VTYPE_HEADERS;
    field->u.headers = headers.get();
    const native::error failed{rd_kafka_produceva(client_.get(), fields.data(), fields.size())};
    if (failed != nullptr) {
        return rd_kafka_error_code(failed.get());
    }
    static_cast<void>(headers.release());
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

asio::awaitable<bool> producer::with_client(std::function<void(rd_kafka_t*)> work) {
    if (client_ == nullptr || closing_) {
        co_return false;
    }
    auto* client = client_.get();
    ++borrowers_;
    const hub::runtime::worker_pool::job job = [client, &work](std::size_t) { work(client); };
    const bool ran = co_await parts_.workers.run(job);
    --borrowers_;
    co_return ran;
}

void producer::give_up() {
    std::vector<hub::runtime::sleeper> awake;
    {
        const std::lock_guard lock{mutex_};
        refuse(waiting_.give_up_all(), awake);
        if (client_ != nullptr) {
            rd_kafka_purge(
                client_.get(),
                RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING
            );
        }
    }
    hub::runtime::wake(awake);
}

void producer::close(std::chrono::milliseconds grace) {
    closing_ = true;
    close_by_ = clock::now() + grace;
    {
        const std::lock_guard lock{mutex_};
        taking_ = false;
    }
    tick();
}

void producer::tick() {
    if (events_ != nullptr) {
        events_->wake();
    }
}

}  // namespace adapters::kafka
