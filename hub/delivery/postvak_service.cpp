#include "hub/delivery/postvak_service.hpp"

#include "hub/delivery/arrivals.hpp"
#include "hub/delivery/lost_rights.hpp"
#include "hub/delivery/opening.hpp"
#include "hub/delivery/postvak_counting.hpp"
#include "hub/delivery/postvak_item.hpp"
#include "hub/delivery/postvak_work.hpp"
#include "hub/runtime/with_timeout.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <utility>

namespace hub::delivery {
namespace asio = boost::asio;
namespace consumer = instruments::consumer;

namespace {

using steady = std::chrono::steady_clock;

// Somebody else changed the book meanwhile; nothing is lost by looking again.
constexpr std::uint32_t most_conflicts = 16;
// Records may be large: so many are read at a time.
constexpr std::size_t page = 32;

bool is_conflict(const boost::system::error_code& error) {
    return error == ports::make_error_code(ports::errc::conflict);
}

}  // namespace

class postvak_service::implementation {
public:
    implementation(postvak_ports ports, consumer::runner_options identity, postvak_options options)
        : ports_{ports}, options_{options}, work_{ports, std::move(identity)} {}

    ports::async_result<std::vector<postvak_message>>
    list(model::oin recipient, std::uint64_t after_sequence, std::size_t limit) {
        if (const auto allowed = co_await check_right(recipient); !allowed) {
            co_return allowed.error();
        }
        auto records = co_await ports_.book.scan(
            open_kind(recipient), after_sequence, std::min(limit, options_.largest_list)
        );
        if (!records) {
            co_return records.error();
        }
        co_return co_await open_all(ports_, std::move(*records));
    }

    ports::async_result<postvak_message> read(model::oin recipient, model::message_id id) {
        if (const auto allowed = co_await check_right(recipient); !allowed) {
            co_return allowed.error();
        }
        std::vector<std::string> ids;
        ids.push_back(id.to_string());
        auto records = co_await ports_.book.load(open_kind(recipient), std::move(ids));
        if (!records) {
            co_return records.error();
        }
        auto messages = co_await open_all(ports_, std::move(*records));
        if (!messages) {
            co_return messages.error();
        }
        if (messages->empty()) {
            co_return ports::errc::not_found;
        }
        co_return std::move(messages->front());
    }

    ports::async_result<std::vector<postvak_message>> claim(claim_request request) {
        request.limit = std::clamp<std::size_t>(request.limit, 1, options_.largest_claim);
        request.lease = std::clamp(
            request.lease,
            std::chrono::seconds{1},
            std::min(options_.longest_lease, delivery::longest_lease)
        );
        const auto deadline = steady::now() + std::min(request.wait, options_.longest_wait);
        const auto bell = arrivals_.bell_of(request.recipient);
        for (;;) {
            const auto heard = bell->rung();
            if (closed_) {
                co_return std::vector<postvak_message>{};
            }
            if (const auto allowed = co_await check_right(request.recipient); !allowed) {
                co_return allowed.error();
            }
            model::timestamp next_free{};
            auto claimed = co_await claim_free(request, next_free);
            const auto now = steady::now();
            if (!claimed || !claimed->empty() || now >= deadline) {
                co_return claimed;
            }
            auto wait = deadline - now;
            if (next_free != model::timestamp{}) {
                // A lease that ends while we wait rings no bell.
                const auto until_free = std::max<steady::duration>(
                    next_free - ports_.clock.now(), std::chrono::milliseconds{1}
                );
                wait = std::min(wait, until_free);
            }
            static_cast<void>(co_await runtime::with_timeout(bell->wait(heard), wait));
        }
    }

    ports::async_result<void>
    settle(model::oin recipient, model::message_id id, model::state state, refusal why) {
        if (state == model::state::geweigerd && !is_reason(why.code)) {
            co_return ports::errc::refused;
        }
        if (const auto allowed = co_await check_right(recipient); !allowed) {
            co_return allowed;
        }
        for (std::uint32_t i = 0; i < most_conflicts; ++i) {
            const auto done = co_await try_settle(recipient, id, state, why);
            if (done || !is_conflict(done.error())) {
                co_return done;
            }
            // Either another request settled it, or it was settled otherwise: look.
            const auto before = co_await settled_state(recipient, id);
            if (!before) {
                co_return before.error();
            }
            if (!before->empty()) {
                co_return *before == model::to_string(state) ? ports::result<void>{}
                                                             : ports::errc::conflict;
            }
        }
        co_return ports::errc::retry;
    }

    ports::async_result<postvak_counts> counts(model::oin recipient) {
        postvak_counts result;
        const auto now = ports_.clock.now();
        const auto kind = open_kind(recipient);
        std::uint64_t after = 0;
        std::size_t seen = 0;
        while (seen < options_.counted_at_most) {
            const auto records = co_await ports_.book.scan(kind, after, page);
            if (!records) {
                co_return records.error();
            }
            for (const auto& record : *records) {
                count_item(record, now, result);
                after = record.sequence;
            }
            seen += records->size();
            if (records->size() < page) {
                co_return result;
            }
        }
        result.more = true;
        co_return result;
    }

    std::shared_ptr<runtime::bell> bell_of(const model::oin& recipient) {
        return arrivals_.bell_of(recipient);
    }

    void close() {
        closed_ = true;
        arrivals_.ring_all();
    }

    asio::awaitable<void> arrived(std::vector<consumer::record_change> changes) {
        std::map<model::oin, std::vector<std::string>> parks;
        for (auto& change : changes) {
            const auto recipient = recipient_of_kind(change.key.kind);
            if (!recipient || !change.body) {
                continue;
            }
            if (lost_.is_lost(*recipient)) {
                parks[*recipient].push_back(std::move(change.key.id));
            } else {
                arrivals_.ring(*recipient);
            }
        }
        for (auto& [recipient, ids] : parks) {
            // What can't be parked now is parked at the next review.
            static_cast<void>(co_await lost_.park_some(recipient, std::move(ids)));
        }
    }

    ports::async_result<void> review() { return lost_.review(); }

private:
    // errc::refused when the postvak may not be emptied today; what lies there is parked.
    ports::async_result<void> check_right(model::oin recipient) {
        if (!lost_.is_lost(recipient)) {
            co_return ports::result<void>{};
        }
        // What can't be parked now is parked at the next fetch; it is refused all the same.
        static_cast<void>(co_await lost_.park_all(recipient));
        co_return ports::errc::refused;
    }

    // What was claimed, opened; next_free is when the first lease in the way ends.
    ports::async_result<std::vector<postvak_message>>
    claim_free(claim_request request, model::timestamp& next_free) {
        for (std::uint32_t i = 0; i < most_conflicts; ++i) {
            auto found = co_await find_free(request.recipient, request.limit, next_free);
            if (!found) {
                co_return found.error();
            }
            if (found->empty()) {
                co_return std::vector<postvak_message>{};
            }
            auto claim = co_await work_.prepare_claim(request, std::move(*found));
            if (!claim) {
                co_return claim.error();
            }
            // Opened first: what fails here leaves nothing claimed that nobody got.
            auto messages = co_await open_all(ports_, std::move(claim->records));
            if (!messages) {
                co_return messages;
            }
            const auto done = co_await ports_.book.commit(std::move(claim->transaction));
            if (done) {
                co_return messages;
            }
            if (!is_conflict(done.error())) {
                co_return done.error();
            }
        }
        co_return ports::errc::retry;
    }

    ports::async_result<std::vector<ports::book_record>>
    find_free(model::oin recipient, std::size_t limit, model::timestamp& next_free) {
        const auto now = ports_.clock.now();
        const auto kind = open_kind(recipient);
        std::vector<ports::book_record> free;
        std::uint64_t after = 0;
        for (;;) {
            auto records = co_await ports_.book.scan(kind, after, page);
            if (!records) {
                co_return records.error();
            }
            const auto last = records->size() < page;
            for (auto& record : *records) {
                after = record.sequence;
                pmm::v1::PostvakItem item;
                if (!read_item(record, item, now)) {
                    continue;
                }
                if (is_free(item, now)) {
                    free.push_back(std::move(record));
                } else {
                    const auto until = model::from_microseconds(item.lease_until_us());
                    next_free =
                        next_free == model::timestamp{} ? until : std::min(next_free, until);
                }
                if (free.size() == limit) {
                    co_return free;
                }
            }
            if (last) {
                co_return free;
            }
        }
    }

    ports::async_result<void>
    try_settle(model::oin recipient, model::message_id id, model::state state, refusal why) {
        std::vector<std::string> ids;
        ids.push_back(id.to_string());
        auto found = co_await ports_.book.load(open_kind(recipient), std::move(ids));
        if (!found) {
            co_return found.error();
        }
        if (found->empty()) {
            const auto before = co_await settled_state(recipient, id);
            if (!before) {
                co_return before.error();
            }
            co_return before->empty() ? ports::errc::not_found : ports::errc::conflict;
        }
        co_return co_await work_.settle(
            recipient, std::move(found->front()), state, std::move(why)
        );
    }

    // The word of the state that it was settled with; empty when it was not.
    ports::async_result<std::string> settled_state(model::oin recipient, model::message_id id) {
        std::vector<std::string> ids;
        ids.push_back(id.to_string());
        const auto found = co_await ports_.book.load(settled_kind(recipient), std::move(ids));
        if (!found) {
            co_return found.error();
        }
        pmm::v1::PostvakItem item;
        if (!found->empty() && !item.ParseFromString(found->front().body)) {
            co_return ports::errc::not_authentic;
        }
        co_return item.state();
    }

    postvak_ports ports_;
    postvak_options options_;
    postvak_work work_;
    lost_rights lost_{ports_, work_};
    arrivals arrivals_;
    std::atomic<bool> closed_{false};
};

postvak_service::postvak_service(
    postvak_ports ports,
    consumer::runner_options identity,
    postvak_options options
)
    : implementation_{std::make_unique<implementation>(ports, std::move(identity), options)} {}

postvak_service::~postvak_service() = default;

ports::async_result<std::vector<postvak_message>>
postvak_service::list(model::oin recipient, std::uint64_t after_sequence, std::size_t limit) {
    return implementation_->list(recipient, after_sequence, limit);
}

ports::async_result<postvak_message>
postvak_service::read(model::oin recipient, model::message_id message) {
    return implementation_->read(recipient, message);
}

ports::async_result<std::vector<postvak_message>> postvak_service::claim(claim_request request) {
    return implementation_->claim(std::move(request));
}

ports::async_result<void>
postvak_service::acknowledge(model::oin recipient, model::message_id message) {
    return implementation_->settle(recipient, message, model::state::verwerkt, {});
}

ports::async_result<void>
postvak_service::refuse(model::oin recipient, model::message_id message, refusal why) {
    return implementation_->settle(recipient, message, model::state::geweigerd, std::move(why));
}

ports::async_result<postvak_counts> postvak_service::counts(model::oin recipient) {
    return implementation_->counts(recipient);
}

std::shared_ptr<runtime::bell> postvak_service::bell_of(const model::oin& recipient) {
    return implementation_->bell_of(recipient);
}

void postvak_service::close() {
    implementation_->close();
}

ports::async_result<void> postvak_service::review() {
    return implementation_->review();
}

asio::awaitable<void> postvak_service::committed(std::vector<consumer::record_change> changes) {
    return implementation_->arrived(std::move(changes));
}

}  // namespace hub::delivery
