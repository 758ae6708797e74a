#include "adapters/http/console/closing.hpp"

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/console/acting.hpp"

#include <utility>

namespace adapters::http::console {

using hub::instruments::consumer::ending;
using hub::ports::async_result;

namespace {

// Ids of held messages may be places on the broker; only UUIDs name a message in the log.
act act_on(std::string what, const std::string& consumer, std::string_view id) {
    act done;
    done.what = std::move(what);
    done.message = hub::model::message_id::parse(id);
    done.facts.emplace_back("verwerker", consumer);
    return done;
}

}  // namespace

hub::model::decision<closing_body> closing_of(const parts& given, const exchange::request& asked) {
    if (const auto wrong = answering::check_content_type(asked)) {
        return *wrong;
    }
    return given.bodies.closing(asked.body);
}

std::optional<hub::model::rejection> refuse_reason(std::string_view reason) {
    if (reason.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
        std::string_view::npos) {
        return std::nullopt;
    }
    return answering::rejected(
        "bericht_ongeldig",
        "De reden is een vast woord, zonder persoonsgegevens.",
        {"/reden", "ongeldig_teken", "Gebruik a-z, 0-9 en _."}
    );
}

std::string_view to_string(ending as) noexcept {
    return as == ending::afgesloten ? "afgesloten" : "teruggestuurd";
}

async_result<std::optional<std::string>>
record_closing(const parts& given, second_person& confirms, std::string actor, proposal what) {
    auto first = confirms.propose(what, actor, given.clock.now());
    auto done = act_on("sluiting", what.consumer, what.id);
    done.facts.emplace_back("als", std::move(what.as));
    done.facts.emplace_back("reden", std::move(what.reason));
    if (first) {
        done.facts.emplace_back("voorgesteldDoor", *first);
    }
    const auto recorded = co_await record_act(given.audit, std::move(actor), std::move(done));
    if (!recorded) {
        co_return recorded.error();
    }
    co_return first;
}

exchange::response waits_for_second_person() {
    return exchange::json_response(202, R"({"uitkomst":"wacht_op_tweede_persoon"})");
}

async_result<void>
record_replay(const parts& given, std::string actor, std::string consumer, std::string id) {
    return record_act(given.audit, std::move(actor), act_on("herhaling", consumer, id));
}

}  // namespace adapters::http::console
