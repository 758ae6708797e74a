// Any bytes as a StUF message: refused in our own words with XPaths, or a message with a reference,
// and an answer that is XML itself.
#include "adapters/formats/stuf/answer.hpp"
#include "adapters/formats/stuf/arriving.hpp"
#include "adapters/formats/stuf/decoder.hpp"
#include "adapters/formats/stuf/receiver_answer.hpp"
#include "hub/vault/primitives.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace adapters::formats::stuf;

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check(std::string_view bytes, std::string_view charset) {
    static const decoder_options options;
    const auto opened = open_envelope(bytes, charset, options.limits);
    const auto decoded = decode_envelope(opened, options);
    const hub::ports::answering_facts facts{"01931b66", {}};
    if (decoded) {
        demand(!decoded->id.empty() && !decoded->source.empty());
        demand(read_xml(write_received(opened, facts, "1").body, "", {}).has_value());
        return;
    }
    demand(!decoded.error().code.empty() && !decoded.error().words.empty());
    for (const auto& one : decoded.error().invalid_params) {
        demand(one.name.starts_with('/') && !one.code.empty() && !one.reason.empty());
    }
    demand(read_xml(write_fault(opened, decoded.error(), facts).body, "", {}).has_value());
}

// What is taken at once says the same as what comes in pieces, and its document is the same.
void check_arriving(std::string_view bytes, std::size_t block) {
    static const decoder_options options;
    static const auto whole = create_decoder(options, coding::as_declared);
    static const auto apart = [] {
        auto kept_apart = options;
        kept_apart.documents = document_place::apart;
        return create_decoder(kept_apart, coding::as_declared);
    }();
    const auto coming =
        create_arriving({options, coding::as_declared, "text/xml", *whole, *apart, block});
    std::string content;
    std::size_t documents = 0;
    bool failed = false;
    const auto take = [&](const hub::model::decision<void>& said) {
        if (coming->documents() > documents) {
            documents = coming->documents();
            content.clear();
        }
        content += coming->take_content();
        failed = !said.has_value();
    };
    for (auto rest = bytes; !rest.empty() && !failed;
         rest.remove_prefix(std::min(block, rest.size()))) {
        take(coming->feed(rest.substr(0, block)));
    }
    if (!failed) {
        take(coming->end());
    }
    if (failed || documents == 0) {
        return;
    }
    const auto carried =
        coming->read({std::nullopt, "text/plain", content.size(), hub::vault::sha256({content})});
    const auto& there = carried->messages().front().decoded;
    const auto here = whole->decode(bytes);
    demand(there.has_value() == here.has_value());
    if (here) {
        demand(there->attachments.size() == here->attachments.size());
        for (std::size_t at = 0; at < here->attachments.size(); ++at) {
            demand(there->attachments[at].sha256 == here->attachments[at].sha256);
        }
        demand(there->message.SerializeAsString() == here->message.SerializeAsString());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    check(bytes, "");
    check(bytes, "ISO-8859-1");
    // What can't be read says nothing of what became of a message.
    const auto said = understand_answer({.status = 500, .content_type = "text/xml", .body = bytes});
    demand(read_xml(bytes, "", {}).has_value() || said == hub::ports::receiver_said::later);
    check_arriving(bytes, 1 + size % 61);
    check_arriving(bytes, size + 1);
    return 0;
}
