// Bodies that mean harm, by name; none of them is a message.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests::formats {

struct attack {
    std::string name;
    std::string body;
    // Header fields beside the Content-Type.
    std::vector<std::pair<std::string, std::string>> fields;
};

[[nodiscard]] std::vector<attack> xml_attacks();
[[nodiscard]] std::vector<attack> json_attacks();
// As events: what stands in the data, in extensions and in attributes.
[[nodiscard]] std::vector<attack> event_attacks();
// Of events whose attributes are headers.
[[nodiscard]] std::vector<attack> header_attacks();
[[nodiscard]] std::vector<attack> multipart_attacks();

// The same as the body of an event whose headers are right, and as one event of a batch.
[[nodiscard]] attack with_event_headers(attack one);
[[nodiscard]] attack in_batch(attack one);

}  // namespace tests::formats
