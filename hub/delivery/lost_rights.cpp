#include "hub/delivery/lost_rights.hpp"

#include "hub/delivery/postvak_item.hpp"

#include <utility>

namespace hub::delivery {

namespace {

constexpr std::size_t page = 32;

}  // namespace

ports::async_result<void> lost_rights::park_all(model::oin recipient) {
    std::uint64_t after = 0;
    for (;;) {
        auto records = co_await ports_.book.scan(open_kind(recipient), after, page);
        if (!records) {
            co_return records.error();
        }
        if (records->empty()) {
            co_return ports::result<void>{};
        }
        const auto last = records->back().sequence;
        const auto done = co_await work_.park(recipient, std::move(*records));
        if (done) {
            after = last;
        } else if (done.error() != ports::make_error_code(ports::errc::conflict)) {
            co_return done;
        }
        // After a conflict, somebody else changed one of them meanwhile: the same page again.
    }
}

ports::async_result<void>
lost_rights::park_some(model::oin recipient, std::vector<std::string> ids) {
    auto records = co_await ports_.book.load(open_kind(recipient), std::move(ids));
    if (!records) {
        co_return records.error();
    }
    co_return co_await work_.park(recipient, std::move(*records));
}

ports::async_result<void> lost_rights::review() {
    std::uint64_t after = 0;
    for (;;) {
        const auto holders = co_await ports_.book.scan(std::string{holder_kind}, after, page);
        if (!holders) {
            co_return holders.error();
        }
        if (holders->empty()) {
            co_return ports::result<void>{};
        }
        for (const auto& holder : *holders) {
            after = holder.sequence;
            const auto recipient = model::oin::parse(holder.id);
            if (!recipient || !is_lost(*recipient)) {
                continue;
            }
            if (const auto done = co_await park_all(*recipient); !done) {
                co_return done;
            }
        }
    }
}

}  // namespace hub::delivery
