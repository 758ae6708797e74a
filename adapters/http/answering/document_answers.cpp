#include "adapters/http/answering/document_answers.hpp"

#include "hub/model/hexadecimal.hpp"
#include "hub/vault/primitives.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace adapters::http::answering {
namespace {

// RFC 8187: whatever the name holds, the header holds plain characters.
std::string percent_encoded(std::string_view name) {
    std::string text;
    for (const char c : name) {
        const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                              (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
        if (is_plain) {
            text += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            text += {'%', "0123456789ABCDEF"[byte >> 4U], "0123456789ABCDEF"[byte & 0x0FU]};
        }
    }
    return text;
}

class document_body final : public exchange::outgoing_body {
public:
    explicit document_body(std::unique_ptr<hub::documents::outgoing_document> what)
        : what_{std::move(what)} {}

    std::uint64_t size() const noexcept override { return what_->description().size; }

    boost::asio::awaitable<std::optional<std::string>> next() override {
        auto piece = co_await what_->next();
        if (!piece) {
            co_return std::nullopt;
        }
        const bool had_all = given_ == size();
        digest_.add(*piece);
        given_ += piece->size();
        // The last piece stays away where all of it is not what was digested.
        if (!had_all && given_ == size() && digest_.finish() != what_->description().sha256) {
            co_return std::nullopt;
        }
        co_return std::move(*piece);
    }

private:
    std::unique_ptr<hub::documents::outgoing_document> what_;
    std::uint64_t given_ = 0;
    hub::vault::running_sha256 digest_;
};

}  // namespace

void write_attachment(exchange::json_writer& json, const hub::ports::attachment& what) {
    if (what.document) {
        json.member("bijlage", what.document->to_string());
    }
    json.member_unless_empty("naam", what.name)
        .member_unless_empty("inhoudstype", what.content_type)
        .member("grootte", what.size)
        .member("sha256", hub::model::hexadecimal(what.sha256));
}

exchange::response give_out(std::unique_ptr<hub::documents::outgoing_document> what) {
    exchange::response result;
    const auto& described = what->description();
    result.content_type = described.content_type;
    result.headers.emplace_back(
        "Content-Disposition", "attachment; filename*=UTF-8''" + percent_encoded(described.name)
    );
    result.pieces = std::make_shared<document_body>(std::move(what));
    return result;
}

}  // namespace adapters::http::answering
