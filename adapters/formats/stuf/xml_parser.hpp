// Parses XML as it comes into the flat list of xml_reader, with the same limits; what is too large
// to hold goes to a watcher.
#pragma once

#include "adapters/formats/stuf/xml_reader.hpp"
#include "hub/model/rejection.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace adapters::formats::stuf {

// Takes the text of chosen elements. Places are in bytes from the beginning of the whole.
class text_watcher {
public:
    virtual ~text_watcher() = default;

    // Whether the text of this element, the last of all, is for the watcher.
    [[nodiscard]] virtual bool takes(const std::vector<xml_element>& all) = 0;
    // In order, between the two; anything returned ends the parsing.
    virtual void begin(std::uint64_t behind_start_tag) = 0;
    [[nodiscard]] virtual std::optional<hub::model::rejection> add(std::string_view text) = 0;
    [[nodiscard]] virtual std::optional<hub::model::rejection> end(std::uint64_t at_end_tag) = 0;
    // An element stands in the midst of it.
    [[nodiscard]] virtual hub::model::rejection interrupted() const = 0;
};

// Not thread-safe. Limits and watcher outlive it.
class xml_parser {
public:
    // The watcher may be null.
    xml_parser(std::string_view charset, const xml_limits& limits, text_watcher* watcher);
    ~xml_parser();
    xml_parser(const xml_parser&) = delete;
    xml_parser& operator=(const xml_parser&) = delete;

    // After a refusal no more. The codes of read_xml.
    [[nodiscard]] std::optional<hub::model::rejection> feed(std::string_view bytes);
    [[nodiscard]] std::optional<hub::model::rejection> finish();
    // All of it at once.
    [[nodiscard]] std::optional<hub::model::rejection> read(std::string_view bytes);

    // In document order, as far as it came.
    [[nodiscard]] std::vector<xml_element>& elements() noexcept;
    // Up to where it is understood; what follows is the beginning of something.
    [[nodiscard]] std::uint64_t understood() const noexcept;

private:
    class implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace adapters::formats::stuf
