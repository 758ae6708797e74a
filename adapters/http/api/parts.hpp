// What the resources of /v1 are made of; hub/app fills it.
#pragma once

#include "adapters/http/api/request_bodies.hpp"
#include "hub/access/organisation_directory.hpp"
#include "hub/delivery/delivery_forms.hpp"
#include "hub/delivery/postvak_service.hpp"
#include "hub/documents/documents.hpp"
#include "hub/instruments/register/register_service.hpp"
#include "hub/intake/completing.hpp"
#include "hub/intake/quarantine.hpp"
#include "hub/intake/reception.hpp"
#include "hub/model/environment.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/decoder.hpp"
#include "hub/ports/encoder.hpp"
#include "hub/ports/message_form.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/telemetry.hpp"
#include "hub/vault/es256.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace adapters::http::api {

// The role intake: everything of it, or it is not in this process.
struct intake_parts {
    hub::intake::reception* reception = nullptr;
    hub::ports::message_store* store = nullptr;
    const hub::ports::decoder* aanmeldingen = nullptr;
    const hub::ports::decoder* signalen = nullptr;
    const hub::ports::decoder* berichten = nullptr;
    const hub::ports::decoder* registermutaties = nullptr;
    // Forms other than our own; null where one is not offered.
    const hub::ports::message_form* events = nullptr;
    const hub::ports::message_form* notifications = nullptr;
    const hub::ports::message_form* stuf = nullptr;
    // Completes what carries references only; null where nothing is fetched.
    hub::intake::completing* completing = nullptr;
    // Where what can't be decoded is kept; null: nowhere.
    hub::intake::quarantine* quarantine = nullptr;
    hub::ports::quarantine_store* quarantined = nullptr;
};

// Everything outlives the handlers. Null where a role is not in this process: its resources are not
// there then.
struct parts {
    hub::model::environment environment = hub::model::environment::ontwikkel;
    const hub::access::organisation_directory& organisations;
    const hub::ports::clock& clock;
    hub::ports::telemetry& telemetry;
    const request_bodies& bodies;
    const hub::ports::encoder& encoder;
    // The text of the contract, which several listeners show.
    std::shared_ptr<const std::string> openapi;
    // Of all keys that ever signed heads here; old ones stay published.
    std::vector<hub::vault::seal_certificate> seals;
    // The logs that this process writes.
    std::vector<hub::ports::audit_log*> logs;
    intake_parts intake;
    hub::delivery::postvak_service* postvakken = nullptr;
    // In which the postvakken answer where an organisation's configuration says so.
    hub::delivery::delivery_forms outgoing{};
    const hub::instruments::register_::register_service* register_ = nullptr;
    hub::documents::documents* documents = nullptr;
    // What messages in the postvakken refer to; also where another process takes documents in.
    const hub::documents::sealed_documents* given_out = nullptr;
    std::size_t largest_body = 1'048'576;
    std::size_t largest_event = 65'536;
    // Of one organisation.
    std::uint32_t dry_runs_per_minute = 120;
};

}  // namespace adapters::http::api
