#include "adapters/http/api/subscription_trial.hpp"

#include "adapters/http/api/form_submissions.hpp"
#include "hub/intake/form_rules.hpp"
#include "hub/vault/primitives.hpp"

#include <algorithm>

namespace adapters::http::api {

subscription_trial::subscription_trial(const parts& given)
    : parts_{given}, refuse_{given.telemetry} {}

bool subscription_trial::is_agreed(std::string_view authorization) const {
    // Digests are compared: how long that takes tells nothing of the value.
    const auto digest = hub::vault::sha256({authorization});
    const auto listed = parts_.organisations.current();
    return std::ranges::any_of(listed->all(), [&digest](const auto& organisation) {
        return organisation.forms.subscription == digest;
    });
}

boost::asio::awaitable<exchange::response> subscription_trial::answer(exchange::request asked
) const {
    const auto authorization = asked.header("authorization");
    if (!authorization || !is_agreed(*authorization)) {
        auto result = refuse_(
            answering::rejected(
                "autorisatie_nodig",
                "Stuur de Authorization die voor het abonnement is afgesproken."
            ),
            asked
        );
        result.headers.emplace_back("WWW-Authenticate", R"(Bearer realm="notificaties")");
        co_return result;
    }
    const auto carried = parts_.intake.notifications->read(carried_of(asked, parts_.clock.now()));
    const auto& messages = carried->messages();
    const bool is_trial = messages.size() == 1 && messages.front().decoded &&
                          hub::intake::is_trial(*messages.front().decoded);
    if (!is_trial) {
        co_return refuse_(
            answering::rejected(
                "alleen_proefmelding",
                "Hier komt alleen de proefmelding van een abonnement binnen; stuur notificaties "
                "met "
                "een clientcertificaat naar de gewone poort."
            ),
            asked
        );
    }
    exchange::response taken;
    taken.status = 204;
    co_return taken;
}

}  // namespace adapters::http::api
