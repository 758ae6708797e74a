#include "tests/support/fake_quarantine_store.hpp"

#include "tests/contract/quarantine_store_contract.hpp"

namespace tests::contract {
namespace {

class fake_harness final : public quarantine_store_harness {
public:
    hub::ports::quarantine_store& store() override { return store_; }
    void reopen() override {}

private:
    support::fake_quarantine_store store_;
};

INSTANTIATE_TEST_SUITE_P(
    fake,
    quarantine_store_contract,
    testing::Values(quarantine_store_case{"fake", [] { return std::make_unique<fake_harness>(); }}),
    name_of
);

}  // namespace
}  // namespace tests::contract
