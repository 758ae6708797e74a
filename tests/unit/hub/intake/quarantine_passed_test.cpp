// What passed without being held and was refused: the quarantine refers to the document that has
// it.
#include "adapters/embedded/documents/documents.hpp"
#include "hub/intake/quarantine_erasure.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/hub/intake/quarantining.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using hub::model::passed_content;
using hub::ports::quarantine_state;
using std::chrono::hours;
using tests::support::await;

class quarantine_passed : public quarantining {
protected:
    original_apart pass(std::string_view content, const oin& from) {
        auto begun = await(bijlagen.begin_original_alone({from, from})).value();
        EXPECT_TRUE(await(begun->add(content)));
        auto passed = await(begun->finish("text/xml")).value();
        return {passed.document, passed.sums, passed.size, {}, "proef/oud"};
    }

    hub::model::rejection keep_passed(original_apart apart, const oin& from) {
        refused_content content{from, {}, "text/xml", {}, std::move(apart)};
        return await(passing.keep(std::move(content), undecodable(), keeping::sealed));
    }

    bool is_there(const oin& from, hub::model::document_id id) {
        return await(bijlagen.sealed().open_brought(from, id)).has_value();
    }

    // The round after the one that forgets finds what nothing refers to any more.
    void sweep_documents() {
        await(bijlagen.sweep());
        await(bijlagen.sweep());
    }

    tests::support::temporary_directory directory;
    std::unique_ptr<hub::ports::document_store> documents =
        adapters::embedded::documents::create_documents({.path = directory.path() / "bijlagen.db"});
    hub::documents::documents bijlagen{
        {around.vault, *documents, around.store, around.clock, &kept},
        {}};
    quarantine_parts
        with_documents{around.vault, kept, around.store, around.clock, organisations, &bijlagen};
    quarantine passing{with_documents, options};
    postvak_notices notices{
        around.vault,
        around.store,
        around.clock,
        *oin::parse("00000099400000001000")};
    quarantine_erasure erasure{with_documents, notices, {}};
};

TEST_F(quarantine_passed, is_kept_once_and_for_its_whole_term) {
    const auto first = pass("een groot bericht", municipality);
    const auto told = keep_passed(first, municipality);
    EXPECT_TRUE(says(told, "in_quarantaine"));
    EXPECT_EQ(told.passed, passed_content::the_quarantines);
    ASSERT_EQ(all().size(), 1U);
    EXPECT_EQ(all().front().size, 17U);
    EXPECT_EQ(all().front().form, "proef/oud");
    const auto what = await(open_quarantined(with_documents, all().front()));
    ASSERT_TRUE(what);
    EXPECT_EQ(what->document, first.document);
    const auto again = keep_passed(pass("een groot bericht", municipality), municipality);
    EXPECT_TRUE(says(again, "in_quarantaine"));
    EXPECT_EQ(again.passed, passed_content::the_callers);
    EXPECT_EQ(all().front().times, 2U);
    around.clock.advance(hours{24 * 29});
    sweep_documents();
    EXPECT_TRUE(is_there(municipality, first.document));
    EXPECT_FALSE(is_there(care, first.document));
}

TEST_F(quarantine_passed, goes_with_its_row_at_the_end_of_its_term) {
    const auto what = pass("een groot bericht", municipality);
    std::ignore = keep_passed(what, municipality);
    around.clock.advance(hours{24 * 25});
    EXPECT_EQ(await(erasure.sweep()).announced, 1U);
    around.clock.advance(hours{24 * 8});
    EXPECT_EQ(await(erasure.sweep()).erased, 1U);
    EXPECT_FALSE(is_there(municipality, what.document));
    EXPECT_EQ(
        await(around.vault.find_key(hub::model::key_id{what.document.value()})).error(),
        hub::ports::errc::erased
    );
    sweep_documents();
    EXPECT_EQ(await(documents->usage(municipality)).value().documents, 0U);
}

TEST_F(quarantine_passed, is_not_kept_with_a_bsn_of_one_that_may_not_send_it) {
    const std::string content = "dit gaat over " + std::string{"111222333"} + ", zeker";
    const auto told = keep_passed(pass(content, care), care);
    EXPECT_FALSE(says(told, "in_quarantaine"));
    EXPECT_EQ(told.passed, passed_content::the_callers);
    EXPECT_EQ(all().front().state, quarantine_state::niet_bewaard);
    EXPECT_EQ(
        keep_passed(pass(content, municipality), municipality).passed,
        passed_content::the_quarantines
    );
}

TEST_F(quarantine_passed, that_finds_no_room_stays_its_callers) {
    options.bounds.bytes_each = 10;
    quarantine small{with_documents, options};
    refused_content content{
        municipality, {}, "text/xml", {}, pass("een groot bericht", municipality)};
    const auto told = await(small.keep(std::move(content), undecodable(), keeping::sealed));
    EXPECT_TRUE(says(told, "quarantaine_vol"));
    EXPECT_EQ(told.passed, passed_content::the_callers);
    EXPECT_TRUE(all().empty());
}

}  // namespace
