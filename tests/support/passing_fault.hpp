// Makes an SQLite file fail once where a test says, and work again.
#pragma once

#include "adapters/embedded/sqlite/fault_hook.hpp"

#include <atomic>

namespace tests::support {

// Set from the test's thread, asked on the writer's.
class passing_fault final : public adapters::embedded::sqlite::fault_hook {
public:
    using commit_fault = adapters::embedded::sqlite::commit_fault;

    [[nodiscard]] bool statement_fails() override {
        return steps_left.load() >= 0 && steps_left-- == 0;
    }
    [[nodiscard]] bool fails_before_commit() override { return before.exchange(false); }
    [[nodiscard]] commit_fault at_commit() override { return commit.exchange(commit_fault::none); }
    [[nodiscard]] bool reopen_fails() override {
        return reopens_left.load() > 0 && reopens_left-- > 0;
    }

    // The step with this number fails; below zero none does.
    std::atomic<int> steps_left = -1;
    std::atomic<bool> before = false;
    std::atomic<commit_fault> commit = commit_fault::none;
    std::atomic<int> reopens_left = 0;
};

}  // namespace tests::support
