#include "adapters/formats/stuf/delivery.hpp"

#include "adapters/formats/stuf/moment.hpp"
#include "adapters/formats/stuf/receiver_answer.hpp"
#include "adapters/formats/stuf/leaving_object.hpp"
#include "adapters/formats/stuf/xml_text.hpp"

#include <algorithm>
#include <utility>

namespace adapters::formats::stuf {
namespace {

using hub::model::timestamp;
using hub::ports::leaving_message;
using hub::ports::receiver_said;
using hub::ports::written_message;

constexpr std::string_view page_media_type = "multipart/mixed";
constexpr std::string_view message_type = "text/xml; charset=utf-8";
constexpr std::string_view sector = "http://www.egem.nl/StUF/sector/zkn/0310";

void append_system(std::string& to, std::string_view which, const hub::model::oin& oin) {
    to.append("<StUF:").append(which).append(">");
    append_element(to, "StUF:organisatie", oin.text());
    append_element(to, "StUF:applicatie", "PMM");
    to.append("</StUF:").append(which).append(">");
}

class kennisgeving_form final : public hub::ports::delivery_form {
public:
    kennisgeving_form(hub::model::oin own, std::string address)
        : own_{std::move(own)}, address_{std::move(address)} {}

    written_message write(const leaving_message& message, timestamp now) const override {
        written_message result;
        const auto object = write_object(message, address_, now);
        result.content_type = message_type;
        result.headers.emplace_back(
            "SOAPAction", "\"" + std::string{sector} + "/" + object.name + "\""
        );
        result.body = envelope(object, message, now);
        return result;
    }

    written_message
    write_page(const std::vector<leaving_message>& messages, timestamp now) const override {
        written_message result;
        if (messages.empty()) {
            // A multipart has at least one part.
            return result;
        }
        std::vector<std::string> parts;
        for (const auto& one : messages) {
            parts.push_back(envelope(write_object(one, address_, now), one, now));
        }
        const auto boundary = free_boundary(messages.front(), parts);
        result.content_type = std::string{page_media_type} + "; boundary=\"" + boundary + "\"";
        for (std::size_t at = 0; at < parts.size(); ++at) {
            result.body.append("--").append(boundary).append("\r\nContent-Type: ");
            result.body.append(message_type).append("\r\nContent-ID: <");
            result.body.append(messages[at].id.to_string()).append("@pmm>\r\n\r\n");
            result.body.append(parts[at]).append("\r\n");
        }
        result.body.append("--").append(boundary).append("--\r\n");
        return result;
    }

    std::string_view page_type() const noexcept override { return page_media_type; }

    receiver_said understand(const hub::ports::receiver_answer& answer) const override {
        return understand_answer(answer);
    }

    bool asks_leave() const noexcept override { return false; }

private:
    [[nodiscard]] std::string
    envelope(const leaving_object& object, const leaving_message& message, timestamp now) const {
        std::string text =
            R"(<?xml version="1.0" encoding="UTF-8"?>)"
            R"(<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">)"
            R"(<soapenv:Header/><soapenv:Body>)";
        text.append("<ZKN:").append(object.name).append(" xmlns:ZKN=\"").append(sector);
        text += R"(" xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310")"
                R"( xmlns:StUF="http://www.egem.nl/StUF/StUF0301")"
                R"( xmlns:xmime="http://www.w3.org/2005/05/xmlmime"><ZKN:stuurgegevens>)";
        append_element(text, "StUF:berichtcode", "Lk01");
        append_system(text, "zender", own_);
        append_system(text, "ontvanger", message.recipient);
        // The same for every attempt: the receiver recognises a repeat by it.
        append_element(text, "StUF:referentienummer", message.id.to_string());
        append_element(text, "StUF:tijdstipBericht", write_moment(now));
        if (message.refers_to) {
            append_element(text, "StUF:crossRefnummer", message.refers_to->to_string());
        }
        append_element(text, "StUF:entiteittype", object.entity);
        text += "</ZKN:stuurgegevens><ZKN:parameters>";
        append_element(text, "StUF:mutatiesoort", object.mutation);
        append_element(text, "StUF:indicatorOvername", "V");
        text.append("</ZKN:parameters>").append(object.text);
        text.append("</ZKN:").append(object.name).append("></soapenv:Body></soapenv:Envelope>");
        return text;
    }

    // No line of a part may be taken for the boundary, whatever its sender wrote.
    static std::string
    free_boundary(const leaving_message& first, const std::vector<std::string>& parts) {
        auto boundary = "pmm-" + first.id.to_string();
        while (std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
            return part.find(boundary) != std::string::npos;
        })) {
            boundary += "-0";
        }
        return boundary;
    }

    hub::model::oin own_;
    std::string address_;
};

}  // namespace

std::unique_ptr<hub::ports::delivery_form> create_delivery_form(hub::model::oin own, std::string address) {
    return std::make_unique<kennisgeving_form>(std::move(own), std::move(address));
}

}  // namespace adapters::formats::stuf
