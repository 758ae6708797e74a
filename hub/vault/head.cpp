#include "hub/vault/head.hpp"

#include "hub/vault/base64url.hpp"
#include "hub/vault/primitives.hpp"
#include "hub/vault/signed_text.hpp"

#include <algorithm>
#include <limits>
#include <span>

namespace hub::vault {
namespace {

constexpr std::uint64_t head_version = 1;
constexpr std::string_view head_type = "pmm-hoofd+json";

std::string payload_text(const head_fields& fields) {
    return signed_text_writer{}
        .number("versie", head_version)
        .text("omgeving", model::to_string(fields.log.environment))
        .text("logId", fields.log.log_id)
        .number("incarnatie", fields.incarnation)
        .number("reeks", fields.number)
        .number("omvang", fields.tree_size)
        .number("bladen", fields.leaves)
        .text("vorig", to_base64url(fields.previous))
        .text("wortel", to_base64url(fields.root))
        .text("tijd", model::to_rfc3339(fields.time))
        .finish();
}

bool read_bytes(std::string_view text, std::span<std::uint8_t> target) {
    const auto bytes = from_base64url(text);
    if (!bytes || bytes->size() != target.size()) {
        return false;
    }
    std::copy(bytes->begin(), bytes->end(), target.begin());
    return true;
}

bool read_header(std::string_view text, unverified_head& head) {
    signed_text_reader reader{text};
    reader.expect("{\"alg\":\"ES256\",\"kid\":");
    head.key_id = reader.quoted();
    reader.expect(",\"x5t#S256\":");
    head.thumbprint = reader.quoted();
    reader.expect(",\"typ\":\"pmm-hoofd+json\"}");
    return reader.done();
}

bool read_payload(std::string_view text, head_fields& fields) {
    signed_text_reader reader{text};
    reader.expect("{\"versie\":1,\"omgeving\":");
    const auto environment = model::parse_environment(reader.quoted());
    reader.expect(",\"logId\":");
    fields.log.log_id = reader.quoted();
    reader.expect(",\"incarnatie\":");
    fields.incarnation = reader.number();
    reader.expect(",\"reeks\":");
    fields.number = reader.number();
    reader.expect(",\"omvang\":");
    fields.tree_size = reader.number();
    reader.expect(",\"bladen\":");
    const auto leaves = reader.number();
    reader.expect(",\"vorig\":");
    const std::string previous{reader.quoted()};
    reader.expect(",\"wortel\":");
    const std::string root{reader.quoted()};
    reader.expect(",\"tijd\":");
    const std::string time_text{reader.quoted()};
    reader.expect("}");
    const auto time = model::parse_rfc3339(time_text);
    if (!reader.done() || !environment || leaves > std::numeric_limits<std::uint32_t>::max() ||
        !time || model::to_rfc3339(*time) != time_text) {
        return false;
    }
    fields.log.environment = *environment;
    fields.leaves = static_cast<std::uint32_t>(leaves);
    fields.time = *time;
    return read_bytes(previous, fields.previous) && read_bytes(root, fields.root);
}

}  // namespace

ports::result<std::string> sign_head(const head_fields& fields, const ports::signer& signer) {
    const auto header = signed_text_writer{}
                            .text("alg", "ES256")
                            .text("kid", signer.key_id())
                            .text("x5t#S256", signer.thumbprint())
                            .text("typ", head_type)
                            .finish();
    auto jws = to_base64url(header) + '.' + to_base64url(payload_text(fields));
    const auto signature = signer.sign(jws);
    if (!signature) {
        return signature.error();
    }
    jws += '.';
    jws += to_base64url(*signature);
    return jws;
}

std::optional<unverified_head> read_head(std::string_view jws) {
    const auto first_dot = jws.find('.');
    const auto last_dot = jws.rfind('.');
    if (first_dot == std::string_view::npos || first_dot == last_dot) {
        return std::nullopt;
    }
    const auto header = from_base64url(jws.substr(0, first_dot));
    const auto payload = from_base64url(jws.substr(first_dot + 1, last_dot - first_dot - 1));
    unverified_head head;
    if (!header || !payload || !read_bytes(jws.substr(last_dot + 1), head.signature) ||
        !read_header(*header, head) || !read_payload(*payload, head.fields)) {
        return std::nullopt;
    }
    head.signing_input = jws.substr(0, last_dot);
    return head;
}

model::hash hash_of_head(std::string_view jws) {
    return sha256({jws});
}

}  // namespace hub::vault
