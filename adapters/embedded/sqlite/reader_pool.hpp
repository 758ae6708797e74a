// Bounded reading: a few threads, each with a connection and prepared statements of its own.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"
#include "hub/ports/result.hpp"
#include "hub/runtime/worker_pool.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace adapters::embedded::sqlite {

struct reader_pool_options {
    std::filesystem::path path;
    // The threads' name, at most 15 characters.
    std::string name;
    hub::runtime::precedence thread = hub::runtime::precedence::first;
    std::size_t readers = 2;
    std::size_t max_waiting = 1024;
};

// Session is made from a connection and holds the prepared statements and queries. The first reader
// opens the file at once, the others when they are first needed. Thread-safe.
template <class Session>
class reader_pool {
public:
    using make_session = std::function<std::unique_ptr<Session>(connection&)>;

    // Throws start_failure.
    explicit reader_pool(
        const reader_pool_options& options,
        const make_session& make = [](connection& file) { return std::make_unique<Session>(file); }
    )
        : path_{options.path},
          make_{make},
          readers_(options.readers),
          workers_{
              {.name = options.name,
               .thread = options.thread,
               .threads = options.readers,
               .max_waiting = options.max_waiting}} {
        static_cast<void>(reader(0));
    }

    // Runs the query on one consistent state of the file and completes on the caller's executor.
    // errc::retry when too many wait or the file could not be read.
    template <class Value>
    [[nodiscard]] hub::ports::async_result<Value> read(
        std::function<hub::ports::result<Value>(Session&)> query
    ) {
        hub::ports::result<Value> outcome{hub::ports::errc::retry};
        const bool ran = co_await workers_.run(job<Value>(query, outcome));
        if (!ran) {
            co_return hub::ports::errc::retry;
        }
        co_return outcome;
    }

    // Runs work that nobody waits for on a reader's thread, such as preparing what is written
    // later; false when too many wait.
    bool start(std::function<void()> work) {
        return workers_.start([work = std::move(work)](std::size_t /*worker*/) { work(); });
    }

    void close() { workers_.close(); }

private:
    struct reader_state {
        reader_state(const std::filesystem::path& path, const make_session& make)
            : file{{.path = path, .access = access::read_only, .cache_kib = 4096}},
              session{make(file)} {}
        connection file;
        std::unique_ptr<Session> session;
    };

    // Only its own thread asks for one but the first. Throws start_failure.
    reader_state& reader(std::size_t worker) {
        auto& mine = readers_[worker];
        if (!mine) {
            mine = std::make_unique<reader_state>(path_, make_);
        }
        return *mine;
    }

    template <class Value>
    hub::runtime::worker_pool::job job(
        const std::function<hub::ports::result<Value>(Session&)>& query,
        hub::ports::result<Value>& outcome
    ) {
        return [this, &query, &outcome](std::size_t worker) {
            try {
                run(reader(worker), query, outcome);
            } catch (const start_failure&) {
                // The file could not be opened once more.
                outcome = hub::ports::errc::retry;
            }
        };
    }

    template <class Value>
    static void run(
        reader_state& reader,
        const std::function<hub::ports::result<Value>(Session&)>& query,
        hub::ports::result<Value>& outcome
    ) {
        reader.file.forget_failure();
        reader.file.execute("BEGIN");
        bool failed = false;
        try {
            outcome = query(*reader.session);
        } catch (const start_failure&) {
            // A statement that is made for this query alone could not be prepared.
            failed = true;
        }
        failed = failed || reader.file.failed();
        reader.file.forget_failure();
        reader.file.execute("COMMIT");
        if (failed) {
            outcome = hub::ports::errc::retry;
        }
    }

    const std::filesystem::path path_;
    const make_session make_;
    // Threads end before the connections they use.
    std::vector<std::unique_ptr<reader_state>> readers_;
    hub::runtime::worker_pool workers_;
};

}  // namespace adapters::embedded::sqlite
