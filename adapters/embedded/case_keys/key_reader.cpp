#include "adapters/embedded/case_keys/key_reader.hpp"

#include "adapters/embedded/case_keys/reading_session.hpp"
#include "adapters/embedded/sqlite/others_file.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace adapters::embedded::case_keys {
namespace {

using hub::ports::async_result;
using hub::ports::errc;
using hub::ports::result;
using hub::ports::wrapped_key;

class file_reader final : public key_reader {
public:
    explicit file_reader(std::filesystem::path path)
        : file_{{.path = std::move(path), .name = "sleutels-lees", .readers = 1}} {}

    bool readable() override { return file_.readable(); }

    async_result<void> add(std::vector<wrapped_key> /*keys*/) override { co_return errc::refused; }

    async_result<void> destroy(hub::model::key_id /*id*/, hub::model::timestamp /*when*/) override {
        co_return errc::refused;
    }

    async_result<wrapped_key> find(hub::model::key_id id) override {
        const std::function<result<wrapped_key>(reading_session&)> query =
            [&id](reading_session& session) { return session.read(id); };
        co_return co_await file_.read<wrapped_key>(query);
    }

    async_result<std::vector<result<wrapped_key>>> find_all(std::vector<hub::model::key_id> ids
    ) override {
        using found_keys = std::vector<result<wrapped_key>>;
        const std::function<result<found_keys>(reading_session&)> query =
            [&ids](reading_session& session) { return session.read_all(ids); };
        co_return co_await file_.read<found_keys>(query);
    }

private:
    sqlite::others_file<reading_session> file_;
};

}  // namespace

std::unique_ptr<key_reader> create_key_reader(std::filesystem::path path) {
    return std::make_unique<file_reader>(std::move(path));
}

}  // namespace adapters::embedded::case_keys
