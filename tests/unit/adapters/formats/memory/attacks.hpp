// Bodies that mean harm, by name; none of them is a message.
#pragma once

#include <cstddef>
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
    // How many there may be whatever the size.
    std::size_t allocations = 2'000;
};

[[nodiscard]] std::vector<attack> xml_attacks();
// Within the place of a document.
[[nodiscard]] std::vector<attack> content_attacks();
[[nodiscard]] std::vector<attack> json_attacks();
// As events: what stands in the data, in extensions and in attributes.
[[nodiscard]] std::vector<attack> event_attacks();
// As many events as a batch may have, each with as many faults as are told.
[[nodiscard]] attack batch_of_faults();
// A sound kennisgeving with so many elements more that nobody knows.
[[nodiscard]] attack kennisgeving_with(const std::string& sample, std::size_t elements);
// Of events whose attributes are headers.
[[nodiscard]] std::vector<attack> header_attacks();
[[nodiscard]] std::vector<attack> multipart_attacks();

// The same as the body of an event whose headers are right, and as one event of a batch.
[[nodiscard]] attack with_event_headers(attack one);
[[nodiscard]] attack in_batch(attack one);

}  // namespace tests::formats
