#include "adapters/http/internal/internal.hpp"
#include "hub/vault/base64url.hpp"
#include "tests/support/await.hpp"
#include "tests/support/consumer_room.hpp"
#include "tests/support/counting_telemetry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace adapters::http::internal {
namespace {

namespace access = hub::access;
namespace model = hub::model;
using testing::HasSubstr;
using testing::Not;
using tests::support::await;
using tests::support::test_oin;

const auto loket = test_oin(11);
const auto let = test_oin(12);
const auto municipality = test_oin(2);
constexpr std::uint32_t releases_per_minute = 3;

access::organisations_values listed() {
    access::organisations_values values;
    for (const auto& oin : {loket, municipality}) {
        access::organisation one;
        one.oin = oin;
        one.has_postvak = true;
        values.listed.push_back(one);
    }
    values.instruments = {{model::instrument::loket, loket}, {model::instrument::let, let}};
    return values;
}

std::shared_ptr<exchange::peer> reader(const model::oin& oin) {
    auto result = std::make_shared<exchange::peer>();
    result->trust = exchange::trust_class::operators;
    result->thumbprint = "00ff";
    result->roles = {std::string{reader_role}};
    result->certificate = oin;
    return result;
}

class key_release_test : public testing::Test {
protected:
    // For the loket and for one organisation.
    key_release_test() {
        tests::support::handed_in what;
        what.casus = room.new_casus();
        what.destinations = {
            model::destination{model::instrument::loket}, model::destination{municipality}};
        casus = *what.casus;
        message = room.send(what);
        envelope = room.broker.contents(model::stream::bericht).front().record->value;
    }

    exchange::response ask(std::shared_ptr<exchange::peer> who, std::string body) {
        exchange::request asked;
        asked.method = "POST";
        asked.path = "/v1/sleutels/_vrijgeven";
        asked.fields.add("content-type", content_type);
        asked.peer = std::move(who);
        auto admitted = door->admit(asked);
        if (auto* refused = std::get_if<exchange::response>(&admitted)) {
            return std::move(*refused);
        }
        asked.body = std::move(body);
        return await(door->handle(std::move(asked)));
    }
    exchange::response ask(const model::oin& who) { return ask(reader(who), envelope); }

    void change(void (*how)(access::organisations_values&)) {
        auto values = listed();
        how(values);
        directory.replace(std::make_shared<const access::organisations>(std::move(values)));
    }

    tests::support::consumer_room room;
    tests::support::counting_telemetry telemetry;
    access::organisation_directory directory{
        std::make_shared<const access::organisations>(listed())};
    // Where releases are recorded.
    tests::support::fake_book log{{room.environment, "intake"}, room.seal, room.clock};
    std::unique_ptr<server> door = create_internal_api(
        {directory, room.clock, telemetry, room.verifier, room.vault, log, releases_per_minute}
    );
    std::string content_type = "application/protobuf";
    model::casus_id casus;
    model::message_id message;
    std::string envelope;
};

TEST_F(key_release_test, gives_a_destination_the_key_of_that_message_alone) {
    const auto content = await(room.vault.find_key(model::key_id{casus.value()})).value();
    const auto key = hub::vault::vault::message_key(content, message, hub::vault::part::canoniek);
    for (const auto& who : {loket, municipality}) {
        const auto answer = ask(who);
        EXPECT_EQ(answer.status, 200U);
        EXPECT_EQ(
            answer.body,
            R"({"inzending":")" + message.to_string() +
                R"(","deel":"canoniek","sleutelVersie":1,"sleutel":")" +
                hub::vault::to_base64url(key) + R"("})"
        );
    }
    const auto other = hub::vault::vault::message_key(
        content, room.vault.mint_message_id(), hub::vault::part::canoniek
    );
    const auto original =
        hub::vault::vault::message_key(content, message, hub::vault::part::origineel);
    EXPECT_NE(key, other);
    EXPECT_NE(key, original);
}

TEST_F(key_release_test, records_who_got_what_before_it_answers) {
    ask(loket);
    const auto acts = log.acts();
    ASSERT_EQ(acts.size(), 1U);
    EXPECT_EQ(acts[0].kind, "sleutelvrijgave");
    EXPECT_EQ(acts[0].actor, loket.to_string());
    EXPECT_EQ(acts[0].message, message);
    EXPECT_EQ(acts[0].casus, casus);
    EXPECT_THAT(acts[0].facts, testing::Contains(std::pair{"bestemming", "loket"}));

    log.fail_commits(hub::ports::errc::retry, 1);
    const auto answer = ask(loket);
    EXPECT_EQ(answer.status, 503U);
    EXPECT_THAT(answer.body, Not(HasSubstr("sleutel\"")));
}

TEST_F(key_release_test, says_nothing_of_a_message_for_another) {
    const auto answer = ask(let);
    EXPECT_EQ(answer.status, 404U);
    EXPECT_THAT(answer.body, HasSubstr("niet_gevonden"));
    EXPECT_TRUE(log.acts().empty());
}

TEST_F(key_release_test, goes_by_todays_table) {
    change([](auto& values) { values.listed[1].has_postvak = false; });
    EXPECT_THAT(ask(municipality).body, HasSubstr("recht_vervallen"));
    change([](auto& values) { values.listed[0].status = access::organisation_status::geschorst; });
    EXPECT_THAT(ask(loket).body, HasSubstr("organisatie_geschorst"));
    // Another organisation plays the loket from today on.
    change([](auto& values) { values.instruments[0].oin = let; });
    EXPECT_EQ(ask(let).status, 200U);
}

TEST_F(key_release_test, refuses_an_envelope_that_does_not_prove_itself) {
    auto changed = envelope;
    changed[changed.find(municipality.text())] = '1';
    auto cut = envelope;
    cut.resize(cut.size() / 2);
    for (const auto& body : {changed, cut}) {
        const auto answer = ask(reader(loket), body);
        EXPECT_EQ(answer.status, 400U);
        EXPECT_THAT(answer.body, HasSubstr("envelop_onbewezen"));
    }
    content_type = "application/json";
    EXPECT_EQ(ask(loket).status, 415U);
}

TEST_F(key_release_test, answers_gone_when_the_key_was_destroyed) {
    await(room.vault.destroy_key(model::key_id{casus.value()})).value();
    EXPECT_EQ(ask(loket).status, 410U);
    EXPECT_TRUE(log.acts().empty());
}

TEST_F(key_release_test, gives_each_role_so_many_in_a_minute) {
    for (std::uint32_t times = 0; times < releases_per_minute; ++times) {
        EXPECT_EQ(ask(loket).status, 200U);
    }
    EXPECT_EQ(ask(loket).status, 429U);
    EXPECT_EQ(ask(municipality).status, 200U);
    room.clock.advance(std::chrono::minutes{1});
    EXPECT_EQ(ask(loket).status, 200U);
}

TEST_F(key_release_test, lets_in_readers_of_the_internal_root_and_nobody_else) {
    const auto check = [this](const char* code, void (*how)(exchange::peer&)) {
        auto who = reader(loket);
        how(*who);
        const auto answer = ask(std::move(who), envelope);
        EXPECT_EQ(answer.status, 403U);
        EXPECT_THAT(answer.body, HasSubstr(code));
    };
    check("certificaat_ontbreekt", [](auto& who) { who = {}; });
    check("certificaat_ingetrokken", [](auto& who) {
        who.faults = {exchange::certificate_fault::ingetrokken};
    });
    check("rol_ontbreekt", [](auto& who) { who.roles = {"operator"}; });
    check("rol_ontbreekt", [](auto& who) { who.trust = exchange::trust_class::organisation; });
    check("rol_ontbreekt", [](auto& who) { who.certificate.reset(); });
    EXPECT_TRUE(log.acts().empty());
}

}  // namespace
}  // namespace adapters::http::internal
