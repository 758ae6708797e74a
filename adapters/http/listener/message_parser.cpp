#include "adapters/http/listener/message_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/none.hpp>

#include <limits>
#include <optional>
#include <utility>

namespace adapters::http::listener {
namespace http = boost::beast::http;

struct message_parser::implementation {
    std::optional<http::request_parser<http::string_body>> parser;
    std::optional<http::request_parser<http::buffer_body>> pieces;
    std::size_t body_limit = 0;
};

message_parser::message_parser() : implementation_{std::make_unique<implementation>()} {}

message_parser::~message_parser() = default;

bool message_parser::begin(std::string_view head, parsed_head& into) {
    implementation_->pieces.reset();
    auto& parser = implementation_->parser.emplace();
    parser.header_limit(std::numeric_limits<std::uint32_t>::max());
    parser.body_limit(boost::none);
    boost::system::error_code error;
    const auto taken = parser.put(boost::asio::buffer(head.data(), head.size()), error);
    if (error || taken != head.size() || !parser.is_header_done()) {
        return false;
    }
    const auto& message = parser.get();
    into.method = message.method_string();
    into.target = message.target();
    into.fields = exchange::headers{};
    for (const auto& field : message) {
        into.fields.add(field.name_string(), field.value());
    }
    return true;
}

void message_parser::limit_body(std::size_t bytes) {
    implementation_->body_limit = bytes;
    implementation_->parser->body_limit(bytes);
}

parse_progress message_parser::feed(std::string_view bytes) {
    auto& parser = *implementation_->parser;
    parse_progress result;
    // Beast would first make room for what is announced, and look at the limit afterwards.
    if (parser.content_length_remaining().value_or(0) > implementation_->body_limit) {
        result.state = parse_state::too_large;
        return result;
    }
    while (!parser.is_done()) {
        const auto rest = bytes.substr(result.taken);
        if (rest.empty()) {
            return result;
        }
        boost::system::error_code error;
        const auto taken = parser.put(boost::asio::buffer(rest.data(), rest.size()), error);
        result.taken += taken;
        if (error == http::error::need_more) {
            return result;
        }
        if (error) {
            result.state =
                error == http::error::body_limit ? parse_state::too_large : parse_state::broken;
            return result;
        }
    }
    result.state = parse_state::complete;
    return result;
}

void message_parser::begin_pieces() {
    implementation_->pieces.emplace(std::move(*implementation_->parser));
    implementation_->parser.reset();
    implementation_->pieces->body_limit(implementation_->body_limit);
}

parse_progress message_parser::feed_piece(std::string_view bytes, std::string& to) {
    auto& parser = *implementation_->pieces;
    parse_progress result;
    if (parser.content_length_remaining().value_or(0) > implementation_->body_limit) {
        result.state = parse_state::too_large;
        return result;
    }
    while (!parser.is_done()) {
        const auto rest = bytes.substr(result.taken);
        if (rest.empty()) {
            return result;
        }
        // What comes out is never more than what goes in.
        const auto before = to.size();
        to.resize(before + rest.size());
        auto& body = parser.get().body();
        body.data = to.data() + before;
        body.size = rest.size();
        body.more = true;
        boost::system::error_code error;
        result.taken += parser.put(boost::asio::buffer(rest.data(), rest.size()), error);
        to.resize(to.size() - body.size);
        if (error == http::error::need_more) {
            return result;
        }
        if (error && error != http::error::need_buffer) {
            result.state =
                error == http::error::body_limit ? parse_state::too_large : parse_state::broken;
            return result;
        }
    }
    if (to.empty()) {
        result.state = parse_state::complete;
    }
    return result;
}

std::string message_parser::take_body() {
    std::string result = std::move(implementation_->parser->get().body());
    implementation_->parser.reset();
    return result;
}

}  // namespace adapters::http::listener
