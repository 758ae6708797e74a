#include "adapters/embedded/case_keys/key_reader.hpp"

#include "adapters/embedded/case_keys/reading_session.hpp"
#include "adapters/embedded/sqlite/reader_pool.hpp"

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace adapters::embedded::case_keys {
namespace {

using hub::ports::async_result;
using hub::ports::errc;
using hub::ports::result;
using hub::ports::wrapped_key;

using readers = sqlite::reader_pool<reading_session>;

class file_reader final : public key_reader {
public:
    explicit file_reader(std::filesystem::path path) : path_{std::move(path)} {
        static_cast<void>(opened());
    }

    bool readable() override { return opened() != nullptr; }

    async_result<void> add(std::vector<wrapped_key> /*keys*/) override { co_return errc::refused; }

    async_result<void> destroy(hub::model::key_id /*id*/, hub::model::timestamp /*when*/) override {
        co_return errc::refused;
    }

    async_result<wrapped_key> find(hub::model::key_id id) override {
        auto* file = opened();
        if (file == nullptr) {
            co_return errc::retry;
        }
        const std::function<result<wrapped_key>(reading_session&)> query =
            [&id](reading_session& session) { return session.read(id); };
        co_return co_await file->read<wrapped_key>(query);
    }

    async_result<std::vector<result<wrapped_key>>> find_all(std::vector<hub::model::key_id> ids
    ) override {
        using found_keys = std::vector<result<wrapped_key>>;
        auto* file = opened();
        if (file == nullptr) {
            co_return errc::retry;
        }
        const std::function<result<found_keys>(reading_session&)> query =
            [&ids](reading_session& session) { return session.read_all(ids); };
        co_return co_await file->read<found_keys>(query);
    }

private:
    // Null as long as it can't be opened; once open it stays so.
    readers* opened() {
        const std::lock_guard lock{mutex_};
        if (file_ == nullptr) {
            try {
                file_ = std::make_unique<readers>(sqlite::reader_pool_options{
                    .path = path_, .name = "sleutels-lees", .readers = 1});
            } catch (const sqlite::start_failure&) {
                // Its owner has not made it yet, or it is of a newer one: readable() tells.
            }
        }
        return file_.get();
    }

    const std::filesystem::path path_;
    std::mutex mutex_;
    std::unique_ptr<readers> file_;
};

}  // namespace

std::unique_ptr<key_reader> create_key_reader(std::filesystem::path path) {
    return std::make_unique<file_reader>(std::move(path));
}

}  // namespace adapters::embedded::case_keys
