#include "hub/vault/vault.hpp"

#include "hub/vault/base64url.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_case_key_store.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_key_provider.hpp"
#include "tests/unit/hub/vault/samples.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <stdexcept>
#include <utility>

namespace {

using namespace hub;
using hub::ports::errc;
using hub::vault::part;
using tests::support::await;
using tests::vault::id_number;
using tests::vault::oin_number;

class vault_test : public testing::Test {
protected:
    static constexpr hub::vault::vault_options small{
        .pool_size = 8,
        .batch_size = 4,
        .urgent_batch_size = 2,
        .cache_size = 2};

    [[nodiscard]] std::unique_ptr<hub::vault::vault> make_vault(
        model::environment environment = model::environment::test
    ) {
        return std::make_unique<hub::vault::vault>(environment, keys, store, clock, small);
    }

    [[nodiscard]] hub::vault::content_key fresh_key() {
        return await(subject->take_fresh_key()).value();
    }

    // The key as a vault without memory of it finds it.
    [[nodiscard]] ports::result<hub::vault::content_key> find_anew(model::key_id id) {
        return await(make_vault()->find_key(id));
    }

    const hub::vault::seal_context context{
        id_number<model::message_id>(1),
        id_number<model::casus_id>(2),
        oin_number(1),
        model::message_type::aanmelding,
    };

    tests::support::fake_key_provider keys;
    tests::support::fake_case_key_store store;
    tests::support::fake_clock clock;
    std::unique_ptr<hub::vault::vault> subject = make_vault();
};

TEST_F(vault_test, opens_what_it_sealed) {
    const auto key = fresh_key();
    const auto sealed = subject->seal(key, context, part::canoniek, "inhoud");
    EXPECT_EQ(sealed.ciphertext.find("inhoud"), std::string::npos);
    EXPECT_EQ(subject->open(key, context, part::canoniek, sealed).value(), "inhoud");
}

TEST_F(vault_test, opens_with_the_key_found_again) {
    const auto key = fresh_key();
    const auto sealed = subject->seal(key, context, part::origineel, "inhoud");
    const auto found = find_anew(key.id());
    ASSERT_TRUE(found);
    EXPECT_EQ(subject->open(*found, context, part::origineel, sealed).value(), "inhoud");
}

TEST_F(vault_test, seals_the_same_twice_differently) {
    const auto key = fresh_key();
    const auto one = subject->seal(key, context, part::canoniek, "inhoud");
    const auto other = subject->seal(key, context, part::canoniek, "inhoud");
    EXPECT_NE(one.iv, other.iv);
    EXPECT_NE(one.ciphertext, other.ciphertext);
}

TEST_F(vault_test, opens_nothing_that_was_moved) {
    const auto key = fresh_key();
    const auto sealed = subject->seal(key, context, part::canoniek, "inhoud");
    using change = std::function<void(hub::vault::seal_context&)>;
    const std::vector<std::pair<std::string, change>> changes{
        {"message", [](auto& moved) { moved.message = id_number<model::message_id>(9); }},
        {"casus", [](auto& moved) { moved.casus = id_number<model::casus_id>(9); }},
        {"no casus", [](auto& moved) { moved.casus.reset(); }},
        {"owner", [](auto& moved) { moved.owner = oin_number(9); }},
        {"type", [](auto& moved) { moved.type = model::message_type::bericht; }},
    };
    for (const auto& [name, apply] : changes) {
        auto moved = context;
        apply(moved);
        EXPECT_EQ(subject->open(key, moved, part::canoniek, sealed).error(), errc::not_authentic)
            << name;
    }
    EXPECT_EQ(subject->open(key, context, part::origineel, sealed).error(), errc::not_authentic);
    EXPECT_EQ(
        subject->open(fresh_key(), context, part::canoniek, sealed).error(), errc::not_authentic
    );
    EXPECT_EQ(
        make_vault(model::environment::productie)
            ->open(key, context, part::canoniek, sealed)
            .error(),
        errc::not_authentic
    );
    auto other_version = sealed;
    ++other_version.key_version;
    EXPECT_EQ(
        subject->open(key, context, part::canoniek, other_version).error(), errc::not_authentic
    );
    auto other_iv = sealed;
    other_iv.iv[0] ^= 1U;
    EXPECT_EQ(subject->open(key, context, part::canoniek, other_iv).error(), errc::not_authentic);
}

TEST_F(vault_test, refuses_a_wrapped_key_in_another_keys_place) {
    const auto one = fresh_key().id();
    const auto other = fresh_key().id();
    store.replace(one, await(store.find(other)).value());
    EXPECT_EQ(find_anew(one).error(), errc::not_authentic);
}

TEST_F(vault_test, refuses_a_tampered_wrapped_key) {
    const auto id = fresh_key().id();
    const auto good = await(store.find(id)).value();
    for (std::size_t i = 0; i < good.wrapped.size(); ++i) {
        auto bad = good;
        bad.wrapped[i] = static_cast<char>(bad.wrapped[i] ^ 1);
        store.replace(id, bad);
        EXPECT_EQ(find_anew(id).error(), errc::not_authentic) << i;
    }
    auto shortened = good;
    shortened.wrapped.pop_back();
    store.replace(id, shortened);
    EXPECT_EQ(find_anew(id).error(), errc::not_authentic);
}

TEST_F(vault_test, refuses_a_wrapped_key_of_another_environment) {
    const auto id = fresh_key().id();
    EXPECT_EQ(
        await(make_vault(model::environment::productie)->find_key(id)).error(), errc::not_authentic
    );
}

TEST_F(vault_test, finds_keys_of_an_earlier_version_and_no_other) {
    const auto id = fresh_key().id();
    keys.set_version(2);
    EXPECT_TRUE(find_anew(id));
    auto wrapped = await(store.find(id)).value();
    EXPECT_EQ(wrapped.key_encryption_version, 1U);
    for (const std::uint32_t version : {2U, 3U}) {
        wrapped.key_encryption_version = version;
        store.replace(id, wrapped);
        EXPECT_EQ(find_anew(id).error(), errc::not_authentic) << version;
    }
}

TEST_F(vault_test, says_what_the_store_says) {
    EXPECT_EQ(await(subject->find_key(id_number<model::key_id>(9))).error(), errc::not_found);
    store.fail(errc::retry);
    EXPECT_EQ(await(subject->find_key(id_number<model::key_id>(9))).error(), errc::retry);
    EXPECT_EQ(await(subject->take_fresh_key()).error(), errc::retry);
    EXPECT_EQ(await(subject->refill()).error(), errc::retry);
    store.work();
    EXPECT_TRUE(await(subject->refill()));
}

TEST_F(vault_test, takes_keys_that_were_made_ahead) {
    EXPECT_TRUE(subject->wants_refill());
    ASSERT_TRUE(await(subject->refill()));
    EXPECT_FALSE(subject->wants_refill());
    EXPECT_EQ(store.additions(), 2U) << "eight keys, four at a time";
    std::set<model::key_id> ids;
    for (int i = 0; i < 4; ++i) {
        EXPECT_TRUE(ids.insert(fresh_key().id()).second);
    }
    EXPECT_EQ(store.additions(), 2U);
    EXPECT_TRUE(subject->wants_refill()) << "half empty";
    ASSERT_TRUE(await(subject->refill()));
    EXPECT_EQ(store.size(), 12U);
}

TEST_F(vault_test, a_taken_key_is_durable_also_when_none_were_made_ahead) {
    const auto first = fresh_key().id();
    EXPECT_TRUE(await(store.find(first)));
    EXPECT_EQ(store.additions(), 1U);
    const auto second = fresh_key().id();
    EXPECT_TRUE(await(store.find(second)));
    EXPECT_EQ(store.additions(), 1U) << "the rest of the small batch waited in the pool";
}

TEST_F(vault_test, remembers_the_keys_used_last) {
    const auto oldest = fresh_key().id();
    const auto middle = fresh_key().id();
    EXPECT_TRUE(await(subject->find_key(oldest)));
    const auto newest = fresh_key().id();
    const auto before = store.lookups();
    EXPECT_TRUE(await(subject->find_key(oldest)));
    EXPECT_TRUE(await(subject->find_key(newest)));
    EXPECT_EQ(store.lookups(), before);
    EXPECT_TRUE(await(subject->find_key(middle)));
    EXPECT_EQ(store.lookups(), before + 1);
}

TEST_F(vault_test, forgets_a_destroyed_key) {
    const auto id = fresh_key().id();
    ASSERT_TRUE(await(subject->destroy_key(id)));
    EXPECT_EQ(await(subject->find_key(id)).error(), errc::erased);
}

TEST_F(vault_test, mints_version_7_by_the_clock) {
    const auto one = subject->mint_message_id();
    clock.advance(std::chrono::milliseconds{1});
    const auto other = subject->mint_message_id();
    EXPECT_EQ(one.to_string()[14], '7');
    EXPECT_LT(one, other);
}

TEST_F(vault_test, commitments_open_with_their_salt_only) {
    const auto made = subject->commit_to("origineel", "canoniek");
    EXPECT_EQ(
        hub::vault::vault::commitment(made.salt, part::origineel, "origineel"), made.original
    );
    EXPECT_EQ(hub::vault::vault::commitment(made.salt, part::canoniek, "canoniek"), made.canonical);
    const auto again = subject->commit_to("origineel", "canoniek");
    EXPECT_NE(again.salt, made.salt);
    EXPECT_NE(again.original, made.original);
}

TEST_F(vault_test, makes_of_what_passes_what_it_makes_of_the_whole) {
    auto passing = subject->pass_original(oin_number(1));
    passing->add("in");
    passing->add("");
    passing->add("houd");
    const auto sums = passing->finish();
    EXPECT_EQ(sums.digest, subject->original_digest(oin_number(1), "inhoud"));
    EXPECT_EQ(sums.commitment, hub::vault::vault::commitment(sums.salt, part::origineel, "inhoud"));
    EXPECT_NE(sums.salt, subject->pass_original(oin_number(1))->finish().salt);
}

TEST_F(vault_test, digests_recognise_within_an_owners_space) {
    const auto digest = subject->original_digest(oin_number(1), "inhoud");
    EXPECT_EQ(make_vault()->original_digest(oin_number(1), "inhoud"), digest);
    EXPECT_NE(subject->original_digest(oin_number(2), "inhoud"), digest);
    EXPECT_NE(subject->original_digest(oin_number(1), "inhoud "), digest);
    EXPECT_NE(subject->reference_digest(oin_number(1), "inhoud"), digest)
        << "no key serves two purposes";
}

TEST_F(vault_test, pseudonyms_differ_per_purpose_and_hide_the_bsn) {
    constexpr auto loket = ports::key_purpose::pseudonym_loket;
    const auto pseudonym = subject->pseudonym(loket, "999990019");
    EXPECT_EQ(pseudonym.size(), 43U);
    EXPECT_EQ(subject->pseudonym(loket, "999990019"), pseudonym);
    EXPECT_NE(subject->pseudonym(loket, "999990020"), pseudonym);
    EXPECT_NE(subject->pseudonym(ports::key_purpose::pseudonym_logbook, "999990019"), pseudonym);
    EXPECT_THROW(
        static_cast<void>(subject->pseudonym(ports::key_purpose::key_encryption, "999990019")),
        std::logic_error
    );
}

TEST_F(vault_test, does_not_start_without_its_root_keys) {
    keys.set_version(0);
    EXPECT_THROW(static_cast<void>(make_vault()), std::runtime_error);
}

// What is stored must open for ever: derivation and bound data never change under one version. The
// ciphertext was computed by another implementation.
TEST_F(vault_test, opens_what_was_sealed_long_ago) {
    ports::secret_key raw{};
    raw.fill(0x42);
    const hub::vault::content_key key{id_number<model::key_id>(2), raw};
    model::sealed_part sealed;
    sealed.key_version = 1;
    sealed.iv.fill(0x24);
    sealed.ciphertext = hub::vault::from_base64url("miSJZKFlGkNF8NVCoFbzlRpEWwhXhA").value();
    EXPECT_EQ(subject->open(key, context, part::canoniek, sealed).value(), "inhoud");
}

}  // namespace
