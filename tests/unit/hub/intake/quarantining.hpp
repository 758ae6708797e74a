// A quarantine in memory with all around it, and a form whose mapping can be mended.
#pragma once

#include "hub/intake/quarantine.hpp"
#include "hub/intake/quarantine_desk.hpp"
#include "hub/vault/leaf.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_quarantine_store.hpp"
#include "tests/unit/hub/intake/fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests::unit::admitting {

// Knows one word more once its mapping was changed.
class mended_decoder final : public hub::ports::decoder {
public:
    std::uint32_t version() const noexcept override { return mended ? 2 : 1; }
    std::string_view form() const noexcept override { return "proef/oud"; }
    hub::model::decision<hub::ports::decoded_message> decode(std::string_view bytes
    ) const override {
        if (!mended) {
            return hub::model::rejection{.code = "onbegrepen", .words = "", .invalid_params = {}};
        }
        return decoded("oud-1", bytes);
    }

    bool mended = false;
};

class quarantining : public testing::Test {
protected:
    static hub::model::rejection undecodable() {
        return {
            .code = "onbegrepen",
            .words = "Niet begrepen.",
            .invalid_params = {{"/a", "verplicht", "Dit ontbreekt."}}};
    }

    hub::model::rejection keep(
        std::string original,
        const oin& from = municipality,
        hub::intake::keeping how = hub::intake::keeping::sealed
    ) {
        hub::intake::refused_content content{from, "proef/oud", "text/plain", std::move(original)};
        return support::await(room.keep(std::move(content), undecodable(), how));
    }

    // One that an operator hands in again with a mended mapping, cut short at once.
    hub::model::message_id begin_to_hand_in() {
        keep(std::string{referral});
        const auto id = all().front().id;
        decoder.mended = true;
        const hub::ports::handing_in begun{around.clock.now(), std::nullopt};
        EXPECT_TRUE(support::await(kept.hand_in(id, begun)));
        return id;
    }

    void expect_handed_in(hub::model::message_id id, hub::model::message_id became) {
        const auto one = *support::await(kept.find(id));
        EXPECT_EQ(one.state, hub::ports::quarantine_state::ingediend);
        EXPECT_EQ(one.became, became);
        EXPECT_FALSE(one.handing_in_since);
        EXPECT_EQ(
            support::await(around.vault.find_key(hub::model::key_id{id.value()})).error(),
            hub::ports::errc::erased
        );
    }

    std::vector<hub::ports::quarantined> all() { return *support::await(kept.search({})); }

    static bool says(const hub::model::rejection& why, std::string_view code) {
        return std::ranges::any_of(why.invalid_params, [code](const auto& one) {
            return one.code == code;
        });
    }

    std::vector<std::string> acts(std::string_view kind) {
        std::vector<std::string> found;
        const auto batches = support::await(around.store.read(1, 1000, hub::ports::leaves::with));
        for (const auto& batch : *batches) {
            for (const auto& leaf : batch.leaves) {
                const auto origin = hub::vault::read_leaf_origin(leaf);
                if (origin && origin->act == kind) {
                    found.push_back(leaf);
                }
            }
        }
        return found;
    }

    surroundings around;
    support::fake_quarantine_store kept;
    hub::access::organisation_directory organisations{make_organisations()};
    hub::intake::quarantine_parts rooms{
        around.vault,
        kept,
        around.store,
        around.clock,
        organisations};
    hub::intake::quarantine_options options;
    hub::intake::quarantine room{rooms, options};
    mended_decoder decoder;
    std::unique_ptr<hub::intake::reception> intake = hub::intake::make_reception(
        {.vault = around.vault,
         .store = around.store,
         .casus = around.store,
         .clock = around.clock,
         .decoders = {&decoder},
         .quarantine = &room},
        make_rules()
    );
    hub::intake::quarantine_desk desk{{rooms, *intake, {{&decoder, nullptr}}}};
};

}  // namespace tests::unit::admitting
