#include "hub/intake/completing.hpp"

#include "tests/support/await.hpp"
#include "tests/support/fake_waiter.hpp"
#include "tests/unit/hub/intake/fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace hub::intake {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::support::await;
using namespace tests::unit::admitting;

access::fetching_settings agreed() {
    return {{"zaken.example", 443, "/zaken/api/v1/"}, "pmm-hub", "geheim"};
}

TEST(a_reference, is_asked_for_within_the_agreed_base_only) {
    const auto place = place_of("https://zaken.example/zaken/api/v1/zaken/7dd7-07a3", agreed());
    ASSERT_TRUE(place);
    EXPECT_EQ(place->host, "zaken.example");
    EXPECT_EQ(place->target, "/zaken/api/v1/zaken/7dd7-07a3");
    EXPECT_EQ(place->client_id, "pmm-hub");
    for (const auto* text :
         {"http://zaken.example/zaken/api/v1/zaken/1",
          "https://zaken.example:8443/zaken/api/v1/zaken/1",
          "https://zaken.example.evil/zaken/api/v1/zaken/1",
          "https://evil/zaken/api/v1/zaken/1",
          "https://zaken.example@evil/zaken/api/v1/zaken/1",
          "https://zaken.example/andere/api/v1/zaken/1",
          "https://zaken.example/zaken/api/v1/../../geheim",
          "https://zaken.example/zaken/api/v1/%2e%2e/geheim",
          "https://zaken.example/zaken/api/v1/zaken/1?x=y",
          "https://zaken.example/zaken/api/v1/zaken/1#x",
          "https://zaken.example/zaken/api/v1//zaken/1",
          "https://zaken.example/zaken/api/v1/",
          "https://zaken.example/zaken/api/v1",
          "zaken/1",
          ""}) {
        EXPECT_FALSE(place_of(text, agreed())) << text;
    }
}

class completing_test : public ::testing::Test,
                        public ports::reference_fetcher,
                        public completing_watcher {
protected:
    boost::asio::awaitable<ports::fetch_result> fetch(ports::fetch_request what) override {
        asked.push_back(what.target);
        auto answer =
            answers.empty() ? ports::fetch_result{ports::fetch_failure::later} : answers.front();
        if (!answers.empty()) {
            answers.pop_front();
        }
        co_return answer;
    }

    void completed(const oin&, model::message_id, std::string_view code) override {
        codes.emplace_back(code);
        // Nothing else waits.
        work.close();
    }

    // Accepts an aanmelding of a municipality that agreed to fetching, and has it completed.
    void complete(std::string reference) {
        const auto first = room.accept(submission_of(municipality, "m-1", referral));
        ASSERT_TRUE(first);
        opened = *first;
        announced_case what;
        what.who = caller_for(municipality);
        organisation = *what.who.organisation;
        organisation.forms.fetching = agreed();
        what.who.organisation = &organisation;
        what.message = first->message;
        what.casus = *first->casus;
        what.reference = std::move(reference);
        work.begin(std::move(what));
        await(work.run());
    }

    surroundings room;
    tests::support::fake_waiter waiter{room.clock};
    access::organisation organisation;
    acceptance opened;
    std::vector<std::string> asked;
    std::vector<std::string> codes;
    std::deque<ports::fetch_result> answers;
    completing work{
        {*room.reception,
         room.decoder,
         [](std::string_view text) {
             return text.empty() ? std::nullopt : std::optional{std::string{text}};
         },
         *this,
         waiter,
         *this}};
};

const std::string zaak = "https://zaken.example/zaken/api/v1/zaken/1";

TEST_F(completing_test, hands_in_what_was_fetched_in_the_same_case_with_a_receipt_of_its_own) {
    answers = {std::string{other_referral}};
    complete(zaak);
    EXPECT_THAT(codes, ElementsAre(""));
    EXPECT_THAT(asked, ElementsAre("/zaken/api/v1/zaken/1"));
    const auto found = await(room.reception->search(caller_for(municipality), {{}, "K1"}));
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ(found->front().casus, opened.casus);
    EXPECT_NE(found->front().id, opened.message);
}

TEST_F(completing_test, tries_a_few_times_what_passes_and_no_more) {
    complete(zaak);
    EXPECT_EQ(asked.size(), 3U);
    EXPECT_THAT(codes, ElementsAre("ophalen_mislukt"));
}

TEST_F(completing_test, tries_once_what_never_helps) {
    answers = {ports::fetch_failure::never};
    complete(zaak);
    EXPECT_EQ(asked.size(), 1U);
    EXPECT_THAT(codes, ElementsAre("ophalen_geweigerd"));
}

TEST_F(completing_test, asks_nobody_outside_the_agreed_base) {
    complete("https://elders.example/zaken/1");
    EXPECT_THAT(asked, IsEmpty());
    EXPECT_THAT(codes, ElementsAre("ophalen_buiten_basis"));
}

TEST_F(completing_test, keeps_nothing_of_what_is_no_zaak) {
    answers = {std::string{}};
    complete(zaak);
    EXPECT_THAT(codes, ElementsAre("ophalen_geen_zaak"));
}

TEST_F(completing_test, fetches_nothing_where_nothing_was_agreed) {
    announced_case what;
    what.who = caller_for(municipality);
    what.reference = zaak;
    work.begin(std::move(what));
    work.close();
    await(work.run());
    EXPECT_THAT(asked, IsEmpty());
}

}  // namespace
}  // namespace hub::intake
