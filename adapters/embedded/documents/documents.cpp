#include "adapters/embedded/documents/documents.hpp"

#include "adapters/embedded/documents/operations.hpp"
#include "adapters/embedded/documents/reading.hpp"
#include "adapters/embedded/sqlite/reader_pool.hpp"

#include <algorithm>
#include <string>

namespace adapters::embedded::documents {

using hub::ports::async_result;
using hub::ports::document_reference;
using hub::ports::document_usage;
using hub::ports::errc;
using hub::ports::result;
using hub::ports::stored_document;

namespace {

struct reading_session {
    explicit reading_session(sqlite::connection& file)
        : one{file},
          references{
              file,
              "SELECT document,message,at FROM reference WHERE (document,message)>(?,?) ORDER BY "
              "document,message LIMIT ?"},
          documents_of{file, "SELECT document FROM reference WHERE message=? ORDER BY document"},
          referrers{file, "SELECT message FROM reference WHERE document=? ORDER BY message"},
          usage{file, "SELECT COUNT(*),SUM(bytes) FROM document WHERE owner=?"},
          marked{file, selecting("standing=2 LIMIT ?")} {}

    one_document one;
    sqlite::statement references;
    sqlite::statement documents_of;
    sqlite::statement referrers;
    sqlite::statement usage;
    sqlite::statement marked;
};

result<std::vector<document_reference>> read_references(
    reading_session& session,
    const std::optional<document_reference>& after,
    std::size_t limit
) {
    std::vector<document_reference> all;
    const auto document = after ? after->document.view() : std::string_view{""};
    const auto message = after ? after->message.view() : std::string_view{""};
    auto rows = session.references.query(sqlite::blob{document}, sqlite::blob{message}, limit);
    while (rows.next()) {
        const auto referred = hub::model::document_id::from_bytes(rows.bytes(0));
        const auto referring = hub::model::message_id::from_bytes(rows.bytes(1));
        if (!referred || !referring) {
            return errc::not_authentic;
        }
        all.push_back({*referred, *referring, hub::model::from_microseconds(rows.integer(2))});
    }
    return all;
}

template <class Id>
result<std::vector<Id>> read_ids(sqlite::rows rows) {
    std::vector<Id> all;
    while (rows.next()) {
        const auto one = Id::from_bytes(rows.bytes(0));
        if (!one) {
            return errc::not_authentic;
        }
        all.push_back(*one);
    }
    return all;
}

result<std::vector<stored_document>> read_marked(reading_session& session, std::size_t limit) {
    std::vector<stored_document> all;
    auto found = session.marked.query(limit);
    while (found.next()) {
        auto one = take_document(found);
        if (!one) {
            return one.error();
        }
        all.push_back(std::move(*one));
    }
    return all;
}

class documents final : public hub::ports::document_store {
public:
    explicit documents(const documents_options& options)
        : writer_{
              {.file =
                   {.path = options.path,
                    .deletion = sqlite::deletion::overwriting,
                    .cache_kib = 2048,
                    .faults = options.faults},
               .queue = {.name = "bijlagen", .max_batch_bytes = std::size_t{2} << 20U},
               .checkpoint_bytes = options.checkpoint_bytes},
              versions,
              make_writing_session},
          readers_{{.path = options.path, .name = "bijlagen-lees", .readers = 2}} {}

    async_result<void>
    begin(hub::model::document_id id, hub::model::oin owner, hub::model::timestamp at) override {
        begin_operation operation{id, std::move(owner), at};
        co_return co_await writer_.perform(operation);
    }
    async_result<void>
    add(hub::model::document_id id, std::uint32_t number, hub::model::sealed_part record) override {
        add_operation operation{id, number, std::move(record)};
        co_return co_await writer_.perform(operation);
    }
    async_result<void> complete(stored_document whole) override {
        complete_operation operation{std::move(whole)};
        co_return co_await writer_.perform(operation);
    }
    async_result<void> refer(std::vector<document_reference> references) override {
        refer_operation operation{std::move(references)};
        co_return co_await writer_.perform(operation);
    }
    async_result<void> forget(document_reference reference) override {
        forget_operation operation{reference};
        co_return co_await writer_.perform(operation);
    }
    async_result<void> withdraw(hub::model::document_id id) override {
        withdraw_operation operation{id};
        co_return co_await writer_.perform(operation);
    }
    async_result<void> mark_unreferenced(
        hub::model::timestamp received_before,
        hub::model::timestamp abandoned,
        std::size_t limit
    ) override {
        mark_operation operation{received_before, abandoned, limit};
        co_return co_await writer_.perform(operation);
    }
    async_result<void> erase(hub::model::document_id id) override {
        erase_operation operation{id};
        co_return co_await writer_.perform(operation);
    }

    async_result<stored_document> find(hub::model::document_id id) override {
        return readers_.read<stored_document>([id](reading_session& session) {
            return session.one.read(id);
        });
    }
    async_result<hub::model::sealed_part> record(hub::model::document_id id, std::uint32_t number)
        override {
        return readers_.read<hub::model::sealed_part>([id, number](reading_session& session) {
            return session.one.read_record(id, number);
        });
    }
    async_result<std::vector<document_reference>>
    references(std::optional<document_reference> after, std::size_t limit) override {
        return readers_.read<std::vector<document_reference>>([after,
                                                               limit](reading_session& session) {
            return read_references(session, after, limit);
        });
    }
    async_result<std::vector<hub::model::document_id>> documents_of(hub::model::message_id message
    ) override {
        using ids = std::vector<hub::model::document_id>;
        return readers_.read<ids>([message](reading_session& session) {
            return read_ids<ids::value_type>(session.documents_of.query(sqlite::blob{message.view()}
            ));
        });
    }
    async_result<std::vector<hub::model::message_id>> referrers(hub::model::document_id document
    ) override {
        using ids = std::vector<hub::model::message_id>;
        return readers_.read<ids>([document](reading_session& session) {
            return read_ids<ids::value_type>(session.referrers.query(sqlite::blob{document.view()})
            );
        });
    }
    async_result<document_usage> usage(hub::model::oin owner) override {
        return readers_.read<document_usage>([owner](reading_session& session) {
            auto found = session.usage.query(std::string_view{owner.text()});
            document_usage used;
            if (found.next()) {
                used = {found.unsigned_integer(0), found.unsigned_integer(1)};
            }
            return result<document_usage>{used};
        });
    }
    async_result<std::vector<stored_document>> marked(std::size_t limit) override {
        return readers_.read<std::vector<stored_document>>([limit](reading_session& session) {
            return read_marked(session, limit);
        });
    }

    [[nodiscard]] bool writable() const override { return writer_.is_writable(); }

private:
    sqlite::file_writer writer_;
    sqlite::reader_pool<reading_session> readers_;
};

}  // namespace

std::unique_ptr<hub::ports::document_store> create_documents(documents_options options) {
    return std::make_unique<documents>(options);
}

}  // namespace adapters::embedded::documents
