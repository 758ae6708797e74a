#include "hub/delivery/lost_rights.hpp"

#include "tests/unit/hub/delivery/postvak_fixture.hpp"

#include <gtest/gtest.h>

namespace hub::delivery {
namespace {

using ports::errc;
using tests::support::await;

class lost_rights_test : public postvak_fixture {
protected:
    // Without the recipient's name.
    [[nodiscard]] strings statuses() {
        auto result = room.statuses(book);
        for (auto& one : result) {
            one.erase(0, recipient.to_string().size() + 1);
        }
        return result;
    }
};

TEST_F(lost_rights_test, parks_what_lies_there_at_every_kind_of_fetch) {
    const auto id = send("een");
    rights.lost.insert(recipient);
    EXPECT_EQ(await(service.list(recipient, 0, 10)).error(), errc::refused);
    EXPECT_EQ(await(service.claim(request(1))).error(), errc::refused);
    EXPECT_EQ(acknowledge(id).error(), errc::refused);
    EXPECT_EQ(refuse(id).error(), errc::refused);
    EXPECT_EQ(statuses(), (strings{"klaargezet", "geparkeerd recht_vervallen"}));
}

TEST_F(lost_rights_test, parks_at_an_acknowledgement) {
    const auto id = send("een");
    static_cast<void>(claim());
    rights.lost.insert(recipient);
    EXPECT_EQ(acknowledge(id).error(), errc::refused);
    EXPECT_EQ(statuses(), (strings{"klaargezet", "opgehaald", "geparkeerd recht_vervallen"}));
}

TEST_F(lost_rights_test, gives_everything_again_once_the_right_is_back) {
    const auto id = send("een");
    static_cast<void>(claim());
    rights.lost.insert(recipient);
    static_cast<void>(await(service.list(recipient, 0, 10)));
    rights.lost.clear();
    const auto shown = list(recipient);
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].state, model::state::klaargezet);
    EXPECT_EQ(shown[0].code, "");
    EXPECT_EQ(texts(claim()), (strings{"een"}));
    EXPECT_TRUE(acknowledge(id));
    EXPECT_EQ(
        statuses(),
        (strings{"klaargezet", "opgehaald", "geparkeerd recht_vervallen", "opgehaald", "verwerkt"})
    );
}

TEST_F(lost_rights_test, tells_each_time_under_a_source_id_of_its_own) {
    send("een");
    for (int i = 0; i < 3; ++i) {
        rights.lost.insert(recipient);
        await(service.review()).value();
        rights.lost.clear();
        static_cast<void>(claim());
    }
    std::set<std::string> sources;
    for (const auto& one : book.sent()) {
        EXPECT_TRUE(sources.insert(one.submission.id).second) << one.submission.id;
    }
    EXPECT_EQ(sources.size(), 7U);
}

TEST_F(lost_rights_test, parks_everything_at_a_review_without_any_fetch) {
    for (int i = 0; i < 40; ++i) {
        room.send(bericht("bericht"));
    }
    auto other = bericht("ander");
    other.destinations = {model::destination{tests::support::test_oin(3)}};
    room.send(other);
    deliver();
    rights.lost.insert(recipient);
    await(service.review()).value();
    await(service.review()).value();
    const auto told = statuses();
    EXPECT_EQ(std::count(told.begin(), told.end(), "geparkeerd recht_vervallen"), 40);
    EXPECT_EQ(list(tests::support::test_oin(3))[0].state, model::state::klaargezet);
}

TEST_F(lost_rights_test, parks_what_arrives_for_who_lost_its_right) {
    rights.lost.insert(recipient);
    send("een");
    EXPECT_EQ(statuses(), (strings{"klaargezet", "geparkeerd recht_vervallen"}));
    rights.lost.clear();
    EXPECT_EQ(texts(claim()), (strings{"een"}));
}

TEST_F(lost_rights_test, parks_at_the_next_review_what_a_failing_book_did_not) {
    send("een");
    rights.lost.insert(recipient);
    book.fail_commits(errc::retry, 2);
    EXPECT_EQ(await(service.review()).error(), errc::retry);
    EXPECT_EQ(await(service.list(recipient, 0, 10)).error(), errc::refused);
    EXPECT_EQ(statuses(), (strings{"klaargezet"}));
    book.fail_commits(errc::conflict, 2);
    await(service.review()).value();
    EXPECT_EQ(statuses().size(), 2U);
}

TEST_F(lost_rights_test, says_nothing_about_statusberichten) {
    acknowledge(send("een")).value();
    deliver_statuses();
    const auto before = book.sent().size();
    rights.lost.insert(sender);
    await(service.review()).value();
    EXPECT_EQ(book.sent().size(), before);
    rights.lost.clear();
    EXPECT_EQ(list(sender).size(), 2U);
}

TEST_F(lost_rights_test, parks_without_a_word_what_is_erased) {
    send("een");
    await(room.vault.destroy_key(model::key_id{casus.value()})).value();
    rights.lost.insert(recipient);
    await(service.review()).value();
    EXPECT_EQ(book.sent().size(), 1U);
}

}  // namespace
}  // namespace hub::delivery
