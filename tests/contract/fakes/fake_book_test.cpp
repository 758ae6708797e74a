#include "tests/support/fake_book.hpp"

#include "tests/contract/book_outbox_contract.hpp"

namespace {

using namespace tests::contract;

class fake_book_harness final : public book_harness {
public:
    fake_book_harness(const tests::support::fake_signer& signer, const hub::ports::clock& clock)
        : book_{{hub::model::environment::ontwikkel, "proefboek"}, signer, clock} {}
    hub::ports::book& book() override { return book_; }
    void reopen() override {}

private:
    tests::support::fake_book book_;
};

INSTANTIATE_TEST_SUITE_P(
    all,
    book_contract,
    testing::Values(book_case{
        "fake",
        [](auto& signer, auto& clock) {
            return std::make_unique<fake_book_harness>(signer, clock);
        }}),
    book_name_of
);

}  // namespace
