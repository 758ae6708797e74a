#include "adapters/http/internal/key_release.hpp"

#include "adapters/http/exchange/json_writer.hpp"
#include "hub/access/caller.hpp"
#include "hub/vault/base64url.hpp"
#include "hub/vault/primitives.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::http::internal {
namespace {

namespace vault = hub::vault;
using exchange::request;
using exchange::response;

// The original stays in the store: only this part travels.
constexpr auto travelling = vault::part::canoniek;
constexpr std::string_view travelling_name = "canoniek";

response key_answer(const vault::envelope_seal& seal, const vault::content_key& from) {
    auto key = vault::vault::message_key(from, seal.context.message, travelling);
    auto text = vault::to_base64url(key);
    vault::wipe(key);
    exchange::json_writer json;
    json.begin_object()
        .member("inzending", seal.context.message.to_string())
        .member("deel", travelling_name)
        .member("sleutelVersie", seal.sealed.key_version)
        .member("sleutel", text)
        .end_object();
    vault::wipe(text);
    auto result = exchange::json_response(200, json.take());
    result.headers.emplace_back("Cache-Control", "no-store");
    return result;
}

}  // namespace

key_release::key_release(const parts& given)
    : parts_{given}, refuse_{given.telemetry}, rate_{given.releases_per_minute} {}

boost::asio::awaitable<response> key_release::answer(request asked) {
    const auto decided = decide(asked);
    if (!decided) {
        co_return refuse_(decided.error(), asked);
    }
    const auto key = co_await parts_.vault.find_key(decided->seal.key);
    if (!key) {
        co_return refuse_(key.error(), asked);
    }
    const auto recorded = co_await record(*asked.peer->certificate, *decided);
    if (!recorded) {
        co_return refuse_(recorded.error(), asked);
    }
    co_return key_answer(decided->seal, *key);
}

// The parts of what is decided stand in the request's body.
hub::model::decision<key_release::released> key_release::decide(const request& asked) {
    const auto& role = *asked.peer->certificate;
    if (const auto busy = rate_.take(role, parts_.clock.now())) {
        return *busy;
    }
    if (asked.media_type() != "application/protobuf") {
        return answering::rejected(
            "inhoudstype_onbekend", "Stuur hier de envelop zelf, als application/protobuf."
        );
    }
    const auto envelope = vault::read_envelope(asked.body);
    const auto seal = envelope ? vault::seal_of(*envelope) : std::nullopt;
    if (!seal || parts_.verifier.verify(*envelope).fault) {
        return answering::rejected(
            "envelop_onbewezen",
            "Dit is geen envelop van deze hub, of haar ontvangstbewijs klopt niet."
        );
    }
    std::vector<std::string_view> names;
    for (const auto& one : envelope->destinations) {
        names.push_back(one.name);
    }
    auto to = hub::access::may_have_key(*parts_.organisations.current(), role, names);
    if (!to) {
        return to.error();
    }
    return released{*seal, *to};
}

hub::ports::async_result<void>
key_release::record(const hub::model::oin& role, const released& what) const {
    hub::ports::audit_act act;
    act.kind = "sleutelvrijgave";
    act.actor = role.to_string();
    act.message = what.seal.context.message;
    act.casus = what.seal.context.casus;
    act.facts = {
        {"bestemming", std::string{what.to.name()}}, {"deel", std::string{travelling_name}}};
    std::vector<hub::ports::audit_act> acts;
    acts.push_back(std::move(act));
    co_return co_await parts_.audit.record(std::move(acts));
}

}  // namespace adapters::http::internal
