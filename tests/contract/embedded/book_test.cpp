#include "adapters/embedded/book/book.hpp"

#include "tests/contract/book_outbox_contract.hpp"
#include "tests/support/disk/faulty_disk.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace tests::contract;
using adapters::embedded::book::book_options;

class embedded_harness final : public book_harness {
public:
    embedded_harness(
        const tests::support::fake_signer& signer,
        const hub::ports::clock& clock,
        std::size_t outbox_bytes
    )
        : signer_{signer}, clock_{clock}, outbox_bytes_{outbox_bytes} {
        open();
    }

    hub::ports::book& book() override { return *book_; }
    void reopen() override {
        book_.reset();
        open();
    }
    void end() { book_.reset(); }

private:
    void open() {
        book_options options;
        options.path = directory_.path() / "boek.db";
        options.log = {hub::model::environment::ontwikkel, "proefboek"};
        options.outbox_bytes = outbox_bytes_;
        book_ = adapters::embedded::book::create_book(options, signer_, clock_);
    }

    tests::support::temporary_directory directory_;
    const tests::support::fake_signer& signer_;
    const hub::ports::clock& clock_;
    std::size_t outbox_bytes_;
    std::unique_ptr<adapters::embedded::book::embedded_book> book_;
};

// Every reopening is a power cut.
class power_losing_harness final : public book_harness {
public:
    power_losing_harness(const tests::support::fake_signer& signer, const hub::ports::clock& clock)
        : file_{signer, clock, 1} {}

    hub::ports::book& book() override { return file_.book(); }
    void reopen() override {
        disk_.lose_power();
        file_.end();
        disk_.restore_power();
        file_.reopen();
    }

private:
    tests::support::disk::faulty_disk disk_{1};
    embedded_harness file_;
};

INSTANTIATE_TEST_SUITE_P(
    all,
    book_contract,
    testing::Values(
        book_case{
            "embedded",
            [](auto& signer, auto& clock) {
                return std::make_unique<embedded_harness>(signer, clock, std::size_t{8} << 20U);
            }},
        // Nothing of the outbox stays in memory: the forwarder reads the file.
        book_case{
            "embedded_from_file",
            [](auto& signer, auto& clock) {
                return std::make_unique<embedded_harness>(signer, clock, 1);
            }},
        book_case{
            "embedded_with_power_cuts",
            [](auto& signer, auto& clock) {
                return std::make_unique<power_losing_harness>(signer, clock);
            }}
    ),
    book_name_of
);

}  // namespace
