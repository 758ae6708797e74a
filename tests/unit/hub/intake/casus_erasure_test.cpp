#include "hub/intake/casus_erasure.hpp"

#include "adapters/embedded/documents/documents.hpp"
#include "adapters/embedded/erasures/erasures.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/hub/intake/quarantining.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using hub::model::casus_id;
using hub::model::timestamp;
using hub::ports::async_result;
using hub::ports::erasure_state;
using hub::ports::errc;
using hub::ports::planned_erasure;
using std::chrono::hours;
using tests::support::await;

// An operator thinks better of it just when a round has seen that the day has come.
class withdrawn_in_time final : public hub::ports::erasure_store {
public:
    explicit withdrawn_in_time(erasure_store& kept) : kept_{kept} {}

    async_result<void> announce(planned_erasure one) override { return kept_.announce(one); }
    async_result<planned_erasure> find(casus_id casus) override { return kept_.find(casus); }
    async_result<std::vector<planned_erasure>> list(std::size_t limit) override {
        return kept_.list(limit);
    }
    async_result<std::vector<planned_erasure>> due(timestamp until, std::size_t limit) override {
        auto found = co_await kept_.due(until, limit);
        for (const auto& one : found.value()) {
            const auto withdrawn = co_await kept_.move(
                one.casus, erasure_state::aangekondigd, erasure_state::ingetrokken, until
            );
            EXPECT_TRUE(withdrawn);
        }
        co_return found;
    }
    async_result<void> move(casus_id casus, erasure_state from, erasure_state to, timestamp at)
        override {
        return kept_.move(casus, from, to, at);
    }
    async_result<std::uint64_t> begun_since(timestamp from) override {
        return kept_.begun_since(from);
    }
    bool writable() const override { return kept_.writable(); }

private:
    erasure_store& kept_;
};

class erased_casus : public quarantining {
protected:
    acceptance open(std::string id) {
        return around.accept(submission_of(municipality, std::move(id), referral)).value();
    }
    hub::ports::result<planned_erasure> announce(const acceptance& one) {
        return await(erasure.announce({*one.casus, "reden", "een", "twee"}));
    }
    erasure_state state_of(const acceptance& one) {
        return await(planned->find(*one.casus)).value().state;
    }
    hub::model::state of_message(const hub::model::message_id& id) {
        return await(around.store.find(id)).value().overall;
    }
    std::size_t sweep() { return await(erasure.sweep()); }
    void pass(int days) { around.clock.advance(hours{24 * days}); }
    // In the vault and the store, as an upload leaves it.
    hub::model::document_id document_of(const std::vector<hub::model::message_id>& referring) {
        hub::ports::stored_document whole;
        whole.id = hub::model::document_id{await(around.vault.take_fresh_key())->id().value()};
        whole.owner = municipality;
        whole.certificate = municipality;
        EXPECT_TRUE(await(documents->begin(whole.id, municipality, around.clock.now())));
        EXPECT_TRUE(await(documents->complete(whole)));
        for (const auto& one : referring) {
            EXPECT_TRUE(await(documents->refer({{whole.id, one, around.clock.now()}})));
        }
        return whole.id;
    }
    bool is_readable(const hub::model::document_id& id) {
        return await(around.vault.find_key(hub::model::key_id{id.value()})).has_value();
    }
    void erase(const acceptance& one) {
        ASSERT_TRUE(announce(one));
        pass(7);
        sweep();
        EXPECT_EQ(sweep(), 1U);
    }

    tests::support::temporary_directory directory;
    std::unique_ptr<hub::ports::erasure_store> planned =
        adapters::embedded::erasures::create_erasures({.path = directory.path() / "wissingen.db"});
    std::unique_ptr<hub::ports::document_store> documents =
        adapters::embedded::documents::create_documents({.path = directory.path() / "bijlagen.db"});
    casus_erasure_options options{.notice = hours{24 * 7}, .most_a_day = 1};
    casus_erasure erasure{
        {around.vault, *planned, around.store, *documents, kept, around.clock},
        options};
};

TEST_F(erased_casus, keeps_everything_until_its_day_and_nothing_after_it) {
    const auto one = open("een");
    EXPECT_EQ(await(erasure.look(*one.casus)).value(), 1U);
    EXPECT_EQ(announce(one)->erase_at, around.clock.now() + hours{24 * 7});
    pass(6);
    EXPECT_EQ(sweep(), 0U);
    EXPECT_TRUE(await(around.vault.find_key(hub::model::key_id{one.casus->value()})));
    pass(1);
    EXPECT_EQ(sweep(), 0U) << "what came in meanwhile is looked for once more";
    EXPECT_EQ(state_of(one), erasure_state::bezig);
    EXPECT_EQ(
        await(around.vault.find_key(hub::model::key_id{one.casus->value()})).error(), errc::erased
    );
    EXPECT_EQ(of_message(one.message), hub::model::state::gewist);
    EXPECT_EQ(sweep(), 1U);
    EXPECT_EQ(state_of(one), erasure_state::gewist);
    EXPECT_EQ(sweep(), 0U);
    EXPECT_EQ(acts("wissing").size(), 1U);
    EXPECT_EQ(await(erasure.look(*one.casus)).error(), errc::erased);
}

TEST_F(erased_casus, is_kept_when_somebody_thinks_better_of_it_in_time) {
    const auto one = open("een");
    EXPECT_EQ(await(erasure.withdraw(*one.casus)).error(), errc::not_found);
    ASSERT_TRUE(announce(one));
    EXPECT_EQ(announce(one).error(), errc::conflict);
    ASSERT_TRUE(await(erasure.withdraw(*one.casus)));
    pass(8);
    sweep();
    EXPECT_EQ(await(erasure.look(*one.casus)).value(), 1U);
    ASSERT_TRUE(announce(one));
    pass(8);
    sweep();
    EXPECT_EQ(await(erasure.withdraw(*one.casus)).error(), errc::conflict) << "too late";
}

TEST_F(erased_casus, goes_so_many_a_day) {
    const auto one = open("een");
    const auto other = open("twee");
    ASSERT_TRUE(announce(one));
    ASSERT_TRUE(announce(other));
    pass(7);
    sweep();
    EXPECT_EQ(sweep(), 1U);
    EXPECT_NE(state_of(one), state_of(other)) << "the other waits";
    pass(2);
    sweep();
    EXPECT_EQ(sweep(), 1U);
    EXPECT_EQ(state_of(one), erasure_state::gewist);
    EXPECT_EQ(state_of(other), erasure_state::gewist);
}

TEST_F(erased_casus, goes_on_where_a_failure_stopped_it) {
    const auto one = open("een");
    ASSERT_TRUE(announce(one));
    pass(7);
    around.key_store.fail(errc::retry);
    EXPECT_EQ(sweep(), 0U);
    EXPECT_EQ(state_of(one), erasure_state::bezig) << "there is no way back";
    around.key_store.work();
    sweep();
    EXPECT_EQ(sweep(), 1U);
    EXPECT_EQ(acts("wissing").size(), 1U);
}

TEST_F(erased_casus, is_not_said_to_go_when_it_is_withdrawn_at_the_last_moment) {
    const auto one = open("een");
    ASSERT_TRUE(announce(one));
    pass(7);
    withdrawn_in_time withdrawn{*planned};
    casus_erasure sweeping{
        {around.vault, withdrawn, around.store, *documents, kept, around.clock}, options};
    EXPECT_EQ(await(sweeping.sweep()), 0U);
    EXPECT_EQ(state_of(one), erasure_state::ingetrokken);
    EXPECT_TRUE(await(around.vault.find_key(hub::model::key_id{one.casus->value()})));
    EXPECT_TRUE(acts("wissing").empty());
}

TEST_F(erased_casus, is_said_to_go_before_its_key_goes) {
    const auto one = open("een");
    ASSERT_TRUE(announce(one));
    pass(7);
    around.store.fail_call(0, errc::retry);
    EXPECT_EQ(sweep(), 0U);
    EXPECT_TRUE(await(around.vault.find_key(hub::model::key_id{one.casus->value()})));
    EXPECT_TRUE(acts("wissing").empty());
    EXPECT_EQ(await(erasure.withdraw(*one.casus)).error(), errc::conflict) << "too late";
    sweep();
    EXPECT_EQ(sweep(), 1U);
    EXPECT_EQ(acts("wissing").size(), 1U);
}

TEST_F(erased_casus, takes_the_documents_along_that_nothing_else_refers_to) {
    const auto one = open("een");
    const auto other = open("twee");
    const auto own = document_of({one.message});
    const auto shared = document_of({one.message, other.message});
    const auto of_other = document_of({other.message});
    erase(one);
    EXPECT_FALSE(is_readable(own));
    EXPECT_TRUE(is_readable(shared));
    EXPECT_TRUE(is_readable(of_other));
    EXPECT_EQ(acts("bijlage_gewist").size(), 1U);
    erase(other);
    EXPECT_FALSE(is_readable(shared));
    EXPECT_FALSE(is_readable(of_other));
    EXPECT_EQ(acts("bijlage_gewist").size(), 3U);
}

TEST_F(erased_casus, takes_along_what_quarantine_still_holds_of_it) {
    keep(std::string{referral});
    const auto before = all().front().id;
    auto given = submission_of(municipality, "een", referral);
    given.replays = replayed{before, 0, std::nullopt};
    // Accepted, and then the hub died: quarantine has not heard of it.
    const auto one = around.accept(std::move(given)).value();
    const auto document = document_of({before});
    erase(one);
    EXPECT_EQ(
        await(around.vault.find_key(hub::model::key_id{before.value()})).error(), errc::erased
    );
    EXPECT_EQ(await(kept.find(before))->state, hub::ports::quarantine_state::gewist);
    EXPECT_FALSE(is_readable(document));
}

TEST_F(erased_casus, has_to_be_one) {
    const auto key = await(around.vault.take_fresh_key()).value();
    hub::model::casus_id unused{key.id().value()};
    EXPECT_EQ(await(erasure.look(unused)).error(), errc::not_found) << "a key made ahead";
    EXPECT_EQ(await(erasure.announce({unused, "reden", "een", "twee"})).error(), errc::not_found);
}

}  // namespace
