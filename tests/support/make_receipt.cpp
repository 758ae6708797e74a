// make_receipt DIRECTORY: makes a receipt with a seal of its own, the bytes that it is about and
// the answer of GET /v1/zegels, and beside them false ones, for checks that do not use our
// software.
#include "hub/vault/log.hpp"
#include "hub/vault/receipt.hpp"
#include "hub/vault/signed_text.hpp"
#include "hub/vault/vault.hpp"
#include "tests/support/test_seal.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace hub;

constexpr std::string_view original = "{\"id\": \"mijn-1\", \"vraag\": \"één vraag\"}\r\n";

model::admitted_message make_message() {
    model::admitted_message message;
    message.id = *model::message_id::parse("019a0000-0000-7000-8000-000000000001");
    message.key = *model::key_id::parse("019a0000-0000-7000-8000-000000000002");
    message.casus.emplace();
    message.casus->id = *model::casus_id::parse("019a0000-0000-7000-8000-000000000002");
    message.submission.owner = *model::oin::parse("00000099100000001000");
    message.certificate = message.submission.owner;
    message.destinations = {model::destination{model::instrument::loket}};
    message.accepted_at = model::from_microseconds(1'782'907'200'123'456);
    message.salt.fill(0x5A);
    message.original_commitment =
        vault::vault::commitment(message.salt, vault::part::origineel, original);
    return message;
}

model::receipt make_receipt(const ports::signer& signer, std::size_t index, std::size_t count) {
    const vault::log_identity log{model::environment::ontwikkel, "intake"};
    const auto message = make_message();
    const std::array<std::uint64_t, 1> sequences{1};
    std::vector<std::string> leaves(count, "een ander blad");
    leaves[index] = vault::message_leaf(log, message, sequences);
    auto sealed = vault::seal_commit(log, {}, leaves, message.accepted_at, signer).value();
    return {message.salt, leaves[index], sealed.places[index], sealed.head};
}

std::string seals_text(const vault::seal_certificate& seal) {
    const auto member = vault::signed_text_writer{}
                            .text("kid", seal.key_id())
                            .text("x5t#S256", seal.thumbprint())
                            .text("pem", seal.pem())
                            .finish();
    return vault::signed_text_writer{}.raw("zegels", '[' + member + ']').finish();
}

class writer {
public:
    explicit writer(std::filesystem::path directory) : directory_{std::move(directory)} {}

    void text(std::string_view name, std::string_view content) const {
        std::ofstream file{directory_ / name, std::ios::binary};
        file << content;
        file.close();
        if (!file) {
            throw std::filesystem::filesystem_error{
                "cannot write", directory_ / name, std::make_error_code(std::errc::io_error)};
        }
    }

    void receipt(std::string_view name, const model::receipt& value) const {
        text(name, vault::receipt_text(value));
    }

private:
    std::filesystem::path directory_;
};

void write_good(const writer& target, const tests::support::test_seal& seal) {
    target.text("origineel", original);
    target.text("zegels.json", seals_text(seal.certificate()));
    for (const std::size_t count : {1U, 2U, 3U, 5U, 8U}) {
        for (std::size_t index = 0; index < count; ++index) {
            target.receipt(
                "goed-" + std::to_string(count) + '-' + std::to_string(index) + ".json",
                make_receipt(seal, index, count)
            );
        }
    }
}

void write_false(const writer& target, const tests::support::test_seal& seal) {
    const auto good = make_receipt(seal, 1, 3);
    auto changed = good;
    changed.leaf.replace(changed.leaf.find("loket"), 5, "let");
    target.receipt("fout-blad.json", changed);
    changed = good;
    changed.place.path[0][0] ^= 1U;
    target.receipt("fout-pad.json", changed);
    changed = good;
    changed.place.index = 0;
    target.receipt("fout-plaats.json", changed);
    changed = good;
    changed.place.leaves = 4;
    target.receipt("fout-aantal.json", changed);
    changed = good;
    changed.salt[0] ^= 1U;
    target.receipt("fout-zout.json", changed);
    changed = good;
    auto& digit = changed.head[changed.head.rfind('.') + 3];
    digit = digit == 'A' ? 'B' : 'A';
    target.receipt("fout-handtekening.json", changed);
    changed = good;
    changed.head = make_receipt(tests::support::test_seal{}, 1, 3).head;
    target.receipt("fout-zegel.json", changed);
    changed = good;
    changed.leaf.replace(changed.leaf.find("ontwikkel"), 9, "productie");
    target.receipt("fout-omgeving.json", changed);
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) {
        std::cerr << "usage: make_receipt DIRECTORY\n";
        return 2;
    }
    const writer target{words[1]};
    const tests::support::test_seal seal;
    write_good(target, seal);
    write_false(target, seal);
    return 0;
}
