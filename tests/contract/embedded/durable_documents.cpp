#include "adapters/embedded/documents/documents.hpp"
#include "tests/contract/embedded/durable_tools.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/temporary_directory.hpp"

#include <limits>
#include <set>

namespace tests::contract {
namespace {

using hub::ports::result;
using support::await;

// Each of two records, complete in the end; half of one is nothing.
class documents final : public durable_store {
public:
    void open() override {
        store_ = adapters::embedded::documents::create_documents(
            {.path = directory_.path() / "bijlagen.db", .checkpoint_bytes = checkpoint_bytes_}
        );
    }
    void checkpoint_never() override {
        checkpoint_bytes_ = std::numeric_limits<std::uint64_t>::max();
    }
    void close() override { store_.reset(); }

    outcomes write(const std::vector<std::uint32_t>& numbers) override {
        tried_.insert(numbers.begin(), numbers.end());
        return all_together<void>(numbers, [this](std::uint32_t number) {
            return hand_in(number);
        });
    }

    std::map<std::uint32_t, std::size_t> content() override {
        std::map<std::uint32_t, std::size_t> found;
        for (const auto number : tried_) {
            const hub::model::document_id id{numbered(number)};
            const auto one = await(store_->find(id));
            if (!one) {
                continue;
            }
            for (std::uint32_t place = 0; place < records; ++place) {
                if (whole(await(store_->record(id, place)), "a record is gone").ciphertext !=
                    record(number, place).ciphertext) {
                    throw not_whole{"another record under this number"};
                }
            }
            ++found[number];
        }
        return found;
    }

    bool writable() const override { return store_->writable(); }

private:
    static constexpr std::uint32_t records = 2;

    static hub::model::sealed_part record(std::uint32_t number, std::uint32_t place) {
        return {1, {}, std::to_string(number * records + place) + std::string(content_bytes, 'b')};
    }

    hub::ports::async_result<void> hand_in(std::uint32_t number) {
        const auto owner = *hub::model::oin::parse("00000099000000001000");
        hub::ports::stored_document one;
        one.id = hub::model::document_id{numbered(number)};
        one.owner = owner;
        one.certificate = owner;
        one.size = records * content_bytes;
        one.records = records;
        one.description = record(number, records);
        const auto there = co_await store_->find(one.id);
        if (there) {
            co_return result<void>{};
        }
        // What an earlier try left half.
        auto done = co_await store_->erase(one.id);
        if (done) {
            done = co_await store_->begin(one.id, owner, clock_.now());
        }
        for (std::uint32_t place = 0; done && place < records; ++place) {
            done = co_await store_->add(one.id, place, record(number, place));
        }
        if (!done) {
            co_return done;
        }
        co_return co_await store_->complete(std::move(one));
    }

    support::temporary_directory directory_;
    support::fake_clock clock_;
    std::set<std::uint32_t> tried_;
    std::uint64_t checkpoint_bytes_ = 256U << 10U;
    std::unique_ptr<hub::ports::document_store> store_;
};

}  // namespace

std::unique_ptr<durable_store> make_durable_documents() {
    return std::make_unique<documents>();
}

}  // namespace tests::contract
