#include "hub/intake/same_content.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace hub::intake {
namespace {

struct form_fields {
    // The form's name up to its type, for example "stuf/".
    std::string_view prefix;
    std::span<const std::string_view> fields;
};

// The hub's own JSON has no field that a resend must change: what identifies the attempt (trace,
// transaction) travels in headers.
constexpr std::array<form_fields, 1> forms{{{"json/", {}}}};

using path = std::vector<const google::protobuf::FieldDescriptor*>;

// Empty for a path that the schema does not know; a test holds the table against the schema.
path resolve(std::string_view text) {
    path result;
    const auto* message = pmm::v1::CanonicalMessage::descriptor();
    while (message != nullptr && !text.empty()) {
        const auto dot = text.find('.');
        const auto* field = message->FindFieldByName(std::string{text.substr(0, dot)});
        if (field == nullptr) {
            return {};
        }
        result.push_back(field);
        message = field->message_type();
        text = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    }
    return result;
}

class ignore_paths final : public google::protobuf::util::MessageDifferencer::IgnoreCriteria {
public:
    explicit ignore_paths(std::vector<path> paths) : paths_{std::move(paths)} {}

    bool IsIgnored(
        const google::protobuf::Message&,
        const google::protobuf::Message&,
        const google::protobuf::FieldDescriptor* field,
        const std::vector<google::protobuf::util::MessageDifferencer::SpecificField>& parents
    ) override {
        for (const auto& candidate : paths_) {
            if (candidate.empty() || candidate.back() != field ||
                candidate.size() != parents.size() + 1) {
                continue;
            }
            bool matches = true;
            for (std::size_t i = 0; i < parents.size(); ++i) {
                matches = matches && parents[i].field == candidate[i];
            }
            if (matches) {
                return true;
            }
        }
        return false;
    }

private:
    std::vector<path> paths_;
};

// As far as their form says, before intake knows more of them.
bool same_documents(const ports::decoded_message& left, const ports::decoded_message& right) {
    return std::equal(
        left.attachments.begin(),
        left.attachments.end(),
        right.attachments.begin(),
        right.attachments.end(),
        [](const ports::attachment& one, const ports::attachment& other) {
            // What came within its message is another document each time it comes.
            const bool came_within = one.sha256 != hub::model::hash{};
            return one.name == other.name && one.sha256 == other.sha256 &&
                   (came_within || one.document == other.document);
        }
    );
}

}  // namespace

std::span<const std::string_view> attempt_fields(std::string_view form) noexcept {
    for (const auto& entry : forms) {
        if (form.starts_with(entry.prefix)) {
            return entry.fields;
        }
    }
    return {};
}

bool same_content(
    const ports::decoded_message& left,
    const ports::decoded_message& right,
    std::span<const std::string_view> ignored
) {
    if (left.casus != right.casus || left.casus_reference != right.casus_reference ||
        left.extensions != right.extensions || !same_documents(left, right)) {
        return false;
    }
    google::protobuf::util::MessageDifferencer differencer;
    if (!ignored.empty()) {
        std::vector<path> paths;
        for (const auto field : ignored) {
            paths.push_back(resolve(field));
        }
        // The differencer owns its criteria.
        differencer.AddIgnoreCriteria(new ignore_paths{std::move(paths)});
    }
    return differencer.Compare(left.message, right.message);
}

}  // namespace hub::intake
