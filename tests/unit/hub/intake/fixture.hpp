// The organisations, routes and messages that the tests of intake share.
#pragma once

#include "hub/intake/reception.hpp"
#include "hub/ports/decoder.hpp"
#include "hub/vault/vault.hpp"
#include "tests/support/fake_case_key_store.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_key_provider.hpp"
#include "tests/support/fake_message_store.hpp"
#include "tests/support/fake_signer.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tests::unit::admitting {

using hub::model::oin;

inline const oin municipality = *oin::parse("00000099100000004000");
inline const oin executor = *oin::parse("00000099100000002000");
inline const oin other_executor = *oin::parse("00000099100000003000");
inline const oin care = *oin::parse("00000099100000006000");
inline const oin stranger = *oin::parse("00000099900000009000");
inline const oin loket = *oin::parse("00000099200000001000");
inline const oin escalation_team = *oin::parse("00000099200000002000");

// Reads protobuf's text format: other white space, same content.
class text_decoder final : public hub::ports::decoder {
public:
    std::uint32_t version() const noexcept override { return 3; }
    std::string_view form() const noexcept override { return "json/proef/v1"; }
    hub::model::decision<hub::ports::decoded_message> decode(std::string_view bytes) const override;
};

// Municipality and executors may send all, care only an aanmelding without a BSN.
[[nodiscard]] std::shared_ptr<const hub::access::organisations> make_organisations();
[[nodiscard]] std::shared_ptr<const hub::intake::rules> make_rules();

[[nodiscard]] hub::access::caller caller_for(const oin& owner);

[[nodiscard]] hub::ports::decoded_message decoded(std::string id, std::string_view text);

[[nodiscard]] hub::intake::submission
submission_of(const oin& owner, std::string id, std::string_view text);

inline constexpr std::string_view referral =
    R"(aanmelding { kenmerk: "K1" vraag: "Kunt u helpen?" maatwerkprofessional { naam: "Jo" } })";
// Other bytes, same content.
inline constexpr std::string_view referral_respaced =
    R"(aanmelding {kenmerk: "K1"  vraag: "Kunt u helpen?" maatwerkprofessional {naam: "Jo"}})";
inline constexpr std::string_view other_referral =
    R"(aanmelding { kenmerk: "K1" vraag: "Iets anders" })";

// The same submission, into this casus or under this case reference.
[[nodiscard]] hub::intake::submission
in_casus(hub::intake::submission given, const hub::model::casus_id& casus);
[[nodiscard]] hub::intake::submission
under_reference(hub::intake::submission given, std::string reference);

// Everything that a reception performs with, in memory.
struct surroundings {
    tests::support::fake_clock clock;
    tests::support::fake_key_provider keys;
    tests::support::fake_case_key_store key_store;
    tests::support::fake_signer signer;
    tests::support::fake_message_store store{hub::model::environment::ontwikkel, signer, clock};
    hub::vault::vault vault{hub::model::environment::ontwikkel, keys, key_store, clock};
    text_decoder decoder;
    std::unique_ptr<hub::intake::reception> reception;

    surroundings();

    hub::model::decision<hub::intake::acceptance> accept(hub::intake::submission given);
};

}  // namespace tests::unit::admitting
