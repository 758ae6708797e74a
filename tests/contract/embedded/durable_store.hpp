// The stores of the embedded default behind one face, for tests of what is durable.
#pragma once

#include "hub/ports/result.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace tests::contract {

// What is there is only half there, or the log does not verify.
class not_whole : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Keeps numbered things in a directory of its own.
class durable_store {
public:
    virtual ~durable_store() = default;

    // Throws sqlite::start_failure.
    virtual void open() = 0;
    // From the next open() on, for a test that must know whose write or sync fails.
    virtual void checkpoint_never() {}
    virtual void close() = 0;

    using outcomes = std::vector<hub::ports::result<void>>;
    // Hands them in together. A number that is there already counts as written, or is written again
    // where the store takes things more than once.
    [[nodiscard]] virtual outcomes write(const std::vector<std::uint32_t>& numbers) = 0;

    // How often each number is there. Throws not_whole when something of one is missing, or when
    // the log does not verify.
    [[nodiscard]] virtual std::map<std::uint32_t, std::size_t> content() = 0;

    [[nodiscard]] virtual bool writable() const = 0;
    // What is written again after an unknown outcome may be there twice; readers know it by its id.
    [[nodiscard]] virtual bool takes_more_than_once() const { return false; }
};

struct durable_store_case {
    std::string name;
    std::function<std::unique_ptr<durable_store>()> make;
};

inline std::string durable_store_name(const testing::TestParamInfo<durable_store_case>& info) {
    return info.param.name;
}

[[nodiscard]] std::vector<durable_store_case> all_durable_stores();
[[nodiscard]] std::unique_ptr<durable_store> make_durable_documents();
[[nodiscard]] std::unique_ptr<durable_store> make_durable_quarantine();

}  // namespace tests::contract
