#include "tests/unit/adapters/http/api/room.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <string>

namespace tests::unit::api {
namespace {

using adapters::http::api::server;

// Expected status per role, in the order of `roles`; {id} and {oin} are those of role eigen.
using statuses = std::array<unsigned, roles.size()>;

const std::map<std::string, statuses> main_table{
    {"GET /v1/openapi.json", {200, 200, 200, 200, 200, 200}},
    {"GET /v1/verbinding", {200, 200, 200, 200, 200, 200}},
    {"GET /v1/zegels", {200, 200, 200, 200, 200, 200}},
    {"GET /v1/auditwortels", {200, 200, 403, 403, 403, 403}},
    {"POST /v1/aanmeldingen", {201, 201, 201, 403, 403, 403}},
    {"POST /v1/aanmeldingen/_controleer", {200, 200, 200, 403, 403, 403}},
    {"POST /v1/signalen", {201, 201, 403, 403, 403, 403}},
    {"POST /v1/signalen/_controleer", {200, 200, 200, 403, 403, 403}},
    {"POST /v1/berichten", {201, 201, 403, 403, 403, 403}},
    {"POST /v1/berichten/_controleer", {200, 200, 200, 403, 403, 403}},
    {"POST /v1/registermutaties", {201, 201, 403, 403, 403, 403}},
    {"POST /v1/registermutaties/_controleer", {200, 200, 200, 403, 403, 403}},
    {"POST /v1/events", {400, 400, 400, 403, 403, 403}},
    {"POST /v1/events/_controleer", {200, 200, 200, 403, 403, 403}},
    {"POST /v1/notificaties", {400, 400, 400, 403, 403, 403}},
    {"POST /v1/notificaties/_controleer", {200, 200, 200, 403, 403, 403}},
    {"POST /v1/stuf", {415, 415, 415, 403, 403, 403}},
    {"POST /v1/stuf/_controleer", {200, 200, 200, 403, 403, 403}},
    {"OPTIONS /v1/events", {400, 400, 400, 403, 403, 403}},
    {"GET /v1/inzendingen", {200, 200, 200, 403, 403, 403}},
    {"GET /v1/inzendingen/{id}", {200, 404, 404, 403, 403, 403}},
    {"GET /v1/inzendingen/{id}/ontvangstbewijs", {200, 404, 404, 403, 403, 403}},
    {"GET /v1/inzendingen/{id}/origineel", {200, 404, 404, 403, 403, 403}},
    {"GET /v1/postvakken", {200, 200, 200, 403, 403, 403}},
    {"GET /v1/postvakken/{oin}/berichten", {200, 404, 404, 403, 403, 403}},
    {"GET /v1/postvakken/{oin}/berichten/{id}", {404, 404, 404, 403, 403, 403}},
    {"POST /v1/postvakken/{oin}/uitgiften", {200, 404, 404, 403, 403, 403}},
    {"POST /v1/postvakken/{oin}/berichten/{id}/bevestigingen", {404, 404, 404, 403, 403, 403}},
    {"POST /v1/postvakken/{oin}/berichten/{id}/weigeringen", {404, 404, 404, 403, 403, 403}},
    {"POST /v1/register/_zoek", {200, 403, 403, 403, 403, 403}},
    {"GET /v1/register/vermeldingen/{id}", {404, 403, 403, 403, 403, 403}},
};

const std::map<std::string, statuses> open_table{
    {"GET /v1/openapi.json", {200, 200, 200, 200, 200, 200}},
    {"GET /v1/verbinding", {200, 200, 200, 200, 200, 200}},
    {"GET /v1/zegels", {200, 200, 200, 200, 200, 200}},
    {"POST /v1/notificaties", {401, 401, 401, 401, 401, 401}},
};

std::string filled(std::string path, const std::string& id) {
    for (const auto& [name, value] : {std::pair{"{oin}", own.to_string()}, std::pair{"{id}", id}}) {
        if (const auto at = path.find(name); at != std::string::npos) {
            path.replace(at, std::string_view{name}.size(), value);
        }
    }
    return path == "/v1/inzendingen" ? path + "?kenmerk=K-1" : path;
}

std::string body_for(const std::string& path, const std::string& id) {
    if (path.starts_with("/v1/aanmeldingen")) {
        return aanmelding(id);
    }
    if (path.starts_with("/v1/signalen")) {
        return signaal(id);
    }
    if (path.starts_with("/v1/berichten")) {
        return bericht(id);
    }
    if (path.starts_with("/v1/registermutaties")) {
        return registermutatie(id);
    }
    return path.ends_with("weigeringen") ? R"({"code":"niet_voor_ons","reden":"Elders."})" : "{}";
}

void expect_table(room& hub, server& asked, const std::map<std::string, statuses>& expected) {
    const auto id = member(hub.post("/v1/aanmeldingen", aanmelding("a-0")).body, "inzending");
    ASSERT_NE(id, "");
    std::set<std::string> seen;
    for (const auto& row : asked.table()) {
        const auto name = row.method + " " + row.path_template;
        seen.insert(name);
        const auto found = expected.find(name);
        ASSERT_NE(found, expected.end()) << "nobody decided who may come at " << name;
        for (std::size_t index = 0; index < roles.size(); ++index) {
            const auto who = roles[index];
            question question;
            question.method = row.method;
            question.target = filled(row.path_template, id);
            question.who = peer_of(who);
            question.body = row.method == "GET"
                                ? ""
                                : body_for(row.path_template, name + std::string{to_string(who)});
            const auto answer = ask(asked, question);
            EXPECT_EQ(answer.status, found->second[index])
                << name << " as " << to_string(who) << ": " << answer.body;
        }
    }
    EXPECT_EQ(seen.size(), expected.size()) << "the table speaks of a route that is not there";
}

TEST(roles, meet_exactly_the_table_on_the_main_listener) {
    room hub;
    expect_table(hub, *hub.server, main_table);
}

TEST(roles, meet_exactly_the_table_on_the_open_listener) {
    room hub;
    expect_table(hub, *hub.open_server, open_table);
}

TEST(roles, without_a_way_in_do_not_learn_which_paths_exist) {
    room hub;
    EXPECT_EQ(hub.get("/v1/bestaat-niet", role::eigen).status, 404);
    EXPECT_EQ(hub.get("/v1/bestaat-niet", role::fout).status, 403);
    EXPECT_EQ(hub.get("/v1/aanmeldingen", role::fout).status, 403);
    EXPECT_EQ(hub.get("/v1/verbinding/", role::eigen).status, 404);
}

}  // namespace
}  // namespace tests::unit::api
