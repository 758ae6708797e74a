// What the forms that write JSON share: one message as a body, a page as an array of them, and an
// answer that is understood by its status.
#pragma once

#include "adapters/formats/json/writer.hpp"
#include "hub/ports/delivery_form.hpp"

#include <string_view>
#include <vector>

namespace adapters::formats::json {

// Thread-safe; the media types are literals.
class leaving_form : public hub::ports::delivery_form {
public:
    [[nodiscard]] hub::ports::written_message
    write(const hub::ports::leaving_message& message, hub::model::timestamp now) const override;
    [[nodiscard]] hub::ports::written_message write_page(
        const std::vector<hub::ports::leaving_message>& messages,
        hub::model::timestamp now
    ) const override;
    [[nodiscard]] std::string_view page_type() const noexcept override { return page_type_; }
    [[nodiscard]] hub::ports::receiver_said understand(const hub::ports::receiver_answer& answer
    ) const override;
    [[nodiscard]] bool asks_leave() const noexcept override { return false; }

protected:
    leaving_form(std::string_view message_type, std::string_view page_type) noexcept
        : message_type_{message_type}, page_type_{page_type} {}

    // One message, the same by itself and on a page.
    virtual void add(json_writer& writer, const hub::ports::leaving_message& message) const = 0;

    void add_all(json_writer& writer, const std::vector<hub::ports::leaving_message>& messages)
        const;

private:
    std::string_view message_type_;
    std::string_view page_type_;
};

}  // namespace adapters::formats::json
