#include "hub/documents/documents.hpp"

#include "adapters/embedded/documents/documents.hpp"
#include "hub/vault/primitives.hpp"
#include "tests/support/await.hpp"
#include "tests/support/consumer_room.hpp"
#include "tests/support/fake_message_store.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace {

using namespace hub;
using namespace std::chrono_literals;
using hub::documents::sender;
using tests::support::await;

class kept_documents : public testing::Test {
protected:
    static constexpr std::size_t record_bytes = 1'000;

    [[nodiscard]] static documents::documents_options small() {
        documents::documents_options options;
        options.largest = 10'000;
        options.share = 30'000;
        options.record_bytes = record_bytes;
        options.coming_in = {.at_once = 3, .at_once_per_owner = 2};
        return options;
    }

    [[nodiscard]] model::decision<documents::document> hand_in(
        std::string_view content,
        const model::oin& who,
        documents::said_of_document said = {}
    ) {
        auto begun = await(subject.begin({who, who}, content.size()));
        if (!begun) {
            return begun.error();
        }
        for (std::size_t at = 0; at < content.size(); at += 333) {
            const auto added = await((*begun)->add(content.substr(at, 333)));
            if (!added) {
                return added.error();
            }
        }
        return await((*begun)->finish(std::move(said)));
    }

    [[nodiscard]] std::string content_of(const model::oin& who, model::document_id id) {
        auto opened = await(subject.sealed().open(who, id)).value();
        std::string all;
        for (;;) {
            const auto piece = await(opened->next()).value();
            if (piece.empty()) {
                return all;
            }
            all += piece;
        }
    }

    [[nodiscard]] static std::string text(std::size_t size) {
        std::string all;
        while (all.size() < size) {
            all += "regel " + std::to_string(all.size()) + "\n";
        }
        return all.substr(0, size);
    }

    const model::oin owner = *model::oin::parse("00000099000000001000");
    const model::oin other = *model::oin::parse("00000099000000002000");
    tests::support::consumer_room base;
    tests::support::fake_message_store messages{
        model::environment::ontwikkel,
        base.seal,
        base.clock};
    tests::support::temporary_directory directory;
    std::unique_ptr<ports::document_store> store =
        adapters::embedded::documents::create_documents({.path = directory.path() / "bijlagen.db"});
    documents::documents subject{{base.vault, *store, messages, base.clock}, small()};
};

TEST_F(kept_documents, come_out_as_they_went_in_whatever_their_size) {
    for (const std::size_t size :
         {1UL, record_bytes - 1, record_bytes, record_bytes + 1, 9'999UL}) {
        const auto content = text(size);
        const auto made = hand_in(content, owner, {"brief.txt", ""});
        ASSERT_TRUE(made) << size;
        EXPECT_EQ(made->is.name, "brief.txt");
        EXPECT_EQ(made->is.content_type, "text/plain");
        EXPECT_EQ(made->is.size, size);
        EXPECT_EQ(made->is.sha256, vault::sha256({content}));
        EXPECT_EQ(content_of(owner, *made->is.document), content);
        const auto found = await(subject.find(owner, *made->is.document)).value();
        EXPECT_EQ(found.is.sha256, made->is.sha256);
        if (size == 9'999UL) {
            break;
        }
    }
}

TEST_F(kept_documents, are_their_owners_alone) {
    const auto made = hand_in("tekst", owner).value();
    EXPECT_EQ(await(subject.find(other, *made.is.document)).error(), ports::errc::not_found);
    EXPECT_EQ(
        await(subject.sealed().open(other, *made.is.document)).error(), ports::errc::not_found
    );
    ports::attachment reference;
    reference.document = made.is.document;
    const auto refused = await(subject.resolve(other, {reference}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "bijlage_onbekend");
    EXPECT_EQ(refused.error().invalid_params.front().name, "/bijlagen/0");
    const auto known = await(subject.resolve(owner, {reference})).value();
    EXPECT_EQ(known.front().sha256, vault::sha256({"tekst"}));
    EXPECT_EQ(known.front().name, "bijlage.txt");
}

TEST_F(kept_documents, are_refused_for_what_they_are_and_leave_nothing) {
    EXPECT_EQ(hand_in("MZ\x90", owner).error().code, "bijlagesoort_niet_toegestaan");
    EXPECT_EQ(hand_in("", owner).error().code, "bijlage_leeg");
    EXPECT_EQ(hand_in("tekst", owner, {"", "image/png"}).error().code, "bijlagesoort_klopt_niet");
    EXPECT_EQ(hand_in(text(10'001), owner).error().code, "te_groot");
    EXPECT_EQ(await(store->usage(owner)).value().documents, 0U);
}

TEST_F(kept_documents, take_no_more_than_their_owners_share) {
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(hand_in(text(9'000), owner));
    }
    EXPECT_EQ(hand_in(text(9'000), owner).error().code, "bijlagen_vol");
    EXPECT_TRUE(hand_in(text(9'000), other));
}

TEST_F(kept_documents, come_in_a_few_at_once) {
    auto first = await(subject.begin({owner, owner}, 10)).value();
    auto second = await(subject.begin({owner, owner}, 10)).value();
    const auto third = await(subject.begin({owner, owner}, 10));
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().code, "te_veel_bijlagen_tegelijk");
    EXPECT_EQ(third.error().kind, model::finality::retry);
    first.reset();
    EXPECT_TRUE(await(subject.begin({owner, owner}, 10)));
}

TEST_F(kept_documents, that_were_abandoned_are_gone) {
    auto begun = await(subject.begin({owner, owner}, std::nullopt)).value();
    ASSERT_TRUE(await(begun->add(text(5'000))));
    EXPECT_GT(await(store->usage(owner)).value().bytes, 0U);
    await(begun->abandon());
    EXPECT_EQ(await(store->usage(owner)).value().bytes, 0U);
}

TEST_F(kept_documents, that_nothing_refers_to_are_erased_after_the_term_and_told_of) {
    const auto id = *hand_in("tekst", owner).value().is.document;
    await(subject.sweep());
    EXPECT_TRUE(await(subject.find(owner, id)));
    base.clock.advance(24h * 8);
    await(subject.sweep());
    EXPECT_EQ(await(subject.find(owner, id)).error(), ports::errc::not_found);
    EXPECT_EQ(await(store->usage(owner)).value().documents, 0U);
    const auto key = await(base.vault.find_key(model::key_id{id.value()}));
    EXPECT_EQ(key.error(), ports::errc::erased);
    const auto batches = await(messages.read(1, 100, ports::leaves::with)).value();
    EXPECT_NE(batches.back().leaves.back().find(id.to_string()), std::string::npos);
}

TEST_F(kept_documents, come_with_the_message_that_brought_them_which_nobody_can_refer_to) {
    const auto whole = text(5'000);
    auto begun = await(subject.begin_original({owner, owner})).value();
    ASSERT_TRUE(await(begun->add(whole.substr(0, 1'234))));
    ASSERT_TRUE(await(begun->add(whole.substr(1'234))));
    const auto kept = await(begun->finish("text/xml")).value();
    EXPECT_EQ(content_of(owner, kept.document), whole);
    EXPECT_EQ(kept.sums.digest, base.vault.original_digest(owner, whole));
    EXPECT_EQ(
        kept.sums.commitment,
        vault::vault::commitment(kept.sums.salt, vault::part::origineel, whole)
    );
    ports::attachment reference;
    reference.document = kept.document;
    EXPECT_EQ(await(subject.resolve(owner, {reference})).error().code, "bijlage_onbekend");
    EXPECT_EQ(await(subject.sealed().open(other, kept.document)).error(), ports::errc::not_found);
}

TEST_F(kept_documents, that_are_withdrawn_go_at_the_next_round_whatever_refers_to_them) {
    const auto made = hand_in("tekst", owner).value();
    ASSERT_TRUE(await(subject.refer({made.is}, base.vault.mint_message_id())));
    await(subject.withdraw({*made.is.document}));
    EXPECT_FALSE(await(subject.find(owner, *made.is.document)));
    await(subject.sweep());
    EXPECT_EQ(await(store->usage(owner)).value().documents, 0U);
    EXPECT_TRUE(await(store->references(std::nullopt, 10)).value().empty());
    const auto key = await(base.vault.find_key(model::key_id{made.is.document->value()}));
    EXPECT_EQ(key.error(), ports::errc::erased);
}

// The message of a reference may never have come to be stored.
TEST_F(kept_documents, referred_to_by_a_message_that_was_never_stored_go_as_well) {
    const auto made = hand_in("tekst", owner).value();
    ASSERT_TRUE(await(subject.refer({made.is}, base.vault.mint_message_id())));
    base.clock.advance(30min);
    await(subject.sweep());
    EXPECT_EQ(await(store->references(std::nullopt, 10)).value().size(), 1U);
    base.clock.advance(24h * 8);
    await(subject.sweep());
    EXPECT_FALSE(await(subject.find(owner, *made.is.document)));
}

}  // namespace
