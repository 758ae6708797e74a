#include "adapters/formats/stuf/receiver_answer.hpp"

#include "adapters/formats/stuf/xml_reader.hpp"
#include "adapters/formats/text/media_type.hpp"

namespace adapters::formats::stuf {
namespace {

using hub::ports::receiver_said;

struct answered {
    std::string berichtcode;
    std::string plek;
    std::string code;
};

bool is_named(const xml_element& one, std::string_view name) noexcept {
    return std::string_view{one.path}.ends_with(name);
}

answered find(const std::vector<xml_element>& elements) {
    answered result;
    for (const auto& one : elements) {
        if (is_named(one, "/StUF:berichtcode")) {
            result.berichtcode = one.text;
        } else if (is_named(one, "/StUF:body/StUF:plek")) {
            result.plek = one.text;
        } else if (is_named(one, "/StUF:body/StUF:code")) {
            result.code = one.text;
        }
    }
    return result;
}

}  // namespace

receiver_said understand_answer(const hub::ports::receiver_answer& answer) {
    const auto by_status = hub::ports::understand_status(answer.status);
    const auto elements =
        read_xml(answer.body, text::parse_media_type(answer.content_type).charset, xml_limits{});
    const auto said = elements ? find(*elements) : answered{};
    if (said.berichtcode == "Bv03" || said.berichtcode == "Bv01") {
        return by_status == receiver_said::taken ? receiver_said::taken : receiver_said::later;
    }
    if (said.berichtcode.starts_with("Fo")) {
        // The reference is known there already: an earlier attempt arrived, its answer was lost.
        if (said.code == "StUF016") {
            return receiver_said::taken;
        }
        return said.plek == "client" ? receiver_said::never : receiver_said::later;
    }
    // A 2xx that is no Bv03 says nothing of what became of it.
    return by_status == receiver_said::taken ? receiver_said::later : by_status;
}

}  // namespace adapters::formats::stuf
