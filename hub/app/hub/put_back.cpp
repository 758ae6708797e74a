#include "hub/app/hub/put_back.hpp"

#include "hub/app/hub/logging.hpp"

namespace hub::app {
namespace {

constexpr std::string_view component = "herstel";

}  // namespace

put_back::put_back(storage& durable, runtime::readiness& readiness)
    : durable_{durable}, readiness_{readiness}, waiting_{durable.is_put_back()} {
    if (waiting_) {
        readiness_.degraded(
            component,
            "De gegevens zijn teruggezet uit een back-up. De hub neemt niets aan en verwerkt "
            "niets, "
            "tot twee beheerders het bevestigen: pmm-hubctl audit hervat --reden WOORD"
        );
        log(level::warning, "herstel_wacht_op_beheer");
    }
}

ports::result<void> put_back::go_on() {
    if (!durable_.forget_put_back()) {
        return ports::errc::retry;
    }
    readiness_.ready(component);
    log(level::warning, "herstel_bevestigd");
    waiting_ = false;
    gone_on_.ring();
    return {};
}

boost::asio::awaitable<void> put_back::wait() {
    while (waiting_) {
        const auto heard = gone_on_.rung();
        if (waiting_) {
            co_await gone_on_.wait(heard);
        }
    }
}

}  // namespace hub::app
