#include "adapters/embedded/broker/broker.hpp"

#include "adapters/embedded/broker/subscriber.hpp"
#include "adapters/embedded/broker/writer.hpp"

#include <utility>

namespace adapters::embedded::broker {

using hub::ports::async_result;
using hub::ports::errc;
using hub::ports::position;
using hub::ports::record;
using hub::ports::result;
using hub::ports::shared_record;

namespace {

std::size_t size_of(const record& one) {
    auto size = one.key.size() + one.value.size();
    for (const auto& [name, value] : one.headers) {
        size += name.size() + value.size();
    }
    return size;
}

class sqlite_broker final : public embedded_broker, private group_register {
public:
    sqlite_broker(const broker_options& options, const hub::ports::clock& clock)
        : largest_record_bytes_{options.largest_record_bytes},
          streams_{options.partitions, options.tail_bytes},
          writer_{{.path = options.path, .faults = options.faults}, {streams_, published_, clock}},
          readers_{
              {.path = options.path,
               .name = "broker-lezer",
               .thread = hub::runtime::precedence::afterwards}},
          queue_{
              {.name = "broker-schrijver", .thread = hub::runtime::precedence::afterwards},
              [this](hub::runtime::write_batch batch) { return writer_.commit(batch); }} {}

    async_result<std::vector<result<position>>> publish(std::vector<shared_record> batch) override;

    std::unique_ptr<hub::ports::subscriber>
    subscribe(hub::ports::subscription what, hub::ports::position_source& positions) override {
        return std::make_unique<embedded_subscriber>(
            subscriber_parts{streams_, readers_, published_, *this}, std::move(what), positions
        );
    }

    std::vector<hub::ports::partition_lag> lags() const override { return streams_.lags(); }
    async_result<std::size_t> trim(hub::model::timestamp published_before) override;
    bool writable() const noexcept override { return writer_.writable(); }
    std::uint64_t wal_bytes() const noexcept override { return writer_.wal_bytes(); }

private:
    async_result<void> keep_groups() override;

    const std::size_t largest_record_bytes_;
    streams streams_;
    hub::runtime::bell published_;
    writer writer_;
    // Their threads end first, those of the writer before those of the readers.
    readers readers_;
    hub::runtime::write_queue queue_;
};

async_result<std::vector<result<position>>> sqlite_broker::publish(std::vector<shared_record> batch
) {
    std::vector<std::size_t> fitting;
    std::size_t bytes = 0;
    for (std::size_t at = 0; at < batch.size(); ++at) {
        const auto size = size_of(*batch[at]);
        if (size <= largest_record_bytes_) {
            fitting.push_back(at);
            bytes += size;
        }
    }
    std::vector<result<position>> outcomes(batch.size(), errc::too_large);
    if (fitting.empty()) {
        co_return outcomes;
    }
    publish_operation operation{bytes};
    for (const auto at : fitting) {
        operation.records.push_back(std::move(batch[at]));
    }
    if (!co_await queue_.submit(operation)) {
        operation.outcomes.assign(fitting.size(), errc::retry);
    }
    for (std::size_t at = 0; at < fitting.size(); ++at) {
        outcomes[fitting[at]] = operation.outcomes[at];
    }
    co_return outcomes;
}

async_result<std::size_t> sqlite_broker::trim(hub::model::timestamp published_before) {
    trim_operation operation;
    operation.before = published_before;
    if (!co_await queue_.submit(operation)) {
        co_return errc::retry;
    }
    co_return operation.outcome;
}

async_result<void> sqlite_broker::keep_groups() {
    keep_groups_operation operation;
    if (!co_await queue_.submit(operation)) {
        co_return errc::retry;
    }
    co_return operation.outcome;
}

}  // namespace

std::unique_ptr<embedded_broker>
create_broker(broker_options options, const hub::ports::clock& clock) {
    return std::make_unique<sqlite_broker>(options, clock);
}

}  // namespace adapters::embedded::broker
