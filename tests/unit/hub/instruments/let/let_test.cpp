#include "hub/instruments/let/let.hpp"

#include "tests/unit/hub/instruments/instrument_bench.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace hub::instruments::let {
namespace {

using tests::support::test_oin;

const auto loket = test_oin(900);

class let_test : public ::testing::Test {
protected:
    static consumer::input escalatie(std::uint8_t number) {
        auto message = casus_message(model::message_type::escalatie, number);
        message.owner = loket;
        message.content.mutable_bericht()->set_soort(pmm::v1::BERICHT_SOORT_ESCALATIE);
        return message;
    }

    let tested_{{loket, "intake"}};
    instrument_bench bench_{tested_};
};

TEST_F(let_test, takes_what_the_loket_escalates) {
    const auto result = bench_.decide(escalatie(1));
    EXPECT_EQ(result.outcomes[0].state, model::state::verwerkt);
    EXPECT_EQ(result.outcomes[0].casus_status, pmm::v1::CASUS_STATUS_OPGESCHAALD);
    static_cast<void>(bench_.decide(escalatie(2)));
    const auto record = bench_.record<pmm::v1::EscalatieRecord>(
        escalation_kind, id_of<model::casus_id>(200).to_string()
    );
    EXPECT_EQ(record.messages_size(), 2);
}

struct wrong_escalation {
    const char* what;
    std::function<void(consumer::input&)> make_wrong;
};

TEST_F(let_test, refuses_everything_else) {
    const std::vector<wrong_escalation> table{
        {"another sender", [](auto& message) { message.owner = test_oin(1); }},
        {"another type", [](auto& message) { message.type = model::message_type::bericht; }},
        {"another writer", [](auto& message) { message.log_id = "loket"; }},
        {"no casus", [](auto& message) { message.casus.reset(); }},
        {"another kind of bericht",
         [](auto& message) {
             message.content.mutable_bericht()->set_soort(pmm::v1::BERICHT_SOORT_VRAAG);
         }},
        {"no bericht", [](auto& message) { message.content.mutable_aanmelding(); }},
    };
    for (const auto& one : table) {
        auto message = escalatie(1);
        one.make_wrong(message);
        const auto result = bench_.decide(message);
        EXPECT_EQ(result.outcomes[0].state, model::state::geweigerd) << one.what;
        EXPECT_EQ(result.outcomes[0].reason, "alleen_escalatie_van_loket") << one.what;
        EXPECT_TRUE(result.changes.empty()) << one.what;
    }
}

}  // namespace
}  // namespace hub::instruments::let
