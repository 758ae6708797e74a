#include "tests/support/disk/remembered_files.hpp"

#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace tests::support::disk {
namespace {

constexpr std::uint64_t seeds = 512;

// What may be left of one file; "-" is no file.
class remembered_files_test : public testing::Test {
protected:
    template <class Script>
    std::set<std::string> outcomes_of(Script script) {
        std::set<std::string> all;
        for (std::uint64_t seed = 0; seed < seeds; ++seed) {
            std::filesystem::remove(path);
            remembered_files files{seed};
            script(files);
            files.lose_power();
            all.insert(content());
        }
        return all;
    }
    [[nodiscard]] std::string content() const {
        std::ifstream in{path, std::ios::binary};
        return in ? std::string{std::istreambuf_iterator<char>{in}, {}} : "-";
    }

    temporary_directory directory;
    const std::string path = directory.path() / "bestand";
};

using outcomes = std::set<std::string>;

TEST_F(remembered_files_test, keeps_what_was_synced_and_perhaps_what_was_not) {
    const auto found = outcomes_of([this](remembered_files& files) {
        files.opened(path, file_kind::wal);
        files.written(path, 0, "een");
        files.synced(path);
        files.written(path, 3, "twee");
    });
    EXPECT_EQ(found, (outcomes{"een", "eentwee"}));
}

TEST_F(remembered_files_test, never_writes_again_what_a_failed_sync_left_out) {
    const auto found = outcomes_of([this](remembered_files& files) {
        files.opened(path, file_kind::wal);
        files.synced(path);
        files.written(path, 0, "een");
        files.sync_failed(path);
        files.synced(path);
    });
    EXPECT_EQ(found, (outcomes{"", "een"}));
}

TEST_F(remembered_files_test, may_lose_the_name_of_a_new_file_until_its_directory_is_synced) {
    const auto write_and_sync = [this](remembered_files& files) {
        files.opened(path, file_kind::database);
        files.written(path, 0, "een");
        files.synced(path);
    };
    EXPECT_EQ(outcomes_of(write_and_sync), (outcomes{"-", "een"}));
    const auto with_the_directory = [&](remembered_files& files) {
        write_and_sync(files);
        files.directory_synced();
    };
    EXPECT_EQ(outcomes_of(with_the_directory), outcomes{"een"});
}

TEST_F(remembered_files_test, may_bring_a_deleted_file_back) {
    const auto found = outcomes_of([this](remembered_files& files) {
        files.opened(path, file_kind::journal);
        files.written(path, 0, "oud");
        files.synced(path);
        files.deleted(path);
        files.opened(path, file_kind::journal);
        files.written(path, 0, "nieuw");
    });
    EXPECT_TRUE(found.contains("oud"));
    EXPECT_TRUE(found.contains("-"));
    EXPECT_TRUE(found.contains("nieuw"));
}

TEST_F(remembered_files_test, tears_what_was_not_synced_between_sectors) {
    const std::string sectors = std::string(512, 'a') + std::string(512, 'b');
    const auto found = outcomes_of([&](remembered_files& files) {
        files.opened(path, file_kind::wal);
        files.synced(path);
        files.written(path, 0, sectors);
    });
    EXPECT_TRUE(found.contains(sectors.substr(0, 512)));
    EXPECT_TRUE(found.contains(std::string(512, '\0') + sectors.substr(512)));
}

}  // namespace
}  // namespace tests::support::disk
