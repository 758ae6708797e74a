// The resources of /v1 over everything real that needs no socket and no file, and who may ask.
#pragma once

#include "adapters/http/api/api.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"
#include "hub/access/organisation_directory.hpp"
#include "hub/delivery/postvak_service.hpp"
#include "hub/instruments/register/register_service.hpp"
#include "hub/intake/reception.hpp"
#include "hub/vault/vault.hpp"
#include "tests/support/consumer_room.hpp"
#include "tests/support/counting_telemetry.hpp"
#include "tests/support/fake_book.hpp"
#include "tests/support/fake_message_store.hpp"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests::unit::api {

// A listed organisation with every right, another one without the register, one that is in no
// table, one whose certificate has expired, an operator on the wrong port, and nobody.
enum class role { eigen, ander, buitenstaander, fout, beheerder, niemand };

inline constexpr std::array roles{
    role::eigen,
    role::ander,
    role::buitenstaander,
    role::fout,
    role::beheerder,
    role::niemand};

inline const auto own = *hub::model::oin::parse("00000099100000004000");
inline const auto other = *hub::model::oin::parse("00000099100000003000");
inline const auto stranger = *hub::model::oin::parse("00000099900000009000");
// With which the Open Notificaties of role eigen tries its subscription.
inline constexpr std::string_view subscription_authorization = "Token abc123";
// To which a StUF message is addressed.
inline const auto loket = *hub::model::oin::parse("00000099200000001000");
// Acts for own and for other.
inline const auto supplier = *hub::model::oin::parse("00000099500000001000");

[[nodiscard]] std::string_view to_string(role who) noexcept;
[[nodiscard]] std::shared_ptr<adapters::http::exchange::peer> peer_of(role who);
// A certificate in order with this OIN.
[[nodiscard]] std::shared_ptr<adapters::http::exchange::peer> peer_with(const hub::model::oin& oin);

struct question {
    std::string method = "GET";
    std::string target;
    std::shared_ptr<adapters::http::exchange::peer> who = peer_of(role::eigen);
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers = {
        {"Content-Type", "application/json"}};
};

// What the server does with it, as a listener would ask.
[[nodiscard]] adapters::http::exchange::response
ask(adapters::http::exchange::handler& server, question asked);

// The member's text in a flat part of a JSON answer; empty when it is not there.
[[nodiscard]] std::string member(std::string_view json, std::string_view name);

[[nodiscard]] std::string
aanmelding(std::string_view id, std::string_view question = "Denkt u mee?");
[[nodiscard]] std::string signaal(std::string_view id);
[[nodiscard]] std::string bericht(std::string_view id, const hub::model::oin& to = other);
[[nodiscard]] std::string registermutatie(std::string_view id);

class postvak_rights final : public hub::delivery::postvak_rights {
public:
    [[nodiscard]] bool may_receive(const hub::model::oin&) const override { return true; }
};

struct room {
    room();

    [[nodiscard]] adapters::http::exchange::response
    get(std::string target, role who = role::eigen);
    [[nodiscard]] adapters::http::exchange::response get_as(std::string target, std::string accept);
    [[nodiscard]] adapters::http::exchange::response
    post(std::string target, std::string body, role who = role::eigen);

    // The postvak of role eigen answers in this form from now on.
    void deliver_as(hub::access::outgoing_form form);

    // What was accepted goes over the broker to the postvakken and the register.
    void bring();

    tests::support::consumer_room base;
    tests::support::fake_clock& clock = base.clock;
    hub::vault::vault& vault = base.vault;
    tests::support::test_seal& seal = base.seal;
    tests::support::counting_telemetry telemetry;
    tests::support::fake_message_store store{hub::model::environment::ontwikkel, seal, clock};
    tests::support::fake_book mail_book{
        {hub::model::environment::ontwikkel, "bezorging"},
        seal,
        clock};
    tests::support::fake_book register_book{
        {hub::model::environment::ontwikkel, "register"},
        seal,
        clock};
    std::map<hub::model::message_type, std::unique_ptr<hub::ports::decoder>> decoders;
    std::unique_ptr<hub::ports::message_form> events;
    std::unique_ptr<hub::ports::message_form> notifications;
    std::unique_ptr<hub::ports::message_form> stuf;
    std::map<hub::access::outgoing_form, std::unique_ptr<hub::ports::delivery_form>> outgoing;
    std::unique_ptr<hub::ports::encoder> encoder;
    std::unique_ptr<adapters::http::api::request_bodies> bodies;
    hub::access::organisation_directory organisations;
    std::unique_ptr<hub::intake::reception> reception;
    postvak_rights rights;
    hub::delivery::postvak_service postvakken;
    hub::instruments::register_::register_service register_;
    std::unique_ptr<adapters::http::api::server> server;
    std::unique_ptr<adapters::http::api::server> open_server;

private:
    void run(
        const hub::instruments::consumer::instrument& decides,
        tests::support::fake_book& book,
        hub::instruments::consumer::commit_observer& observer,
        std::vector<hub::model::stream> streams
    );
};

}  // namespace tests::unit::api
