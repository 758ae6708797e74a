#include "adapters/embedded/case_keys/reading_session.hpp"

#include <cstdint>

namespace adapters::embedded::case_keys {

using hub::ports::errc;
using hub::ports::result;
using hub::ports::wrapped_key;

reading_session::reading_session(sqlite::connection& file)
    : find{file, "SELECT key_encryption_version,wrapped FROM case_key WHERE id=?"} {}

result<wrapped_key> reading_session::read(const hub::model::key_id& id) {
    auto found = find.query(sqlite::blob{id.view()});
    if (!found.next()) {
        return errc::not_found;
    }
    if (found.is_null(1)) {
        return errc::erased;
    }
    return wrapped_key{id, static_cast<std::uint32_t>(found.integer(0)), found.text(1)};
}

std::vector<result<wrapped_key>> reading_session::read_all(
    const std::vector<hub::model::key_id>& ids
) {
    std::vector<result<wrapped_key>> keys;
    keys.reserve(ids.size());
    for (const auto& id : ids) {
        keys.push_back(read(id));
    }
    return keys;
}

}  // namespace adapters::embedded::case_keys
