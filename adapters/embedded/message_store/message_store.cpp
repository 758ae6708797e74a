#include "adapters/embedded/message_store/message_store.hpp"

#include "adapters/embedded/message_store/reading.hpp"
#include "adapters/embedded/message_store/schema.hpp"
#include "adapters/embedded/message_store/writing.hpp"
#include "adapters/embedded/sqlite/backup.hpp"
#include "adapters/embedded/sqlite/file_writer.hpp"
#include "adapters/embedded/sqlite/reader_pool.hpp"
#include "hub/vault/envelope.hpp"

#include <algorithm>
#include <utility>

namespace adapters::embedded::message_store {

using hub::ports::append_outcome;
using hub::ports::async_result;
using hub::ports::errc;
using hub::ports::outgoing;
using hub::ports::result;
using hub::ports::stored_message;

namespace {

sqlite::file_writer_options writer_options(const message_store_options& options) {
    return {
        .file = {.path = options.path, .faults = options.faults},
        .queue =
            {.name = "berichten",
             .max_operations = options.max_waiting_operations,
             .max_bytes = options.max_waiting_bytes,
             .max_batch_operations = options.max_batch_operations,
             .max_batch_bytes = options.max_batch_bytes,
             .pace = options.commit_pace},
        .checkpoint_bytes = options.checkpoint_bytes};
}

class file_message_store final : public sqlite_message_store {
public:
    explicit file_message_store(const message_store_options& options)
        : options_{options},
          index_{options.memory_keys},
          tail_{options.outbox_bytes},
          writer_{
              writer_options(options_),
              versions,
              [this](sqlite::connection& file) {
                  return std::make_unique<writing_session>(
                      file, shared_parts{options_, index_, outbox_, tail_}
                  );
              }},
          hash_{read_hash_key(options.path)},
          readers_{
              {.path = options.path, .name = "berichten-lees", .readers = options.readers},
              [this](sqlite::connection& file) {
                  return std::make_unique<reading_session>(file, index_, outbox_);
              }} {
        index_.set_background([this](std::function<void()> work) {
            return readers_.start(std::move(work));
        });
    }

    ~file_message_store() override {
        outbox_.close();
        writer_.close();
        readers_.close();
    }

    async_result<append_outcome> append(hub::model::admitted_message message) override;
    async_result<void> settle(
        std::vector<hub::ports::state_change> changes,
        std::vector<hub::ports::position> positions
    ) override;
    async_result<void> move_to(std::vector<hub::ports::position> next) override;
    async_result<void> record(std::vector<hub::ports::audit_act> acts) override;
    async_result<void> mark_published(
        std::vector<hub::ports::published> done,
        std::vector<hub::ports::unpublishable> parked
    ) override;
    async_result<std::vector<outgoing>>
    next_outgoing(std::uint64_t after_sequence, std::size_t limit) override;
    async_result<void> back_up_to(std::filesystem::path target) override;

    async_result<stored_message> find(hub::model::message_id id) override {
        return readers_.read<stored_message>([id](auto& session) { return session.find(id); });
    }
    async_result<stored_message> find_submission(hub::model::submission_key key) override {
        const auto hash = hash_.of(key);
        return readers_.read<stored_message>([key = std::move(key), hash](auto& session) {
            return session.find_submission(key, hash);
        });
    }
    async_result<std::vector<stored_message>>
    find_reference(hub::model::oin owner, hub::model::digest reference) override {
        const auto hash = hash_.of(owner, reference);
        return readers_.read<std::vector<stored_message>>([=](auto& session) {
            return session.find_reference(owner, reference, hash);
        });
    }
    async_result<hub::model::casus_id>
    find_casus(hub::model::oin owner, hub::model::digest reference) override {
        const auto hash = hash_.of(owner, reference);
        if (!index_.may_hold(key_kind::casus_reference, hash)) {
            co_return errc::not_found;
        }
        co_return co_await readers_.read<hub::model::casus_id>([=](auto& session) {
            return session.find_casus(owner, reference, hash);
        });
    }
    async_result<std::vector<hub::model::oin>> participants(hub::model::casus_id id) override {
        return readers_.read<std::vector<hub::model::oin>>([id](auto& session) {
            return session.participants(id);
        });
    }
    async_result<hub::ports::receipt_parts> receipt(hub::model::message_id id) override {
        return readers_.read<hub::ports::receipt_parts>([id](auto& session) {
            return session.receipt(id);
        });
    }
    async_result<hub::model::sealed_part> original(hub::model::message_id id) override {
        return readers_.read<hub::model::sealed_part>([id](auto& session) {
            return session.original(id);
        });
    }
    async_result<std::vector<hub::ports::state_change>> history(hub::model::message_id id
    ) override {
        return readers_.read<std::vector<hub::ports::state_change>>([id](auto& session) {
            return session.history(id);
        });
    }
    async_result<std::vector<stored_message>> search(hub::ports::message_query query) override {
        return readers_.read<std::vector<stored_message>>([query](auto& session) {
            return session.search(query);
        });
    }
    async_result<std::vector<outgoing>> unsettled(
        hub::model::timestamp published_before,
        std::uint64_t after_sequence,
        std::size_t limit
    ) override {
        return readers_.read<std::vector<outgoing>>([=](auto& session) {
            return session.unsettled(published_before, after_sequence, limit);
        });
    }
    async_result<std::vector<hub::ports::log_batch>>
    read(std::uint64_t from_number, std::size_t limit, hub::ports::leaves what) override {
        using batches = std::vector<hub::ports::log_batch>;
        return readers_.read<batches>([=](auto& session) {
            return result<batches>{session.log().read(from_number, limit, what)};
        });
    }
    async_result<std::optional<hub::ports::position>>
    next_position(hub::model::stream stream, std::int32_t partition) override {
        using kept = std::optional<hub::ports::position>;
        return readers_.read<kept>([=](auto& session) {
            return result<kept>{session.positions().next_position(stream, partition)};
        });
    }

    std::string_view log_id() const noexcept override { return options_.log.log_id; }
    std::uint64_t published_up_to() const noexcept override { return outbox_.up_to(); }
    hub::ports::outbox_depth depth() const noexcept override { return outbox_.depth(); }
    void close_outbox() override { outbox_.close(); }
    hub::ports::store_health health() const override;
    std::size_t key_partitions() const override { return index_.partitions(); }

private:
    static key_hash read_hash_key(const std::filesystem::path& path) {
        sqlite::connection file{{.path = path, .access = sqlite::access::read_only}};
        sqlite::statement find{file, "SELECT value FROM setting WHERE name='hash_key'"};
        auto found = find.query();
        if (!found.next() || found.bytes(0).size() != key_hash::secret_bytes) {
            throw sqlite::start_failure{path.string() + ": has no key for its hashes"};
        }
        return key_hash::from_bytes(found.bytes(0));
    }

    [[nodiscard]] key_hashes hashes_of(const hub::model::admitted_message& message) const;
    async_result<std::vector<outgoing>> read_outgoing(std::uint64_t after, std::size_t limit);

    const message_store_options options_;
    key_index index_;
    ledger::outbox_watermark outbox_;
    ledger::outgoing_tail tail_;
    sqlite::file_writer writer_;
    key_hash hash_;
    sqlite::reader_pool<reading_session> readers_;
};

key_hashes file_message_store::hashes_of(const hub::model::admitted_message& message) const {
    const auto& owner = message.submission.owner;
    key_hashes hashes{hash_.of(message.submission), 0, 0};
    if (message.reference) {
        hashes[static_cast<std::size_t>(key_kind::reference)] = hash_.of(owner, *message.reference);
    }
    if (message.casus && message.casus->reference) {
        hashes[static_cast<std::size_t>(key_kind::casus_reference)] =
            hash_.of(owner, *message.casus->reference);
    }
    return hashes;
}

async_result<append_outcome> file_message_store::append(hub::model::admitted_message message) {
    auto envelope = hub::vault::build_envelope(options_.log.environment, message);
    const auto hashes = hashes_of(message);
    append_operation operation{std::move(message), std::move(envelope), hashes};
    const auto failure = co_await writer_.submit(operation);
    if (failure) {
        co_return result<append_outcome>{*failure};
    }
    if (operation.outcome.kind != hub::ports::append_kind::same_key) {
        co_return std::move(operation.outcome);
    }
    const auto earlier = operation.sequence;
    co_return co_await readers_.read<append_outcome>([earlier](auto& session) {
        return session.repeat(earlier);
    });
}

async_result<void> file_message_store::settle(
    std::vector<hub::ports::state_change> changes,
    std::vector<hub::ports::position> positions
) {
    settle_operation operation{std::move(changes), std::move(positions)};
    co_return co_await writer_.perform(operation);
}

async_result<void> file_message_store::move_to(std::vector<hub::ports::position> next) {
    move_operation operation{std::move(next)};
    co_return co_await writer_.perform(operation);
}

async_result<void> file_message_store::record(std::vector<hub::ports::audit_act> acts) {
    record_operation operation{std::move(acts)};
    co_return co_await writer_.perform(operation);
}

async_result<void> file_message_store::mark_published(
    std::vector<hub::ports::published> done,
    std::vector<hub::ports::unpublishable> parked
) {
    std::vector<std::uint64_t> exceptions;
    for (const auto& one : parked) {
        exceptions.push_back(one.sequence);
    }
    if (!parked.empty()) {
        park_operation operation{std::move(parked)};
        const auto outcome = co_await writer_.perform(operation);
        if (outcome.has_error()) {
            co_return outcome.error();
        }
    }
    outbox_.mark(done, exceptions, options_.clock.now());
    // It goes with the next commit; when none comes soon, by itself.
    writer_.work_soon();
    co_return result<void>{};
}

async_result<std::vector<outgoing>>
file_message_store::next_outgoing(std::uint64_t after_sequence, std::size_t limit) {
    while (true) {
        const auto heard = outbox_.changed().rung();
        if (outbox_.is_closed()) {
            co_return errc::closed;
        }
        auto from = std::max(after_sequence, outbox_.up_to());
        while (outbox_.has_behind(from)) {
            auto found = co_await read_outgoing(from, limit);
            if (found.has_error()) {
                co_return found;
            }
            if (found->empty()) {
                break;
            }
            from = found->back().sequence;
            std::erase_if(*found, [this](const outgoing& one) {
                return outbox_.is_settled(one.sequence);
            });
            if (!found->empty()) {
                co_return found;
            }
        }
        co_await outbox_.changed().wait(heard);
    }
}

async_result<std::vector<outgoing>>
file_message_store::read_outgoing(std::uint64_t after, std::size_t limit) {
    if (auto some = tail_.read(after, limit)) {
        co_return std::move(*some);
    }
    co_return co_await readers_.read<std::vector<outgoing>>([after, limit](auto& session) {
        return session.waiting(after, limit);
    });
}

async_result<void> file_message_store::back_up_to(std::filesystem::path target) {
    const auto copied = co_await readers_.read<bool>([this, &target](auto& /*session*/) {
        return result<bool>{sqlite::back_up({.from = options_.path, .to = target})};
    });
    co_return copied.has_value() && *copied ? result<void>{} : result<void>{errc::retry};
}

hub::ports::store_health file_message_store::health() const {
    hub::ports::store_health health;
    health.writable = writer_.is_writable();
    health.wal_bytes = writer_.wal_bytes();
    if (!health.writable) {
        health.reason = "het berichtenmagazijn kan niet schrijven; het probeert het opnieuw";
    } else if (!writer_.checkpoints_work()) {
        health.writable = false;
        health.reason =
            "de schijf synchroniseerde het berichtenmagazijn niet; kijk de schijf na en "
            "start de hub opnieuw";
    }
    return health;
}

}  // namespace

std::unique_ptr<sqlite_message_store> create_message_store(const message_store_options& options) {
    return std::make_unique<file_message_store>(options);
}

}  // namespace adapters::embedded::message_store
