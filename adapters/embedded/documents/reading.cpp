#include "adapters/embedded/documents/reading.hpp"

#include <algorithm>

namespace adapters::embedded::documents {

using hub::ports::errc;
using hub::ports::result;
using hub::ports::stored_document;

namespace {

// False when what stands there was never written by a hub.
bool take_seal(const sqlite::rows& row, int from, hub::model::sealed_part& into) {
    into.key_version = static_cast<std::uint32_t>(row.integer(from));
    const auto iv = row.bytes(from + 1);
    if (iv.size() != into.iv.size()) {
        return false;
    }
    std::copy(iv.begin(), iv.end(), into.iv.begin());
    into.ciphertext = row.text(from + 2);
    return true;
}

}  // namespace

std::string selecting(std::string_view where) {
    return "SELECT id,owner,certificate,received_at,bytes,records,key_version,iv,description FROM "
           "document WHERE " +
           std::string{where};
}

result<stored_document> take_document(const sqlite::rows& row) {
    const auto id = hub::model::document_id::from_bytes(row.bytes(0));
    const auto owner = hub::model::oin::parse(row.bytes(1));
    if (!id || !owner) {
        return errc::not_authentic;
    }
    stored_document one;
    one.id = *id;
    one.owner = *owner;
    one.certificate = hub::model::oin::parse(row.bytes(2)).value_or(*owner);
    one.received_at = hub::model::from_microseconds(row.integer(3));
    one.size = row.unsigned_integer(4);
    // What was never completed has no description, nor records that count.
    constexpr int description = 8;
    if (!row.is_null(description)) {
        one.records = static_cast<std::uint32_t>(row.integer(5));
        if (!take_seal(row, 6, one.description)) {
            return errc::not_authentic;
        }
    }
    return one;
}

one_document::one_document(sqlite::connection& file)
    : find{file, selecting("id=? AND standing=1")},
      record{file, "SELECT key_version,iv,sealed FROM record WHERE document=? AND number=?"} {}

result<stored_document> one_document::read(const hub::model::document_id& id) {
    auto found = find.query(sqlite::blob{id.view()});
    if (!found.next()) {
        return errc::not_found;
    }
    return take_document(found);
}

result<hub::model::sealed_part>
one_document::read_record(const hub::model::document_id& id, std::uint32_t number) {
    hub::model::sealed_part part;
    auto found = record.query(sqlite::blob{id.view()}, number);
    if (!found.next()) {
        return errc::not_found;
    }
    if (!take_seal(found, 0, part)) {
        return errc::not_authentic;
    }
    return part;
}

}  // namespace adapters::embedded::documents
