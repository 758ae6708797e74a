#include "hub/instruments/register/register_service.hpp"

#include "hub/instruments/register/register_instrument.hpp"
#include "tests/support/await.hpp"
#include "tests/support/consumer_room.hpp"
#include "tests/support/finite_subscriber.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hub::instruments::register_ {
namespace {

using tests::support::await;
using tests::support::test_oin;

class register_service_test : public ::testing::Test {
protected:
    model::key_id add(unsigned owner, const std::string& name, const std::string& regio) {
        pmm::v1::CanonicalMessage content;
        auto* mutation = content.mutable_registermutatie();
        mutation->set_actie(pmm::v1::REGISTER_ACTIE_TOEVOEGEN);
        mutation->mutable_professional()->set_naam(name);
        mutation->mutable_professional()->set_email(name + "@voorbeeld.example");
        mutation->mutable_professional()->set_soort(
            owner == 1 ? pmm::v1::PROFESSIONAL_SOORT_PERSOON : pmm::v1::PROFESSIONAL_SOORT_TEAM
        );
        mutation->add_leefgebieden(
            owner == 1 ? pmm::v1::LEEFGEBIED_WONEN : pmm::v1::LEEFGEBIED_ZORG
        );
        mutation->set_regio(regio);
        const auto key = room_.new_key();
        send(owner, key, std::move(content));
        return key;
    }

    void remove(unsigned owner, model::key_id key) {
        pmm::v1::CanonicalMessage content;
        content.mutable_registermutatie()->set_actie(pmm::v1::REGISTER_ACTIE_VERWIJDEREN);
        content.mutable_registermutatie()->set_vermelding_id(key.to_string());
        send(owner, key, std::move(content));
    }

    void send(unsigned owner, model::key_id key, pmm::v1::CanonicalMessage content) {
        tests::support::handed_in what;
        what.type = model::message_type::registermutatie;
        what.target = model::stream::register_;
        what.owner = test_oin(owner);
        what.key = key;
        what.destinations = {model::destination{model::instrument::register_}};
        what.content = std::move(content);
        room_.send(what);
        const std::vector<model::stream> streams{model::stream::register_};
        tests::support::finite_subscriber subscriber{
            room_.broker.subscribe({"register", streams}, book_),
            [&] { return room_.all_read(book_, streams); }};
        consumer::no_events watcher;
        consumer::runner_options options;
        options.name = "register";
        options.own = test_oin(901);
        consumer::runner runs{
            instrument_,
            {subscriber,
             book_,
             room_.vault,
             room_.verifier,
             room_.clock,
             room_.waiter,
             watcher,
             &service_},
            options};
        await(runs.run());
    }

    // Sorted: entries' ids of the same moment stand in no order.
    std::vector<std::string> names(const register_query& query) {
        std::vector<std::string> result;
        for (const auto& entry : service_.search(query).entries) {
            result.push_back(entry.professional.naam());
        }
        std::sort(result.begin(), result.end());
        return result;
    }

    using strings = std::vector<std::string>;

    tests::support::consumer_room room_;
    tests::support::fake_book book_{{room_.environment, "register"}, room_.seal, room_.clock};
    register_instrument instrument_;
    register_service service_{book_, room_.vault, {3, [](const model::oin& oin) {
                                                       return oin == test_oin(1)
                                                                  ? std::string{"Gemeente Aardhout"}
                                                                  : std::string{};
                                                   }}};
};

TEST_F(register_service_test, answers_with_what_was_committed) {
    const auto key = add(1, "Jansen", "Twente");
    const auto found = service_.find(key);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->professional.naam(), "Jansen");
    EXPECT_EQ(found->organisation, test_oin(1));
    EXPECT_EQ(found->organisation_name, "Gemeente Aardhout");
    remove(1, key);
    EXPECT_FALSE(service_.find(key));
}

TEST_F(register_service_test, narrows_by_every_field) {
    static_cast<void>(add(1, "Jansen", "Twente"));
    static_cast<void>(add(2, "Team Zorg", "Zeeland"));
    register_query query;
    EXPECT_EQ(names(query), (strings{"Jansen", "Team Zorg"}));
    query.organisation = test_oin(2);
    EXPECT_EQ(names(query), (strings{"Team Zorg"}));
    query = {};
    query.leefgebied = pmm::v1::LEEFGEBIED_WONEN;
    EXPECT_EQ(names(query), (strings{"Jansen"}));
    query = {};
    query.regio = "zeeland";
    EXPECT_EQ(names(query), (strings{"Team Zorg"}));
    query = {};
    query.soort = pmm::v1::PROFESSIONAL_SOORT_TEAM;
    EXPECT_EQ(names(query), (strings{"Team Zorg"}));
    query = {};
    query.text = "aardhout jans";
    EXPECT_EQ(names(query), (strings{"Jansen"}));
    query.text = "aardhout zorg";
    EXPECT_TRUE(names(query).empty());
}

TEST_F(register_service_test, bounds_answers_and_goes_on_behind_them) {
    for (int i = 0; i < 4; ++i) {
        static_cast<void>(add(1, "Jansen " + std::to_string(i), "Twente"));
    }
    register_query query;
    const auto first = service_.search(query);
    ASSERT_EQ(first.entries.size(), 3U);
    EXPECT_TRUE(first.more);
    query.after = first.entries.back().id;
    const auto second = service_.search(query);
    EXPECT_EQ(second.entries.size(), 1U);
    EXPECT_FALSE(second.more);
}

TEST_F(register_service_test, reads_all_entries_at_start) {
    static_cast<void>(add(1, "Jansen", "Twente"));
    static_cast<void>(add(2, "Team Zorg", "Zeeland"));
    register_service fresh{book_, room_.vault, {}};
    await(fresh.load()).value();
    EXPECT_EQ(fresh.size(), 2U);
}

TEST_F(register_service_test, leaves_out_an_entry_whose_key_was_destroyed) {
    const auto key = add(1, "Jansen", "Twente");
    static_cast<void>(add(2, "Team Zorg", "Zeeland"));
    await(room_.vault.destroy_key(key)).value();
    register_service fresh{book_, room_.vault, {}};
    await(fresh.load()).value();
    EXPECT_EQ(fresh.size(), 1U);
}

}  // namespace
}  // namespace hub::instruments::register_
