#include "hub/vault/primitives.hpp"
#include "hub/vault/vault.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_case_key_store.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_key_provider.hpp"
#include "tests/unit/hub/vault/samples.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub;
using hub::vault::record_place;
using tests::support::await;
using tests::vault::id_number;
using tests::vault::oin_number;
using kind = record_place::kind;

class sealed_document : public testing::Test {
protected:
    [[nodiscard]] bool opens(
        const hub::vault::document_context& with,
        record_place at,
        const model::sealed_part& sealed
    ) {
        return subject.open_record(key, with, at, sealed).has_value();
    }

    tests::support::fake_key_provider keys;
    tests::support::fake_case_key_store store;
    tests::support::fake_clock clock;
    hub::vault::vault subject{model::environment::test, keys, store, clock};
    hub::vault::content_key key = await(subject.take_fresh_key()).value();
    const hub::vault::document_context context{id_number<model::document_id>(1), oin_number(1)};
};

TEST_F(sealed_document, opens_a_record_where_it_was_sealed) {
    const record_place at{kind::content, 3};
    const auto sealed = subject.seal_record(key, context, at, "deel drie");
    EXPECT_EQ(sealed.ciphertext.find("deel"), std::string::npos);
    EXPECT_EQ(subject.open_record(key, context, at, sealed).value(), "deel drie");
}

TEST_F(sealed_document, a_record_fits_no_other_place_document_or_owner) {
    const record_place at{kind::content, 3};
    const auto sealed = subject.seal_record(key, context, at, "deel drie");
    EXPECT_FALSE(opens(context, {kind::content, 2}, sealed));
    EXPECT_FALSE(opens(context, {kind::last_content, 3}, sealed));
    EXPECT_FALSE(opens(context, {kind::description, 3}, sealed));
    EXPECT_FALSE(opens({id_number<model::document_id>(2), context.owner}, at, sealed));
    EXPECT_FALSE(opens({context.document, oin_number(2)}, at, sealed));
    auto changed = sealed;
    changed.ciphertext.front() = static_cast<char>(changed.ciphertext.front() ^ 1);
    EXPECT_FALSE(opens(context, at, changed));
    changed = sealed;
    changed.key_version = 2;
    EXPECT_FALSE(opens(context, at, changed));
}

TEST_F(sealed_document, that_lost_its_end_has_no_last_record) {
    const auto sealed = subject.seal_record(key, context, {kind::last_content, 7}, "einde");
    EXPECT_TRUE(opens(context, {kind::last_content, 7}, sealed));
    EXPECT_FALSE(opens(context, {kind::content, 7}, sealed));
}

TEST(running_sha256, of_pieces_is_that_of_the_whole) {
    hub::vault::running_sha256 digest;
    digest.add("a");
    digest.add("");
    digest.add("bc");
    EXPECT_EQ(digest.finish(), hub::vault::sha256({"abc"}));
}

}  // namespace
