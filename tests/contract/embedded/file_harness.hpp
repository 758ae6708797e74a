// A small store of the embedded default in a directory of the test's own, whole or with the power
// cut at every reopening.
#pragma once

#include "tests/contract/store_harness.hpp"
#include "tests/support/disk/faulty_disk.hpp"
#include "tests/support/passing_fault.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace tests::contract {

// Whether these bytes stand in any file there.
inline bool holds(const std::filesystem::path& directory, std::string_view bytes) {
    for (const auto& entry : std::filesystem::directory_iterator{directory}) {
        std::ifstream file{entry.path(), std::ios::binary};
        const std::string content{std::istreambuf_iterator<char>{file}, {}};
        if (content.find(bytes) != std::string::npos) {
            return true;
        }
    }
    return false;
}

template <class Store>
class file_harness final : public store_harness<Store> {
public:
    using opener = std::unique_ptr<Store> (*)(
        std::filesystem::path path,
        adapters::embedded::sqlite::fault_hook* faults
    );

    explicit file_harness(opener open) : open_{open} { reopen(); }

    Store& store() override { return *store_; }
    void reopen() override {
        end();
        store_ = open_(path(), &faults);
    }
    void end() { store_.reset(); }

    // In the file or beside it.
    [[nodiscard]] bool holds(std::string_view bytes) const {
        return contract::holds(directory_.path(), bytes);
    }
    [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "test.db"; }

    support::passing_fault faults;

private:
    opener open_;
    support::temporary_directory directory_;
    std::unique_ptr<Store> store_;
};

// Every reopening is a power cut.
template <class Store>
class power_losing_harness final : public store_harness<Store> {
public:
    explicit power_losing_harness(typename file_harness<Store>::opener open) : file_{open} {}

    Store& store() override { return file_.store(); }
    void reopen() override {
        disk_.lose_power();
        file_.end();
        disk_.restore_power();
        file_.reopen();
    }

private:
    support::disk::faulty_disk disk_{1};
    file_harness<Store> file_;
};

template <class Store>
store_case<Store> file_case(typename file_harness<Store>::opener open) {
    return {"embedded", [open] { return std::make_unique<file_harness<Store>>(open); }};
}

template <class Store>
store_case<Store> power_losing_case(typename file_harness<Store>::opener open) {
    return {
        "with_power_cuts", [open] { return std::make_unique<power_losing_harness<Store>>(open); }};
}

}  // namespace tests::contract
