// One transaction, whose end keeps "failed before COMMIT" apart from "failed from COMMIT".
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"

namespace adapters::embedded::sqlite {

enum class commit_outcome {
    committed,
    // Failed before COMMIT: nothing was stored, the connection goes on.
    rolled_back,
    // Failed from COMMIT: it may be there after a restart. The connection must be opened again.
    unknown,
};

// Begins when made and rolls back when it goes without commit().
class transaction {
public:
    explicit transaction(connection& owner);
    ~transaction();
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;

    // Rolls back when anything failed since the beginning.
    [[nodiscard]] commit_outcome commit();

private:
    // False when even that failed.
    bool roll_back();

    connection& owner_;
    bool open_ = true;
};

// Whether a commit without content works. After it nothing that an earlier, failed COMMIT wrote can
// come back: something else stands in its place in the WAL.
[[nodiscard]] bool can_write(connection& file);

}  // namespace adapters::embedded::sqlite
