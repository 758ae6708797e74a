#include "tests/support/fake_quarantine_store.hpp"

#include <algorithm>
#include <utility>

namespace tests::support {

using namespace hub::ports;
namespace model = hub::model;

namespace {

bool counts(const quarantined& one) {
    return one.state == quarantine_state::bewaard || one.state == quarantine_state::niet_bewaard;
}

}  // namespace

fake_quarantine_store::row* fake_quarantine_store::find_row(const model::message_id& id) {
    const auto found =
        std::ranges::find_if(rows_, [&id](const row& one) { return one.shown.id == id; });
    return found == rows_.end() ? nullptr : &*found;
}

fake_quarantine_store::row* fake_quarantine_store::find_same(const quarantined& one) {
    const auto found = std::ranges::find_if(rows_, [&one](const row& other) {
        return counts(other.shown) && other.shown.certificate == one.certificate &&
               other.shown.digest == one.digest && other.shown.form == one.form;
    });
    return found == rows_.end() ? nullptr : &*found;
}

bool fake_quarantine_store::is_full(const quarantined& one, const quarantine_bounds& bounds) const {
    std::uint64_t count = 0;
    std::uint64_t bytes = one.size;
    std::uint64_t all = one.size;
    for (const auto& other : rows_) {
        all += other.shown.has_content ? other.shown.size : 0;
        if (counts(other.shown) && other.shown.certificate == one.certificate) {
            ++count;
            bytes += other.shown.size;
        }
    }
    return count >= bounds.count_each || bytes > bounds.bytes_each || all > bounds.bytes_all;
}

async_result<quarantined>
fake_quarantine_store::add(quarantined one, model::sealed_part content, quarantine_bounds bounds) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    if (auto* const earlier = find_same(one)) {
        earlier->shown.times += 1;
        earlier->shown.last_at = one.received_at;
        co_return earlier->shown;
    }
    if (find_row(one.id) != nullptr) {
        co_return errc::conflict;
    }
    if (is_full(one, bounds)) {
        co_return errc::too_large;
    }
    one.sequence = next_++;
    one.times = 1;
    one.last_at = one.received_at;
    one.has_content = one.state == quarantine_state::bewaard;
    rows_.push_back({one, one.has_content ? std::move(content) : model::sealed_part{}});
    co_return one;
}

async_result<quarantine_room>
fake_quarantine_store::room(quarantined one, quarantine_bounds bounds) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    if (find_same(one) != nullptr) {
        co_return quarantine_room::same_again;
    }
    co_return is_full(one, bounds) ? quarantine_room::full : quarantine_room::free;
}

async_result<quarantined> fake_quarantine_store::find(model::message_id id) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    const auto* const found = find_row(id);
    co_return found != nullptr ? result<quarantined>{found->shown} : errc::not_found;
}

async_result<model::sealed_part> fake_quarantine_store::content(model::message_id id) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    const auto* const found = find_row(id);
    if (found == nullptr) {
        co_return errc::not_found;
    }
    co_return found->shown.has_content ? result<model::sealed_part>{found->content} : errc::erased;
}

async_result<std::vector<quarantined>> fake_quarantine_store::search(quarantine_query query) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    std::vector<quarantined> all;
    for (auto at = rows_.rbegin(); at != rows_.rend() && all.size() < query.limit; ++at) {
        const auto& one = at->shown;
        const bool wanted = (!query.certificate || one.certificate == *query.certificate) &&
                            (!query.state || one.state == *query.state) &&
                            (!query.before_sequence || one.sequence < *query.before_sequence);
        if (wanted) {
            all.push_back(one);
        }
    }
    co_return all;
}

async_result<void>
fake_quarantine_store::hand_in(model::message_id id, std::optional<handing_in> how) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    auto* const found = find_row(id);
    if (found == nullptr) {
        co_return errc::not_found;
    }
    if (found->shown.state != quarantine_state::bewaard) {
        co_return errc::conflict;
    }
    found->shown.handing_in_since = how ? std::optional{how->since} : std::nullopt;
    found->shown.became = how ? how->became : std::nullopt;
    co_return result<void>{};
}

async_result<std::vector<quarantined>> fake_quarantine_store::being_handed_in(std::size_t limit) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    std::vector<quarantined> all;
    for (const auto& one : rows_) {
        if (one.shown.handing_in_since) {
            all.push_back(one.shown);
        }
    }
    std::ranges::stable_sort(all, {}, &quarantined::handing_in_since);
    all.resize(std::min(all.size(), limit));
    co_return all;
}

async_result<void> fake_quarantine_store::end(model::message_id id, quarantine_ending how) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    auto* const found = find_row(id);
    if (found == nullptr) {
        co_return errc::not_found;
    }
    auto& one = found->shown;
    const bool erases = how.state == quarantine_state::gewist;
    if (one.state != quarantine_state::bewaard &&
        !(erases && one.state != quarantine_state::gewist)) {
        co_return errc::conflict;
    }
    one.state = how.state;
    one.ended_at = how.at;
    one.became = how.became ? how.became : one.became;
    one.reason = how.reason.empty() ? one.reason : how.reason;
    one.handing_in_since.reset();
    if (erases || how.state == quarantine_state::ingediend) {
        one.has_content = false;
        found->content = {};
    }
    co_return result<void>{};
}

async_result<std::vector<quarantined>>
fake_quarantine_store::due(model::timestamp erase_before, erasure_notice which, std::size_t limit) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    std::vector<quarantined> all;
    for (const auto& one : rows_) {
        const auto& shown = one.shown;
        const bool wanted = shown.announced_at.has_value() == (which == erasure_notice::given);
        if (wanted && shown.erase_at <= erase_before && shown.state != quarantine_state::gewist &&
            (shown.has_content || shown.state == quarantine_state::niet_bewaard)) {
            all.push_back(shown);
        }
    }
    std::ranges::stable_sort(all, {}, &quarantined::erase_at);
    all.resize(std::min(all.size(), limit));
    co_return all;
}

async_result<void> fake_quarantine_store::announce(
    model::message_id id,
    model::timestamp at,
    model::timestamp erase_at
) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    auto* const found = find_row(id);
    if (found == nullptr) {
        co_return errc::not_found;
    }
    found->shown.announced_at = at;
    found->shown.erase_at = erase_at;
    co_return result<void>{};
}

async_result<std::uint64_t> fake_quarantine_store::erased_since(model::timestamp from) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    co_return static_cast<std::uint64_t>(std::ranges::count_if(rows_, [from](const row& one) {
        return one.shown.state == quarantine_state::gewist && one.shown.ended_at >= from;
    }));
}

async_result<void> fake_quarantine_store::forget(model::timestamp ended_before) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    std::erase_if(rows_, [ended_before](const row& one) {
        return !one.shown.has_content && one.shown.ended_at && *one.shown.ended_at < ended_before;
    });
    co_return result<void>{};
}

void fake_quarantine_store::fail(errc error) {
    const std::lock_guard lock{mutex_};
    failure_ = error;
}

void fake_quarantine_store::work() {
    const std::lock_guard lock{mutex_};
    failure_.reset();
}

}  // namespace tests::support
