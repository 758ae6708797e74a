#include "adapters/embedded/documents/operations.hpp"

namespace adapters::embedded::documents {

using hub::ports::errc;

// bytes rises with every record, so that an owner's share counts what is on its way.
constexpr std::string_view first_version = R"sql(
CREATE TABLE document(
    id BLOB PRIMARY KEY,
    standing INTEGER NOT NULL,
    owner TEXT NOT NULL,
    certificate TEXT NOT NULL DEFAULT '',
    received_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL DEFAULT 0,
    records INTEGER NOT NULL DEFAULT 0,
    key_version INTEGER NOT NULL DEFAULT 0,
    iv BLOB,
    description BLOB) WITHOUT ROWID;
CREATE INDEX document_owner ON document(owner, bytes);
CREATE TABLE record(
    document BLOB NOT NULL,
    number INTEGER NOT NULL,
    key_version INTEGER NOT NULL,
    iv BLOB NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE(document, number));
CREATE TABLE reference(
    document BLOB NOT NULL,
    message BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY(document, message)) WITHOUT ROWID;
)sql";
// What a message refers to is asked when its casus is erased.
constexpr std::string_view second_version = "CREATE INDEX reference_message ON reference(message)";

constexpr std::array<std::string_view, 2> versions{first_version, second_version};

class writing_session final : public sqlite::session_of_operations<writing_session> {
public:
    explicit writing_session(sqlite::connection& file)
        : find{file, "SELECT standing,records FROM document WHERE id=?"},
          insert{file, "INSERT INTO document(id,standing,owner,received_at) VALUES(?,0,?,?)"},
          add{file, "INSERT INTO record(document,number,key_version,iv,sealed) VALUES(?,?,?,?,?)"},
          grow{file, "UPDATE document SET bytes=bytes+?,records=records+1 WHERE id=?"},
          complete{
              file,
              "UPDATE document SET standing=1,certificate=?,received_at=?,bytes=?,key_version=?,"
              "iv=?,description=? WHERE id=?"},
          refer{
              file,
              "INSERT INTO reference(document,message,at) VALUES(?,?,?) ON CONFLICT DO NOTHING"},
          forget{file, "DELETE FROM reference WHERE document=? AND message=?"},
          forget_all{file, "DELETE FROM reference WHERE document=?"},
          withdraw{file, "UPDATE document SET standing=2 WHERE id=?"},
          mark{
              file,
              "UPDATE document SET standing=2 WHERE id IN (SELECT id FROM document AS one WHERE "
              "((standing=1 AND received_at<?) OR (standing=0 AND received_at<?)) AND NOT EXISTS "
              "(SELECT 1 FROM reference WHERE document=one.id) LIMIT ?)"},
          erase_records{file, "DELETE FROM record WHERE document=?"},
          erase{file, "DELETE FROM document WHERE id=?"} {}

    // How many records it has, when it stands so.
    [[nodiscard]] std::optional<std::uint32_t>
    records_of(const hub::model::document_id& id, standing wanted) {
        auto found = find.query(sqlite::blob{id.view()});
        if (!found.next() || found.integer(0) != static_cast<int>(wanted)) {
            return std::nullopt;
        }
        return static_cast<std::uint32_t>(found.integer(1));
    }

    [[nodiscard]] bool has(const hub::model::document_id& id) {
        auto found = find.query(sqlite::blob{id.view()});
        return found.next();
    }

    sqlite::statement find;
    sqlite::statement insert;
    sqlite::statement add;
    sqlite::statement grow;
    sqlite::statement complete;
    sqlite::statement refer;
    sqlite::statement forget;
    sqlite::statement forget_all;
    sqlite::statement withdraw;
    sqlite::statement mark;
    sqlite::statement erase_records;
    sqlite::statement erase;
};

std::unique_ptr<sqlite::writer_session> make_writing_session(sqlite::connection& file) {
    return std::make_unique<writing_session>(file);
}

void begin_operation::apply(writing_session& session) {
    if (session.has(id)) {
        failure = errc::conflict;
        return;
    }
    session.insert.run(
        sqlite::blob{id.view()}, std::string_view{owner.text()}, hub::model::to_microseconds(at)
    );
}

void add_operation::apply(writing_session& session) {
    if (session.records_of(id, standing::coming) != number) {
        failure = errc::not_found;
        return;
    }
    session.add.run(
        sqlite::blob{id.view()},
        number,
        record.key_version,
        sqlite::as_blob(record.iv),
        sqlite::blob{record.ciphertext}
    );
    session.grow.run(record.ciphertext.size(), sqlite::blob{id.view()});
}

void complete_operation::apply(writing_session& session) {
    if (session.records_of(whole.id, standing::coming) != whole.records) {
        failure = errc::not_found;
        return;
    }
    session.complete.run(
        std::string_view{whole.certificate.text()},
        hub::model::to_microseconds(whole.received_at),
        whole.size,
        whole.description.key_version,
        sqlite::as_blob(whole.description.iv),
        sqlite::blob{whole.description.ciphertext},
        sqlite::blob{whole.id.view()}
    );
}

void refer_operation::apply(writing_session& session) {
    for (const auto& one : references) {
        if (!session.records_of(one.document, standing::whole)) {
            failure = errc::not_found;
            return;
        }
    }
    for (const auto& one : references) {
        session.refer.run(
            sqlite::blob{one.document.view()},
            sqlite::blob{one.message.view()},
            hub::model::to_microseconds(one.at)
        );
    }
}

void forget_operation::apply(writing_session& session) {
    session.forget.run(
        sqlite::blob{reference.document.view()}, sqlite::blob{reference.message.view()}
    );
}

void withdraw_operation::apply(writing_session& session) {
    session.forget_all.run(sqlite::blob{id.view()});
    session.withdraw.run(sqlite::blob{id.view()});
}

void mark_operation::apply(writing_session& session) {
    session.mark.run(
        hub::model::to_microseconds(received_before), hub::model::to_microseconds(abandoned), limit
    );
}

void erase_operation::apply(writing_session& session) {
    if (session.records_of(id, standing::whole)) {
        failure = errc::conflict;
        return;
    }
    session.erase_records.run(sqlite::blob{id.view()});
    session.erase.run(sqlite::blob{id.view()});
}

}  // namespace adapters::embedded::documents
