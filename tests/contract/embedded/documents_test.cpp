#include "adapters/embedded/documents/documents.hpp"

#include "adapters/embedded/documents/document_reader.hpp"
#include "adapters/embedded/sqlite/connection.hpp"
#include "tests/contract/embedded/file_harness.hpp"
#include "tests/support/await.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tests::contract {
namespace {

using namespace std::chrono_literals;
using hub::ports::errc;
using support::await;
namespace model = hub::model;

model::document_id document(std::uint8_t number) {
    return model::document_id{small_uuid(number)};
}

class embedded_documents : public testing::Test {
protected:
    static constexpr std::string_view secret = "verzegelde inhoud van een deel";

    embedded_documents() { reopen(); }

    void reopen() {
        store.reset();
        store = adapters::embedded::documents::create_documents({.path = path()});
    }

    [[nodiscard]] std::filesystem::path path() const { return directory.path() / "bijlagen.db"; }

    void add(std::uint8_t number, std::uint32_t record) {
        ASSERT_TRUE(await(store->add(document(number), record, {1, {}, std::string{secret}})));
    }

    hub::ports::result<void> complete(std::uint8_t number, std::uint32_t records) {
        hub::ports::stored_document whole;
        whole.id = document(number);
        whole.owner = owner;
        whole.certificate = owner;
        whole.received_at = now;
        whole.size = 100;
        whole.records = records;
        whole.description = {1, {}, "omschrijving"};
        return await(store->complete(whole));
    }

    void make(std::uint8_t number) {
        ASSERT_TRUE(await(store->begin(document(number), owner, now)));
        add(number, 0);
        add(number, 1);
        ASSERT_TRUE(complete(number, 2));
    }

    [[nodiscard]] bool is_there(std::uint8_t number) {
        return await(store->find(document(number))).has_value();
    }

    hub::ports::result<void> refer(std::uint8_t number, std::uint8_t message) {
        return await(store->refer({{document(number), model::message_id{small_uuid(message)}, now}})
        );
    }

    // Marks what is older than now by then, and gives how many.
    std::size_t marked_by(std::chrono::hours later) {
        EXPECT_TRUE(await(store->mark_unreferenced(now + later, now + later, 10)));
        return await(store->marked(10)).value().size();
    }

    [[nodiscard]] bool holds(std::string_view bytes) const {
        return contract::holds(directory.path(), bytes);
    }

    const model::oin owner = *model::oin::parse("00000099000000001000");
    const model::timestamp now = model::from_microseconds(1'782'907'200'000'000);
    support::temporary_directory directory;
    std::unique_ptr<hub::ports::document_store> store;
};

TEST_F(embedded_documents, gives_back_what_was_completed_also_after_a_restart) {
    make(1);
    reopen();
    const auto found = await(store->find(document(1))).value();
    EXPECT_EQ(found.owner, owner);
    EXPECT_EQ(found.size, 100U);
    EXPECT_EQ(found.records, 2U);
    EXPECT_EQ(found.received_at, now);
    EXPECT_EQ(found.description.ciphertext, "omschrijving");
    EXPECT_EQ(await(store->record(document(1), 1)).value().ciphertext, secret);
    EXPECT_EQ(await(store->record(document(1), 2)).error(), errc::not_found);
}

TEST_F(embedded_documents, are_read_by_another_process_that_never_writes_them) {
    const auto reader = adapters::embedded::documents::create_document_reader(path());
    ASSERT_TRUE(await(store->begin(document(1), owner, now)));
    EXPECT_EQ(await(reader->find(document(1))).error(), errc::not_found);
    add(1, 0);
    ASSERT_TRUE(complete(1, 1));
    EXPECT_EQ(await(reader->find(document(1))).value().records, 1U);
    EXPECT_TRUE(await(reader->record(document(1), 0)));
    EXPECT_EQ(await(reader->record(document(1), 1)).error(), errc::not_found);
    ASSERT_TRUE(await(store->withdraw(document(1))));
    EXPECT_EQ(await(reader->find(document(1))).error(), errc::not_found);
}

TEST_F(embedded_documents, that_are_not_there_yet_are_a_passing_matter_for_their_reader) {
    support::temporary_directory elsewhere;
    const auto file = elsewhere.path() / "bijlagen.db";
    const auto reader = adapters::embedded::documents::create_document_reader(file);
    EXPECT_EQ(await(reader->find(document(1))).error(), errc::retry);
    EXPECT_EQ(await(reader->record(document(1), 0)).error(), errc::retry);
    const auto made = adapters::embedded::documents::create_documents({.path = file});
    EXPECT_EQ(await(reader->find(document(1))).error(), errc::not_found);
}

TEST_F(embedded_documents, nobody_finds_what_is_not_complete) {
    ASSERT_TRUE(await(store->begin(document(1), owner, now)));
    add(1, 0);
    EXPECT_FALSE(is_there(1));
    EXPECT_EQ(refer(1, 7).error(), errc::not_found);
    EXPECT_EQ(await(store->begin(document(1), owner, now)).error(), errc::conflict);
    // A record out of order, and an end that is not all.
    EXPECT_EQ(await(store->add(document(1), 2, {1, {}, "x"})).error(), errc::not_found);
    EXPECT_EQ(complete(1, 2).error(), errc::not_found);
    EXPECT_TRUE(complete(1, 1));
    EXPECT_EQ(await(store->add(document(1), 1, {1, {}, "x"})).error(), errc::not_found);
}

TEST_F(embedded_documents, withdraws_one_with_its_references_and_harmlessly_one_that_is_not_there) {
    make(1);
    make(2);
    ASSERT_TRUE(refer(1, 7));
    ASSERT_TRUE(refer(2, 7));
    ASSERT_TRUE(await(store->withdraw(document(1))));
    ASSERT_TRUE(await(store->withdraw(document(3))));
    EXPECT_FALSE(is_there(1));
    EXPECT_TRUE(is_there(2));
    EXPECT_EQ(refer(1, 8).error(), errc::not_found);
    EXPECT_EQ(await(store->references(std::nullopt, 10)).value().size(), 1U);
    EXPECT_EQ(await(store->marked(10)).value().size(), 1U);
}

TEST_F(embedded_documents, a_share_counts_what_is_on_its_way) {
    make(1);
    ASSERT_TRUE(await(store->begin(document(2), owner, now)));
    add(2, 0);
    const auto used = await(store->usage(owner)).value();
    EXPECT_EQ(used.documents, 2U);
    EXPECT_EQ(used.bytes, 100U + secret.size());
    const auto other = *model::oin::parse("00000099000000002000");
    EXPECT_EQ(await(store->usage(other)).value().documents, 0U);
}

TEST_F(embedded_documents, marks_only_what_nothing_refers_to_and_is_old_enough) {
    make(1);
    make(2);
    ASSERT_TRUE(refer(2, 7));
    EXPECT_EQ(marked_by(0h), 0U);
    EXPECT_EQ(marked_by(1h), 1U);
    EXPECT_FALSE(is_there(1));
    EXPECT_TRUE(is_there(2));
    EXPECT_EQ(refer(1, 8).error(), errc::not_found);
}

TEST_F(embedded_documents, what_is_referred_to_goes_once_no_reference_is_left) {
    make(1);
    ASSERT_TRUE(refer(1, 7));
    ASSERT_TRUE(refer(1, 7));
    ASSERT_TRUE(refer(1, 8));
    auto all = await(store->references(std::nullopt, 10)).value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(await(store->references(all.front(), 10)).value().size(), 1U);
    EXPECT_EQ(await(store->references(std::nullopt, 1)).value().size(), 1U);
    for (const auto& one : all) {
        EXPECT_EQ(marked_by(1h), 0U);
        ASSERT_TRUE(await(store->forget(one)));
    }
    EXPECT_EQ(marked_by(1h), 1U);
}

TEST_F(embedded_documents, tells_what_a_message_refers_to_and_who_refers_to_a_document) {
    const auto message = [](std::uint8_t number) { return model::message_id{small_uuid(number)}; };
    make(1);
    make(2);
    make(3);
    ASSERT_TRUE(refer(2, 8));
    ASSERT_TRUE(refer(1, 8));
    ASSERT_TRUE(refer(1, 7));
    ASSERT_TRUE(refer(1, 9));
    reopen();
    EXPECT_EQ(
        await(store->documents_of(message(8))).value(), (std::vector{document(1), document(2)})
    );
    EXPECT_EQ(await(store->documents_of(message(7))).value(), std::vector{document(1)});
    EXPECT_TRUE(await(store->documents_of(message(1))).value().empty());
    EXPECT_EQ(
        await(store->referrers(document(1))).value(),
        (std::vector{message(7), message(8), message(9)})
    );
    EXPECT_TRUE(await(store->referrers(document(3))).value().empty());
    ASSERT_TRUE(await(store->forget({document(1), message(8), now})));
    EXPECT_EQ(await(store->documents_of(message(8))).value(), std::vector{document(2)});
    EXPECT_EQ(await(store->referrers(document(1))).value().size(), 2U);
}

// A file as the first version made it, taken over as it is.
TEST_F(embedded_documents, tells_what_a_message_refers_to_in_a_file_of_the_first_version) {
    make(1);
    ASSERT_TRUE(refer(1, 7));
    store.reset();
    const auto path = directory.path() / "bijlagen.db";
    {
        adapters::embedded::sqlite::connection file{{.path = path}};
        file.execute("DROP INDEX reference_message; PRAGMA user_version=1");
    }
    reopen();
    const model::message_id message{small_uuid(7)};
    EXPECT_EQ(await(store->documents_of(message)).value(), std::vector{document(1)});
    EXPECT_EQ(await(store->record(document(1), 0)).value().ciphertext, secret);
    store.reset();
    adapters::embedded::sqlite::connection file{{.path = path}};
    EXPECT_EQ(file.number("PRAGMA user_version"), 2);
    EXPECT_EQ(file.number("SELECT count(*) FROM pragma_index_info('reference_message')"), 1);
    EXPECT_TRUE(std::filesystem::exists(path.string() + ".voor-versie-2"));
}

TEST_F(embedded_documents, several_are_referred_to_together_or_not_at_all) {
    make(1);
    const auto message = model::message_id{small_uuid(7)};
    const auto done =
        await(store->refer({{document(1), message, now}, {document(9), message, now}}));
    EXPECT_EQ(done.error(), errc::not_found);
    EXPECT_TRUE(await(store->references(std::nullopt, 10)).value().empty());
}

TEST_F(embedded_documents, what_is_erased_leaves_no_bytes_and_what_is_whole_is_not_erased) {
    make(1);
    EXPECT_EQ(await(store->erase(document(1))).error(), errc::conflict);
    EXPECT_EQ(marked_by(1h), 1U);
    ASSERT_TRUE(await(store->erase(document(1))));
    ASSERT_TRUE(await(store->erase(document(1))));
    EXPECT_EQ(await(store->usage(owner)).value().bytes, 0U);
    store.reset();
    EXPECT_FALSE(holds(secret));
}

TEST_F(embedded_documents, what_was_left_half_goes) {
    ASSERT_TRUE(await(store->begin(document(1), owner, now)));
    add(1, 0);
    reopen();
    EXPECT_EQ(marked_by(1h), 1U);
    const auto marked = await(store->marked(10)).value();
    EXPECT_EQ(marked.front().records, 0U);
    EXPECT_TRUE(await(store->erase(document(1))));
}

}  // namespace
}  // namespace tests::contract
