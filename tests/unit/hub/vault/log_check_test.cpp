#include "hub/vault/log_check.hpp"

#include "tests/support/test_seal.hpp"
#include "tests/unit/hub/vault/samples.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace hub;
using namespace tests::vault;
using hub::vault::log_check_options;
using hub::vault::log_fault;
using hub::vault::log_state;
using ports::log_batch;

const model::timestamp noon = model::from_microseconds(1'782'907'200'000'000);

// Somebody who can write whatever they want in the log's file, and in some cases sign.
class log_attack : public testing::Test {
protected:
    log_attack() {
        trust.add(seal.certificate());
        grow(5);
    }

    [[nodiscard]] static std::vector<std::string>
    make_leaves(const hub::vault::log_identity& log, const std::string& what) {
        std::vector<std::string> leaves;
        for (int i = 0; i < 3; ++i) {
            ports::audit_act act;
            act.kind = "operatorhandeling";
            act.actor = what + std::to_string(i);
            leaves.push_back(hub::vault::act_leaf(log, act, noon));
        }
        return leaves;
    }

    log_batch commit(std::vector<std::string> leaves, const ports::signer& signer) {
        auto sealed = hub::vault::seal_commit(log, state, leaves, noon, signer).value();
        state = sealed.next;
        return {state.number, std::move(sealed.head), std::move(leaves)};
    }

    void grow(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            batches.push_back(commit(make_leaves(log, "reeks"), seal));
            states.push_back(state);
        }
    }

    // Goes back to just after a commit, as a restore from a backup does.
    void go_back_to(std::size_t number) {
        batches.resize(number);
        states.resize(number);
        state = states.back();
    }

    void restore_to(std::size_t number) {
        go_back_to(number);
        const auto record = hub::vault::break_record(state);
        state = hub::vault::next_incarnation(state);
        batches.push_back(commit({hub::vault::act_leaf(log, record, noon)}, seal));
        states.push_back(state);
    }

    [[nodiscard]] std::optional<log_fault> check(
        const std::optional<std::string>& outside = std::nullopt,
        ports::leaves leaves = ports::leaves::with
    ) const {
        const auto finding = hub::vault::verify_log({log, leaves, outside}, batches, trust);
        if (finding) {
            EXPECT_FALSE(hub::vault::explain(finding->fault).empty());
        }
        return finding ? std::optional{finding->fault} : std::nullopt;
    }

    const hub::vault::log_identity log = intake_log();
    tests::support::test_seal seal;
    hub::vault::seal_trust trust;
    log_state state;
    std::vector<log_batch> batches;
    // After each commit.
    std::vector<log_state> states;
};

TEST_F(log_attack, an_honest_log_passes) {
    EXPECT_EQ(check(), std::nullopt);
    for (const auto& batch : batches) {
        EXPECT_EQ(check(batch.head), std::nullopt) << batch.number;
    }
    for (auto& batch : batches) {
        batch.leaves.clear();
    }
    EXPECT_EQ(check(batches[2].head, ports::leaves::without), std::nullopt);
}

TEST_F(log_attack, a_restore_that_lost_nothing_passes) {
    const auto outside = batches[3].head;
    restore_to(5);
    grow(2);
    EXPECT_EQ(check(outside), std::nullopt);
}

TEST_F(log_attack, a_cut_off_end_is_found_with_a_kept_head) {
    const auto outside = batches[4].head;
    go_back_to(3);
    EXPECT_EQ(check(), std::nullopt) << "nobody can see that from the log alone";
    EXPECT_EQ(check(outside), log_fault::truncated);
}

TEST_F(log_attack, a_set_back_log_that_went_on_is_a_fork) {
    const auto outside = batches[4].head;
    go_back_to(3);
    const auto other = commit(make_leaves(log, "anders"), seal);
    batches.push_back(other);
    EXPECT_EQ(check(outside), log_fault::truncated);
    batches.push_back(commit(make_leaves(log, "anders"), seal));
    EXPECT_EQ(check(outside), log_fault::forked);
}

TEST_F(log_attack, what_a_restore_lost_is_found_with_a_kept_head) {
    const auto outside = batches[4].head;
    restore_to(3);
    EXPECT_EQ(check(), std::nullopt);
    EXPECT_EQ(check(outside), log_fault::set_back);
    grow(3);
    EXPECT_EQ(check(outside), log_fault::set_back);
}

TEST_F(log_attack, a_restore_without_its_break_record_is_found) {
    state = hub::vault::next_incarnation(state);
    grow(1);
    EXPECT_EQ(check(), log_fault::break_unrecorded);
}

TEST_F(log_attack, a_skipped_incarnation_is_found) {
    state = hub::vault::next_incarnation(hub::vault::next_incarnation(state));
    grow(1);
    EXPECT_EQ(check(), log_fault::break_unrecorded);
}

TEST_F(log_attack, a_head_signed_again_is_found) {
    const auto outside = batches[4].head;
    go_back_to(4);
    grow(1);
    EXPECT_NE(batches[4].head, outside);
    EXPECT_EQ(check(), std::nullopt);
    EXPECT_EQ(check(outside), log_fault::signed_again);
}

TEST_F(log_attack, a_replaced_commit_in_the_middle_breaks_the_chain) {
    auto old = batches;
    go_back_to(2);
    grow(1);
    old[2] = batches[2];
    batches = old;
    EXPECT_EQ(check(), log_fault::chain_broken);
}

TEST_F(log_attack, a_strangers_signature_is_found) {
    const tests::support::test_seal stranger;
    go_back_to(4);
    batches.push_back(commit(make_leaves(log, "reeks"), stranger));
    EXPECT_EQ(check(), log_fault::unknown_seal);
}

TEST_F(log_attack, a_changed_head_is_found) {
    auto& head = batches[2].head;
    head[head.rfind('.') + 5] = head[head.rfind('.') + 5] == 'A' ? 'B' : 'A';
    EXPECT_EQ(check(), log_fault::signature);
    head.clear();
    EXPECT_EQ(check(), log_fault::head_malformed);
}

TEST_F(log_attack, every_change_of_leaves_is_found) {
    using change = std::function<void(std::vector<std::string>&)>;
    const std::vector<change> table{
        [](auto& leaves) { leaves[1].replace(leaves[1].find("reeks1"), 6, "reeks9"); },
        [](auto& leaves) { std::swap(leaves[0], leaves[1]); },
        [](auto& leaves) { leaves.pop_back(); },
        [](auto& leaves) { leaves.push_back(leaves.back()); },
        [](auto& leaves) { leaves.clear(); },
    };
    for (std::size_t row = 0; row < table.size(); ++row) {
        auto& leaves = batches[2].leaves;
        const auto kept = leaves;
        table[row](leaves);
        EXPECT_EQ(check(), log_fault::leaf_differs) << row;
        leaves = kept;
    }
}

TEST_F(log_attack, missing_commits_are_found) {
    const auto all = batches;
    batches.erase(batches.begin());
    EXPECT_EQ(check(), log_fault::beginning_missing);
    batches = all;
    batches.erase(batches.begin() + 2);
    EXPECT_EQ(check(), log_fault::commit_missing);
    batches = all;
    batches[2].number = 9;
    EXPECT_EQ(check(), log_fault::commit_missing);
    batches = all;
    std::swap(batches[1], batches[2]);
    EXPECT_EQ(check(), log_fault::commit_missing);
}

TEST_F(log_attack, another_log_or_environment_is_found) {
    EXPECT_EQ(
        hub::vault::verify_log(
            {{model::environment::productie, "intake"}, ports::leaves::with, {}}, batches, trust
        )
            ->fault,
        log_fault::other_environment
    );
    EXPECT_EQ(
        hub::vault::verify_log(
            {{model::environment::test, "loket"}, ports::leaves::with, {}}, batches, trust
        )
            ->fault,
        log_fault::other_log
    );
}

TEST_F(log_attack, a_leaf_of_another_log_is_found) {
    go_back_to(4);
    batches.push_back(commit(make_leaves({model::environment::test, "loket"}, "reeks"), seal));
    EXPECT_EQ(check(), log_fault::leaf_of_another_log);
}

TEST_F(log_attack, an_honest_signer_with_wrong_state_is_found) {
    using change = std::function<void(log_state&)>;
    const std::vector<std::pair<log_fault, change>> table{
        {log_fault::size_differs, [](auto& changed) { changed.tree_size += 1; }},
        {log_fault::chain_broken, [](auto& changed) { changed.previous[0] ^= 1U; }},
        {log_fault::commit_missing, [](auto& changed) { changed.number += 1; }},
    };
    for (const auto& [expected, apply] : table) {
        go_back_to(4);
        apply(state);
        batches.push_back(commit(make_leaves(log, "reeks"), seal));
        states.push_back(state);
        EXPECT_EQ(check(), expected);
    }
    go_back_to(4);
    state.time = noon - std::chrono::hours{2};
    auto sealed = hub::vault::seal_commit(
        log, state, make_leaves(log, "reeks"), noon - std::chrono::hours{1}, seal
    );
    batches.push_back({5, sealed->head, make_leaves(log, "reeks")});
    EXPECT_EQ(check(), log_fault::time_went_back);
}

TEST_F(log_attack, a_kept_head_must_be_of_this_log) {
    EXPECT_EQ(check("geen hoofd"), log_fault::outside_head_invalid);
    const auto other = hub::vault::seal_commit(
        {model::environment::test, "loket"}, {}, make_leaves(log, "reeks"), noon, seal
    );
    EXPECT_EQ(check(other->head), log_fault::outside_head_invalid);
    batches.clear();
    EXPECT_EQ(check("geen hoofd"), log_fault::outside_head_invalid);
    EXPECT_EQ(check(), std::nullopt) << "an empty log is a log";
}

}  // namespace
