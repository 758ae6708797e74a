#include "adapters/embedded/case_keys/case_keys.hpp"

#include "adapters/embedded/case_keys/reading_session.hpp"
#include "adapters/embedded/sqlite/file_writer.hpp"
#include "adapters/embedded/sqlite/reader_pool.hpp"
#include "adapters/embedded/sqlite/statement.hpp"

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::embedded::case_keys {

using hub::ports::async_result;
using hub::ports::errc;
using hub::ports::result;
using hub::ports::wrapped_key;

namespace {

// wrapped is NULL and destroyed_at set once a key is destroyed.
constexpr std::array<std::string_view, 1> versions{R"sql(
CREATE TABLE case_key(
    id BLOB PRIMARY KEY,
    key_encryption_version INTEGER NOT NULL,
    wrapped BLOB,
    destroyed_at INTEGER) WITHOUT ROWID;
)sql"};

class writing_session;

using key_operation = sqlite::operation_on<writing_session>;

class writing_session final : public sqlite::session_of_operations<writing_session> {
public:
    explicit writing_session(sqlite::connection& file)
        : find{file, "SELECT 1 FROM case_key WHERE id=?"},
          insert{file, "INSERT INTO case_key(id,key_encryption_version,wrapped) VALUES(?,?,?)"},
          destroy{
              file,
              "UPDATE case_key SET wrapped=NULL,destroyed_at=? WHERE id=? AND wrapped IS NOT "
              "NULL"} {}

    [[nodiscard]] bool has(const hub::model::key_id& id) {
        auto found = find.query(sqlite::blob{id.view()});
        return found.next();
    }

    sqlite::statement find;
    sqlite::statement insert;
    sqlite::statement destroy;
};

struct add_operation final : key_operation {
    explicit add_operation(std::vector<wrapped_key> wanted)
        : key_operation{128 * wanted.size()}, keys{std::move(wanted)} {}

    void apply(writing_session& session) override {
        for (const auto& key : keys) {
            if (session.has(key.id)) {
                failure = errc::conflict;
                return;
            }
        }
        for (const auto& key : keys) {
            session.insert.run(
                sqlite::blob{key.id.view()}, key.key_encryption_version, sqlite::blob{key.wrapped}
            );
        }
    }

    std::vector<wrapped_key> keys;
};

struct destroy_operation final : key_operation {
    destroy_operation(hub::model::key_id wanted, hub::model::timestamp when)
        : key_operation{64}, id{wanted}, at{when} {}

    void apply(writing_session& session) override {
        if (!session.has(id)) {
            failure = errc::not_found;
            return;
        }
        session.destroy.run(hub::model::to_microseconds(at), sqlite::blob{id.view()});
    }

    hub::model::key_id id;
    hub::model::timestamp at;
};

class case_keys final : public hub::ports::case_key_store {
public:
    explicit case_keys(case_keys_options options)
        : writer_{
              {.file =
                   {.path = options.path,
                    .deletion = sqlite::deletion::overwriting,
                    .cache_kib = 1024,
                    .faults = options.faults},
               .queue = {.name = "sleutels"},
               .checkpoint_bytes = std::uint64_t{4} << 20U},
              versions,
              [](sqlite::connection& file) { return std::make_unique<writing_session>(file); }},
          readers_{{.path = options.path, .name = "sleutels-lees", .readers = 1}} {}

    async_result<void> add(std::vector<wrapped_key> keys) override {
        add_operation operation{std::move(keys)};
        co_return co_await writer_.perform(operation);
    }

    async_result<wrapped_key> find(hub::model::key_id id) override {
        return readers_.read<wrapped_key>([id](reading_session& session) {
            return session.read(id);
        });
    }

    async_result<std::vector<result<wrapped_key>>> find_all(std::vector<hub::model::key_id> ids
    ) override {
        using found_keys = std::vector<result<wrapped_key>>;
        const std::function<result<found_keys>(reading_session&)> query =
            [&ids](reading_session& session) { return session.read_all(ids); };
        co_return co_await readers_.read<found_keys>(query);
    }

    async_result<void> destroy(hub::model::key_id id, hub::model::timestamp when) override {
        destroy_operation operation{id, when};
        if (const auto failure = co_await writer_.submit(operation)) {
            co_return *failure;
        }
        // The old page with the key still stands in the WAL until that is emptied. When it can't
        // be now, the key counts as not destroyed yet; destroying it again is harmless.
        const auto emptied = co_await readers_.read<bool>([this](reading_session& /*session*/) {
            return result<bool>{writer_.empty_wal()};
        });
        co_return emptied.has_value() && *emptied ? result<void>{} : result<void>{errc::retry};
    }

private:
    sqlite::file_writer writer_;
    sqlite::reader_pool<reading_session> readers_;
};

}  // namespace

std::unique_ptr<hub::ports::case_key_store> create_case_keys(case_keys_options options) {
    return std::make_unique<case_keys>(std::move(options));
}

}  // namespace adapters::embedded::case_keys
