// The message store of the embedded default in a directory of the test's own.
#pragma once

#include "adapters/embedded/message_store/message_store.hpp"
#include "tests/contract/message_store_fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>

namespace tests::contract {

class file_message_store_harness : public message_store_harness {
public:
    explicit file_message_store_harness(
        std::size_t memory_keys,
        adapters::embedded::sqlite::fault_hook* faults = nullptr
    )
        : memory_keys_{memory_keys}, faults_{faults} {
        open();
    }

    hub::ports::message_store& store() override { return *store_; }
    hub::ports::casus_store& casussen() override { return *store_; }
    void reopen() override {
        end();
        open();
    }

    adapters::embedded::message_store::sqlite_message_store& file_store() { return *store_; }
    void end() { store_.reset(); }
    [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "berichten.db"; }

private:
    void open() {
        store_ = adapters::embedded::message_store::create_message_store(
            {.path = path(),
             .log = {hub::model::environment::ontwikkel, "intake"},
             .signer = signer,
             .clock = clock,
             .memory_keys = memory_keys_,
             .memory_casussen = 2,
             .checkpoint_bytes = 1U << 20U,
             .faults = faults_}
        );
    }

    support::temporary_directory directory_;
    std::size_t memory_keys_;
    adapters::embedded::sqlite::fault_hook* faults_;
    std::unique_ptr<adapters::embedded::message_store::sqlite_message_store> store_;
};

}  // namespace tests::contract
