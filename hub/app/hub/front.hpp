// What stands behind the doors: the reception with its decoders, and the parts that the resources
// are made of.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/console/parts.hpp"
#include "adapters/http/internal/parts.hpp"
#include "adapters/telemetry/metrics.hpp"
#include "hub/app/hub/door_keys.hpp"
#include "hub/app/hub/fetching.hpp"
#include "hub/app/hub/incoming_forms.hpp"
#include "hub/app/hub/json_bodies.hpp"
#include "hub/app/hub/roles.hpp"
#include "hub/app/hub/rulebook.hpp"
#include "hub/app/hub/storage.hpp"
#include "hub/documents/documents.hpp"
#include "hub/documents/sealed_documents.hpp"
#include "hub/intake/casus_erasure.hpp"
#include "hub/intake/intake_desk.hpp"
#include "hub/intake/postvak_notices.hpp"
#include "hub/intake/quarantine.hpp"
#include "hub/intake/quarantine_desk.hpp"
#include "hub/intake/quarantine_erasure.hpp"
#include "hub/intake/reception.hpp"
#include "hub/inzage/inzage_desk.hpp"
#include "hub/ports/encoder.hpp"
#include "hub/runtime/readiness.hpp"

#include <memory>
#include <string>
#include <vector>

namespace hub::app {

// Everything given outlives it.
class front {
public:
    front(
        const adapters::configuration::configuration& how,
        const rulebook& rules,
        storage& durable,
        roles& at_work,
        ports::clock& clock,
        runtime::readiness& readiness,
        adapters::telemetry::metrics& metrics
    );

    [[nodiscard]] adapters::http::api::parts api_parts();
    [[nodiscard]] adapters::http::console::parts
    console_parts(const door_keys& keys, adapters::http::console::put_back_data& put_back);
    [[nodiscard]] adapters::http::internal::parts internal_parts(vault::envelope_verifier& verifier
    );
    [[nodiscard]] adapters::telemetry::metric_sources metric_sources(const door_keys& keys);

    // On the roles' loop: what notifications refer to is fetched from now on, where that was
    // agreed.
    void start(runtime::task_group& tasks);
    void close();

    // Names every part whose readiness counts.
    void announce();
    // Erases documents that nothing refers to, a bounded part per call.
    [[nodiscard]] boost::asio::awaitable<void> sweep();
    // The reception decides by the rulebook's newest rules from now on.
    void replace_rules();
    // Announces and erases what stayed in quarantine beyond its term; only while the clock can be
    // trusted.
    [[nodiscard]] boost::asio::awaitable<void> erase_what_is_due();
    // Goes on with what was being handed in again out of quarantine when that was cut short.
    [[nodiscard]] boost::asio::awaitable<void> finish_handing_in();
    // Erases the casussen whose day has come; as above.
    [[nodiscard]] boost::asio::awaitable<void> erase_casussen();
    // Which rules hold from now on stands in the log beside the messages that they decide.
    [[nodiscard]] boost::asio::awaitable<void> record_configuration();

private:
    // Hexadecimal digest of the configuration in force.
    [[nodiscard]] std::vector<ports::audit_log*> logs();
    void make_intake();
    void make_inzage();

    const adapters::configuration::configuration& how_;
    const rulebook& rules_;
    storage& durable_;
    roles& roles_;
    ports::clock& clock_;
    runtime::readiness& readiness_;
    adapters::telemetry::metrics& metrics_;
    json_bodies bodies_;
    json_operator_bodies operator_bodies_;
    std::unique_ptr<ports::encoder> encoder_;
    incoming_forms forms_;
    documents::sealed_documents given_out_;
    // Null when the role intake is not in this process, as all below.
    std::unique_ptr<documents::documents> bijlagen_;
    std::unique_ptr<intake::quarantine> quarantine_;
    std::unique_ptr<intake::reception> reception_;
    std::unique_ptr<fetching> fetching_;
    std::unique_ptr<intake::quarantine_desk> quarantine_desk_;
    std::unique_ptr<intake::intake_desk> intake_desk_;
    std::unique_ptr<intake::postvak_notices> notices_;
    std::unique_ptr<intake::quarantine_erasure> quarantine_erasure_;
    ports::book* inzagen_ = nullptr;
    std::unique_ptr<inzage::inzage_desk> inzage_desk_;
    std::unique_ptr<intake::casus_erasure> casus_erasure_;
};

}  // namespace hub::app
