// What the tests of message stores share: the harness of an implementation, messages, and looking
// at proofs.
#pragma once

#include "hub/ports/message_store.hpp"
#include "hub/vault/head.hpp"
#include "hub/vault/leaf.hpp"
#include "hub/vault/merkle.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_signer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tests::contract {

class message_store_harness {
public:
    virtual ~message_store_harness() = default;
    [[nodiscard]] virtual hub::ports::message_store& store() = 0;
    [[nodiscard]] virtual hub::ports::casus_store& casussen() = 0;
    // Ends the store and opens it again on what is durable; a fake stays as it is.
    virtual void reopen() = 0;

    // The store's log is "intake" in the environment ontwikkel.
    support::fake_signer signer;
    support::fake_clock clock;
};

struct message_store_case {
    std::string name;
    std::function<std::unique_ptr<message_store_harness>()> make;
};

inline std::string name_of(const testing::TestParamInfo<message_store_case>& info) {
    return info.param.name;
}

class message_store_contract : public testing::TestWithParam<message_store_case> {
protected:
    using errc = hub::ports::errc;
    using kind = hub::ports::append_kind;
    using state = hub::model::state;
    using message = hub::model::admitted_message;
    using outcome = hub::ports::result<hub::ports::append_outcome>;

    template <class Id>
    [[nodiscard]] static Id id(std::uint32_t number) {
        hub::model::uuid::bytes_type bytes{};
        bytes[0] = 0x01;
        bytes[4] = static_cast<std::uint8_t>(number >> 8U);
        bytes[5] = static_cast<std::uint8_t>(number);
        bytes[6] = 0x70;
        bytes[8] = 0x80;
        return Id{hub::model::uuid{bytes}};
    }
    [[nodiscard]] static hub::model::message_id message_number(std::uint32_t number) {
        return id<hub::model::message_id>(number);
    }
    [[nodiscard]] static hub::model::casus_id casus_number(std::uint32_t number) {
        return id<hub::model::casus_id>(0x8000U + number);
    }
    [[nodiscard]] static hub::model::oin oin(char last) {
        std::string text = "00000099000000001000";
        text.back() = last;
        return hub::model::oin::parse(text).value();
    }
    [[nodiscard]] static hub::model::digest digest(std::uint8_t number) {
        hub::model::digest value{};
        value.fill(number);
        return value;
    }

    // A message of gemeente 1 to the loket that opens no casus.
    [[nodiscard]] message plain(std::uint32_t number) const {
        message one;
        one.id = message_number(number);
        one.key = hub::model::key_id{one.id.value()};
        one.type = hub::model::message_type::aanmelding;
        one.target = hub::model::stream::aanmelding;
        one.submission = {
            oin('1'), "urn:nld:oin:00000099000000001001", "kenmerk-" + std::to_string(number)};
        one.certificate = oin('2');
        one.destinations = {hub::model::destination{hub::model::instrument::loket}};
        one.accepted_at = harness->clock.now();
        one.original_digest = digest(static_cast<std::uint8_t>(number));
        one.canonical = {7, {1, 2, 3}, "canoniek " + std::to_string(number)};
        one.original = {8, {4, 5, 6}, "origineel " + std::to_string(number)};
        one.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        one.decided_by.fill(9);
        return one;
    }
    [[nodiscard]] message opening(std::uint32_t number, std::uint32_t casus) const {
        auto one = plain(number);
        one.key = hub::model::key_id{casus_number(casus).value()};
        one.casus = {casus_number(casus), true, std::nullopt, {one.submission.owner}};
        return one;
    }
    [[nodiscard]] message entering(std::uint32_t number, std::uint32_t casus) const {
        auto one = opening(number, casus);
        one.casus->opens = false;
        one.casus->adds_participants.clear();
        return one;
    }

    outcome append(message one) { return support::await(store().append(std::move(one))); }
    void append_fresh(message one) {
        const auto done = append(std::move(one));
        ASSERT_TRUE(done);
        ASSERT_EQ(done->kind, kind::fresh);
    }

    // Handed in together, so that they share commits.
    std::vector<outcome> append_together(std::vector<message> all) {
        std::vector<outcome> outcomes(all.size(), outcome{errc::closed});
        boost::asio::io_context context{1};
        for (std::size_t at = 0; at < all.size(); ++at) {
            boost::asio::co_spawn(
                context,
                store().append(std::move(all[at])),
                [&outcomes, at](std::exception_ptr error, outcome done) {
                    EXPECT_FALSE(error);
                    outcomes[at] = std::move(done);
                }
            );
        }
        context.run_for(support::await_deadline);
        return outcomes;
    }

    hub::ports::stored_message find(std::uint32_t number) {
        return support::await(store().find(message_number(number))).value();
    }

    hub::ports::message_store& store() { return harness->store(); }
    std::unique_ptr<message_store_harness> harness = GetParam().make();
};

inline void expect_proof(
    const hub::ports::receipt_parts& parts,
    const support::fake_signer& signer,
    const hub::model::message_id& id
) {
    const auto head = hub::vault::read_head(parts.head);
    ASSERT_TRUE(head);
    EXPECT_TRUE(signer.verifies(
        head->signing_input,
        {reinterpret_cast<const char*>(head->signature.data()), head->signature.size()}
    ));
    EXPECT_EQ(hub::vault::root_of(parts.leaf, parts.place), head->fields.root);
    const auto leaf = hub::vault::read_message_leaf(parts.leaf);
    ASSERT_TRUE(leaf);
    EXPECT_EQ(leaf->message, id);
}

inline void
expect_same(const hub::ports::receipt_parts& left, const hub::ports::receipt_parts& right) {
    EXPECT_EQ(left.leaf, right.leaf);
    EXPECT_EQ(left.head, right.head);
    EXPECT_EQ(left.place.index, right.place.index);
    EXPECT_EQ(left.place.leaves, right.place.leaves);
    EXPECT_EQ(left.place.path, right.place.path);
    EXPECT_EQ(left.canonical.key_version, right.canonical.key_version);
    EXPECT_EQ(left.canonical.iv, right.canonical.iv);
    EXPECT_EQ(left.canonical.ciphertext, right.canonical.ciphertext);
}

}  // namespace tests::contract
