#include "adapters/embedded/erasures/erasures.hpp"

#include "adapters/embedded/sqlite/file_writer.hpp"
#include "adapters/embedded/sqlite/reader_pool.hpp"
#include "adapters/embedded/sqlite/statement.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::embedded::erasures {

using hub::ports::async_result;
using hub::ports::erasure_state;
using hub::ports::errc;
using hub::ports::planned_erasure;
using hub::ports::result;
namespace model = hub::model;

namespace {

using list_of = std::vector<planned_erasure>;

constexpr std::array<std::string_view, 1> versions{R"sql(
CREATE TABLE erasure(
    casus BLOB PRIMARY KEY,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    announced_at INTEGER NOT NULL,
    erase_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX erasure_by_state ON erasure(state, erase_at);
CREATE INDEX erasure_by_change ON erasure(changed_at);
)sql"};

std::string selecting(std::string_view where) {
    return "SELECT casus,state,reason,proposed_by,confirmed_by,announced_at,erase_at,changed_at "
           "FROM erasure " +
           std::string{where};
}

std::optional<erasure_state> parse_state(std::string_view text) {
    for (const auto one :
         {erasure_state::aangekondigd,
          erasure_state::onherroepelijk,
          erasure_state::bezig,
          erasure_state::gewist,
          erasure_state::ingetrokken}) {
        if (hub::ports::to_string(one) == text) {
            return one;
        }
    }
    return std::nullopt;
}

result<planned_erasure> take(const sqlite::rows& row) {
    const auto casus = model::casus_id::from_bytes(row.bytes(0));
    const auto state = parse_state(row.bytes(1));
    if (!casus || !state) {
        return errc::not_authentic;
    }
    return planned_erasure{
        .casus = *casus,
        .state = *state,
        .reason = row.text(2),
        .proposed_by = row.text(3),
        .confirmed_by = row.text(4),
        .announced_at = model::from_microseconds(row.integer(5)),
        .erase_at = model::from_microseconds(row.integer(6)),
        .changed_at = model::from_microseconds(row.integer(7)),
    };
}

result<list_of> all_of(sqlite::rows found) {
    list_of all;
    while (found.next()) {
        auto one = take(found);
        if (!one) {
            return one.error();
        }
        all.push_back(std::move(*one));
    }
    return all;
}

struct reading_session {
    explicit reading_session(sqlite::connection& file)
        : find{file, selecting("WHERE casus=?")},
          list{file, selecting("ORDER BY changed_at DESC LIMIT ?")},
          due{file,
              selecting("WHERE state IN ('onherroepelijk','bezig') OR (state='aangekondigd' AND "
                        "erase_at<=?) ORDER BY state='aangekondigd',erase_at LIMIT ?")},
          begun{
              file,
              "SELECT count(*) FROM erasure WHERE changed_at>=? AND state IN "
              "('onherroepelijk','bezig','gewist')"} {}

    sqlite::statement find;
    sqlite::statement list;
    sqlite::statement due;
    sqlite::statement begun;
};

class writing_session;

using erasure_operation = sqlite::operation_on<writing_session>;

class writing_session final : public sqlite::session_of_operations<writing_session> {
public:
    explicit writing_session(sqlite::connection& file)
        : state{file, "SELECT state FROM erasure WHERE casus=?"},
          put{file,
              "INSERT OR REPLACE INTO erasure(casus,state,reason,proposed_by,confirmed_by,"
              "announced_at,erase_at,changed_at) VALUES(?,?,?,?,?,?,?,?)"},
          move{file, "UPDATE erasure SET state=?,changed_at=? WHERE casus=?"} {}

    [[nodiscard]] std::optional<erasure_state> state_of(const model::casus_id& casus) {
        auto found = state.query(sqlite::blob{casus.view()});
        return found.next() ? parse_state(found.bytes(0)) : std::nullopt;
    }

    sqlite::statement state;
    sqlite::statement put;
    sqlite::statement move;
};

struct announce_operation final : erasure_operation {
    explicit announce_operation(planned_erasure wanted)
        : erasure_operation{256}, one{std::move(wanted)} {}

    void apply(writing_session& session) override {
        const auto before = session.state_of(one.casus);
        if (before && before != erasure_state::ingetrokken) {
            failure = errc::conflict;
            return;
        }
        session.put.run(
            sqlite::blob{one.casus.view()},
            hub::ports::to_string(one.state),
            std::string_view{one.reason},
            std::string_view{one.proposed_by},
            std::string_view{one.confirmed_by},
            model::to_microseconds(one.announced_at),
            model::to_microseconds(one.erase_at),
            model::to_microseconds(one.changed_at)
        );
    }

    planned_erasure one;
};

struct move_operation final : erasure_operation {
    move_operation(
        model::casus_id wanted,
        erasure_state before,
        erasure_state after,
        model::timestamp when
    )
        : erasure_operation{64}, casus{wanted}, from{before}, to{after}, at{when} {}

    void apply(writing_session& session) override {
        const auto before = session.state_of(casus);
        if (before != from) {
            failure = before ? errc::conflict : errc::not_found;
            return;
        }
        session.move.run(
            hub::ports::to_string(to), model::to_microseconds(at), sqlite::blob{casus.view()}
        );
    }

    model::casus_id casus;
    erasure_state from;
    erasure_state to;
    model::timestamp at;
};

class erasures final : public hub::ports::erasure_store {
public:
    explicit erasures(const erasures_options& options)
        : writer_{
              {.file = {.path = options.path, .cache_kib = 256, .faults = options.faults},
               .queue = {.name = "wissingen"},
               .checkpoint_bytes = std::uint64_t{1} << 20U},
              versions,
              [](sqlite::connection& file) { return std::make_unique<writing_session>(file); }},
          readers_{{.path = options.path, .name = "wissingen-lees", .readers = 1}} {}

    async_result<void> announce(planned_erasure one) override {
        announce_operation operation{std::move(one)};
        co_return co_await writer_.perform(operation);
    }
    async_result<void> move(
        model::casus_id casus,
        erasure_state from,
        erasure_state to,
        model::timestamp at
    ) override {
        move_operation operation{casus, from, to, at};
        co_return co_await writer_.perform(operation);
    }

    async_result<planned_erasure> find(model::casus_id casus) override {
        return readers_.read<planned_erasure>(
            [casus](reading_session& session) -> result<planned_erasure> {
                auto found = session.find.query(sqlite::blob{casus.view()});
                return found.next() ? take(found) : errc::not_found;
            }
        );
    }
    async_result<list_of> list(std::size_t limit) override {
        return readers_.read<list_of>([limit](reading_session& session) {
            return all_of(session.list.query(limit));
        });
    }
    async_result<list_of> due(model::timestamp until, std::size_t limit) override {
        return readers_.read<list_of>([until, limit](reading_session& session) {
            return all_of(session.due.query(model::to_microseconds(until), limit));
        });
    }
    async_result<std::uint64_t> begun_since(model::timestamp from) override {
        return readers_.read<std::uint64_t>(
            [from](reading_session& session) -> result<std::uint64_t> {
                auto found = session.begun.query(model::to_microseconds(from));
                return found.next() ? found.unsigned_integer(0) : 0;
            }
        );
    }

    [[nodiscard]] bool writable() const override { return writer_.is_writable(); }

private:
    sqlite::file_writer writer_;
    sqlite::reader_pool<reading_session> readers_;
};

}  // namespace

std::unique_ptr<hub::ports::erasure_store> create_erasures(erasures_options options) {
    return std::make_unique<erasures>(std::move(options));
}

}  // namespace adapters::embedded::erasures
