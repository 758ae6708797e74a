#include "tests/unit/adapters/configuration/configuration_copy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>

namespace {

using namespace adapters::configuration;
using namespace tests::unit::configuring;

TEST(configuration, takes_every_example) {
    for (const auto* folder : {"ontwikkel", "voorbeeld"}) {
        const auto loaded = load(checkout / "config" / folder / "hub.yaml", {});
        EXPECT_EQ(told(loaded), std::vector<std::string>{}) << folder;
    }
}

TEST(configuration, of_development_knows_the_parties_of_the_certificates) {
    const auto loaded = load(checkout / "config" / "ontwikkel" / "hub.yaml", {});
    ASSERT_TRUE(std::holds_alternative<configuration>(loaded));
    const hub::access::organisations known{std::get<configuration>(loaded).organisations};
    std::ifstream parties{checkout / "certs" / "partijen.tsv"};
    std::size_t count = 0;
    for (std::string name, oin, organisation;
         std::getline(parties, name, '\t') && std::getline(parties, oin, '\t') &&
         std::getline(parties, organisation);
         ++count) {
        const auto* found = known.find(*hub::model::oin::parse(oin));
        ASSERT_NE(found, nullptr) << name;
        EXPECT_EQ(found->naam, organisation);
    }
    EXPECT_EQ(count, known.all().size());
}

TEST_F(configuration_copy, tells_every_mistake_with_its_place) {
    replace("hub.yaml", "omgeving: ontwikkel", "omgeving: speeltuin");
    replace("hub.yaml", "bsnStreng: ja", "bsnStreng: misschien");
    replace("organisaties.yaml", "soort: uitvoerder", "soort: club");
    replace("routes.yaml", "naar: [loket]", "naar: [maan]");
    replace("loket.yaml", "veld: /huishouden", "velt: /huishouden");
    const auto mistakes = told(load_copy());
    const std::vector<std::string> expected{
        "hub.yaml:4:11: 'omgeving' kent de waarden ontwikkel, test, productie",
        "'bsnStreng' kent de waarden ja, nee",
        "'soort' kent de waarden gemeente",
        "'maan' is geen bestemming",
        "'veld' ontbreekt",
        "onbekende sleutel 'velt'",
    };
    for (const auto& words : expected) {
        EXPECT_TRUE(std::any_of(mistakes.begin(), mistakes.end(), [&](const auto& one) {
            return one.find(words) != std::string::npos;
        })) << words;
    }
}

TEST_F(configuration_copy, tells_where_yaml_is_broken_without_quoting_it) {
    write("routes.yaml", "regels: [geheim");
    const auto mistakes = told(load_copy());
    ASSERT_EQ(mistakes.size(), 1U) << ::testing::PrintToString(mistakes);
    EXPECT_TRUE(mistakes.front().starts_with("routes.yaml:")) << mistakes.front();
    EXPECT_EQ(mistakes.front().find("geheim"), std::string::npos);
}

TEST_F(configuration_copy, tells_a_missing_file) {
    std::filesystem::remove(folder_ / "loket.yaml");
    EXPECT_EQ(
        told(load_copy()), std::vector<std::string>{"loket.yaml: dit bestand is niet te lezen"}
    );
}

TEST_F(configuration_copy, refuses_test_numbers_in_production) {
    replace("hub.yaml", "omgeving: ontwikkel", "omgeving: productie");
    replace("hub.yaml", "oefenloket: ja", "oefenloket: nee");
    const auto mistakes = told(load_copy());
    ASSERT_FALSE(mistakes.empty());
    for (const auto& one : mistakes) {
        EXPECT_NE(one.find("00000099 hoort niet in productie"), std::string::npos) << one;
    }
}

TEST_F(configuration_copy, refuses_real_numbers_elsewhere) {
    replace("organisaties.yaml", "\"00000099100000001000\"", "\"00000001823288444000\"");
    const auto mistakes = told(load_copy());
    ASSERT_EQ(mistakes.size(), 1U);
    EXPECT_NE(mistakes.front().find("buiten productie"), std::string::npos);
}

TEST_F(configuration_copy, refuses_a_lenient_bsn_check_in_production) {
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(checkout / "config" / "voorbeeld", folder_);
    replace("hub.yaml", "bsnStreng: ja", "bsnStreng: nee");
    const auto mistakes = told(load_copy());
    ASSERT_EQ(mistakes.size(), 1U);
    EXPECT_NE(mistakes.front().find("altijd streng"), std::string::npos);
}

TEST_F(configuration_copy, refuses_a_practice_loket_in_production) {
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(checkout / "config" / "voorbeeld", folder_);
    write("hub.yaml", read("hub.yaml") + "\noefenloket: ja\n");
    const auto mistakes = told(load_copy());
    ASSERT_EQ(mistakes.size(), 1U);
    EXPECT_NE(mistakes.front().find("in productie is er geen oefenloket"), std::string::npos);
}

TEST_F(configuration_copy, keeps_room_for_who_has_shown_a_certificate) {
    const std::string limits = "\ngrenzen: { verbindingen: 100, vreemdeVerbindingen: 100 }\n";
    write("hub.yaml", read("hub.yaml") + limits);
    const auto mistakes = told(load_copy());
    ASSERT_EQ(mistakes.size(), 1U);
    EXPECT_NE(mistakes.front().find("'vreemdeVerbindingen' hoort kleiner"), std::string::npos);
    replace("hub.yaml", "vreemdeVerbindingen: 100", "vreemdeVerbindingen: 50, handdrukProcent: 8");
    const auto loaded = load_copy();
    ASSERT_EQ(told(loaded), std::vector<std::string>{});
    EXPECT_EQ(std::get<configuration>(loaded).limits.strangers, 50U);
    EXPECT_EQ(std::get<configuration>(loaded).limits.handshake_percent, 8U);
}

TEST_F(configuration_copy, lets_the_surroundings_choose_ports) {
    const auto loaded =
        load_copy({.port = 0, .operators_port = 9444, .open_port = {}, .internal_port = {}});
    const auto& listeners = std::get<configuration>(loaded).listeners;
    EXPECT_EQ(listeners.main.port, 0);
    EXPECT_EQ(listeners.operators.port, 9444);
    EXPECT_EQ(listeners.open.port, 8442);
}

TEST_F(configuration_copy, changes_its_digest_with_any_file) {
    const auto before = std::get<configuration>(load_copy()).digest;
    EXPECT_EQ(std::get<configuration>(load_copy()).digest, before);
    write("loket.yaml", read("loket.yaml") + "# een opmerking\n");
    EXPECT_NE(std::get<configuration>(load_copy()).digest, before);
}

TEST_F(configuration_copy, wants_dates_in_order) {
    replace(
        "organisaties.yaml",
        "treedtOpVoor: []",
        "treedtOpVoor:\n  - {certificaat: \"00000099100000001000\", eigenaar: "
        "\"00000099100000002000\", recht: insturen, "
        "vanaf: \"2026-02-01\", tot: \"2026-01-01\"}\n"
    );
    const auto mistakes = told(load_copy());
    ASSERT_EQ(mistakes.size(), 1U);
    EXPECT_NE(mistakes.front().find("'tot' ligt niet na 'vanaf'"), std::string::npos);
}

TEST_F(configuration_copy, reads_the_forms_that_an_organisation_speaks) {
    replace(
        "organisaties.yaml",
        "    naam: Gemeente A\n",
        "    naam: Gemeente A\n"
        "    maatwerkprofessional: { naam: Team, email: team@a.example }\n"
        "    vormen:\n"
        "      afwijkingen: [bron_geen_oin]\n"
        "      meldingen:\n"
        "        - { kanaal: zaken, resource: zaak, actie: create, wordt: aanmelding }\n"
        "      abonnementSha256: " +
            std::string(64, 'a') + "\n"
    );
    const auto loaded = load_copy();
    EXPECT_EQ(told(loaded), std::vector<std::string>{});
    const auto& listed = std::get<configuration>(loaded).organisations.listed;
    const auto found = std::find_if(listed.begin(), listed.end(), [](const auto& one) {
        return one.naam == "Gemeente A";
    });
    ASSERT_NE(found, listed.end());
    EXPECT_TRUE(found->forms.allows("bron_geen_oin"));
    EXPECT_EQ(
        found->forms.find({"zaken", "zaak", "create"}), hub::access::announced_as::aanmelding
    );
    EXPECT_EQ(found->forms.subscription->front(), 0xAAU);
    EXPECT_EQ(found->defaults.maatwerkprofessional->naam, "Team");
}

TEST_F(configuration_copy, refuses_forms_that_it_does_not_know) {
    replace(
        "organisaties.yaml",
        "    naam: Gemeente A\n",
        "    naam: Gemeente A\n"
        "    vormen:\n"
        "      afwijkingen: [alles]\n"
        "      meldingen: [{ wordt: zaak }]\n"
        "      abonnementSha256: geheim\n"
    );
    EXPECT_EQ(told(load_copy()).size(), 3U);
}

// The development configuration over Kafka, with the topics that the project ships.
class kafka_configuration : public configuration_copy {
protected:
    void SetUp() override {
        configuration_copy::SetUp();
        std::filesystem::copy(checkout / "config" / "topics.yaml", folder_);
        write("hub.yaml", read("hub.yaml") + R"(
berichtendienst:
  soort: kafka
  brokers: ["127.0.0.1:19091"]
  voorvoegsel: pmm.ontwikkel.
  onderwerpen: topics.yaml
  stamcertificaten: kafka/certs/ca.pem
  certificaten: kafka/certs
)");
    }
};

TEST_F(kafka_configuration, states_every_stream_and_who_may_write_and_read_it) {
    const auto loaded = load_copy();
    ASSERT_EQ(told(loaded), std::vector<std::string>{});
    const auto& broker = std::get<configuration>(loaded).broker;
    EXPECT_EQ(broker.kind, broker_kind::kafka);
    EXPECT_EQ(broker.topics.size(), 8U);
    for (const auto& one : broker.topics) {
        if (one.stream == hub::model::stream::escalatie) {
            EXPECT_EQ(one.writers, (std::vector<std::string>{"loket", "namens-loket"}));
        }
        if (one.stream == hub::model::stream::register_) {
            EXPECT_EQ(one.writers, (std::vector<std::string>{"register", "namens-register"}));
            EXPECT_EQ(one.readers, std::vector<std::string>{"register"});
            EXPECT_EQ(one.retention.count(), 0) << "who comes new reads it from the beginning";
        }
    }
}

TEST_F(kafka_configuration, tells_a_role_that_is_none_and_a_stream_that_stands_twice) {
    replace("topics.yaml", "[loket, namens-loket]", "[iedereen, namens-iedereen]");
    replace("topics.yaml", "stroom: signaal", "stroom: aanmelding");
    const auto all = told(load_copy());
    ASSERT_EQ(all.size(), 3U);
    EXPECT_NE(all[0].find("deze stroom staat er al"), std::string::npos);
    EXPECT_NE(all[1].find("'iedereen' is geen rol"), std::string::npos);
    EXPECT_NE(all[2].find("'namens-iedereen' is geen rol"), std::string::npos);
}

TEST_F(kafka_configuration, lets_nobody_read_on_behalf_of_a_role) {
    replace("topics.yaml", "lezen: [let]", "lezen: [namens-let]");
    const auto all = told(load_copy());
    ASSERT_EQ(all.size(), 1U);
    EXPECT_NE(all[0].find("'namens-let' is geen rol"), std::string::npos);
}

TEST_F(kafka_configuration, wants_at_least_one_broker) {
    replace("hub.yaml", "[\"127.0.0.1:19091\"]", "[]");
    const auto all = told(load_copy());
    ASSERT_EQ(all.size(), 1U);
    EXPECT_NE(all[0].find("ten minste een broker"), std::string::npos);
}

TEST_F(kafka_configuration, takes_a_process_that_reads_the_keys_of_the_one_with_intake) {
    replace(
        "hub.yaml",
        "rollen: [intake, forwarder, loket, let, register, systeemleren, delivery, console]",
        "rollen: [loket, let, register, systeemleren, delivery, console]"
    );
    EXPECT_EQ(told(load_copy()).size(), 1U) << "it can't open what it reads without keys";
    replace("hub.yaml", "logboek: log", "logboek: log\n  inhoudssleutelsVan: ../voor/data");
    const auto loaded = load_copy();
    ASSERT_EQ(told(loaded), std::vector<std::string>{});
    EXPECT_EQ(std::get<configuration>(loaded).folders.content_keys_of, folder_ / "../voor/data");
    replace("hub.yaml", "rollen: [loket, let", "rollen: [intake, forwarder, loket, let");
    EXPECT_EQ(told(load_copy()).size(), 1U) << "its own keys have one writer";
}

TEST_F(kafka_configuration, refuses_to_part_what_belongs_together) {
    replace("hub.yaml", "rollen: [intake, forwarder,", "rollen: [intake,");
    const auto all = told(load_copy());
    ASSERT_EQ(all.size(), 1U);
    EXPECT_NE(all[0].find("horen in hetzelfde proces"), std::string::npos);
}

TEST_F(configuration_copy, parts_no_roles_without_a_broker_that_processes_share) {
    replace(
        "hub.yaml",
        "rollen: [intake, forwarder, loket, let, register, systeemleren, delivery, console]",
        "rollen: [loket]"
    );
    replace("hub.yaml", "logboek: log", "logboek: log\n  inhoudssleutelsVan: ../voor/data");
    const auto all = told(load_copy());
    ASSERT_EQ(all.size(), 1U);
    EXPECT_NE(all[0].find("vragen Kafka"), std::string::npos);
}

const std::string outgoing_part = R"(
adres: https://hub.example
webhooks:
  certificaat: certs/hub-client.pem
  sleutel: certs/hub-client.key
  stamcertificaten: certs/ca.pem
  herkomst: hub.example
)";

TEST_F(configuration_copy, knows_in_which_form_and_where_to_messages_leave) {
    write("hub.yaml", read("hub.yaml") + outgoing_part);
    replace(
        "organisaties.yaml",
        "    postvak: ja",
        "    postvak: ja\n    aflevering: { vorm: stuf, webhook: 'https://a.example:8443/pmm?x=1' }"
    );
    const auto loaded = load_copy();
    ASSERT_EQ(told(loaded), std::vector<std::string>{});
    const auto& known = std::get<configuration>(loaded);
    EXPECT_TRUE(known.webhooks.enabled);
    EXPECT_FALSE(known.webhooks.internal_addresses);
    const auto& delivery = known.organisations.listed.front().delivery;
    EXPECT_EQ(delivery.form, hub::access::outgoing_form::stuf);
    const hub::access::webhook_settings expected{"a.example", 8443, "/pmm?x=1"};
    EXPECT_EQ(delivery.webhook, expected);
}

TEST_F(configuration_copy, pushes_nothing_unless_it_is_switched_on) {
    const auto loaded = load_copy();
    EXPECT_FALSE(std::get<configuration>(loaded).webhooks.enabled);
    replace(
        "organisaties.yaml",
        "    postvak: ja",
        "    postvak: ja\n    aflevering: { vorm: zgw, webhook: 'https://a.example/' }"
    );
    const auto mistakes = ::testing::PrintToString(told(load_copy()));
    EXPECT_NE(mistakes.find("geef 'webhooks' in hub.yaml"), std::string::npos) << mistakes;
    EXPECT_NE(mistakes.find("geef 'adres' in hub.yaml"), std::string::npos) << mistakes;
}

TEST(a_webhook, is_an_https_url_and_nothing_else) {
    using hub::access::parse_webhook;
    for (const auto* text :
         {"",
          "http://a.example/",
          "https://",
          "https://user@a.example/",
          "https://a.example/#x",
          "https://a.example:0/",
          "https://a.example:99999/",
          "https://a.example/ b",
          "https://a.example\\@b.example/",
          "https://[::1]/",
          "https://-a.example/",
          "https://a.example/\r\nX: y",
          "ftp://a.example/"}) {
        EXPECT_FALSE(parse_webhook(text)) << text;
    }
    EXPECT_EQ(parse_webhook("https://a.example")->target, "/");
    EXPECT_EQ(parse_webhook("https://a.example?b=c")->target, "/?b=c");
}

}  // namespace
