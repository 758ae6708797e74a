// The context attributes of one event, judged by the NL GOV profile.
#pragma once

#include "hub/model/rejection.hpp"
#include "hub/model/words.hpp"
#include "hub/ports/decoder.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::formats::cloudevents {

// JSON has three native types; every header is text.
enum class native { text, boolean, integer };

struct attribute {
    std::string name;
    // The canonical string encoding.
    std::string value;
    native is = native::text;
};

// Gathers what is wrong, with a bound.
class fault_list {
public:
    void add(std::string name, std::string code, std::string reason);

    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }
    [[nodiscard]] std::vector<hub::model::invalid_param> take() && { return std::move(all_); }

private:
    std::vector<hub::model::invalid_param> all_;
};

// Lower-case letters and digits, of a length that anyone can keep.
[[nodiscard]] bool is_attribute_name(std::string_view name) noexcept;

struct judged_attributes {
    // Nothing for a type that is not ours, or that is wrong.
    std::optional<hub::model::message_type> type;
    std::string type_text;
    std::string datacontenttype;
    std::string subject;
    std::string dataref;
};

// Fills in id, source, owner, extensions and deviations. Names are unique and valid already.
[[nodiscard]] judged_attributes judge_attributes(
    std::vector<attribute> given,
    hub::ports::decoded_message& into,
    fault_list& faults
);

}  // namespace adapters::formats::cloudevents
