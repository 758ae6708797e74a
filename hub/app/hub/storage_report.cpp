#include "hub/app/hub/storage_report.hpp"

#include <string>

namespace hub::app {
namespace {

void report_messages(storage& of, runtime::readiness& to) {
    if (of.messages() == nullptr) {
        if (of.keys_readable()) {
            to.ready("sleutels");
        } else {
            to.degraded(
                "sleutels", "De inhoudssleutels van het proces met intake zijn niet te lezen."
            );
        }
        return;
    }
    const auto health = of.messages()->health();
    if (health.writable) {
        to.ready("berichten");
    } else {
        to.degraded("berichten", health.reason);
    }
    if (of.documents()->writable()) {
        to.ready("bijlagen");
    } else {
        to.degraded("bijlagen", "Bijlagen zijn niet op te slaan; het wordt opnieuw geprobeerd.");
    }
}

void report_transport(const transport_health& health, runtime::readiness& to) {
    switch (health.what) {
        case transport_health::state::ready:
            to.ready("berichtendienst");
            break;
        case transport_health::state::waiting:
            to.hindered("berichtendienst", health.reason);
            break;
        case transport_health::state::broken:
            to.degraded("berichtendienst", health.reason);
            break;
    }
}

}  // namespace

void report_storage(storage& of, runtime::readiness& to) {
    report_messages(of, to);
    report_transport(of.transport().health(), to);
    for (const auto& [consumer, writable] : of.writable_books()) {
        const auto component = "boek " + std::string{consumer};
        if (writable) {
            to.ready(component);
        } else {
            to.degraded(component, "Dit boek is niet te schrijven; het wordt opnieuw geprobeerd.");
        }
    }
}

}  // namespace hub::app
