#include "adapters/embedded/quarantine/quarantine.hpp"

#include "adapters/embedded/quarantine/rows.hpp"
#include "adapters/embedded/quarantine/writing.hpp"
#include "adapters/embedded/sqlite/reader_pool.hpp"
#include "adapters/embedded/sqlite/statement.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace adapters::embedded::quarantine {

using hub::ports::async_result;
using hub::ports::erasure_notice;
using hub::ports::errc;
using hub::ports::quarantine_bounds;
using hub::ports::quarantine_ending;
using hub::ports::quarantine_query;
using hub::ports::quarantine_room;
using hub::ports::quarantine_state;
using hub::ports::quarantined;
using hub::ports::result;
namespace model = hub::model;

namespace {

// Every filter is a range or a word that may be NULL.
struct reading_session {
    explicit reading_session(sqlite::connection& file)
        : known{file},
          content{file, "SELECT key_version,iv,content FROM quarantined WHERE id=?"},
          search{
              file,
              select("WHERE sequence<?1 AND (?2 IS NULL OR certificate=?2) AND (?3 IS NULL OR "
                     "state=?3) ORDER BY sequence DESC LIMIT ?4")},
          due{file,
              select("WHERE erase_at<=? AND (announced_at IS NOT NULL)=? AND state<>'gewist' AND "
                     "(content IS NOT NULL OR state='niet_bewaard') ORDER BY erase_at,sequence "
                     "LIMIT ?")},
          handing_in{
              file,
              select("WHERE handing_in_since IS NOT NULL ORDER BY handing_in_since,sequence "
                     "LIMIT ?")},
          erased{file, "SELECT count(*) FROM quarantined WHERE state='gewist' AND ended_at>=?"} {}

    lookups known;
    sqlite::statement content;
    sqlite::statement search;
    sqlite::statement due;
    sqlite::statement handing_in;
    sqlite::statement erased;
};

using list = std::vector<quarantined>;

list all_of(sqlite::rows found) {
    list all;
    while (found.next()) {
        all.push_back(read_row(found));
    }
    return all;
}

result<model::sealed_part> read_content(reading_session& session, const model::message_id& id) {
    auto found = session.content.query(sqlite::blob{id.view()});
    if (!found.next()) {
        return errc::not_found;
    }
    if (found.is_null(2)) {
        return errc::erased;
    }
    model::sealed_part sealed;
    sealed.key_version = static_cast<std::uint32_t>(found.integer(0));
    const auto iv = found.bytes(1);
    std::copy_n(iv.begin(), std::min(iv.size(), sealed.iv.size()), sealed.iv.begin());
    sealed.ciphertext = found.text(2);
    return sealed;
}

class quarantine final : public hub::ports::quarantine_store {
public:
    explicit quarantine(quarantine_options options)
        : writer_{
              {.file =
                   {.path = options.path,
                    .deletion = sqlite::deletion::overwriting,
                    .cache_kib = 1024,
                    .faults = options.faults},
               .queue = {.name = "quarantaine"},
               .checkpoint_bytes = std::uint64_t{4} << 20U},
              versions,
              open_session},
          readers_{{.path = options.path, .name = "quarantaine-l", .readers = 1}} {}

    async_result<quarantined>
    add(quarantined one, model::sealed_part content, quarantine_bounds bounds) override {
        add_operation operation{std::move(one), std::move(content), bounds};
        if (const auto failure = co_await writer_.submit(operation)) {
            co_return *failure;
        }
        co_return std::move(operation.one);
    }

    async_result<quarantine_room> room(quarantined one, quarantine_bounds bounds) override {
        const std::function<result<quarantine_room>(reading_session&)> query =
            [&one, &bounds](reading_session& session) -> result<quarantine_room> {
            if (session.known.find_same(one)) {
                return quarantine_room::same_again;
            }
            return session.known.is_full(one, bounds) ? quarantine_room::full
                                                      : quarantine_room::free;
        };
        co_return co_await readers_.read<quarantine_room>(query);
    }

    async_result<quarantined> find(model::message_id id) override {
        return readers_.read<quarantined>([id](reading_session& session) -> result<quarantined> {
            auto found = session.known.find(id);
            return found ? result<quarantined>{std::move(*found)} : errc::not_found;
        });
    }

    async_result<model::sealed_part> content(model::message_id id) override {
        return readers_.read<model::sealed_part>([id](reading_session& session) {
            return read_content(session, id);
        });
    }

    async_result<list> search(quarantine_query query) override {
        const std::function<result<list>(reading_session&)> reading =
            [&query](reading_session& session) -> result<list> {
            constexpr auto newest =
                static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
            std::optional<std::string_view> certificate;
            if (query.certificate) {
                certificate = query.certificate->text();
            }
            std::optional<std::string_view> state;
            if (query.state) {
                state = hub::ports::to_string(*query.state);
            }
            return all_of(session.search.query(
                query.before_sequence.value_or(newest), certificate, state, query.limit
            ));
        };
        co_return co_await readers_.read<list>(reading);
    }

    async_result<void> hand_in(model::message_id id, std::optional<hub::ports::handing_in> how)
        override {
        hand_in_operation operation{id, how};
        co_return co_await writer_.perform(operation);
    }

    async_result<list> being_handed_in(std::size_t limit) override {
        return readers_.read<list>([limit](reading_session& session) -> result<list> {
            return all_of(session.handing_in.query(limit));
        });
    }

    async_result<void> end(model::message_id id, quarantine_ending how) override {
        end_operation operation{id, std::move(how)};
        co_return co_await writer_.perform(operation);
    }

    async_result<list> due(model::timestamp erase_before, erasure_notice which, std::size_t limit)
        override {
        const int given = which == erasure_notice::given ? 1 : 0;
        const auto before = model::to_microseconds(erase_before);
        return readers_.read<list>([=](reading_session& session) -> result<list> {
            return all_of(session.due.query(before, given, limit));
        });
    }

    async_result<void>
    announce(model::message_id id, model::timestamp at, model::timestamp erase_at) override {
        announce_operation operation{id, at, erase_at};
        co_return co_await writer_.perform(operation);
    }

    async_result<std::uint64_t> erased_since(model::timestamp from) override {
        return readers_.read<std::uint64_t>(
            [from](reading_session& session) -> result<std::uint64_t> {
                auto found = session.erased.query(model::to_microseconds(from));
                return found.next() ? found.unsigned_integer(0) : 0;
            }
        );
    }

    async_result<void> forget(model::timestamp ended_before) override {
        forget_operation operation{ended_before};
        co_return co_await writer_.perform(operation);
    }

    [[nodiscard]] bool writable() const override { return writer_.is_writable(); }

private:
    sqlite::file_writer writer_;
    sqlite::reader_pool<reading_session> readers_;
};

}  // namespace

std::unique_ptr<hub::ports::quarantine_store> create_quarantine(quarantine_options options) {
    return std::make_unique<quarantine>(std::move(options));
}

}  // namespace adapters::embedded::quarantine
