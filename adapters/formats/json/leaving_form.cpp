#include "adapters/formats/json/leaving_form.hpp"

namespace adapters::formats::json {

using hub::ports::leaving_message;
using hub::ports::written_message;

written_message leaving_form::write(const leaving_message& message, hub::model::timestamp /*now*/)
    const {
    written_message result;
    result.content_type = message_type_;
    json_writer writer{result.body};
    add(writer, message);
    return result;
}

written_message leaving_form::write_page(
    const std::vector<leaving_message>& messages,
    hub::model::timestamp /*now*/
) const {
    written_message result;
    result.content_type = page_type_;
    json_writer writer{result.body};
    add_all(writer, messages);
    return result;
}

hub::ports::receiver_said leaving_form::understand(const hub::ports::receiver_answer& answer
) const {
    return hub::ports::understand_status(answer.status);
}

void leaving_form::add_all(json_writer& writer, const std::vector<leaving_message>& messages)
    const {
    writer.begin_array();
    for (const auto& one : messages) {
        add(writer, one);
    }
    writer.end_array();
}

}  // namespace adapters::formats::json
