// What is written into the quarantine's file, an operation each.
#pragma once

#include "adapters/embedded/quarantine/rows.hpp"
#include "adapters/embedded/sqlite/file_writer.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace adapters::embedded::quarantine {

class writing_session;

using quarantine_operation = sqlite::operation_on<writing_session>;

struct add_operation final : quarantine_operation {
    add_operation(
        hub::ports::quarantined wanted,
        hub::model::sealed_part sealed,
        hub::ports::quarantine_bounds within
    );
    void apply(writing_session& session) override;

    // What is there afterwards.
    hub::ports::quarantined one;
    hub::model::sealed_part content;
    hub::ports::quarantine_bounds bounds;

private:
    void insert(writing_session& session);
};

struct end_operation final : quarantine_operation {
    end_operation(hub::model::message_id wanted, hub::ports::quarantine_ending ending);
    void apply(writing_session& session) override;

    hub::model::message_id id;
    hub::ports::quarantine_ending how;
};

struct hand_in_operation final : quarantine_operation {
    hand_in_operation(
        hub::model::message_id wanted,
        std::optional<hub::ports::handing_in> progress
    );
    void apply(writing_session& session) override;

    hub::model::message_id id;
    std::optional<hub::ports::handing_in> how;
};

struct announce_operation final : quarantine_operation {
    announce_operation(
        hub::model::message_id wanted,
        hub::model::timestamp when,
        hub::model::timestamp erased_at
    );
    void apply(writing_session& session) override;

    hub::model::message_id id;
    hub::model::timestamp at;
    hub::model::timestamp erase_at;
};

struct forget_operation final : quarantine_operation {
    explicit forget_operation(hub::model::timestamp until);
    void apply(writing_session& session) override;

    hub::model::timestamp before;
};

[[nodiscard]] std::unique_ptr<sqlite::writer_session> open_session(sqlite::connection& file);

}  // namespace adapters::embedded::quarantine
