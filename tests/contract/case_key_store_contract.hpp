// What every case key store must do: included once by the test of each implementation, which
// instantiates the suite with its own harness.
#pragma once

#include "hub/ports/case_key_store.hpp"
#include "tests/contract/store_harness.hpp"
#include "tests/support/await.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tests::contract {

class case_key_store_contract
    : public testing::TestWithParam<store_case<hub::ports::case_key_store>> {
protected:
    using errc = hub::ports::errc;

    [[nodiscard]] static hub::model::key_id key_number(std::uint8_t number) {
        return hub::model::key_id{small_uuid(number)};
    }

    [[nodiscard]] static hub::ports::wrapped_key make_key(std::uint8_t number) {
        std::string wrapped(60, static_cast<char>(number));
        wrapped[1] = '\0';
        return {key_number(number), 3, std::move(wrapped)};
    }

    hub::ports::result<void> add(std::vector<hub::ports::wrapped_key> keys) {
        return support::await(harness->store().add(std::move(keys)));
    }
    hub::ports::result<hub::ports::wrapped_key> find(std::uint8_t number) {
        return support::await(harness->store().find(key_number(number)));
    }
    hub::ports::result<void> destroy(std::uint8_t number) {
        return support::await(harness->store().destroy(key_number(number), some_time));
    }

    const hub::model::timestamp some_time = hub::model::from_microseconds(1'782'907'200'000'000);
    std::unique_ptr<store_harness<hub::ports::case_key_store>> harness = GetParam().make();
};

TEST_P(case_key_store_contract, finds_what_was_added) {
    ASSERT_TRUE(add({make_key(1), make_key(2)}));
    const auto found = find(2);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, key_number(2));
    EXPECT_EQ(found->key_encryption_version, 3U);
    EXPECT_EQ(found->wrapped, make_key(2).wrapped);
}

TEST_P(case_key_store_contract, finds_many_at_once_in_their_order) {
    ASSERT_TRUE(add({make_key(1), make_key(2), make_key(3)}));
    ASSERT_TRUE(destroy(2));
    std::vector<hub::model::key_id> ids{key_number(3), key_number(9), key_number(2), key_number(1)};
    const auto found = support::await(harness->store().find_all(std::move(ids)));
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 4U);
    EXPECT_EQ((*found)[0]->wrapped, make_key(3).wrapped);
    EXPECT_EQ((*found)[1].error(), errc::not_found);
    EXPECT_EQ((*found)[2].error(), errc::erased);
    EXPECT_EQ((*found)[3]->wrapped, make_key(1).wrapped);
}

TEST_P(case_key_store_contract, does_not_know_what_was_not_added) {
    EXPECT_EQ(find(1).error(), errc::not_found);
}

TEST_P(case_key_store_contract, adding_none_is_harmless) {
    EXPECT_TRUE(add({}));
}

TEST_P(case_key_store_contract, keeps_keys_when_opened_again) {
    ASSERT_TRUE(add({make_key(1)}));
    harness->reopen();
    const auto found = find(1);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->wrapped, make_key(1).wrapped);
}

TEST_P(case_key_store_contract, never_replaces_a_key) {
    ASSERT_TRUE(add({make_key(1)}));
    auto other = make_key(1);
    other.wrapped[5] = '?';
    EXPECT_EQ(add({make_key(2), other}).error(), errc::conflict);
    EXPECT_EQ(find(1)->wrapped, make_key(1).wrapped);
    EXPECT_EQ(find(2).error(), errc::not_found) << "all or nothing";
}

TEST_P(case_key_store_contract, a_destroyed_key_is_erased) {
    ASSERT_TRUE(add({make_key(1), make_key(2)}));
    ASSERT_TRUE(destroy(1));
    EXPECT_EQ(find(1).error(), errc::erased);
    EXPECT_TRUE(find(2));
}

TEST_P(case_key_store_contract, a_destroyed_key_stays_erased_when_opened_again) {
    ASSERT_TRUE(add({make_key(1)}));
    ASSERT_TRUE(destroy(1));
    harness->reopen();
    EXPECT_EQ(find(1).error(), errc::erased);
}

TEST_P(case_key_store_contract, a_destroyed_key_is_never_made_again) {
    ASSERT_TRUE(add({make_key(1)}));
    ASSERT_TRUE(destroy(1));
    EXPECT_EQ(add({make_key(1)}).error(), errc::conflict);
    EXPECT_EQ(find(1).error(), errc::erased);
}

TEST_P(case_key_store_contract, destroying_twice_is_destroying_once) {
    ASSERT_TRUE(add({make_key(1)}));
    ASSERT_TRUE(destroy(1));
    EXPECT_TRUE(destroy(1));
    EXPECT_EQ(find(1).error(), errc::erased);
}

TEST_P(case_key_store_contract, cannot_destroy_what_is_not_there) {
    EXPECT_EQ(destroy(1).error(), errc::not_found);
}

}  // namespace tests::contract
