#include "adapters/formats/json/delivery.hpp"

#include "adapters/formats/json/encoder.hpp"
#include "adapters/formats/json/leaving_form.hpp"
#include "hub/model/hexadecimal.hpp"

namespace adapters::formats::json {
namespace {

using hub::ports::leaving_message;
using hub::ports::written_message;

constexpr std::string_view media_type = "application/json";

class own_form final : public leaving_form {
public:
    own_form() noexcept : leaving_form{media_type, media_type} {}

    written_message
    write_page(const std::vector<leaving_message>& messages, hub::model::timestamp /*now*/)
        const override {
        written_message result;
        result.content_type = media_type;
        json_writer writer{result.body};
        writer.begin_object().key("berichten");
        add_all(writer, messages);
        writer.end_object();
        return result;
    }

private:
    void add(json_writer& writer, const leaving_message& message) const override {
        writer.begin_object()
            .member("volgnummer", message.sequence)
            .member("inzending", message.id.to_string());
        if (message.casus) {
            writer.member("casusId", message.casus->to_string());
        }
        writer.member("soort", hub::model::to_string(message.type))
            .member("afzender", message.sender.text());
        if (message.refers_to) {
            writer.member("antwoordOp", message.refers_to->to_string());
        }
        writer.member("ontvangen", hub::model::to_rfc3339(message.accepted_at))
            .member_unless_empty("code", message.code);
        if (message.content != nullptr) {
            writer.key("inhoud").raw(encoder_->encode(*message.content));
        }
        add_attachments(writer, message);
        writer.end_object();
    }

    static void add_attachments(json_writer& writer, const leaving_message& message) {
        if (message.attachments.empty()) {
            return;
        }
        writer.key("bijlagen").begin_array();
        for (const auto& one : message.attachments) {
            writer.begin_object();
            if (one.document) {
                writer.member("bijlage", one.document->to_string());
            }
            writer.member_unless_empty("naam", one.name)
                .member_unless_empty("inhoudstype", one.content_type)
                .member("grootte", one.size)
                .member("sha256", hub::model::hexadecimal(one.sha256))
                .end_object();
        }
        writer.end_array();
    }

    std::unique_ptr<hub::ports::encoder> encoder_ = create_encoder();
};

}  // namespace

std::unique_ptr<hub::ports::delivery_form> create_delivery_form() {
    return std::make_unique<own_form>();
}

}  // namespace adapters::formats::json
