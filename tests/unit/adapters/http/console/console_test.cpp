#include "adapters/http/console/acting.hpp"
#include "adapters/http/console/quarantined.hpp"
#include "tests/unit/adapters/http/console/console_room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace adapters::http::console {
namespace {

using testing::HasSubstr;
using testing::Not;

using statuses = std::array<unsigned, roles.size()>;

// In the order of `roles`. A closing waits for a second person, whose saying so ends it.
const std::map<std::string, statuses> table{
    {"GET /", {200, 200, 403, 403, 403, 403}},
    {"GET /pmm.css", {200, 200, 403, 403, 403, 403}},
    {"GET /pmm.js", {200, 200, 403, 403, 403, 403}},
    {"GET /livez", {200, 200, 200, 200, 200, 200}},
    {"GET /readyz", {200, 200, 200, 200, 200, 200}},
    {"GET /metrics", {403, 403, 200, 403, 403, 403}},
    {"GET /api/organisaties", {200, 200, 403, 403, 403, 403}},
    {"GET /api/certificaten", {200, 200, 403, 403, 403, 403}},
    {"GET /api/configuratie", {200, 200, 403, 403, 403, 403}},
    {"GET /api/logs", {200, 200, 403, 403, 403, 403}},
    {"GET /api/logs/{log}/bladen", {200, 200, 403, 403, 403, 403}},
    {"GET /api/verwerkt", {200, 200, 403, 403, 403, 403}},
    {"GET /api/geparkeerd", {200, 200, 403, 403, 403, 403}},
    {"POST /api/geparkeerd/{verwerker}/{id}/herhalingen", {200, 200, 403, 403, 403, 403}},
    {"POST /api/geparkeerd/{verwerker}/{id}/sluitingen", {202, 200, 403, 403, 403, 403}},
    {"GET /api/berichten", {200, 200, 403, 403, 403, 403}},
    {"GET /api/berichten/{id}", {200, 200, 403, 403, 403, 403}},
    {"POST /api/berichten/_zoek", {200, 200, 403, 403, 403, 403}},
    {"GET /api/berichtendienst", {200, 200, 403, 403, 403, 403}},
    {"POST /api/herpublicaties", {200, 200, 403, 403, 403, 403}},
    // Once is enough.
    {"POST /api/verwerkers/{verwerker}/hervattingen", {200, 409, 403, 403, 403, 403}},
    {"POST /api/herstel", {202, 200, 403, 403, 403, 403}},
    {"GET /api/inzagen", {200, 200, 403, 403, 403, 403}},
    {"POST /api/inzagen", {201, 201, 403, 403, 403, 403}},
    // No request has this id.
    {"GET /api/inzagen/{id}", {404, 404, 403, 403, 403, 403}},
    {"POST /api/inzagen/{id}/goedkeuringen", {404, 404, 403, 403, 403, 403}},
    {"POST /api/inzagen/{id}/beeindigingen", {404, 404, 403, 403, 403, 403}},
    {"POST /api/inzagen/{id}/inhoud", {404, 404, 403, 403, 403, 403}},
};

TEST(quarantined_list, says_from_when_each_is_erased_and_whether_that_was_announced) {
    hub::ports::quarantined one;
    one.id = *hub::model::message_id::parse("01890a5d-ac96-774b-bcce-b302099a8057");
    one.erase_at = *hub::model::parse_rfc3339("2026-03-01T00:00:00Z");
    const auto list = [&one] {
        exchange::json_writer json;
        json.begin_object();
        write_quarantined(json, {one});
        json.end_object();
        return json.take();
    };
    EXPECT_THAT(list(), HasSubstr(R"("wissenVanaf":"2026-03-01T00:00:00.000000Z")"));
    EXPECT_THAT(list(), Not(HasSubstr("wissenAangekondigd")));
    one.announced_at = *hub::model::parse_rfc3339("2026-02-22T00:00:00Z");
    EXPECT_THAT(list(), HasSubstr(R"("wissenAangekondigd":"2026-02-22T00:00:00.000000Z")"));
}

TEST_F(console_test, lets_each_role_come_exactly_where_the_table_says) {
    std::set<std::string> seen;
    for (const auto& row : server->table()) {
        const auto name = row.method + " " + row.path_template;
        seen.insert(name);
        const auto expected = table.find(name);
        ASSERT_NE(expected, table.end()) << "nobody decided who may come at " << name;
        const bool parked = name.find("geparkeerd") != std::string::npos;
        auto target = row.path_template;
        for (const auto& [part, value] :
             {std::pair<std::string, std::string>{"{log}", "intake"},
              {"{verwerker}", "loket"},
              {"{id}", parked ? parked_id : message_id}}) {
            if (const auto at = target.find(part); at != std::string::npos) {
                target.replace(at, part.size(), value);
            }
        }
        target += target == "/api/verwerkt" ? "?verwerker=loket" : "";
        std::string body = target.ends_with("_zoek")
                               ? R"({"afzender":")" + tests::support::test_oin(1).to_string() +
                                     R"(","kenmerk":"K-1"})"
                               : std::string{"{}"};
        if (target.ends_with("sluitingen") || target.ends_with("herstel")) {
            body = R"({"als":"afgesloten","reden":"niet_meer_nodig"})";
        }
        body = name == "POST /api/inzagen" ? wish() : body;
        for (std::size_t index = 0; index < roles.size(); ++index) {
            const auto answer =
                ask(row.method, target, roles[index], row.method == "GET" ? "" : body);
            EXPECT_EQ(answer.status, expected->second[index])
                << name << " as role " << index << ": " << answer.body;
        }
    }
    EXPECT_EQ(seen.size(), table.size());
}

TEST_F(console_test, tells_reasons_to_operators_only) {
    state.degraded("doorgifte", "de broker antwoordt niet");
    const auto anyone = get("/readyz", role::niemand);
    EXPECT_EQ(anyone.status, 503U);
    EXPECT_EQ(anyone.body, R"({"status":"niet_gereed"})");
    EXPECT_THAT(get("/readyz", role::beheerder).body, HasSubstr("de broker antwoordt niet"));
    EXPECT_THAT(get("/readyz", role::fout).body, Not(HasSubstr("broker")));
    EXPECT_THAT(get("/readyz", role::organisatie).body, Not(HasSubstr("broker")));
}

TEST_F(console_test, shows_one_messages_way_and_records_who_looked) {
    const auto answer = get("/api/berichten/" + message_id);
    EXPECT_THAT(answer.body, HasSubstr(R"("stappen":[)"));
    EXPECT_THAT(answer.body, HasSubstr(R"("verwerkers":[)"));
    EXPECT_THAT(recorded(), HasSubstr("bericht_ingezien"));
    EXPECT_EQ(get("/api/berichten/17").status, 404U);
    EXPECT_THAT(answer.body, Not(HasSubstr(R"("vorm")"))) << "it has no key";
    const auto sealed = get("/api/berichten/" + sealed_id).body;
    EXPECT_THAT(sealed, HasSubstr(R"("vorm":"hub/bericht/v1")"));
    EXPECT_THAT(sealed, Not(HasSubstr("geheim")));
}

TEST_F(console_test, finds_messages_by_what_operators_know) {
    const auto owner = tests::support::test_oin(1).to_string();
    EXPECT_THAT(get("/api/berichten?afzender=" + owner).body, HasSubstr(message_id));
    EXPECT_THAT(get("/api/berichten?soort=aanmelding").body, HasSubstr(message_id));
    EXPECT_THAT(get("/api/berichten?soort=signaal").body, Not(HasSubstr(message_id)));
    EXPECT_THAT(get("/api/berichten?ouderDan=3600").body, Not(HasSubstr(message_id)));
    EXPECT_EQ(get("/api/berichten?toestand=kwijt").status, 400U);
    EXPECT_EQ(get("/api/berichten?kenmerk=K-1").status, 400U);
}

TEST_F(console_test, finds_a_reference_within_one_senders_space) {
    const auto body = [](unsigned number) {
        return R"({"afzender":")" + tests::support::test_oin(number).to_string() +
               R"(","kenmerk":"K-1"})";
    };
    const std::string path = "/api/berichten/_zoek";
    EXPECT_THAT(ask("POST", path, role::beheerder, body(1)).body, HasSubstr(message_id));
    EXPECT_THAT(ask("POST", path, role::beheerder, body(2)).body, Not(HasSubstr(message_id)));
    EXPECT_THAT(recorded(), Not(HasSubstr("K-1")));
}

TEST_F(console_test, shows_what_is_held_per_consumer) {
    const auto body = get("/api/geparkeerd").body;
    EXPECT_THAT(body, HasSubstr(R"("soort":"geparkeerd","id":")" + parked_id));
    EXPECT_THAT(body, HasSubstr(R"("code":"wacht_op_voorganger")"));
    EXPECT_EQ(get("/api/geparkeerd?verwerker=let").body, R"({"geparkeerd":[]})");
}

TEST_F(console_test, replays_what_heals_and_records_it_first) {
    counter.poison.clear();
    const auto rehearsed = ask("POST", replay(), role::beheerder, R"({"uitvoering":"proef"})");
    EXPECT_THAT(rehearsed.body, HasSubstr(R"("proef":true)"));
    EXPECT_THAT(recorded(), Not(HasSubstr("herhaling")));
    const auto done = ask("POST", replay());
    EXPECT_THAT(done.body, HasSubstr(R"("vrijgegeven":1)"));
    EXPECT_THAT(recorded(), HasSubstr("herhaling"));
    EXPECT_EQ(ask("POST", replay()).status, 404U);
}

TEST_F(console_test, does_nothing_that_it_could_not_record) {
    counter.poison.clear();
    audit.broken = true;
    EXPECT_EQ(ask("POST", replay()).status, 503U);
    EXPECT_THAT(get("/api/geparkeerd").body, HasSubstr(parked_id));
}

TEST_F(console_test, closes_with_two_persons) {
    const std::string body = R"({"als":"afgesloten","reden":"niet_meer_nodig"})";
    EXPECT_EQ(ask("POST", closing(), role::beheerder, body).status, 202U);
    EXPECT_EQ(ask("POST", closing(), role::beheerder, body).status, 202U);
    EXPECT_THAT(get("/api/geparkeerd").body, HasSubstr(parked_id));
    EXPECT_EQ(ask("POST", closing(), role::tweede, body).status, 200U);
    EXPECT_THAT(get("/api/geparkeerd").body, Not(HasSubstr(parked_id)));
}

TEST_F(console_test, gives_content_to_one_operator_when_another_one_approved) {
    const auto asked = ask("POST", "/api/inzagen", role::beheerder, wish());
    ASSERT_EQ(asked.status, 201U) << asked.body;
    const auto at = asked.body.find("\"inzage\":\"") + 10;
    const auto path = "/api/inzagen/" + asked.body.substr(at, 36);
    const auto step = [&](const std::string& what, role who) {
        return ask("POST", path + what, who, "{}");
    };
    EXPECT_EQ(step("/inhoud", role::beheerder).status, 409U);
    EXPECT_EQ(step("/goedkeuringen", role::beheerder).status, 403U);
    EXPECT_EQ(step("/goedkeuringen", role::tweede).status, 200U);
    EXPECT_EQ(step("/inhoud", role::tweede).status, 403U);
    EXPECT_EQ(step("/inhoud", role::metingen).status, 403U);
    const auto given = step("/inhoud", role::beheerder);
    EXPECT_EQ(given.status, 200U);
    EXPECT_EQ(given.body, "geheim");
    EXPECT_THAT(get(path).body, HasSubstr(R"("keren":1)"));
    EXPECT_THAT(get("/api/inzagen").body, Not(HasSubstr("geheim")));
    EXPECT_EQ(step("/beeindigingen", role::tweede).status, 200U);
    EXPECT_EQ(step("/inhoud", role::beheerder).status, 409U);
    EXPECT_THAT(get("/api/inzagen?stand=beeindigd").body, HasSubstr(R"("toestand":"afgewezen")"));
    EXPECT_EQ(get("/api/inzagen?stand=alle").status, 400U);
}

TEST_F(console_test, lets_nobody_ask_for_content_without_end) {
    unsigned last = 0;
    for (int time = 0; time < 31 && last != 429; ++time) {
        last = ask("POST", "/api/inzagen/" + sealed_id + "/inhoud").status;
    }
    EXPECT_EQ(last, 429U);
    EXPECT_EQ(get("/api/inzagen").status, 200U);
}

TEST_F(console_test, lets_a_role_that_lost_its_place_go_on_and_records_it_first) {
    audit.broken = true;
    EXPECT_EQ(ask("POST", "/api/verwerkers/loket/hervattingen").status, 503U);
    EXPECT_TRUE(streams.lost);
    audit.broken = false;
    EXPECT_EQ(
        ask("POST", "/api/verwerkers/loket/hervattingen").body,
        R"({"verwerker":"loket","hervat":[{"stroom":"aanmelding","partitie":3,"vanaf":17}]})"
    );
    EXPECT_THAT(recorded(), HasSubstr("hervatting"));
    EXPECT_EQ(ask("POST", "/api/verwerkers/let/hervattingen").status, 404U);
}

TEST_F(console_test, goes_on_with_a_backup_after_two_persons_and_records_it_in_each_log) {
    const std::string body = R"({"reden":"schijf_kapot"})";
    EXPECT_EQ(
        ask("POST", "/api/herstel", role::beheerder, R"({"reden":"Jan belde"})").status, 400U
    );
    EXPECT_EQ(
        ask("POST", "/api/herstel", role::beheerder, R"({"reden":"x","uitvoering":"proef"})").body,
        R"({"proef":true,"uitkomst":"hervat"})"
    );
    EXPECT_THAT(recorded(), Not(HasSubstr("herstel")));
    EXPECT_EQ(ask("POST", "/api/herstel", role::beheerder, body).status, 202U);
    EXPECT_EQ(ask("POST", "/api/herstel", role::beheerder, body).status, 202U);
    EXPECT_TRUE(data.waiting);
    EXPECT_EQ(
        ask("POST", "/api/herstel", role::tweede, body).body,
        R"({"proef":false,"uitkomst":"hervat","logs":[{"log":"intake"}]})"
    );
    EXPECT_FALSE(data.waiting);
    EXPECT_THAT(recorded(), HasSubstr("voorgesteldDoor"));
    EXPECT_EQ(ask("POST", "/api/herstel", role::tweede, body).status, 409U);
}

TEST_F(console_test, publishes_again_as_far_back_as_it_is_told_and_shows_what_is_wrong) {
    EXPECT_EQ(ask("POST", "/api/herpublicaties?uren=0").status, 400U);
    EXPECT_EQ(ask("POST", "/api/herpublicaties?uren=721").status, 400U);
    EXPECT_EQ(ask("POST", "/api/herpublicaties?uren=3").body, R"({"aantal":5})");
    EXPECT_EQ(streams.since, room.clock.now() - std::chrono::hours{3});
    EXPECT_THAT(recorded(), HasSubstr("herpublicatie"));
    const auto shown = get("/api/berichtendienst").body;
    EXPECT_THAT(shown, HasSubstr(R"("soort":"kafka","status":"gereed_met_beperking")"));
    EXPECT_THAT(shown, HasSubstr(R"("rol":"loket","onderweg":2,"fout":"Kafka is weg.")"));
    EXPECT_THAT(shown, HasSubstr(R"("verwerker":"loket","stroom":"bericht","partitie":0)"));
}

TEST_F(console_test, knows_no_other_consumer) {
    EXPECT_EQ(ask("POST", "/api/geparkeerd/let/" + parked_id + "/herhalingen").status, 404U);
    EXPECT_EQ(get("/api/logs/let/bladen").status, 404U);
    EXPECT_EQ(get("/api/verwerkt?verwerker=let").status, 400U);
    EXPECT_EQ(get("/api/verwerkt").status, 400U);
}

TEST_F(console_test, shows_leaves_processings_and_what_expires) {
    EXPECT_THAT(get("/api/logs").body, HasSubstr(R"("logs":[{"log":"intake"}],"zegels":[{"kid")"));
    const auto leaves = get("/api/logs/intake/bladen").body;
    EXPECT_THAT(leaves, HasSubstr(R"("bladen":["{)"));
    EXPECT_THAT(leaves, HasSubstr(R"("volgende":)"));
    EXPECT_THAT(
        get("/api/logs/intake/bladen?na=1000").body,
        testing::EndsWith(R"("commits":[]})")
    );
    EXPECT_THAT(get("/api/verwerkt?verwerker=loket").body, HasSubstr(R"("verwerkingen":[)"));
    EXPECT_THAT(get("/api/certificaten").body, HasSubstr(R"("dagenGeldig":1)"));
    EXPECT_THAT(get("/api/organisaties").body, HasSubstr("Gemeente Proef"));
}

TEST(an_operator, is_the_same_person_after_a_renewal_and_has_no_name_in_the_log) {
    auto before = peer_of(role::beheerder);
    auto after = peer_of(role::beheerder);
    after->thumbprint = "11ee";
    EXPECT_EQ(actor_of(*before), actor_of(*after));
    EXPECT_NE(actor_of(*before), actor_of(*peer_of(role::tweede)));
    EXPECT_EQ(actor_of(*before).find("eerste"), std::string::npos);
}

}  // namespace
}  // namespace adapters::http::console
