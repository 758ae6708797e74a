#include "tests/bench/form_messages.hpp"

#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace tests::bench {
namespace {

struct wire {
    std::string_view path;
    std::string_view content_type;
    int accepted = 201;
    std::string_view sample;
};

constexpr std::array<wire, form_names.size()> wires{{
    {"/v1/aanmeldingen", "application/json", 201, "json/aanmelding.json"},
    {"/v1/events", "application/cloudevents+json", 201, "json/aanmelding.json"},
    {"/v1/notificaties", "application/json", 204, "zgw/corsa-zgw-zaak-create.json"},
    {"/v1/stuf", "text/xml; charset=utf-8", 200, "stuf/pmm-zakLk01.xml"},
}};

const wire& wire_of(form which) noexcept {
    return wires[static_cast<std::size_t>(which)];
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw std::runtime_error{"a sample cannot be read"};
    }
    return {std::istreambuf_iterator<char>{file}, {}};
}

// Everywhere it stands.
void put(std::string& text, std::string_view what, std::string_view with) {
    auto at = text.find(what);
    if (at == std::string::npos) {
        throw std::runtime_error{fmt::format("the sample has no {}", what)};
    }
    for (; at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

void remove_member(std::string& json, std::string_view name) {
    const auto at = json.find(fmt::format("\"{}\":", name));
    json.erase(at, json.find(',', at) + 1 - at);
}

}  // namespace

form_messages::form_messages(form which, const form_options& options)
    : which_{which},
      options_{options},
      own_{{
          .sample = options.samples / wire_of(form::json).sample,
          .sender_oin = options.sender_oin,
          .run = options.run,
      }},
      sample_{read_file(options.samples / wire_of(which).sample)} {}

int form_messages::accepted_status() const noexcept {
    return wire_of(which_).accepted;
}

std::string form_messages::request(std::uint32_t number) const {
    const auto& how = wire_of(which_);
    const auto text = body(number);
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}",
        how.path,
        how.content_type,
        text.size(),
        text
    );
}

std::string form_messages::body(std::uint32_t number) const {
    auto text = sample_;
    switch (which_) {
        case form::json:
            return own_.body_of(number);
        case form::cloudevents:
            return event(number);
        case form::zgw:
            put(text,
                "7dd707a3-99fb-477d-a241-941d79fadb7c",
                fmt::format("{:08x}-0000-7000-8000-0000{:08x}", options_.run, number));
            return text;
        case form::stuf:
            put(text, "stuf-2026-1", fmt::format("bench-{:08x}-{:08x}", options_.run, number));
            put(text, "1900ZAAK000000001", fmt::format("1900{:08x}{:08x}", options_.run, number));
            put(text, "111222333", own_.person_of(number));
            return text;
    }
    return text;
}

std::string form_messages::event(std::uint32_t number) const {
    auto data = own_.body_of(number);
    remove_member(data, "id");
    remove_member(data, "bron");
    return fmt::format(
        R"({{"specversion":"1.0","id":"event-{:08x}-{:08x}","source":"urn:nld:oin:{}",)"
        R"("type":"nl.multiproblematiek.aanmelding.v1","data":{}}})",
        options_.run,
        number,
        options_.sender_oin,
        data
    );
}

}  // namespace tests::bench
