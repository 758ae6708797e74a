// Lets a test make the file fail at a chosen step.
#pragma once

namespace adapters::embedded::sqlite {

// What happens to a COMMIT.
enum class commit_fault {
    none,
    // It fails and has no effect.
    lost,
    // It reports a failure although it took effect.
    kept,
};

// Asked by the writer's connection on the writer's thread. Left out in production.
class fault_hook {
public:
    virtual ~fault_hook() = default;

    // Asked at every step of every statement inside a transaction; true makes it fail.
    [[nodiscard]] virtual bool statement_fails() = 0;
    // Asked once everything is written, right before COMMIT; true makes the transaction fail.
    [[nodiscard]] virtual bool fails_before_commit() = 0;
    [[nodiscard]] virtual commit_fault at_commit() = 0;
    // Asked when a file is opened again after a failed COMMIT; true makes that fail.
    [[nodiscard]] virtual bool reopen_fails() = 0;
};

}  // namespace adapters::embedded::sqlite
