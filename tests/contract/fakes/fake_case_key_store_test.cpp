#include "tests/support/fake_case_key_store.hpp"

#include "tests/contract/case_key_store_contract.hpp"

namespace tests::contract {
namespace {

class fake_harness final : public case_key_store_harness {
public:
    hub::ports::case_key_store& store() override { return store_; }
    void reopen() override {}

private:
    support::fake_case_key_store store_;
};

INSTANTIATE_TEST_SUITE_P(
    fake,
    case_key_store_contract,
    testing::Values(case_key_store_case{"fake", [] { return std::make_unique<fake_harness>(); }}),
    name_of
);

}  // namespace
}  // namespace tests::contract
