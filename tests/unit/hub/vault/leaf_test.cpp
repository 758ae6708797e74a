#include "hub/vault/leaf.hpp"

#include "hub/vault/signed_text.hpp"
#include "tests/unit/hub/vault/samples.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub;
using namespace tests::vault;

// Golden: leaves of version 1 are what they are for ever.
constexpr std::string_view full_leaf =
    R"({"versie":1,"soort":"inzending","omgeving":"test","logId":"intake",)"
    R"("inzending":"01000000-0000-7000-8000-000000000001",)"
    R"("casusId":"01000000-0000-7000-8000-000000000002",)"
    R"("eigenaar":"00000099000000001000","certificaat":"00000099000000002000",)"
    R"("type":"nl.multiproblematiek.aanmelding.v1",)"
    R"("bestemmingen":[{"naar":"loket","volgnummer":1},)"
    R"({"naar":"00000099000000003000","volgnummer":7}],)"
    R"("tijd":"2026-07-01T12:00:00.123456Z","poging":1,)"
    R"("origineel":"IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI",)"
    R"("canoniek":"MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM"})";

TEST(leaf, of_a_message_has_the_bytes_it_always_had) {
    EXPECT_EQ(hub::vault::message_leaf(intake_log(), make_message(), sequences), full_leaf);
}

TEST(leaf, leaves_out_what_is_not_there) {
    auto message = make_message();
    message.casus.reset();
    message.destinations.clear();
    message.attempt = 2;
    message.refers_to = id_number<model::message_id>(8);
    message.supersedes = id_number<model::message_id>(9);
    EXPECT_EQ(
        hub::vault::message_leaf(intake_log(), message, {}),
        R"({"versie":1,"soort":"inzending","omgeving":"test","logId":"intake",)"
        R"("inzending":"01000000-0000-7000-8000-000000000001",)"
        R"("eigenaar":"00000099000000001000","certificaat":"00000099000000002000",)"
        R"("type":"nl.multiproblematiek.aanmelding.v1","bestemmingen":[],)"
        R"("tijd":"2026-07-01T12:00:00.123456Z","poging":2,)"
        R"("verwijstNaar":"01000000-0000-7000-8000-000000000008",)"
        R"("vervangt":"01000000-0000-7000-8000-000000000009",)"
        R"("origineel":"IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI",)"
        R"("canoniek":"MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM"})"
    );
}

// Golden: a leaf without documents stays what it was.
TEST(leaf, of_a_message_with_documents_names_a_commitment_of_each_at_the_end) {
    auto message = make_message();
    message.document_commitments = {hash_of(0x44), hash_of(0x55)};
    const auto wanted = hub::vault::message_leaf(intake_log(), message, sequences);
    EXPECT_TRUE(
        wanted.ends_with(R"(zMzM","bijlagen":["REREREREREREREREREREREREREREREREREREREREREQ",)"
                         R"("VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVU"]})")
    ) << wanted;
    const auto read = hub::vault::read_message_leaf(wanted);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->documents, message.document_commitments);
    const auto at = wanted.find(",\"bijlagen\":[") + 13;
    EXPECT_FALSE(hub::vault::read_message_leaf(wanted.substr(0, at) + "]}"));
}

TEST(leaf, of_an_act_has_the_bytes_it_always_had) {
    const ports::audit_act act{
        .kind = "sleutelvrijgave",
        .actor = "loket",
        .message = id_number<model::message_id>(1),
        .casus = id_number<model::casus_id>(2),
        .facts = {{"reden", "zei \"ja\"\n\\"}, {"aantal", "3"}},
    };
    EXPECT_EQ(
        hub::vault::act_leaf(intake_log(), act, model::from_microseconds(0)),
        R"({"versie":1,"soort":"handeling","omgeving":"test","logId":"intake",)"
        R"("handeling":"sleutelvrijgave","door":"loket",)"
        R"("inzending":"01000000-0000-7000-8000-000000000001",)"
        R"("casusId":"01000000-0000-7000-8000-000000000002",)"
        R"("feiten":[{"naam":"reden","waarde":"zei \"ja\"\u000a\\"},)"
        R"({"naam":"aantal","waarde":"3"}],"tijd":"1970-01-01T00:00:00.000000Z"})"
    );
}

TEST(leaf, reads_what_it_wrote) {
    auto message = make_message();
    message.refers_to = id_number<model::message_id>(8);
    const auto leaf = hub::vault::message_leaf(intake_log(), message, sequences);
    const auto read = hub::vault::read_message_leaf(leaf);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->log, intake_log());
    EXPECT_EQ(read->message, message.id);
    EXPECT_EQ(read->casus, message.casus->id);
    EXPECT_EQ(read->owner, message.submission.owner.text());
    EXPECT_EQ(read->certificate, message.certificate.text());
    EXPECT_EQ(read->type, "nl.multiproblematiek.aanmelding.v1");
    const std::vector<hub::vault::leaf_destination> destinations{
        {"loket", 1}, {"00000099000000003000", 7}};
    EXPECT_EQ(read->destinations, destinations);
    EXPECT_EQ(read->accepted_at, message.accepted_at);
    EXPECT_EQ(read->attempt, 1U);
    EXPECT_EQ(read->refers_to, message.refers_to);
    EXPECT_EQ(read->supersedes, std::nullopt);
    EXPECT_EQ(read->original, message.original_commitment);
    EXPECT_EQ(read->canonical, message.canonical_commitment);
}

TEST(leaf, reads_nothing_but_its_own_bytes) {
    const std::string good{full_leaf};
    for (std::size_t length = 0; length < good.size(); ++length) {
        EXPECT_FALSE(hub::vault::read_message_leaf(good.substr(0, length))) << length;
    }
    const std::vector<std::pair<std::string, std::string>> changes{
        {R"("versie":1)", R"("versie":2)"},
        {R"("versie":1)", R"("versie": 1)"},
        {R"("poging":1)", R"("poging":01)"},
        {R"("poging":1)", R"("poging":4294967296)"},
        {R"("poging":1)", R"("poging":-1)"},
        {"inzending\",\"omgeving", "handeling\",\"omgeving"},
        {R"("omgeving":"test")", R"("omgeving":"proef")"},
        {"12:00:00.123456Z", "12:00:00.12345Z"},
        {"IiIi", "IiI="},
        {"000000000001\"", "00000000000A\""},
        {"loket", "lo\\u0061ket"},
        {"MzM\"}", "MzM\"} "},
    };
    for (const auto& [from, to] : changes) {
        auto bad = good;
        bad.replace(bad.find(from), from.size(), to);
        EXPECT_FALSE(hub::vault::read_message_leaf(bad)) << to;
    }
}

TEST(leaf, tells_a_message_from_an_act) {
    const auto message = hub::vault::read_leaf_origin(full_leaf);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->log, intake_log());
    EXPECT_EQ(message->act, "");
    ports::audit_act posing;
    posing.kind = "inzending";
    const auto leaf = hub::vault::act_leaf(intake_log(), posing, {});
    EXPECT_FALSE(hub::vault::read_message_leaf(leaf));
    EXPECT_EQ(hub::vault::read_leaf_origin(leaf)->act, "inzending");
    EXPECT_FALSE(hub::vault::read_leaf_origin("{}"));
}

TEST(signed_text, reads_every_string_it_writes) {
    std::string every;
    for (int byte = 0; byte < 256; ++byte) {
        every += static_cast<char>(byte);
    }
    std::string quoted;
    hub::vault::append_quoted(quoted, every);
    hub::vault::signed_text_reader reader{quoted};
    EXPECT_EQ(reader.quoted(), every);
    EXPECT_TRUE(reader.done());
}

TEST(signed_text, takes_one_text_per_string) {
    for (const auto* text :
         {R"("\u0041")",
          R"("\n")",
          R"("\/")",
          R"("\u000A")",
          R"("\u00")",
          "\"\n\"",
          R"("a)",
          "a"}) {
        hub::vault::signed_text_reader reader{text};
        EXPECT_EQ(reader.quoted(), "") << text;
        EXPECT_FALSE(reader.done()) << text;
    }
}

}  // namespace
