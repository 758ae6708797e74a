#include "hub/vault/leaf.hpp"

#include "hub/model/words.hpp"
#include "hub/vault/base64url.hpp"
#include "hub/vault/signed_text.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace hub::vault {
namespace {

constexpr std::uint64_t leaf_version = 1;
constexpr std::size_t usual_leaf_size = 768;

void begin(signed_text_writer& writer, const log_identity& log, std::string_view kind) {
    writer.number("versie", leaf_version)
        .text("soort", kind)
        .text("omgeving", model::to_string(log.environment))
        .text("logId", log.log_id);
}

std::string destinations_text(
    const model::admitted_message& message,
    std::span<const std::uint64_t> sequences
) {
    if (sequences.size() != message.destinations.size()) {
        throw std::logic_error{"every destination has one sequence number"};
    }
    std::string text = "[";
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        if (i > 0) {
            text += ',';
        }
        text += signed_text_writer{}
                    .text("naar", message.destinations[i].name())
                    .number("volgnummer", sequences[i])
                    .finish();
    }
    return text + ']';
}

std::string documents_text(const std::vector<model::hash>& commitments) {
    std::string text = "[";
    for (const auto& one : commitments) {
        text += text.size() > 1 ? ",\"" : "\"";
        text += to_base64url(one) + '"';
    }
    return text + ']';
}

std::string facts_text(const ports::audit_act& act) {
    std::string text = "[";
    for (const auto& [name, value] : act.facts) {
        if (text.size() > 1) {
            text += ',';
        }
        text += signed_text_writer{}.text("naam", name).text("waarde", value).finish();
    }
    return text + ']';
}

void read_origin(signed_text_reader& reader, std::string_view kind, log_identity& log) {
    reader.expect("{\"versie\":1,\"soort\":");
    if (reader.quoted() != kind) {
        reader.fail();
    }
    reader.expect(",\"omgeving\":");
    const auto environment = model::parse_environment(reader.quoted());
    if (!environment) {
        reader.fail();
        return;
    }
    log.environment = *environment;
    reader.expect(",\"logId\":");
    log.log_id = reader.quoted();
}

template <class Id>
Id read_id(signed_text_reader& reader) {
    const auto text = reader.quoted();
    const auto id = Id::parse(text);
    // One text per value: the lower-case one.
    if (!id || text.find_first_of("ABCDEF") != std::string_view::npos) {
        reader.fail();
        return Id{};
    }
    return *id;
}

model::timestamp read_time(signed_text_reader& reader) {
    const auto text = reader.quoted();
    const auto time = model::parse_rfc3339(text);
    if (!time || model::to_rfc3339(*time) != text) {
        reader.fail();
        return {};
    }
    return *time;
}

model::hash read_hash(signed_text_reader& reader) {
    model::hash hash{};
    if (!from_base64url(reader.quoted(), hash)) {
        reader.fail();
    }
    return hash;
}

std::vector<model::hash> read_hashes(signed_text_reader& reader) {
    std::vector<model::hash> hashes;
    reader.expect("[");
    do {
        hashes.push_back(read_hash(reader));
    } while (reader.take(","));
    reader.expect("]");
    return hashes;
}

std::vector<leaf_destination> read_destinations(signed_text_reader& reader) {
    std::vector<leaf_destination> destinations;
    reader.expect("[");
    if (reader.take("]")) {
        return destinations;
    }
    do {
        leaf_destination destination;
        reader.expect("{\"naar\":");
        destination.name = reader.quoted();
        reader.expect(",\"volgnummer\":");
        destination.sequence = reader.number();
        reader.expect("}");
        destinations.push_back(std::move(destination));
    } while (reader.take(","));
    reader.expect("]");
    return destinations;
}

}  // namespace

std::string message_leaf(
    const log_identity& log,
    const model::admitted_message& message,
    std::span<const std::uint64_t> sequences
) {
    signed_text_writer writer{usual_leaf_size};
    begin(writer, log, "inzending");
    writer.text("inzending", message.id.to_string());
    if (message.casus) {
        writer.text("casusId", message.casus->id.to_string());
    }
    writer.text("eigenaar", message.submission.owner.text())
        .text("certificaat", message.certificate.text())
        .text("type", model::cloudevents_type(message.type))
        .raw("bestemmingen", destinations_text(message, sequences))
        .text("tijd", model::to_rfc3339(message.accepted_at))
        .number("poging", message.attempt);
    if (message.refers_to) {
        writer.text("verwijstNaar", message.refers_to->to_string());
    }
    if (message.supersedes) {
        writer.text("vervangt", message.supersedes->to_string());
    }
    writer.text("origineel", to_base64url(message.original_commitment))
        .text("canoniek", to_base64url(message.canonical_commitment));
    if (!message.document_commitments.empty()) {
        writer.raw("bijlagen", documents_text(message.document_commitments));
    }
    return writer.finish();
}

std::string act_leaf(const log_identity& log, const ports::audit_act& act, model::timestamp at) {
    signed_text_writer writer{usual_leaf_size};
    begin(writer, log, "handeling");
    writer.text("handeling", act.kind).text("door", act.actor);
    if (act.message) {
        writer.text("inzending", act.message->to_string());
    }
    if (act.casus) {
        writer.text("casusId", act.casus->to_string());
    }
    return writer.raw("feiten", facts_text(act)).text("tijd", model::to_rfc3339(at)).finish();
}

std::optional<message_leaf_fields> read_message_leaf(std::string_view leaf) {
    signed_text_reader reader{leaf};
    message_leaf_fields fields;
    read_origin(reader, "inzending", fields.log);
    reader.expect(",\"inzending\":");
    fields.message = read_id<model::message_id>(reader);
    if (reader.take(",\"casusId\":")) {
        fields.casus = read_id<model::casus_id>(reader);
    }
    reader.expect(",\"eigenaar\":");
    fields.owner = reader.quoted();
    reader.expect(",\"certificaat\":");
    fields.certificate = reader.quoted();
    reader.expect(",\"type\":");
    fields.type = reader.quoted();
    reader.expect(",\"bestemmingen\":");
    fields.destinations = read_destinations(reader);
    reader.expect(",\"tijd\":");
    fields.accepted_at = read_time(reader);
    reader.expect(",\"poging\":");
    const auto attempt = reader.number();
    if (attempt > std::numeric_limits<std::uint32_t>::max()) {
        reader.fail();
    }
    fields.attempt = static_cast<std::uint32_t>(attempt);
    if (reader.take(",\"verwijstNaar\":")) {
        fields.refers_to = read_id<model::message_id>(reader);
    }
    if (reader.take(",\"vervangt\":")) {
        fields.supersedes = read_id<model::message_id>(reader);
    }
    reader.expect(",\"origineel\":");
    fields.original = read_hash(reader);
    reader.expect(",\"canoniek\":");
    fields.canonical = read_hash(reader);
    if (reader.take(",\"bijlagen\":")) {
        fields.documents = read_hashes(reader);
    }
    reader.expect("}");
    return reader.done() ? std::optional{std::move(fields)} : std::nullopt;
}

std::optional<leaf_origin> read_leaf_origin(std::string_view leaf) {
    leaf_origin origin;
    signed_text_reader message{leaf};
    read_origin(message, "inzending", origin.log);
    if (!message.failed()) {
        return origin;
    }
    signed_text_reader act{leaf};
    read_origin(act, "handeling", origin.log);
    act.expect(",\"handeling\":");
    origin.act = act.quoted();
    return act.failed() ? std::nullopt : std::optional{std::move(origin)};
}

}  // namespace hub::vault
