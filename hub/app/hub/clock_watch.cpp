#include "hub/app/hub/clock_watch.hpp"

#include "hub/app/hub/logging.hpp"

#include <string>

namespace hub::app {
namespace {

using std::chrono::seconds;

constexpr std::string_view component = "klok";
// The last time is kept a little before the end, and machines differ a little after a start.
constexpr auto slack = std::chrono::minutes{1};

std::string words_of(seconds ahead) {
    const bool forward = ahead > seconds{0};
    return "De klok van deze machine is " + std::to_string((forward ? ahead : -ahead).count()) +
           " seconden " + (forward ? "vooruit" : "achteruit") +
           " gesprongen. De hub telt door met zijn eigen tijd en wist niets. Zet de klok goed, of "
           "herstart de hub als de nieuwe tijd klopt.";
}

}  // namespace

clock_watch::clock_watch(runtime::own_clock& clock, const std::filesystem::path& data)
    : clock_{clock}, last_{data}, started_{clock.now()} {
    far_ahead_ = last_.at_start() && started_ > *last_.at_start() + longest_gap;
    if (far_ahead_) {
        log(level::warning, "klok_ver_vooruit", {{"laatst", model::to_rfc3339(*last_.at_start())}});
    } else if (is_behind()) {
        log(level::error, "klok_loopt_achter", {{"laatst", model::to_rfc3339(*last_.at_start())}});
    }
}

void clock_watch::look(runtime::readiness& to) {
    const auto ahead = std::chrono::round<seconds>(clock_.compare());
    const bool behind = is_behind();
    if (clock_.now() - started_ > time_to_look) {
        far_ahead_ = false;
    }
    may_erase_ = ahead == seconds{0} && !behind && !far_ahead_;
    if (ahead != seconds{0}) {
        to.degraded(component, words_of(ahead));
    } else if (behind) {
        to.degraded(
            component,
            "De klok loopt achter op " + model::to_rfc3339(*last_.at_start()) +
                ", de laatste tijd die deze hub kende. Zet de klok goed en herstart; was die tijd "
                "verkeerd, verwijder dan het bestand 'tijd' uit de map met gegevens."
        );
    } else {
        to.ready(component);
    }
    tell(ahead);
}

bool clock_watch::is_behind() const {
    return last_.at_start() && clock_.now() + slack < *last_.at_start();
}

void clock_watch::keep() {
    // Another start must not make it right.
    if (!far_ahead_) {
        last_.keep(clock_.now());
    }
}

void clock_watch::tell(seconds ahead) {
    const auto change = ahead - told_;
    if (ahead == seconds{0} && told_ != seconds{0}) {
        log(level::warning, "klok_weer_gelijk");
    } else if (change > seconds{1} || change < seconds{-1}) {
        log(level::error, "klok_versprongen", {{"seconden", std::to_string(ahead.count())}});
    }
    told_ = ahead;
}

}  // namespace hub::app
