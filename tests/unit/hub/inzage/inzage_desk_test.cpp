#include "hub/inzage/inzage_desk.hpp"

#include "tests/support/fake_book.hpp"
#include "tests/unit/hub/intake/quarantining.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace {

using namespace hub::inzage;
using namespace tests::unit::admitting;
using hub::model::message_id;
using hub::ports::errc;
using std::chrono::hours;
using std::chrono::minutes;
using tests::support::await;

class named_encoder final : public hub::ports::encoder {
public:
    std::string encode(const pmm::v1::CanonicalMessage& message) const override {
        return "{\"kenmerk\":\"" + message.aanmelding().kenmerk() + "\"}";
    }
};

// One message of the municipality, and two operators.
class content_door : public quarantining {
protected:
    void SetUp() override {
        const auto accepted = around.accept(submission_of(municipality, "id-1", referral));
        ASSERT_TRUE(accepted);
        message = accepted->message;
    }

    wish for_message(content_part part = content_part::origineel) {
        return {subject::bericht, message, part, "onderzoek_storing", "M-17"};
    }

    message_id asked(wish what) { return await(desk.ask(std::move(what), first)).value().id; }
    message_id asked() { return asked(for_message()); }
    message_id approved(wish what) {
        const auto id = asked(std::move(what));
        EXPECT_TRUE(await(desk.approve(id, second)));
        return id;
    }
    message_id approved() { return approved(for_message()); }

    std::string ask_code(wish what) {
        const auto done = await(desk.ask(std::move(what), first));
        return done ? "" : done.error().code;
    }
    std::string approve_code(const message_id& id, const person& who) {
        const auto done = await(desk.approve(id, who));
        return done ? "" : done.error().code;
    }
    std::string end_code(const message_id& id, const person& who) {
        const auto done = await(desk.end(id, who));
        return done ? "" : done.error().code;
    }
    // What is given, or the code of the refusal.
    std::string look(const message_id& id, const person& who) {
        auto done = await(desk.look(id, who));
        return done ? done->body : done.error().code;
    }
    std::string look(const message_id& id) { return look(id, first); }

    std::vector<hub::ports::stored_message> notices() {
        auto all = await(around.store.search({})).value();
        std::erase_if(all, [this](const auto& one) { return one.submission.owner != own; });
        return all;
    }

    std::size_t recorded(std::string_view kind, std::string_view fact, std::string_view value) {
        std::size_t found = 0;
        for (const auto& act : book.acts()) {
            for (const auto& [name, text] : act.facts) {
                found += act.kind == kind && name == fact && text == value ? 1U : 0U;
            }
        }
        return found;
    }

    const person first{"operator:een", "PMM beheer"};
    const person second{"operator:twee", "PMM beheer"};
    const oin own = *oin::parse("00000099400000001000");
    message_id message;
    named_encoder encoder;
    tests::support::fake_book book{
        {hub::model::environment::ontwikkel, "inzage"},
        around.signer,
        around.clock};
    hub::intake::postvak_notices notices_room{around.vault, around.store, around.clock, own};
    inzage_options options;
    inzage_parts parts{
        book,
        {around.vault, around.store, kept, encoder},
        notices_room,
        around.clock};
    inzage_desk desk{parts, options};
};

TEST_F(content_door, opens_for_who_asked_once_another_person_approved) {
    const auto id = asked();
    EXPECT_EQ(look(id), "inzage_niet_goedgekeurd");
    EXPECT_EQ(approve_code(id, first), "zelfde_persoon");
    EXPECT_EQ(look(id), "inzage_niet_goedgekeurd");
    EXPECT_EQ(approve_code(id, second), "");
    EXPECT_EQ(approve_code(id, second), "inzage_al_goedgekeurd");
    EXPECT_EQ(look(id, second), "niet_de_vrager");
    EXPECT_TRUE(notices().empty());
    EXPECT_EQ(look(id), referral);
}

TEST_F(content_door, gives_the_canonical_form_when_that_was_asked) {
    EXPECT_EQ(look(approved(for_message(content_part::canoniek))), R"({"kenmerk":"K1"})");
}

TEST_F(content_door, tells_the_sender_at_every_look) {
    const auto id = approved();
    ASSERT_EQ(look(id), referral);
    ASSERT_EQ(notices().size(), 1U);
    const auto notice = notices().front();
    EXPECT_EQ(notice.destinations, std::vector{hub::model::destination{municipality}});
    EXPECT_EQ(notice.refers_to, message);
    EXPECT_FALSE(notice.casus);
    ASSERT_EQ(look(id), referral);
    EXPECT_EQ(notices().size(), 2U);
}

TEST_F(content_door, says_who_looked_why_and_when_and_never_what) {
    const auto id = approved();
    ASSERT_EQ(look(id), referral);
    const auto notice = notices().front();
    const auto key = await(around.vault.find_key(notice.key)).value();
    const auto sealed = await(around.store.receipt(notice.id)).value().canonical;
    const auto text = await(open(
        {around.vault, around.store, kept, encoder},
        {subject::bericht, notice.id, content_part::canoniek}
    ));
    ASSERT_TRUE(text);
    const auto part =
        around.vault.open(key, hub::intake::context_of(notice), hub::vault::part::canoniek, sealed);
    ASSERT_TRUE(part);
    for (const auto* const told :
         {"PMM beheer", "rol operator", "storing", "Een tweede persoon", "2026"}) {
        EXPECT_NE(part->find(told), std::string::npos) << told;
    }
    EXPECT_NE(part->find(message.to_string()), std::string::npos);
    EXPECT_EQ(part->find("Kunt u helpen"), std::string::npos);
    EXPECT_EQ(part->find("M-17"), std::string::npos);
}

TEST_F(content_door, opens_only_once_it_stands_in_the_log) {
    const auto id = approved();
    book.fail_commits(errc::retry, 1);
    EXPECT_EQ(look(id), "tijdelijk_niet_beschikbaar");
    EXPECT_EQ(recorded("sleutelvrijgave", "inzage", id.to_string()), 0U);
    EXPECT_TRUE(notices().empty());
    EXPECT_EQ(look(id), referral);
    EXPECT_EQ(recorded("sleutelvrijgave", "goedgekeurdDoor", second.actor), 1U);
}

TEST_F(content_door, opens_only_once_the_sender_can_read_of_it) {
    const auto id = approved();
    // The message and its original are found; the notice can't be stored.
    around.store.fail_call(3, errc::retry);
    EXPECT_EQ(look(id), "tijdelijk_niet_beschikbaar");
    EXPECT_TRUE(notices().empty());
    EXPECT_EQ(recorded("sleutelvrijgave", "inzage", id.to_string()), 1U);
}

TEST_F(content_door, closes_when_a_term_is_over) {
    const auto waiting = asked();
    around.clock.advance(hours{24});
    EXPECT_EQ(approve_code(waiting, second), "inzage_verlopen");
    const auto id = approved();
    around.clock.advance(minutes{59});
    EXPECT_EQ(look(id), referral);
    around.clock.advance(minutes{1});
    EXPECT_EQ(look(id), "inzage_verlopen");
    EXPECT_EQ(await(desk.find(id)).value().stands, state::verlopen);
}

TEST_F(content_door, stays_closed_while_the_clock_stands_before_the_approval) {
    const auto id = approved();
    around.clock.advance(hours{-2});
    EXPECT_EQ(look(id), "inzage_verlopen");
}

TEST_F(content_door, opens_a_bounded_number_of_times) {
    const auto id = approved();
    for (unsigned time = 0; time < options.most_looks; ++time) {
        EXPECT_EQ(look(id), referral);
    }
    EXPECT_EQ(look(id), "inzage_beeindigd");
    EXPECT_EQ(notices().size(), options.most_looks);
    EXPECT_EQ(await(desk.find(id)).value().stands, state::gebruikt);
}

TEST_F(content_door, is_withdrawn_by_who_asked_and_turned_down_by_another) {
    const auto mine = approved();
    EXPECT_EQ(end_code(mine, first), "");
    EXPECT_EQ(await(desk.find(mine)).value().stands, state::ingetrokken);
    EXPECT_EQ(look(mine), "inzage_beeindigd");
    EXPECT_EQ(end_code(mine, first), "inzage_beeindigd");
    const auto other = asked();
    EXPECT_EQ(end_code(other, second), "");
    EXPECT_EQ(await(desk.find(other)).value().stands, state::afgewezen);
    EXPECT_EQ(approve_code(other, second), "inzage_beeindigd");
}

TEST_F(content_door, records_every_step_and_every_refused_one) {
    const auto id = asked();
    static_cast<void>(approve_code(id, first));
    static_cast<void>(approve_code(id, second));
    EXPECT_EQ(recorded("operatorhandeling", "handeling", "inzage_gevraagd"), 1U);
    EXPECT_EQ(recorded("operatorhandeling", "handeling", "inzage_goedgekeurd"), 1U);
    EXPECT_EQ(recorded("operatorhandeling", "code", "zelfde_persoon"), 1U);
    EXPECT_EQ(recorded("operatorhandeling", "kenmerk", "M-17"), 3U);
}

TEST_F(content_door, holds_a_bounded_number_of_requests) {
    for (std::size_t open = 0; open < options.most_open_each; ++open) {
        asked();
    }
    EXPECT_EQ(ask_code(for_message()), "te_veel_inzagen");
    EXPECT_TRUE(await(desk.ask(for_message(), second)));
    around.clock.advance(hours{24});
    EXPECT_EQ(ask_code(for_message()), "");
    EXPECT_EQ(await(desk.list(standing::open, 0, 100)).value().size(), 1U);
    const auto ended = await(desk.list(standing::ended, 0, 100)).value();
    EXPECT_EQ(ended.size(), options.most_open_each + 1);
    EXPECT_EQ(ended.front().stands, state::verlopen);
}

TEST_F(content_door, counts_also_what_is_asked_at_the_same_time) {
    inzage_options one;
    one.most_open = 1;
    inzage_desk narrow{parts, one};
    bool between = false;
    book.before_commit = [&] {
        if (!std::exchange(between, true)) {
            EXPECT_TRUE(await(narrow.ask(for_message(), second)));
        }
    };
    const auto late = await(narrow.ask(for_message(), first));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "te_veel_inzagen");
    EXPECT_EQ(await(desk.list(standing::open, 0, 100)).value().size(), 1U);
}

TEST_F(content_door, goes_on_after_a_restart) {
    const auto id = asked();
    {
        inzage_desk again{parts, options};
        EXPECT_TRUE(await(again.approve(id, second)));
    }
    inzage_desk again{parts, options};
    EXPECT_EQ(await(again.look(id, first)).value().body, referral);
}

TEST_F(content_door, opens_for_what_is_in_quarantine_and_tells_who_brought_it) {
    keep("wat is dit", executor);
    const auto id = all().front().id;
    const wish what{subject::quarantaine, id, content_part::origineel, "herstel_quarantaine", ""};
    EXPECT_EQ(look(approved(what)), "wat is dit");
    ASSERT_EQ(notices().size(), 1U);
    EXPECT_EQ(notices().front().destinations, std::vector{hub::model::destination{executor}});
    auto canonical = what;
    canonical.part = content_part::canoniek;
    EXPECT_EQ(ask_code(canonical), "deel_ontbreekt");
    canonical.part = content_part::bijlage;
    EXPECT_EQ(ask_code(canonical), "deel_ontbreekt");
}

TEST_F(content_door, has_nothing_of_what_is_gone_or_never_was) {
    auto unknown = for_message();
    unknown.about = around.vault.mint_message_id();
    EXPECT_EQ(ask_code(unknown), "niet_gevonden");
    EXPECT_EQ(look(unknown.about), "niet_gevonden");
    keep("wat is dit", municipality, hub::intake::keeping::without_content);
    const wish never{
        subject::quarantaine, all().front().id, content_part::origineel, "vraag_afzender", ""};
    EXPECT_EQ(ask_code(never), "gewist");
    const auto id = approved();
    const auto key = await(around.store.find(message)).value().key;
    ASSERT_TRUE(await(around.vault.destroy_key(key)));
    EXPECT_EQ(look(id), "gewist");
    EXPECT_TRUE(notices().empty()) << "nobody saw anything";
    EXPECT_EQ(ask_code(for_message()), "gewist");
}

TEST_F(content_door, takes_reasons_of_its_list_and_references_without_personal_data) {
    auto what = for_message();
    what.reason = "nieuwsgierig";
    EXPECT_EQ(ask_code(what), "reden_onbekend");
    for (const auto* const reference : {"999990019", "Jan de Vries", "M\n17"}) {
        what = for_message();
        what.reference = reference;
        EXPECT_EQ(ask_code(what), "kenmerk_ongeldig") << reference;
    }
    EXPECT_TRUE(book.acts().empty());
}

TEST_F(content_door, forgets_what_ended_long_ago_and_the_log_does_not) {
    const auto id = asked();
    EXPECT_EQ(end_code(id, first), "");
    around.clock.advance(hours{24 * 91});
    asked();
    EXPECT_EQ(await(desk.find(id)).error().code, "niet_gevonden");
    EXPECT_EQ(recorded("operatorhandeling", "inzage", id.to_string()), 2U);
}

TEST_F(content_door, does_not_open_when_it_was_withdrawn_at_the_same_time) {
    const auto id = approved();
    bool between = false;
    book.before_commit = [&] {
        if (!std::exchange(between, true)) {
            EXPECT_EQ(end_code(id, second), "");
        }
    };
    EXPECT_EQ(look(id), "toestand_gewijzigd");
    EXPECT_TRUE(notices().empty());
}

}  // namespace
