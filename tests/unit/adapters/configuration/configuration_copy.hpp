// A copy of the development configuration for tests that change it, and what loading it tells.
#pragma once

#include "adapters/configuration/configuration.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <variant>
#include <vector>

namespace tests::unit::configuring {

inline const std::filesystem::path checkout{PMM_CHECKOUT};

inline std::vector<std::string> told(
    const std::variant<
        adapters::configuration::configuration,
        std::vector<adapters::configuration::mistake>>& loaded
) {
    std::vector<std::string> result;
    using mistakes_type = std::vector<adapters::configuration::mistake>;
    if (const auto* mistakes = std::get_if<mistakes_type>(&loaded)) {
        for (const auto& one : *mistakes) {
            result.push_back(adapters::configuration::to_string(one));
        }
    }
    return result;
}

// A copy of the development configuration in which single files are changed.
class configuration_copy : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() /
                  ("pmm-configuration-" + std::to_string(::getpid()) + "-" +
                   ::testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::remove_all(folder_);
        std::filesystem::copy(checkout / "config" / "ontwikkel", folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string read(const char* file) const {
        std::ostringstream text;
        text << std::ifstream{folder_ / file}.rdbuf();
        return text.str();
    }
    void write(const char* file, const std::string& text) const {
        std::ofstream{folder_ / file} << text;
    }
    void replace(const char* file, const std::string& from, const std::string& to) const {
        auto text = read(file);
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos);
        write(file, text.replace(at, from.size(), to));
    }
    [[nodiscard]] auto load_copy(const adapters::configuration::overrides& outside = {}) const {
        return adapters::configuration::load(folder_ / "hub.yaml", outside);
    }

    std::filesystem::path folder_;
};

}  // namespace tests::unit::configuring
