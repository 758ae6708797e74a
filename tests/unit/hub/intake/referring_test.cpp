#include "adapters/embedded/documents/documents.hpp"
#include "hub/intake/reception.hpp"
#include "tests/support/await.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/hub/intake/fixture.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using tests::support::await;

class attachments : public testing::Test {
protected:
    hub::model::document_id hand_in() {
        auto begun = await(bijlagen.begin({municipality, municipality}, 5)).value();
        EXPECT_TRUE(await(begun->add("tekst")));
        return *await(begun->finish({"brief.txt", ""}))->is.document;
    }

    hub::ports::stored_message accept(std::string id, submission given) {
        given.decoded.id = std::move(id);
        const auto done = await(reception->accept(std::move(given)));
        EXPECT_TRUE(done.has_value());
        return *await(around.store.find(done->message));
    }

    surroundings around;
    tests::support::temporary_directory directory;
    std::unique_ptr<hub::ports::document_store> kept =
        adapters::embedded::documents::create_documents({.path = directory.path() / "bijlagen.db"});
    hub::documents::documents bijlagen{{around.vault, *kept, around.store, around.clock}, {}};
    std::unique_ptr<hub::intake::reception> reception = make_reception(
        {.vault = around.vault,
         .store = around.store,
         .casus = around.store,
         .clock = around.clock,
         .decoders = {&around.decoder},
         .documents = &bijlagen},
        make_rules()
    );
};

TEST_F(attachments, of_a_message_that_has_none_need_nothing_to_be_opened) {
    const auto stored = accept("1", submission_of(municipality, "1", referral));
    around.store.fail_call(0, hub::ports::errc::retry);
    const auto told = await(reception->attachments_for(stored));
    ASSERT_TRUE(told.has_value());
    EXPECT_TRUE(told->empty());
}

TEST_F(attachments, that_can_not_be_read_now_are_not_said_to_be_none) {
    auto given = submission_of(municipality, "1", referral);
    given.decoded.attachments.emplace_back().document = hand_in();
    const auto stored = accept("1", std::move(given));
    around.store.fail_call(0, hub::ports::errc::retry);
    const auto refused = await(reception->attachments_for(stored));
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().kind, hub::model::finality::retry);
    const auto told = await(reception->attachments_for(stored));
    ASSERT_TRUE(told.has_value());
    ASSERT_EQ(told->size(), 1U);
    EXPECT_EQ(told->front().content_type, "text/plain");
}

}  // namespace
