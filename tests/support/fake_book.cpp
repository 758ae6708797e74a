#include "tests/support/fake_book.hpp"

#include "hub/vault/envelope.hpp"
#include "hub/vault/leaf.hpp"

#include <algorithm>
#include <utility>

namespace tests::support {

using namespace hub::ports;

namespace {

std::vector<std::pair<std::string, std::string>> headers_of(
    const hub::model::admitted_message& message
) {
    return {
        {"ce_id", message.id.to_string()},
        {"ce_type", std::string{hub::model::cloudevents_type(message.type)}},
        {"traceparent", message.traceparent},
    };
}

}  // namespace

fake_book::fake_book(
    hub::vault::log_identity log,
    const hub::ports::signer& signer,
    const hub::ports::clock& clock
)
    : identity_{std::move(log)}, signer_{signer}, clock_{clock} {}

async_result<std::vector<bool>> fake_book::handled(std::vector<hub::model::message_id> ids) {
    const std::lock_guard lock{mutex_};
    std::vector<bool> answers;
    for (const auto& id : ids) {
        answers.push_back(contents_.handled.contains(id));
    }
    co_return answers;
}

async_result<std::vector<book_record>>
fake_book::load(std::string kind, std::vector<std::string> ids) {
    const std::lock_guard lock{mutex_};
    std::vector<book_record> found;
    for (const auto& id : ids) {
        const auto record = contents_.records.find({kind, id});
        if (record != contents_.records.end()) {
            found.push_back(record->second);
        }
    }
    co_return found;
}

async_result<std::vector<book_record>>
fake_book::scan(std::string kind, std::uint64_t after_sequence, std::size_t limit) {
    const std::lock_guard lock{mutex_};
    std::vector<book_record> found;
    for (const auto& [key, record] : contents_.records) {
        if (key.first == kind && record.sequence > after_sequence) {
            found.push_back(record);
        }
    }
    std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
        return left.sequence < right.sequence;
    });
    found.resize(std::min(found.size(), limit));
    co_return found;
}

result<void> fake_book::change(const book_change& wanted, contents& next) {
    const std::pair key{wanted.kind, wanted.id};
    const auto existing = next.records.find(key);
    const auto version = existing == next.records.end() ? 0 : existing->second.version;
    if (version != wanted.expected_version) {
        return errc::conflict;
    }
    if (!wanted.body) {
        next.records.erase(key);
    } else if (version == 0) {
        next.records[key] = {wanted.kind, wanted.id, *wanted.body, ++next.last_record, 1};
    } else {
        existing->second.body = *wanted.body;
        ++existing->second.version;
    }
    return {};
}

result<void> fake_book::append_to_log(const book_transaction& transaction, contents& next) const {
    const auto now = clock_.now();
    std::vector<std::string> leaves;
    std::vector<std::vector<std::uint64_t>> places;
    for (const auto& message : transaction.outgoing) {
        auto& mine = places.emplace_back();
        for (const auto& destination : message.destinations) {
            // Without a casus there is no order.
            mine.push_back(
                message.casus ? ++next.places[{
                                    message.casus->id.to_string(), std::string{destination.name()}}]
                              : 0
            );
        }
        leaves.push_back(hub::vault::message_leaf(identity_, message, mine));
    }
    for (const auto& act : transaction.acts) {
        leaves.push_back(hub::vault::act_leaf(identity_, act, now));
    }
    if (leaves.empty()) {
        return {};
    }
    auto sealed = hub::vault::seal_commit(identity_, next.log, leaves, now, signer_);
    if (!sealed) {
        return errc::retry;
    }
    next.log = sealed->next;
    for (std::size_t at = 0; at < transaction.outgoing.size(); ++at) {
        const auto& message = transaction.outgoing[at];
        auto value = hub::vault::build_envelope(identity_.environment, message);
        hub::vault::append_commit_fields(
            value, message.destinations, places[at], leaves[at], sealed->places[at]
        );
        hub::vault::append_head(value, sealed->head);
        next.outbox.push_back(
            {{next.outbox.size() + 1,
              hub::ports::record{
                  message.target, message.key.to_string(), std::move(value), headers_of(message)}},
             message.accepted_at}
        );
    }
    next.batches.push_back({sealed->next.number, std::move(sealed->head), std::move(leaves)});
    return {};
}

result<void> fake_book::apply(const book_transaction& transaction, contents& next) const {
    for (const auto& one : transaction.changes) {
        if (const auto changed = change(one, next); !changed) {
            return changed;
        }
    }
    if (const auto appended = append_to_log(transaction, next); !appended) {
        return appended;
    }
    for (const auto& position : transaction.positions) {
        auto& kept = next.positions[{position.stream, position.partition}];
        const auto newest = std::max(kept.newest_ms, position.newest_ms);
        kept = position;
        kept.newest_ms = newest;
    }
    for (const auto& position : transaction.moved) {
        next.positions[{position.stream, position.partition}] = {
            position.stream, position.partition, position.offset};
    }
    next.handled.insert(transaction.handled.begin(), transaction.handled.end());
    const auto add = [](auto& target, const auto& more) {
        target.insert(target.end(), more.begin(), more.end());
    };
    add(next.processing, transaction.processing);
    add(next.sent, transaction.outgoing);
    add(next.acts, transaction.acts);
    return {};
}

async_result<void> fake_book::commit(book_transaction transaction) {
    if (before_commit) {
        // It may set itself.
        const auto now = before_commit;
        now();
    }
    {
        const std::lock_guard lock{mutex_};
        if (failures_left_ > 0) {
            --failures_left_;
            co_return failure_;
        }
        auto next = contents_;
        if (const auto applied = apply(transaction, next); !applied) {
            co_return applied;
        }
        contents_ = std::move(next);
    }
    committed_.ring();
    co_return result<void>{};
}

async_result<std::vector<processing_entry>>
fake_book::read_processing(std::uint64_t after, std::size_t limit) {
    const std::lock_guard lock{mutex_};
    const auto& all = contents_.processing;
    const auto from = std::min<std::size_t>(after, all.size());
    const auto until = from + std::min(limit, all.size() - from);
    co_return std::vector<processing_entry>(
        all.begin() + static_cast<std::ptrdiff_t>(from),
        all.begin() + static_cast<std::ptrdiff_t>(until)
    );
}

async_result<std::vector<outgoing>>
fake_book::next_outgoing(std::uint64_t after_sequence, std::size_t limit) {
    for (;;) {
        const auto heard = committed_.rung();
        {
            const std::lock_guard lock{mutex_};
            if (closed_) {
                co_return errc::closed;
            }
            std::vector<outgoing> some;
            for (const auto& waiting : contents_.outbox) {
                const auto sequence = waiting.entry.sequence;
                if (sequence > std::max(after_sequence, published_up_to_) && some.size() < limit) {
                    some.push_back(waiting.entry);
                }
            }
            if (!some.empty()) {
                co_return some;
            }
        }
        co_await committed_.wait(heard);
    }
}

async_result<void>
fake_book::mark_published(std::vector<published> done, std::vector<unpublishable> parked) {
    const std::lock_guard lock{mutex_};
    for (const auto& one : done) {
        published_up_to_ = std::max(published_up_to_, one.sequence);
    }
    for (auto& one : parked) {
        published_up_to_ = std::max(published_up_to_, one.sequence);
        parked_.push_back(std::move(one));
    }
    co_return result<void>{};
}

std::uint64_t fake_book::published_up_to() const noexcept {
    const std::lock_guard lock{mutex_};
    return published_up_to_;
}

outbox_depth fake_book::depth() const noexcept {
    const std::lock_guard lock{mutex_};
    outbox_depth depth{contents_.outbox.size() - published_up_to_, {}};
    if (depth.waiting > 0) {
        depth.oldest = contents_.outbox[published_up_to_].accepted_at;
    }
    return depth;
}

void fake_book::close_outbox() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
    }
    committed_.ring();
}

std::string_view fake_book::log_id() const noexcept {
    return identity_.log_id;
}

async_result<void> fake_book::record(std::vector<audit_act> acts) {
    book_transaction transaction;
    transaction.acts = std::move(acts);
    co_return co_await commit(std::move(transaction));
}

async_result<std::vector<log_batch>>
fake_book::read(std::uint64_t from_number, std::size_t limit, leaves what) {
    const std::lock_guard lock{mutex_};
    std::vector<log_batch> found;
    for (const auto& batch : contents_.batches) {
        if (batch.number >= from_number && found.size() < limit) {
            found.push_back(batch);
            if (what == leaves::without) {
                found.back().leaves.clear();
            }
        }
    }
    co_return found;
}

async_result<std::optional<position>>
fake_book::next_position(hub::model::stream stream, std::int32_t partition) {
    const std::lock_guard lock{mutex_};
    const auto kept = contents_.positions.find({stream, partition});
    co_return kept == contents_.positions.end() ? std::nullopt : std::optional{kept->second};
}

// Everything: it does not remember when.
async_result<std::vector<outgoing>> fake_book::published_since(
    hub::model::timestamp /*since*/,
    std::uint64_t after_sequence,
    std::size_t limit
) {
    const std::lock_guard lock{mutex_};
    std::vector<outgoing> some;
    for (const auto& one : contents_.outbox) {
        const auto sequence = one.entry.sequence;
        if (sequence > after_sequence && sequence <= published_up_to_ && some.size() < limit) {
            some.push_back(one.entry);
        }
    }
    co_return some;
}

async_result<void> fake_book::move_to(std::vector<hub::ports::position> next) {
    hub::ports::book_transaction transaction;
    transaction.moved = std::move(next);
    co_return co_await commit(std::move(transaction));
}

void fake_book::fail_commits(errc error, std::size_t commits) {
    const std::lock_guard lock{mutex_};
    failure_ = error;
    failures_left_ = commits;
}

std::vector<hub::model::admitted_message> fake_book::sent() const {
    const std::lock_guard lock{mutex_};
    return contents_.sent;
}

std::vector<audit_act> fake_book::acts() const {
    const std::lock_guard lock{mutex_};
    return contents_.acts;
}

std::vector<processing_entry> fake_book::processing() const {
    const std::lock_guard lock{mutex_};
    return contents_.processing;
}

std::vector<unpublishable> fake_book::parked() const {
    const std::lock_guard lock{mutex_};
    return parked_;
}

}  // namespace tests::support
