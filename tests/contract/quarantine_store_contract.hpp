// What every quarantine store must do: included once by the test of each implementation, which
// instantiates the suite with its own harness.
#pragma once

#include "hub/ports/quarantine_store.hpp"
#include "tests/contract/store_harness.hpp"
#include "tests/support/await.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tests::contract {

class quarantine_store_contract
    : public testing::TestWithParam<store_case<hub::ports::quarantine_store>> {
protected:
    using errc = hub::ports::errc;
    using state = hub::ports::quarantine_state;
    using room = hub::ports::quarantine_room;
    using quarantined = hub::ports::quarantined;
    using list = std::vector<std::uint8_t>;

    [[nodiscard]] static hub::model::message_id id_of(std::uint8_t number) {
        return hub::model::message_id{small_uuid(number)};
    }

    [[nodiscard]] static hub::model::oin sender(char last) {
        return *hub::model::oin::parse(std::string{"0000009900000000100"} + last);
    }

    [[nodiscard]] quarantined make(std::uint8_t number, char from = '1') const {
        quarantined one;
        one.id = id_of(number);
        one.certificate = sender(from);
        one.form = "stuf";
        one.why = {
            .code = "xml_ongeldig",
            .words = "Geen XML.",
            .invalid_params = {
                {"/SOAP11:Envelope", "verplicht", "Dit ontbreekt."}, {"", "leeg", ""}}};
        one.digest.fill(number);
        one.size = 100;
        one.received_at = some_time;
        one.erase_at = some_time + std::chrono::hours{24};
        return one;
    }

    [[nodiscard]] static hub::model::sealed_part sealed(std::uint8_t number) {
        hub::model::sealed_part part;
        part.key_version = 1;
        part.iv.fill(number);
        part.ciphertext = std::string(60, static_cast<char>(number)) + '\0' + "tag";
        return part;
    }

    hub::ports::result<quarantined> add(quarantined one) {
        const auto number = one.digest.front();
        return support::await(harness->store().add(std::move(one), sealed(number), bounds));
    }
    hub::ports::result<quarantined> find(std::uint8_t number) {
        return support::await(harness->store().find(id_of(number)));
    }
    hub::ports::result<hub::model::sealed_part> content(std::uint8_t number) {
        return support::await(harness->store().content(id_of(number)));
    }
    hub::ports::result<void> end(std::uint8_t number, hub::ports::quarantine_ending how) {
        how.at = some_time + std::chrono::hours{1};
        return support::await(harness->store().end(id_of(number), std::move(how)));
    }
    hub::ports::result<void>
    hand_in(std::uint8_t number, std::optional<hub::ports::handing_in> how) {
        return support::await(harness->store().hand_in(id_of(number), how));
    }
    list being_handed_in(std::size_t limit) {
        list result;
        const auto found = support::await(harness->store().being_handed_in(limit));
        EXPECT_TRUE(found);
        for (const auto& one : *found) {
            result.push_back(one.digest.front());
        }
        return result;
    }
    [[nodiscard]] hub::ports::result<room> room_for(quarantined one) {
        return support::await(harness->store().room(std::move(one), bounds));
    }
    std::vector<std::uint8_t> numbers(hub::ports::quarantine_query query) {
        std::vector<std::uint8_t> result;
        const auto found = support::await(harness->store().search(query));
        EXPECT_TRUE(found);
        for (const auto& one : *found) {
            result.push_back(one.digest.front());
        }
        return result;
    }
    std::vector<std::uint8_t> due(
        hub::model::timestamp before,
        hub::ports::erasure_notice which = hub::ports::erasure_notice::none
    ) {
        std::vector<std::uint8_t> result;
        const auto found = support::await(harness->store().due(before, which, 10));
        EXPECT_TRUE(found);
        for (const auto& one : *found) {
            result.push_back(one.digest.front());
        }
        return result;
    }

    const hub::model::timestamp some_time = hub::model::from_microseconds(1'782'907'200'000'000);
    hub::ports::quarantine_bounds bounds;
    std::unique_ptr<store_harness<hub::ports::quarantine_store>> harness = GetParam().make();
};

TEST_P(quarantine_store_contract, finds_what_was_added_also_when_opened_again) {
    ASSERT_TRUE(add(make(1)));
    harness->reopen();
    const auto found = find(1);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->certificate, sender('1'));
    EXPECT_EQ(found->form, "stuf");
    EXPECT_EQ(found->why.code, "xml_ongeldig");
    EXPECT_EQ(found->why.words, "Geen XML.");
    EXPECT_EQ(found->why.invalid_params, make(1).why.invalid_params);
    EXPECT_EQ(found->digest, make(1).digest);
    EXPECT_EQ(found->size, 100U);
    EXPECT_EQ(found->times, 1U);
    EXPECT_EQ(found->received_at, some_time);
    EXPECT_EQ(found->last_at, some_time);
    EXPECT_EQ(found->erase_at, make(1).erase_at);
    EXPECT_FALSE(found->announced_at);
    EXPECT_EQ(found->state, state::bewaard);
    EXPECT_TRUE(found->has_content);
    const auto kept = content(1);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->ciphertext, sealed(1).ciphertext);
    EXPECT_EQ(kept->iv, sealed(1).iv);
    EXPECT_EQ(kept->key_version, 1U);
}

TEST_P(quarantine_store_contract, does_not_know_what_was_not_added) {
    EXPECT_EQ(find(1).error(), errc::not_found);
    EXPECT_EQ(content(1).error(), errc::not_found);
    EXPECT_EQ(end(1, {}).error(), errc::not_found);
    EXPECT_EQ(
        support::await(harness->store().announce(id_of(1), some_time, some_time)).error(),
        errc::not_found
    );
}

TEST_P(quarantine_store_contract, keeps_the_same_once_and_counts_it) {
    ASSERT_TRUE(add(make(1)));
    EXPECT_EQ(*room_for(make(1)), room::same_again);
    auto again = make(1);
    again.id = id_of(2);
    again.received_at = some_time + std::chrono::minutes{5};
    const auto kept = add(again);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->id, id_of(1));
    EXPECT_EQ(kept->times, 2U);
    EXPECT_EQ(kept->last_at, again.received_at);
    EXPECT_EQ(find(1)->times, 2U);
    EXPECT_EQ(find(1)->received_at, some_time);
    EXPECT_EQ(find(2).error(), errc::not_found);
}

TEST_P(quarantine_store_contract, the_same_of_another_sender_or_form_is_another) {
    ASSERT_TRUE(add(make(1)));
    auto elsewhere = make(2);
    elsewhere.digest = make(1).digest;
    elsewhere.form = "events";
    auto theirs = make(3, '2');
    theirs.digest = make(1).digest;
    EXPECT_EQ(*room_for(elsewhere), room::free);
    EXPECT_EQ(add(elsewhere)->id, id_of(2));
    EXPECT_EQ(add(theirs)->id, id_of(3));
}

TEST_P(quarantine_store_contract, bounds_how_many_one_sender_has) {
    bounds.count_each = 2;
    ASSERT_TRUE(add(make(1)));
    ASSERT_TRUE(add(make(2)));
    EXPECT_EQ(*room_for(make(3)), room::full);
    EXPECT_EQ(add(make(3)).error(), errc::too_large);
    EXPECT_TRUE(add(make(4, '2'))) << "another's share is its own";
    ASSERT_TRUE(end(1, {state::afgesloten, {}, {}, "opgelost"}));
    EXPECT_TRUE(add(make(3))) << "what is ended makes room";
}

TEST_P(quarantine_store_contract, bounds_the_bytes_of_one_sender_and_of_all) {
    bounds.bytes_each = 250;
    ASSERT_TRUE(add(make(1)));
    ASSERT_TRUE(add(make(2)));
    EXPECT_EQ(add(make(3)).error(), errc::too_large);
    bounds.bytes_all = 250;
    EXPECT_EQ(*room_for(make(4, '2')), room::full);
    EXPECT_EQ(add(make(4, '2')).error(), errc::too_large);
    ASSERT_TRUE(end(1, {state::ingediend, {}, id_of(9), {}}));
    EXPECT_TRUE(add(make(4, '2'))) << "its content is gone";
}

TEST_P(quarantine_store_contract, what_may_not_be_kept_leaves_no_content) {
    auto one = make(1);
    one.state = state::niet_bewaard;
    const auto kept = add(one);
    ASSERT_TRUE(kept);
    EXPECT_FALSE(kept->has_content);
    EXPECT_EQ(content(1).error(), errc::erased);
    EXPECT_EQ(end(1, {state::afgesloten, {}, {}, "opgelost"}).error(), errc::conflict);
    EXPECT_TRUE(end(1, {state::gewist, {}, {}, {}}));
}

TEST_P(quarantine_store_contract, remembers_what_is_being_handed_in_and_what_it_became) {
    for (const auto number : list{1, 2, 3}) {
        ASSERT_TRUE(add(make(number)));
    }
    const auto later = some_time + std::chrono::hours{1};
    EXPECT_EQ(hand_in(9, hub::ports::handing_in{later, {}}).error(), errc::not_found);
    EXPECT_EQ(being_handed_in(10), list{});
    ASSERT_TRUE(hand_in(1, hub::ports::handing_in{later, {}}));
    ASSERT_TRUE(hand_in(2, hub::ports::handing_in{some_time, {}}));
    ASSERT_TRUE(hand_in(2, hub::ports::handing_in{some_time, id_of(9)}));
    harness->reopen();
    EXPECT_EQ(being_handed_in(10), (list{2, 1}));
    EXPECT_EQ(being_handed_in(1), list{2});
    EXPECT_EQ(find(2)->handing_in_since, some_time);
    EXPECT_EQ(find(2)->became, id_of(9));
    EXPECT_EQ(find(2)->state, state::bewaard);
    EXPECT_TRUE(content(2));
    EXPECT_FALSE(find(1)->became);
    ASSERT_TRUE(hand_in(1, {}));
    ASSERT_TRUE(end(2, {state::ingediend, {}, {}, {}}));
    EXPECT_EQ(being_handed_in(10), list{});
    EXPECT_EQ(find(2)->became, id_of(9)) << "said before it ended";
    EXPECT_FALSE(find(2)->handing_in_since);
    EXPECT_EQ(hand_in(2, hub::ports::handing_in{later, {}}).error(), errc::conflict);
}

TEST_P(quarantine_store_contract, what_is_handed_in_again_loses_its_content) {
    ASSERT_TRUE(add(make(1)));
    ASSERT_TRUE(end(1, {state::ingediend, {}, id_of(9), {}}));
    harness->reopen();
    const auto found = find(1);
    EXPECT_EQ(found->state, state::ingediend);
    EXPECT_EQ(found->became, id_of(9));
    EXPECT_EQ(found->ended_at, some_time + std::chrono::hours{1});
    EXPECT_EQ(content(1).error(), errc::erased);
}

TEST_P(quarantine_store_contract, what_is_closed_keeps_its_content_until_it_is_erased) {
    ASSERT_TRUE(add(make(1)));
    ASSERT_TRUE(end(1, {state::afgesloten, {}, {}, "opgelost"}));
    EXPECT_TRUE(content(1));
    EXPECT_EQ(find(1)->reason, "opgelost");
    EXPECT_EQ(end(1, {state::afgesloten, {}, {}, "anders"}).error(), errc::conflict);
    EXPECT_EQ(end(1, {state::ingediend, {}, id_of(9), {}}).error(), errc::conflict);
    ASSERT_TRUE(end(1, {state::gewist, {}, {}, {}}));
    EXPECT_EQ(content(1).error(), errc::erased);
    EXPECT_EQ(find(1)->reason, "opgelost");
    EXPECT_EQ(end(1, {state::gewist, {}, {}, {}}).error(), errc::conflict);
}

TEST_P(quarantine_store_contract, the_same_may_come_again_after_the_end) {
    ASSERT_TRUE(add(make(1)));
    ASSERT_TRUE(end(1, {state::afgesloten, {}, {}, "opgelost"}));
    auto again = make(1);
    again.id = id_of(2);
    EXPECT_EQ(add(again)->id, id_of(2));
}

TEST_P(quarantine_store_contract, searches_newest_first_by_sender_and_state) {
    for (const auto number : list{1, 2, 3}) {
        ASSERT_TRUE(add(make(number)));
    }
    ASSERT_TRUE(add(make(4, '2')));
    ASSERT_TRUE(end(2, {state::afgesloten, {}, {}, "opgelost"}));
    EXPECT_EQ(numbers({}), (list{4, 3, 2, 1}));
    hub::ports::quarantine_query query;
    query.limit = 2;
    EXPECT_EQ(numbers(query), (list{4, 3}));
    query.before_sequence = find(3)->sequence;
    EXPECT_EQ(numbers(query), (list{2, 1}));
    query = {};
    query.certificate = sender('1');
    EXPECT_EQ(numbers(query), (list{3, 2, 1}));
    query.state = state::bewaard;
    EXPECT_EQ(numbers(query), (list{3, 1}));
}

TEST_P(quarantine_store_contract, tells_whose_term_passes_the_oldest_first) {
    auto later = make(1);
    later.erase_at = some_time + std::chrono::hours{48};
    auto without = make(3);
    without.state = state::niet_bewaard;
    ASSERT_TRUE(add(later));
    ASSERT_TRUE(add(make(2)));
    ASSERT_TRUE(add(without));
    ASSERT_TRUE(add(make(4)));
    ASSERT_TRUE(end(4, {state::ingediend, {}, id_of(9), {}}));
    EXPECT_EQ(due(some_time), list{});
    EXPECT_EQ(due(some_time + std::chrono::hours{24}), (list{2, 3}));
    EXPECT_EQ(due(some_time + std::chrono::hours{48}), (list{2, 3, 1}));
    const auto announced = some_time + std::chrono::hours{2};
    const auto moved = some_time + std::chrono::hours{72};
    ASSERT_TRUE(support::await(harness->store().announce(id_of(2), announced, moved)));
    EXPECT_EQ(find(2)->announced_at, announced);
    EXPECT_EQ(find(2)->erase_at, moved);
    EXPECT_EQ(due(some_time + std::chrono::hours{72}), (list{3, 1}));
    EXPECT_EQ(due(some_time + std::chrono::hours{48}, hub::ports::erasure_notice::given), list{});
    EXPECT_EQ(due(moved, hub::ports::erasure_notice::given), list{2});
}

TEST_P(quarantine_store_contract, counts_what_was_erased) {
    ASSERT_TRUE(add(make(1)));
    ASSERT_TRUE(add(make(2)));
    ASSERT_TRUE(end(1, {state::gewist, {}, {}, {}}));
    EXPECT_EQ(*support::await(harness->store().erased_since(some_time)), 1U);
    EXPECT_EQ(
        *support::await(harness->store().erased_since(some_time + std::chrono::hours{2})), 0U
    );
}

TEST_P(quarantine_store_contract, forgets_only_rows_without_content) {
    for (const auto number : list{1, 2, 3}) {
        ASSERT_TRUE(add(make(number)));
    }
    ASSERT_TRUE(end(1, {state::gewist, {}, {}, {}}));
    ASSERT_TRUE(end(2, {state::afgesloten, {}, {}, "opgelost"}));
    ASSERT_TRUE(support::await(harness->store().forget(some_time)));
    EXPECT_TRUE(find(1)) << "it ended later";
    ASSERT_TRUE(support::await(harness->store().forget(some_time + std::chrono::hours{24})));
    EXPECT_EQ(find(1).error(), errc::not_found);
    EXPECT_TRUE(find(2));
    EXPECT_TRUE(find(3));
}

}  // namespace tests::contract
