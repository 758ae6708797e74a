#include "adapters/embedded/sqlite/transaction.hpp"

#include <sqlite3.h>
#include <string>

namespace adapters::embedded::sqlite {

transaction::transaction(connection& owner) : owner_{owner} {
    owner_.forget_failure();
    owner_.execute("BEGIN IMMEDIATE");
}

transaction::~transaction() {
    if (open_) {
        roll_back();
    }
}

bool transaction::roll_back() {
    open_ = false;
    if (sqlite3_get_autocommit(owner_.handle()) != 0) {
        return true;
    }
    // The failure that led here stays remembered for whoever asks; ROLLBACK itself must run.
    const int failure = owner_.failure();
    owner_.forget_failure();
    owner_.execute("ROLLBACK");
    const bool fine = !owner_.failed();
    owner_.forget_failure();
    owner_.note(failure);
    return fine;
}

commit_outcome transaction::commit() {
    auto* const faults = owner_.faults();
    if (faults != nullptr && !owner_.failed() && faults->fails_before_commit()) {
        owner_.note(SQLITE_IOERR);
    }
    if (owner_.failed()) {
        return roll_back() ? commit_outcome::rolled_back : commit_outcome::unknown;
    }
    const auto fault = faults != nullptr ? faults->at_commit() : commit_fault::none;
    if (fault == commit_fault::lost) {
        owner_.note(SQLITE_IOERR);
        roll_back();
        return commit_outcome::unknown;
    }
    open_ = false;
    owner_.execute("COMMIT");
    if (fault == commit_fault::kept) {
        owner_.note(SQLITE_IOERR);
    }
    if (!owner_.failed()) {
        return commit_outcome::committed;
    }
    open_ = true;
    roll_back();
    return commit_outcome::unknown;
}

bool can_write(connection& file) {
    file.forget_failure();
    try {
        const auto version = file.number("PRAGMA user_version");
        transaction change{file};
        file.execute(("PRAGMA user_version=" + std::to_string(version)).c_str());
        // The faults that a test asks for belong to what is written, not to this.
        file.execute("COMMIT");
    } catch (const start_failure&) {
        // It can't even be read.
        return false;
    }
    const bool fine = !file.failed();
    file.forget_failure();
    return fine;
}

}  // namespace adapters::embedded::sqlite
