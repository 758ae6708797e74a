#include "hub/delivery/opening.hpp"

#include "hub/delivery/postvak_work.hpp"
#include "hub/instruments/consumer/candidate.hpp"
#include "hub/instruments/consumer/kept_message.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace hub::delivery {
namespace {

namespace consumer = instruments::consumer;

// Why content can't be opened, for good; nothing for what passes by itself.
std::optional<std::string_view> code_of(const boost::system::error_code& error) {
    const auto why = consumer::code_of_key_error(error);
    if (!why) {
        return std::nullopt;
    }
    return error == ports::make_error_code(ports::errc::erased) ? "gewist" : "niet_authentiek";
}

}  // namespace

ports::async_result<std::vector<postvak_message>>
open_all(postvak_ports ports, std::vector<ports::book_record> records) {
    std::vector<postvak_message> messages;
    std::vector<pmm::v1::SealedMessage> kept;
    for (const auto& record : records) {
        pmm::v1::PostvakItem item;
        if (auto message = read_item(record, item, ports.clock.now())) {
            messages.push_back(std::move(*message));
            kept.push_back(std::move(*item.mutable_message()));
        }
    }
    auto contents = co_await consumer::open_all_kept(ports.vault, std::move(kept));
    if (!contents) {
        co_return contents.error();
    }
    auto message = messages.begin();
    for (auto& content : *contents) {
        if (content) {
            message->content = std::move(content->message);
            message->attachments = std::move(content->attachments);
        } else if (const auto code = code_of(content.error())) {
            message->code = *code;
        } else {
            co_return content.error();
        }
        ++message;
    }
    co_return messages;
}

}  // namespace hub::delivery
