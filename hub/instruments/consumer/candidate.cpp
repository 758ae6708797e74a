#include "hub/instruments/consumer/candidate.hpp"

#include "hub/instruments/consumer/order.hpp"

#include <algorithm>
#include <utility>

namespace hub::instruments::consumer {
namespace {

constexpr std::string_view erased_code = "gewist";

// False when a field has an impossible value.
bool read_fields(const vault::envelope_view& envelope, input& message) {
    const auto id = model::message_id::from_bytes(envelope.message_id);
    const auto key = model::key_id::from_bytes(envelope.key_id);
    const auto type = model::parse_cloudevents_type(envelope.type);
    const auto owner = model::oin::parse(envelope.owner_oin);
    const auto certificate = model::oin::parse(envelope.certificate_oin);
    if (!id || !key || !type || !owner || !certificate) {
        return false;
    }
    message.id = *id;
    message.key = *key;
    message.type = *type;
    message.owner = *owner;
    message.certificate = *certificate;
    message.accepted_at = model::from_microseconds(envelope.accepted_at_us);
    if (!envelope.casus_id.empty()) {
        message.casus = model::casus_id::from_bytes(envelope.casus_id);
        if (!message.casus) {
            return false;
        }
    }
    if (!envelope.refers_to.empty()) {
        message.refers_to = model::message_id::from_bytes(envelope.refers_to);
        if (!message.refers_to) {
            return false;
        }
    }
    for (const auto& target : envelope.destinations) {
        const auto destination = model::destination::parse(target.name);
        if (!destination) {
            return false;
        }
        message.destinations.push_back(*destination);
    }
    return true;
}

void fill_places(candidate& one) {
    if (!keeps_order(one.message.type, one.message.casus)) {
        return;
    }
    for (const auto& destination : one.addressed) {
        for (const auto& target : one.envelope.destinations) {
            if (target.name == destination.name()) {
                one.places.push_back(
                    {order_id(*one.message.casus, target.name, one.message.log_id), target.sequence}
                );
            }
        }
    }
}

void refuse(candidate& one, fitness fit, std::string_view code) {
    one.fit = fit;
    one.code = code;
    if (fit == fitness::not_authentic) {
        // It takes no place in any order: the true message still does.
        one.places.clear();
    }
}

}  // namespace

std::string candidate::record_id() const {
    if (fit != fitness::unreadable && fit != fitness::not_authentic) {
        return message.id.to_string();
    }
    // Until its key is put back the message comes again and again: one record tells as much.
    return lacks_key ? "sleutel." + message.id.to_string() : place_text(where);
}

candidate
read_candidate(const std::string& bytes, const ports::position& where, const instrument& decides) {
    candidate one;
    one.where = where;
    one.bytes = &bytes;
    auto envelope = vault::read_envelope(bytes);
    if (!envelope || !read_fields(*envelope, one.message)) {
        refuse(one, fitness::unreadable, "onleesbaar");
        return one;
    }
    one.envelope = std::move(*envelope);
    one.addressed = decides.addressed(one.message.type, one.message.destinations);
    if (one.addressed.empty()) {
        one.fit = fitness::none_of_ours;
    }
    return one;
}

void verify(candidate& one, vault::envelope_verifier& verifier) {
    auto verdict = verifier.verify(one.envelope);
    if (verdict.fault) {
        refuse(one, fitness::not_authentic, vault::to_string(*verdict.fault));
        return;
    }
    one.message.log_id = verdict.leaf.log.log_id;
    one.leaf = std::move(verdict.leaf);
    fill_places(one);
    one.message.is_first =
        !one.places.empty() &&
        std::all_of(one.places.begin(), one.places.end(), [](const order_place& place) {
            return place.sequence == 1;
        });
}

void refuse_key(candidate& one, std::string_view code) {
    one.lacks_key = code != erased_code;
    // What waited is handled and will not come again: its record is the message.
    const bool comes_again = one.lacks_key && !one.handled;
    refuse(one, comes_again ? fitness::not_authentic : fitness::poison, code);
}

void open(candidate& one, const vault::vault& vault, content_form form) {
    const auto seal = vault::seal_of(one.envelope);
    if (!seal) {
        refuse(one, fitness::not_authentic, "zegel_onleesbaar");
        return;
    }
    // Also for who only passes it on: what is not of this message must not take its place.
    const auto plain = vault.open(*one.key, seal->context, vault::part::canoniek, seal->sealed);
    if (!plain) {
        refuse(one, fitness::not_authentic, "zegel_past_niet");
        return;
    }
    const auto part = vault::read_canonical_part(*plain);
    if (!part) {
        refuse(one, fitness::poison, "inhoud_onleesbaar");
        return;
    }
    if (const auto fault = vault::check_content(*one.leaf, part->salt, part->message)) {
        refuse(one, fitness::not_authentic, vault::to_string(*fault));
        return;
    }
    const auto size = static_cast<int>(part->message.size());
    if (form == content_form::opened &&
        !one.message.content.ParseFromArray(part->message.data(), size)) {
        refuse(one, fitness::poison, "inhoud_onleesbaar");
        return;
    }
    one.message.sealed = &one.envelope;
}

std::optional<std::string_view> code_of_key_error(const boost::system::error_code& error) noexcept {
    if (error == ports::make_error_code(ports::errc::not_found)) {
        return "sleutel_onbekend";
    }
    if (error == ports::make_error_code(ports::errc::erased)) {
        return erased_code;
    }
    if (error == ports::make_error_code(ports::errc::not_authentic)) {
        return "sleutel_niet_authentiek";
    }
    return std::nullopt;
}

std::string place_text(const ports::position& where) {
    std::string text{model::to_string(where.stream)};
    // Operators name it in a path, where a slash can't stand.
    text.append(".").append(std::to_string(where.partition));
    text.append(".").append(std::to_string(where.offset));
    return text;
}

}  // namespace hub::instruments::consumer
