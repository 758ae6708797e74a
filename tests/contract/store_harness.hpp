// What the suites of small stores share: an implementation that can be opened again, and its name.
#pragma once

#include "hub/model/uuid.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace tests::contract {

template <class Store>
class store_harness {
public:
    virtual ~store_harness() = default;
    [[nodiscard]] virtual Store& store() = 0;
    // Ends the store and opens it again on what is durable; a fake stays as it is.
    virtual void reopen() = 0;
};

template <class Store>
struct store_case {
    std::string name;
    std::function<std::unique_ptr<store_harness<Store>>()> make;
};

struct case_name {
    template <class Store>
    std::string operator()(const testing::TestParamInfo<store_case<Store>>& info) const {
        return info.param.name;
    }
};

template <class Store, class Fake>
class fake_harness final : public store_harness<Store> {
public:
    Store& store() override { return store_; }
    void reopen() override {}

private:
    Fake store_;
};

template <class Store, class Fake>
store_case<Store> fake_case() {
    return {"fake", [] { return std::make_unique<fake_harness<Store, Fake>>(); }};
}

// Of version 7, alike but for its last byte.
inline hub::model::uuid small_uuid(std::uint8_t number) {
    hub::model::uuid::bytes_type bytes{};
    bytes.front() = 0x01;
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    bytes.back() = number;
    return hub::model::uuid{bytes};
}

}  // namespace tests::contract
