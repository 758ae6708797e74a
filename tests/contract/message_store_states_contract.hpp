// What every message store must do with states, its outbox and its log; part of the contract suite.
#pragma once

#include "schemas/pmm/v1/envelope.pb.h"
#include "tests/contract/message_store_contract.hpp"

#include <algorithm>

namespace tests::contract {

class message_store_states_contract : public message_store_contract {
protected:
    [[nodiscard]] hub::ports::state_change
    change(std::uint32_t number, state to, std::string casus_status = {}) const {
        return {
            message_number(number), "loket", to, harness->clock.now(), {}, std::move(casus_status)};
    }
    void settle(std::vector<hub::ports::state_change> changes) {
        ASSERT_TRUE(support::await(store().settle(std::move(changes), {})));
    }
    // The states of a message's history, in order.
    [[nodiscard]] std::vector<state> history(std::uint32_t number) {
        std::vector<state> states;
        for (const auto& step : support::await(store().history(message_number(number))).value()) {
            states.push_back(step.state);
        }
        return states;
    }
    std::vector<hub::ports::outgoing> waiting(std::uint64_t after = 0, std::size_t limit = 100) {
        return support::await(store().next_outgoing(after, limit)).value();
    }
    void publish(const std::vector<hub::ports::outgoing>& records) {
        std::vector<hub::ports::published> done;
        for (const auto& one : records) {
            done.push_back({one.sequence, {one.record->stream, 0, 1}});
        }
        ASSERT_TRUE(support::await(store().mark_published(done, {})));
    }
    std::vector<hub::ports::stored_message> search(hub::ports::message_query query) {
        return support::await(store().search(std::move(query))).value();
    }
    std::vector<hub::ports::log_batch> log() {
        return support::await(store().read(1, 1000, hub::ports::leaves::with)).value();
    }
};

TEST_P(message_store_states_contract, tells_the_way_of_a_message) {
    append_fresh(plain(1));
    EXPECT_EQ(history(1), (std::vector{state::ontvangen}));
    harness->clock.advance(std::chrono::seconds{1});
    publish(waiting());
    EXPECT_EQ(find(1).overall, state::doorgezet);
    EXPECT_EQ(history(1), (std::vector{state::ontvangen, state::doorgezet}));
    settle({change(1, state::klaargezet), change(1, state::verwerkt, "aangemeld")});
    EXPECT_EQ(find(1).overall, state::verwerkt);
    harness->reopen();
    const auto all = support::await(store().history(message_number(1))).value();
    ASSERT_GE(all.size(), 3U);
    EXPECT_EQ(all.back().state, state::verwerkt);
    EXPECT_EQ(all.back().destination, "loket");
    EXPECT_EQ(all.back().casus_status, "aangemeld");
    EXPECT_EQ(all.back().at, harness->clock.now());
    EXPECT_EQ(find(1).overall, state::verwerkt);
}

TEST_P(message_store_states_contract, applies_only_steps_that_follow) {
    append_fresh(plain(1));
    settle({change(1, state::opgehaald)});
    settle({change(1, state::klaargezet), change(1, state::opgehaald)});
    EXPECT_EQ(find(1).overall, state::opgehaald);
    settle({change(1, state::geweigerd)});
    settle({change(1, state::verwerkt), change(1, state::geparkeerd)});
    EXPECT_EQ(find(1).overall, state::geweigerd);
    EXPECT_EQ(history(1), (std::vector{state::ontvangen, state::opgehaald, state::geweigerd}));
    auto elsewhere = change(1, state::verwerkt);
    elsewhere.destination = "let";
    settle({elsewhere, change(99, state::verwerkt)});
    EXPECT_EQ(history(1).size(), 3U);
}

TEST_P(message_store_states_contract, derives_the_state_over_all_destinations) {
    auto one = plain(1);
    one.destinations.emplace_back(oin('7'));
    append_fresh(one);
    publish(waiting());
    settle({change(1, state::verwerkt)});
    EXPECT_EQ(find(1).overall, state::doorgezet);
    auto other = change(1, state::geparkeerd);
    other.destination = oin('7').to_string();
    settle({other});
    EXPECT_EQ(find(1).overall, state::geparkeerd);
    other.state = state::verwerkt;
    settle({other});
    EXPECT_EQ(find(1).overall, state::verwerkt);
}

TEST_P(message_store_states_contract, puts_final_states_in_the_log) {
    append_fresh(plain(1));
    const auto before = log().size();
    settle({change(1, state::klaargezet)});
    settle({change(1, state::verwerkt)});
    const auto batches = log();
    ASSERT_EQ(batches.size(), before + 1);
    ASSERT_EQ(batches.back().leaves.size(), 1U);
    const auto origin = hub::vault::read_leaf_origin(batches.back().leaves[0]);
    ASSERT_TRUE(origin);
    EXPECT_EQ(origin->act, "toestand");
}

TEST_P(message_store_states_contract, keeps_positions_with_the_states) {
    append_fresh(plain(1));
    const auto stream = hub::model::stream::status;
    EXPECT_EQ(support::await(store().next_offset(stream, 2)).value(), std::nullopt);
    const hub::ports::position kept{stream, 2, 41, 1'700'000'000'123};
    ASSERT_TRUE(support::await(store().settle({change(1, state::verwerkt)}, {kept})));
    harness->reopen();
    EXPECT_EQ(support::await(store().next_position(stream, 2)).value(), kept);
    ASSERT_TRUE(support::await(store().move_to({{stream, 2, 7}})));
    harness->reopen();
    EXPECT_EQ(
        support::await(store().next_position(stream, 2)).value(),
        (hub::ports::position{stream, 2, 7, 0})
    );
    EXPECT_EQ(support::await(store().next_offset(stream, 1)).value(), std::nullopt);
}

TEST_P(message_store_states_contract, parks_what_has_no_route_and_does_not_forward_it) {
    auto parked = plain(1);
    parked.parked_code = "geen_route";
    const auto done = append(parked);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->stored.overall, state::geparkeerd);
    append_fresh(plain(2));
    const auto records = waiting();
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].sequence, find(2).sequence);
    publish(records);
    EXPECT_EQ(find(1).overall, state::geparkeerd);
    EXPECT_EQ(history(1), (std::vector{state::ontvangen, state::geparkeerd}));
    EXPECT_EQ(
        support::await(store().history(message_number(1))).value().back().reason, "geen_route"
    );
}

TEST_P(message_store_states_contract, ends_what_was_parked_for_want_of_a_destination) {
    auto parked = plain(1);
    parked.parked_code = "geen_route";
    parked.destinations.clear();
    ASSERT_TRUE(append(parked));
    append_fresh(plain(2));
    auto ending = change(1, state::afgesloten);
    ending.destination.clear();
    ending.reason = "afgesproken";
    auto of_another = change(2, state::afgesloten);
    of_another.destination.clear();
    settle({ending, of_another});
    EXPECT_EQ(find(1).overall, state::afgesloten);
    EXPECT_EQ(history(1), (std::vector{state::ontvangen, state::geparkeerd, state::afgesloten}));
    EXPECT_EQ(
        support::await(store().history(message_number(1))).value().back().reason, "afgesproken"
    );
    EXPECT_NE(find(2).overall, state::afgesloten);
    settle({ending});
    EXPECT_EQ(history(1).size(), 3U);
}

TEST_P(message_store_states_contract, lets_another_attempt_supersede_a_parked_one) {
    auto parked = plain(1);
    parked.parked_code = "geen_route";
    ASSERT_TRUE(append(parked));
    auto attempt = plain(2);
    attempt.submission = parked.submission;
    attempt.attempt = 2;
    attempt.supersedes = message_number(1);
    append_fresh(attempt);
    EXPECT_EQ(find(1).overall, state::afgesloten);
    EXPECT_EQ(find(2).attempt, 2U);
    EXPECT_EQ(support::await(store().find_submission(parked.submission)).value().id, attempt.id);
    auto late = plain(3);
    late.submission = parked.submission;
    late.supersedes = message_number(1);
    const auto refused = append(late);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->kind, kind::same_key);
    EXPECT_EQ(refused->stored.id, message_number(2));
}

TEST_P(message_store_states_contract, moves_its_watermark_in_any_order) {
    for (std::uint32_t number = 1; number <= 4; ++number) {
        append_fresh(plain(number));
    }
    const auto all = waiting();
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(store().depth().waiting, 4U);
    EXPECT_EQ(store().depth().oldest, plain(1).accepted_at);
    publish({all[1]});
    EXPECT_LT(store().published_up_to(), all[0].sequence);
    EXPECT_EQ(store().depth().waiting, 3U);
    publish({all[0]});
    EXPECT_EQ(store().published_up_to(), all[1].sequence);
    const auto rest = waiting(all[1].sequence, 1);
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].sequence, all[2].sequence);
    EXPECT_EQ(find(2).overall, state::doorgezet);
    EXPECT_EQ(find(3).overall, state::ontvangen);
}

TEST_P(message_store_states_contract, parks_what_can_not_be_published) {
    append_fresh(plain(1));
    append_fresh(plain(2));
    const auto all = waiting();
    ASSERT_TRUE(support::await(store().mark_published({}, {{all[0].sequence, "te_groot"}})));
    publish({all[1]});
    EXPECT_EQ(store().published_up_to(), all[1].sequence);
    EXPECT_EQ(find(1).overall, state::geparkeerd);
    EXPECT_EQ(history(1), (std::vector{state::ontvangen, state::geparkeerd}));
    EXPECT_EQ(store().depth().waiting, 0U);
}

TEST_P(message_store_states_contract, sends_records_that_prove_themselves) {
    append_fresh(opening(1, 1));
    append_fresh(plain(2));
    const auto all = waiting();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].record->key, casus_number(1).to_string());
    EXPECT_EQ(all[1].record->key, message_number(2).to_string());
    pmm::v1::Envelope envelope;
    ASSERT_TRUE(envelope.ParseFromString(all[0].record->value));
    EXPECT_EQ(envelope.message_id(), message_number(1).view());
    EXPECT_EQ(envelope.canonical().ciphertext(), "canoniek 1");
    ASSERT_EQ(envelope.destinations_size(), 1);
    EXPECT_EQ(envelope.destinations(0).sequence(), 1U);
    const auto parts = support::await(store().receipt(message_number(1))).value();
    EXPECT_EQ(envelope.proof().leaf(), parts.leaf);
    EXPECT_EQ(envelope.head(), parts.head);
}

TEST_P(message_store_states_contract, finds_what_stays_without_an_outcome) {
    for (std::uint32_t number = 1; number <= 5; ++number) {
        append_fresh(plain(number));
    }
    auto records = waiting(0, 4);
    publish(records);
    settle({change(1, state::verwerkt), change(3, state::geparkeerd)});
    harness->clock.advance(std::chrono::minutes{10});
    const auto soon = harness->clock.now() - std::chrono::minutes{10};
    EXPECT_TRUE(support::await(store().unsettled(soon, 0, 10)).value().empty());
    const auto stale = support::await(store().unsettled(harness->clock.now(), 0, 10)).value();
    ASSERT_EQ(stale.size(), 2U);
    EXPECT_EQ(stale[0].sequence, records[1].sequence);
    EXPECT_EQ(stale[0].record->value, records[1].record->value);
    EXPECT_EQ(stale[1].sequence, records[3].sequence);
    const auto next =
        support::await(store().unsettled(harness->clock.now(), stale[0].sequence, 1)).value();
    ASSERT_EQ(next.size(), 1U);
    EXPECT_EQ(next[0].sequence, stale[1].sequence);
}

TEST_P(message_store_states_contract, searches_by_every_field) {
    for (std::uint32_t number = 1; number <= 6; ++number) {
        auto one = number == 5 ? opening(number, 1) : plain(number);
        one.type = number == 2 ? hub::model::message_type::signaal : one.type;
        one.submission.owner = oin(number == 3 ? '3' : '1');
        append_fresh(one);
        harness->clock.advance(std::chrono::minutes{1});
    }
    const auto now = harness->clock.now();
    const auto ids = [](const std::vector<hub::ports::stored_message>& found) {
        std::vector<hub::model::message_id> all;
        for (const auto& one : found) {
            all.push_back(one.id);
        }
        return all;
    };
    const auto numbers = [](std::vector<std::uint32_t> wanted) {
        std::vector<hub::model::message_id> all;
        for (const auto number : wanted) {
            all.push_back(message_number(number));
        }
        return all;
    };
    publish(waiting(0, 4));
    settle({change(1, state::verwerkt), change(4, state::geparkeerd)});
    const auto search_by = [&](const std::function<void(hub::ports::message_query&)>& narrow) {
        hub::ports::message_query query;
        narrow(query);
        return ids(search(query));
    };
    const auto by_state = [&](state wanted) {
        return search_by([wanted](auto& query) { query.state = wanted; });
    };
    EXPECT_EQ(ids(search({})), numbers({6, 5, 4, 3, 2, 1}));
    EXPECT_EQ(search_by([](auto& query) { query.owner = oin('3'); }), numbers({3}));
    EXPECT_EQ(search_by([](auto& query) { query.owner = oin('9'); }), numbers({}));
    EXPECT_EQ(
        search_by([](auto& query) { query.type = hub::model::message_type::signaal; }), numbers({2})
    );
    EXPECT_EQ(search_by([](auto& query) { query.casus = casus_number(1); }), numbers({5}));
    EXPECT_EQ(by_state(state::ontvangen), numbers({6, 5}));
    EXPECT_EQ(by_state(state::doorgezet), numbers({3, 2}));
    EXPECT_EQ(by_state(state::geparkeerd), numbers({4}));
    EXPECT_EQ(by_state(state::verwerkt), numbers({1}));
    EXPECT_EQ(
        search_by([now](auto& query) {
            query.accepted_from = now - std::chrono::minutes{4};
            query.accepted_until = now - std::chrono::minutes{2};
        }),
        numbers({4, 3})
    );
    EXPECT_EQ(search_by([](auto& query) { query.limit = 2; }), numbers({6, 5}));
    EXPECT_EQ(
        search_by([before = find(5).sequence](auto& query) {
            query.before_sequence = before;
            query.limit = 2;
        }),
        numbers({4, 3})
    );
}

TEST_P(message_store_states_contract, records_acts_in_a_log_whose_heads_chain) {
    append_fresh(plain(1));
    ASSERT_TRUE(support::await(
        store().record({{"operatorhandeling", "operator", message_number(1), std::nullopt, {}}})
    ));
    harness->reopen();
    append_together({plain(2), plain(3), plain(4)});
    const auto batches = log();
    ASSERT_GE(batches.size(), 3U);
    hub::model::hash previous{};
    std::uint64_t size = 0;
    for (std::size_t at = 0; at < batches.size(); ++at) {
        const auto head = hub::vault::read_head(batches[at].head);
        ASSERT_TRUE(head);
        size += batches[at].leaves.size();
        EXPECT_EQ(batches[at].number, at + 1);
        EXPECT_EQ(head->fields.tree_size, size);
        EXPECT_EQ(head->fields.previous, previous);
        EXPECT_EQ(head->fields.root, hub::vault::build_tree(batches[at].leaves).root);
        previous = hub::vault::hash_of_head(batches[at].head);
    }
    EXPECT_EQ(hub::vault::read_leaf_origin(batches[1].leaves[0])->act, "operatorhandeling");
    EXPECT_EQ(size, 5U);
}

TEST_P(message_store_states_contract, stores_nothing_when_the_signer_fails) {
    harness->signer.fail(errc::retry);
    EXPECT_EQ(append(plain(1)).error(), errc::retry);
    harness->signer.work();
    EXPECT_EQ(support::await(store().find(message_number(1))).error(), errc::not_found);
    append_fresh(plain(1));
}

inline boost::asio::awaitable<void> take_outgoing(
    hub::ports::message_store& from,
    hub::ports::result<std::vector<hub::ports::outgoing>>& got
) {
    got = co_await from.next_outgoing(0, 10);
}

inline boost::asio::awaitable<void>
append_later(hub::ports::message_store& to, hub::model::admitted_message one) {
    EXPECT_TRUE(co_await to.append(std::move(one)));
}

inline boost::asio::awaitable<void> close_outbox_of(hub::ports::message_store& one) {
    one.close_outbox();
    co_return;
}

inline void run_both(boost::asio::awaitable<void> first, boost::asio::awaitable<void> second) {
    boost::asio::io_context context{1};
    auto ended = 0;
    for (auto* one : {&first, &second}) {
        boost::asio::co_spawn(context, std::move(*one), [&ended](std::exception_ptr error) {
            EXPECT_FALSE(error);
            ++ended;
        });
    }
    context.run_for(support::await_deadline);
    EXPECT_EQ(ended, 2);
}

TEST_P(message_store_states_contract, wakes_who_waits_for_outgoing_messages) {
    hub::ports::result<std::vector<hub::ports::outgoing>> got{errc::retry};
    run_both(take_outgoing(store(), got), append_later(store(), plain(1)));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->size(), 1U);
}

TEST_P(message_store_states_contract, ends_a_wait_when_its_outbox_is_closed) {
    hub::ports::result<std::vector<hub::ports::outgoing>> got{errc::retry};
    run_both(take_outgoing(store(), got), close_outbox_of(store()));
    EXPECT_EQ(got.error(), errc::closed);
}

}  // namespace tests::contract
