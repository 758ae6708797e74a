#include "adapters/formats/zgw/delivery.hpp"

#include "adapters/formats/json/writer.hpp"

#include <utility>

namespace adapters::formats::zgw {
namespace {

using hub::ports::leaving_message;
using hub::ports::receiver_said;
using hub::ports::written_message;

constexpr std::string_view media_type = "application/json";
constexpr std::string_view channel = "pmm";

class notification_form final : public hub::ports::delivery_form {
public:
    explicit notification_form(std::string address) : address_{std::move(address)} {}

    written_message write(const leaving_message& message, hub::model::timestamp /*now*/)
        const override {
        written_message result;
        result.content_type = media_type;
        json::json_writer writer{result.body};
        add(writer, message);
        return result;
    }

    written_message
    write_page(const std::vector<leaving_message>& messages, hub::model::timestamp /*now*/)
        const override {
        written_message result;
        result.content_type = media_type;
        json::json_writer writer{result.body};
        writer.begin_array();
        for (const auto& one : messages) {
            add(writer, one);
        }
        writer.end_array();
        return result;
    }

    std::string_view page_type() const noexcept override { return media_type; }

    receiver_said understand(const hub::ports::receiver_answer& answer) const override {
        return hub::ports::understand_status(answer.status);
    }

    bool asks_leave() const noexcept override { return false; }

private:
    void add(json::json_writer& writer, const leaving_message& message) const {
        const auto resource = address_ + "/v1/postvakken/" + message.recipient.to_string() +
                              "/berichten/" + message.id.to_string();
        // What it is about, as far as the recipient can look it up: its own inzending.
        const auto about =
            message.refers_to ? address_ + "/v1/inzendingen/" + message.refers_to->to_string()
                              : resource;
        writer.begin_object()
            .member("kanaal", channel)
            .member("hoofdObject", about)
            .member("resource", hub::model::to_string(message.type))
            .member("resourceUrl", resource)
            .member("actie", "create")
            .member("aanmaakdatum", hub::model::to_rfc3339(message.accepted_at));
        writer.key("kenmerken")
            .begin_object()
            .member("inzending", message.id.to_string())
            .member("afzender", message.sender.text())
            .member("volgnummer", std::to_string(message.sequence));
        if (message.casus) {
            writer.member("casus", message.casus->to_string());
        }
        if (message.content != nullptr && message.content->has_statusbericht()) {
            writer.member("toestand", message.content->statusbericht().toestand());
        }
        writer.member_unless_empty("code", message.code).end_object().end_object();
    }

    std::string address_;
};

}  // namespace

std::unique_ptr<hub::ports::delivery_form> create_delivery_form(std::string address) {
    return std::make_unique<notification_form>(std::move(address));
}

}  // namespace adapters::formats::zgw
