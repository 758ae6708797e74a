#include "adapters/formats/zgw/delivery.hpp"

#include "adapters/formats/json/leaving_form.hpp"

#include <utility>

namespace adapters::formats::zgw {
namespace {

using hub::ports::leaving_message;

constexpr std::string_view media_type = "application/json";
constexpr std::string_view channel = "pmm";

// Ids, as many as a characteristic of a notification may hold; the rest is told with the message.
std::string documents_of(const leaving_message& message) {
    constexpr std::size_t longest = 1000;
    std::string list;
    for (const auto& one : message.attachments) {
        const auto id = one.document ? one.document->to_string() : std::string{};
        if (!id.empty() && list.size() + id.size() < longest) {
            list += (list.empty() ? "" : " ") + id;
        }
    }
    return list;
}

class notification_form final : public json::leaving_form {
public:
    explicit notification_form(std::string address)
        : leaving_form{media_type, media_type}, address_{std::move(address)} {}

private:
    void add(json::json_writer& writer, const leaving_message& message) const override {
        const auto resource = address_ + "/v1/postvakken/" + message.recipient.to_string() +
                              "/berichten/" + message.id.to_string();
        // What it is about, as far as the recipient can look it up: its own inzending.
        const auto about = message.refers_to
                               ? address_ + "/v1/inzendingen/" + message.refers_to->to_string()
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
        writer.member_unless_empty("code", message.code)
            .member_unless_empty("bijlagen", documents_of(message))
            .end_object()
            .end_object();
    }

    std::string address_;
};

}  // namespace

std::unique_ptr<hub::ports::delivery_form> create_delivery_form(std::string address) {
    return std::make_unique<notification_form>(std::move(address));
}

}  // namespace adapters::formats::zgw
