// A message's row, read back on any connection.
#pragma once

#include "adapters/embedded/ledger/records.hpp"
#include "adapters/embedded/message_store/key_hash.hpp"
#include "adapters/embedded/message_store/key_index.hpp"
#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/model/admitted_message.hpp"
#include "hub/ports/message_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::embedded::message_store {

// Where a message's bytes stand in its commit's content.
struct slice {
    std::uint64_t at = 0;
    std::uint64_t size = 0;
};

// How far a message is, and to whom it goes: what settling looks at. overall is what the row says,
// nothing as long as the outbox' watermark tells.
struct message_standing {
    std::uint64_t sequence = 0;
    std::optional<hub::model::casus_id> casus;
    std::vector<hub::model::destination> destinations;
    std::optional<hub::model::state> overall;
};

struct message_row {
    // overall only holds what the row says; see has_overall.
    hub::ports::stored_message stored;
    bool has_overall = false;
    hub::model::stream target = hub::model::stream::aanmelding;
    std::vector<std::uint64_t> numbers;
    std::uint64_t commit = 0;
    std::uint32_t leaf = 0;
    slice envelope;
    slice original;
    hub::model::digest original_digest{};
    std::optional<hub::model::digest> reference;
    std::optional<hub::model::digest> casus_reference;
    // The newest before with the same hash, per kind of key; 0 for none.
    std::array<std::uint64_t, key_kinds> earlier{};

    std::vector<std::pair<std::string, std::string>> open_extensions;

    [[nodiscard]] message_standing standing() const;
    // What a record is built from; the envelope's bytes are the caller's.
    [[nodiscard]] ledger::record_parts parts(std::string_view bytes) const;
};

// What stands in the column source: nothing for the owner's own.
[[nodiscard]] std::optional<std::string_view>
stored_source(const hub::model::submission_key& key, std::string& own);

// What stands in the column extensions: nothing for none.
[[nodiscard]] std::optional<std::string>
stored_extensions(const std::vector<std::pair<std::string, std::string>>& open);

// The SELECT that read_row understands, to be completed with a WHERE.
[[nodiscard]] std::string select_messages(std::string_view rest);
[[nodiscard]] message_row read_row(const sqlite::rows& found);

// Finds messages on one connection. Not found and failed both read as nothing; the connection
// remembers which it was.
class row_reader {
public:
    row_reader(sqlite::connection& file, const key_index& index);

    [[nodiscard]] std::optional<message_row> by_sequence(std::uint64_t sequence);
    [[nodiscard]] std::optional<message_row> by_id(const hub::model::message_id& id);
    // Of its own row alone, as that is asked for every message.
    [[nodiscard]] std::optional<message_standing> standing(const hub::model::message_id& id);
    // The message that opened a casus.
    [[nodiscard]] std::optional<message_row> opener(const hub::model::casus_id& casus);

    // The newest message with a hash; compare it, and follow its link to the one before.
    [[nodiscard]] std::uint64_t newest(key_kind kind, std::uint64_t hash);

    // From the newest with the hash, or from a given sequence, along the links to the first that
    // really has the key.
    [[nodiscard]] std::optional<message_row>
    with_submission(std::uint64_t from, const hub::model::submission_key& key);
    [[nodiscard]] std::optional<message_row> with_reference(
        std::uint64_t from,
        const hub::model::oin& owner,
        const hub::model::digest& reference
    );
    [[nodiscard]] std::optional<message_row> with_casus_reference(
        std::uint64_t from,
        const hub::model::oin& owner,
        const hub::model::digest& reference
    );

private:
    template <class Matches>
    std::optional<message_row> along(std::uint64_t from, key_kind kind, Matches matches);

    const key_index& index_;
    partition_reader partitions_;
    sqlite::statement by_sequence_;
    sqlite::statement by_id_;
    sqlite::statement standing_;
    sqlite::statement opener_;
};

}  // namespace adapters::embedded::message_store
