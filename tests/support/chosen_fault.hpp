// Makes an SQLite file fail where a test says.
#pragma once

#include "adapters/embedded/sqlite/fault_hook.hpp"

#include <atomic>

namespace tests::support {

// Set from the test's thread, asked on the writer's.
class chosen_fault final : public adapters::embedded::sqlite::fault_hook {
public:
    [[nodiscard]] bool statement_fails() override { return statement; }
    [[nodiscard]] bool fails_before_commit() override { return before_commit; }
    [[nodiscard]] adapters::embedded::sqlite::commit_fault at_commit() override { return commit; }
    [[nodiscard]] bool reopen_fails() override { return reopen; }

    std::atomic<bool> statement = false;
    std::atomic<bool> before_commit = false;
    std::atomic<adapters::embedded::sqlite::commit_fault> commit =
        adapters::embedded::sqlite::commit_fault::none;
    std::atomic<bool> reopen = false;
};

}  // namespace tests::support
