#include "adapters/formats/cloudevents/delivery.hpp"

#include "adapters/formats/json/encoder.hpp"
#include "adapters/formats/json/leaving_form.hpp"

#include <utility>

namespace adapters::formats::cloudevents {
namespace {

using hub::ports::leaving_message;
using hub::ports::written_message;

constexpr std::string_view structured_type = "application/cloudevents+json; charset=utf-8";
constexpr std::string_view batch_type = "application/cloudevents-batch+json";
constexpr std::size_t sequence_digits = 20;

using attributes = std::vector<std::pair<std::string_view, std::string>>;

// Of one length, so that they are in order as texts too (extension "sequence").
std::string sequence_text(std::uint64_t value) {
    auto digits = std::to_string(value);
    return digits.insert(0, sequence_digits - digits.size(), '0');
}

attributes attributes_of(const leaving_message& message) {
    attributes result{
        {"specversion", "1.0"},
        {"id", message.id.to_string()},
        {"source", "urn:nld:oin:" + message.sender.to_string()},
        {"type", std::string{hub::model::cloudevents_type(message.type)}},
        {"time", hub::model::to_rfc3339(message.accepted_at)},
        {"sequence", sequence_text(message.sequence)},
    };
    if (message.casus) {
        result.emplace_back("subject", message.casus->to_string());
    }
    if (message.refers_to) {
        result.emplace_back("pmmantwoordop", message.refers_to->to_string());
    }
    if (!message.code.empty()) {
        result.emplace_back("pmmcode", message.code);
    }
    return result;
}

// The event's data has the casus where our own form of that type has it.
bool names_casus(hub::model::message_type type) noexcept {
    return type == hub::model::message_type::aanmelding ||
           type == hub::model::message_type::bericht || type == hub::model::message_type::escalatie;
}

// The event's data has the documents where our own form has them, by their ids.
std::string documents_of(const leaving_message& message) {
    std::string list;
    for (const auto& one : message.attachments) {
        if (one.document) {
            list += (list.empty() ? "\"" : ",\"") + one.document->to_string() + "\"";
        }
    }
    return list.empty() ? list : "\"bijlagen\":[" + list + "],";
}

class event_form final : public json::leaving_form {
public:
    explicit event_form(content_mode mode) noexcept
        : leaving_form{structured_type, batch_type}, mode_{mode} {}

    written_message write(const leaving_message& message, hub::model::timestamp now)
        const override {
        if (mode_ == content_mode::structured) {
            return leaving_form::write(message, now);
        }
        written_message result;
        for (const auto& [name, value] : attributes_of(message)) {
            result.headers.emplace_back("ce-" + std::string{name}, encode_header_value(value));
        }
        if (message.content != nullptr) {
            result.content_type = "application/json";
            result.body = data_of(message);
        }
        return result;
    }

    bool asks_leave() const noexcept override { return true; }

private:
    void add(json::json_writer& writer, const leaving_message& message) const override {
        writer.begin_object();
        for (const auto& [name, value] : attributes_of(message)) {
            writer.member(name, value);
        }
        if (message.content != nullptr) {
            writer.member("datacontenttype", "application/json").key("data").raw(data_of(message));
        }
        writer.end_object();
    }

    [[nodiscard]] std::string data_of(const leaving_message& message) const {
        auto text = encoder_->encode(*message.content);
        std::string around;
        if (message.casus && names_casus(message.type)) {
            around = "\"casusId\":\"" + message.casus->to_string() + "\",";
        }
        around += documents_of(message);
        if (text == "{}" && !around.empty()) {
            around.pop_back();
        }
        text.insert(1, around);
        return text;
    }

    content_mode mode_;
    std::unique_ptr<hub::ports::encoder> encoder_ = json::create_encoder();
};

}  // namespace

std::string encode_header_value(std::string_view value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7F && c != '"' && c != '%') {
            result.push_back(c);
        } else {
            result.append({'%', digits[byte >> 4U], digits[byte & 0x0FU]});
        }
    }
    return result;
}

std::unique_ptr<hub::ports::delivery_form> create_delivery_form(content_mode mode) {
    return std::make_unique<event_form>(mode);
}

}  // namespace adapters::formats::cloudevents
