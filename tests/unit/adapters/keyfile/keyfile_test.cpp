#include "adapters/keyfile/key_directory.hpp"
#include "adapters/keyfile/seal_files.hpp"
#include "adapters/keyfile/secret_file.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_seal.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace {

using namespace hub;
using namespace adapters::keyfile;
using hub::ports::key_purpose;
using std::filesystem::perms;

constexpr auto own_file = perms::owner_read | perms::owner_write;
constexpr auto test_environment = model::environment::test;

class keyfile : public testing::Test {
protected:
    void write(const std::string& name, const std::string& content, perms mode = own_file) const {
        const auto path = folder.path() / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path} << content;
        std::filesystem::permissions(path, mode);
    }

    template <class Function>
    [[nodiscard]] static std::vector<std::string> problems_of(Function function) {
        try {
            static_cast<void>(function());
        } catch (const key_file_error& error) {
            return error.problems();
        }
        return {};
    }

    [[nodiscard]] std::vector<std::string> load_problems() const {
        return problems_of([this] { return load_keys(directory); });
    }

    tests::support::temporary_directory folder;
    const std::filesystem::path directory = folder.path() / "sleutels";
};

TEST_F(keyfile, makes_what_is_missing_and_keeps_what_is_there) {
    make_missing_keys(directory, test_environment);
    const auto first = load_keys(directory);
    std::filesystem::remove(directory / "kenmerk.1");
    make_missing_keys(directory, test_environment);
    const auto second = load_keys(directory);
    std::set<ports::secret_key> distinct;
    for (const auto purpose :
         {key_purpose::key_encryption,
          key_purpose::original_digest,
          key_purpose::reference_digest,
          key_purpose::pseudonym_loket,
          key_purpose::pseudonym_logbook}) {
        EXPECT_EQ(first->current_version(purpose), 1U);
        EXPECT_TRUE(distinct.insert(first->key(purpose, 1).value()).second);
        EXPECT_EQ(
            first->key(purpose, 1).value() == second->key(purpose, 1).value(),
            purpose != key_purpose::reference_digest
        );
    }
    EXPECT_EQ(std::filesystem::status(directory).permissions(), perms::owner_all);
    EXPECT_EQ(std::filesystem::status(directory / "kek.1").permissions(), own_file);
}

TEST_F(keyfile, makes_no_key_in_production) {
    constexpr auto production = model::environment::productie;
    EXPECT_THROW(make_missing_keys(directory, production), key_file_error);
    EXPECT_FALSE(std::filesystem::exists(directory));
    make_missing_keys(directory, test_environment);
    EXPECT_NO_THROW(make_missing_keys(directory, production)) << "nothing is missing";
}

TEST_F(keyfile, the_highest_version_is_the_current_one) {
    make_missing_keys(directory, test_environment);
    write("sleutels/kek.10", std::string(64, 'a'));
    write("sleutels/kek.2", std::string(64, 'b') + '\n');
    const auto keys = load_keys(directory);
    EXPECT_EQ(keys->current_version(key_purpose::key_encryption), 10U);
    EXPECT_EQ(keys->key(key_purpose::key_encryption, 2).value().front(), 0xBB);
    EXPECT_EQ(keys->key(key_purpose::key_encryption, 3).error(), ports::errc::not_found);
}

TEST_F(keyfile, tells_every_problem_at_once) {
    make_missing_keys(directory, test_environment);
    std::filesystem::remove(directory / "inhoud.1");
    std::filesystem::permissions(directory, perms::group_read, std::filesystem::perm_options::add);
    write("sleutels/kek.2", std::string(64, 'a'), own_file | perms::group_read);
    write("sleutels/kek.3", std::string(63, 'a'));
    write("sleutels/kek.4", std::string(63, 'a') + 'G');
    write("sleutels/kek.05", std::string(64, 'a'));
    write("sleutels/kek", std::string(64, 'a'));
    write("sleutels/geheim.1", std::string(64, 'a'));
    write("sleutels/.kek.7.nieuw", "half");
    const auto problems = load_problems();
    EXPECT_EQ(problems.size(), 8U) << testing::PrintToString(problems);
    for (const auto& problem : problems) {
        EXPECT_EQ(problem.find(std::string(8, 'a')), std::string::npos) << "no key in a message";
    }
}

TEST_F(keyfile, a_missing_directory_is_said) {
    EXPECT_EQ(load_problems().size(), 1U);
}

TEST_F(keyfile, signs_with_the_seal) {
    const auto texts = tests::support::make_seal_texts();
    write("zegel.pem", texts.certificate);
    write("zegel.key", texts.key);
    const auto signer = load_signer({folder.path() / "zegel.pem", folder.path() / "zegel.key"});
    const auto trust = load_seal_trust(folder.path() / "zegel.pem", std::nullopt);
    const auto* certificate = trust.find(signer->key_id(), signer->thumbprint());
    ASSERT_NE(certificate, nullptr);
    EXPECT_TRUE(certificate->verify("tekst", signer->sign("tekst").value()));
    EXPECT_FALSE(certificate->verify("andere tekst", signer->sign("tekst").value()));
}

TEST_F(keyfile, refuses_a_seal_that_is_not_right) {
    const auto texts = tests::support::make_seal_texts();
    const auto others = tests::support::make_seal_texts();
    write("zegel.pem", texts.certificate);
    write("zegel.key", texts.key);
    write("ander.key", others.key);
    write("open.key", texts.key, own_file | perms::others_read);
    for (const auto* key : {"ander.key", "open.key", "geen.key", "zegel.pem"}) {
        const auto problems = problems_of([&] {
            return load_signer({folder.path() / "zegel.pem", folder.path() / key});
        });
        EXPECT_EQ(problems.size(), 1U) << key;
    }
    const auto problems = problems_of([&] {
        return load_signer({folder.path() / "zegel.key", folder.path() / "zegel.key"});
    });
    EXPECT_EQ(problems.size(), 1U);
}

TEST_F(keyfile, earlier_seals_stay_trusted) {
    const tests::support::seal_texts today = tests::support::make_seal_texts();
    const tests::support::seal_texts before = tests::support::make_seal_texts();
    write("zegel.pem", today.certificate);
    write("zegels/2025.pem", before.certificate);
    write("zegels/2026.pem", today.certificate);
    write("zegels/lees-mij.txt", "geen certificaat");
    const auto trust = load_seal_trust(folder.path() / "zegel.pem", folder.path() / "zegels");
    ASSERT_EQ(trust.certificates().size(), 2U);
    EXPECT_EQ(trust.certificates()[0].pem(), today.certificate);
    EXPECT_EQ(trust.certificates()[1].pem(), before.certificate);
    write("zegels/stuk.pem", "geen certificaat");
    EXPECT_EQ(
        problems_of([&] {
            return load_seal_trust(folder.path() / "zegel.pem", folder.path() / "zegels");
        }).size(),
        1U
    );
}

}  // namespace
