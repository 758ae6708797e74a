#include "adapters/embedded/quarantine/quarantine.hpp"
#include "tests/contract/embedded/durable_tools.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::contract {
namespace {

namespace embedded = adapters::embedded;
using hub::ports::result;
using support::await;

class quarantined final : public durable_store {
public:
    void open() override {
        store_ =
            embedded::quarantine::create_quarantine({.path = directory_.path() / "quarantaine.db"});
    }
    void close() override { store_.reset(); }

    outcomes write(const std::vector<std::uint32_t>& numbers) override {
        const auto all =
            all_together<hub::ports::quarantined>(numbers, [this](std::uint32_t number) {
                return store_->add(one_of(number), sealed(number), {plenty, plenty, plenty});
            });
        outcomes done;
        for (const auto& one : all) {
            done.push_back(one ? result<void>{} : result<void>{one.error()});
        }
        return done;
    }

    std::map<std::uint32_t, std::size_t> content() override {
        std::map<std::uint32_t, std::size_t> found;
        for (const auto& one :
             whole(await(store_->search({{}, {}, {}, plenty})), "the quarantine can't be read")) {
            const auto number = static_cast<std::uint32_t>(std::stoul(one.form));
            ++found[number];
            const auto kept = whole(await(store_->content(one.id)), "one has no content");
            if (kept.ciphertext != sealed(number).ciphertext) {
                throw not_whole{"one has another content"};
            }
        }
        return found;
    }

    bool writable() const override { return store_->writable(); }

private:
    static hub::ports::quarantined one_of(std::uint32_t number) {
        hub::ports::quarantined one;
        one.id = message_number(number);
        one.certificate = *hub::model::oin::parse("00000099000000001000");
        one.form = std::to_string(number);
        one.size = 1;
        return one;
    }
    static hub::model::sealed_part sealed(std::uint32_t number) {
        return {1, {}, std::to_string(number) + std::string(content_bytes, 'q')};
    }

    support::temporary_directory directory_;
    std::unique_ptr<hub::ports::quarantine_store> store_;
};

}  // namespace

std::unique_ptr<durable_store> make_durable_quarantine() {
    return std::make_unique<quarantined>();
}

}  // namespace tests::contract
