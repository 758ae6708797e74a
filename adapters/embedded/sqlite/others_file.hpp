// A file that another process of this machine writes: opened once it is there, and only read.
#pragma once

#include "adapters/embedded/sqlite/reader_pool.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace adapters::embedded::sqlite {

// Thread-safe.
template <class Session>
class others_file {
public:
    explicit others_file(reader_pool_options options) : options_{std::move(options)} {
        static_cast<void>(opened());
    }

    // Whether it can be read: once it could, it stays so.
    [[nodiscard]] bool readable() { return opened() != nullptr; }

    // errc::retry as long as it can't be read; each question opens it anew.
    template <class Value>
    [[nodiscard]] hub::ports::async_result<Value> read(
        std::function<hub::ports::result<Value>(Session&)> query
    ) {
        auto* const file = opened();
        if (file == nullptr) {
            co_return hub::ports::errc::retry;
        }
        co_return co_await file->template read<Value>(std::move(query));
    }

private:
    reader_pool<Session>* opened() {
        const std::lock_guard lock{mutex_};
        if (file_ == nullptr) {
            try {
                file_ = std::make_unique<reader_pool<Session>>(options_);
            } catch (const start_failure&) {
                // Its owner has not made it yet, or it is of a newer one: readable() tells.
            }
        }
        return file_.get();
    }

    const reader_pool_options options_;
    std::mutex mutex_;
    std::unique_ptr<reader_pool<Session>> file_;
};

}  // namespace adapters::embedded::sqlite
