#include "adapters/formats/json/encoder.hpp"

#include "adapters/formats/json/tables.hpp"
#include "adapters/formats/json/writer.hpp"
#include "hub/model/timestamp.hpp"

namespace adapters::formats::json {

namespace {

// A number without a word comes from a newer hub; the reader sees that something is there.
std::string_view word_for(const field& where, std::int64_t value) noexcept {
    for (const word& each : where.words) {
        if (each.value == value) {
            return each.text;
        }
    }
    return "onbekend";
}

void write_object(json_writer& writer, const object_table& table, const void* target);

void write_value(json_writer& writer, const field& which, const void* target, int place) {
    switch (which.what) {
        case kind::object:
            write_object(writer, *which.object, which.value.read_object(target, place));
            return;
        case kind::integer:
            writer.number(which.value.read_number(target, place));
            return;
        case kind::word:
            writer.string(word_for(which, which.value.read_number(target, place)));
            return;
        case kind::moment:
            writer.string(hub::model::to_rfc3339(
                hub::model::from_microseconds(which.value.read_number(target, place))
            ));
            return;
        case kind::line:
        case kind::text:
        case kind::date:
        case kind::oin:
        case kind::uuid:
        case kind::email:
        case kind::telephone:
        case kind::bsn:
        case kind::destination:
        case kind::pointer:
            writer.string(which.value.read_text(target, place));
            return;
    }
}

void write_object(json_writer& writer, const object_table& table, const void* target) {
    writer.begin_object();
    for (const field& each : table.fields) {
        const int count = each.value.count(target);
        if (count == 0) {
            continue;
        }
        writer.key(each.name);
        if (each.many == multiplicity::single) {
            write_value(writer, each, target, 0);
            continue;
        }
        writer.begin_array();
        for (int place = 0; place < count; ++place) {
            write_value(writer, each, target, place);
        }
        writer.end_array();
    }
    writer.end_object();
}

std::string text_of(const pmm::v1::CanonicalMessage& message) {
    std::string out;
    json_writer writer{out};
    switch (message.content_case()) {
        case pmm::v1::CanonicalMessage::kAanmelding:
            write_object(writer, aanmelding_table, &message.aanmelding());
            break;
        case pmm::v1::CanonicalMessage::kSignaal:
            write_object(writer, signaal_table, &message.signaal());
            break;
        case pmm::v1::CanonicalMessage::kBericht:
            write_object(writer, bericht_table, &message.bericht());
            break;
        case pmm::v1::CanonicalMessage::kRegistermutatie:
            write_object(writer, registermutatie_table, &message.registermutatie());
            break;
        case pmm::v1::CanonicalMessage::kStatusbericht:
            write_object(writer, statusbericht_table, &message.statusbericht());
            break;
        case pmm::v1::CanonicalMessage::CONTENT_NOT_SET:
            writer.begin_object().end_object();
            break;
    }
    return out;
}

class json_encoder final : public hub::ports::encoder {
public:
    std::string encode(const pmm::v1::CanonicalMessage& message) const override {
        return text_of(message);
    }
};

}  // namespace

std::unique_ptr<hub::ports::encoder> create_encoder() {
    return std::make_unique<json_encoder>();
}

}  // namespace adapters::formats::json
