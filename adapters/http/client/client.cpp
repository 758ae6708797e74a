#include "adapters/http/client/client.hpp"

#include "adapters/http/client/public_address.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <optional>
#include <stdexcept>
#include <string_view>
#include <variant>

namespace adapters::http::client {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using asio::ip::tcp;
using tls_stream = asio::ssl::stream<tcp::socket>;

constexpr auto completion = asio::as_tuple(asio::use_awaitable);

class category final : public boost::system::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "adapters.http.client"; }

    [[nodiscard]] std::string message(int value) const override {
        switch (static_cast<errc>(value)) {
            case errc::not_reachable:
                return "not reachable";
            case errc::address_refused:
                return "address refused";
            case errc::server_not_trusted:
                return "server not trusted";
            case errc::refused_in_handshake:
                return "refused in the handshake";
            case errc::timed_out:
                return "no answer before the deadline";
            case errc::broken:
                return "connection broken";
        }
        return "unknown error";
    }
};

asio::ssl::context make_context(const options& how) {
    asio::ssl::context context{asio::ssl::context::tls_client};
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_verify_mode(asio::ssl::verify_peer);
    boost::system::error_code error;
    context.load_verify_file(how.roots_file, error);
    if (!error && !how.certificate_file.empty()) {
        context.use_certificate_chain_file(how.certificate_file, error);
    }
    if (!error && !how.key_file.empty()) {
        context.use_private_key_file(how.key_file, asio::ssl::context::pem, error);
    }
    if (error) {
        throw std::runtime_error{"certificaat, sleutel of stamcertificaten zijn niet te lezen"};
    }
    return context;
}

bool same_name(std::string_view left, std::string_view right) {
    return boost::beast::iequals({left.data(), left.size()}, {right.data(), right.size()});
}

class tls_client final : public client {
public:
    tls_client(asio::any_io_executor executor, options how)
        : executor_{std::move(executor)}, how_{std::move(how)}, context_{make_context(how_)} {}

    asio::awaitable<boost::system::result<response>> send(request what) override {
        using asio::experimental::awaitable_operators::operator||;
        asio::steady_timer deadline{executor_};
        deadline.expires_after(what.timeout.count() > 0 ? what.timeout : how_.timeout);
        auto outcome = co_await (exchange(what) || deadline.async_wait(completion));
        if (outcome.index() == 1) {
            stream_.reset();
            co_return errc::timed_out;
        }
        co_return std::get<0>(std::move(outcome));
    }

private:
    asio::awaitable<boost::system::result<response>> exchange(const request& what) {
        const bool kept = stream_ != nullptr;
        if (!kept) {
            if (const auto error = co_await connect()) {
                co_return error;
            }
        }
        auto answer = co_await attempt(what);
        if (answer.has_error() && kept && !answer_began_) {
            // The server had closed the kept connection; what is sent again is recognised by its
            // id.
            stream_.reset();
            if (const auto error = co_await connect()) {
                co_return error;
            }
            answer = co_await attempt(what);
        }
        if (answer.has_error()) {
            stream_.reset();
        }
        co_return answer;
    }

    // OpenSSL's macro for this has an old-style cast in it.
    void name_server(tls_stream& stream) {
        SSL_ctrl(
            stream.native_handle(),
            SSL_CTRL_SET_TLSEXT_HOSTNAME,
            TLSEXT_NAMETYPE_host_name,
            how_.host.data()
        );
    }

    [[nodiscard]] std::vector<tcp::endpoint> allowed(const tcp::resolver::results_type& found
    ) const {
        std::vector<tcp::endpoint> result;
        for (const auto& one : found) {
            if (how_.may_reach == addresses::any || is_public(one.endpoint().address())) {
                result.push_back(one.endpoint());
            }
        }
        return result;
    }

    asio::awaitable<boost::system::error_code> connect() {
        tcp::resolver resolver{executor_};
        auto [resolve_error, found] =
            co_await resolver.async_resolve(how_.host, std::to_string(how_.port), completion);
        if (resolve_error) {
            co_return errc::not_reachable;
        }
        const auto endpoints = allowed(found);
        if (endpoints.empty()) {
            co_return errc::address_refused;
        }
        auto stream = std::make_unique<tls_stream>(executor_, context_);
        auto [connect_error, endpoint] =
            co_await asio::async_connect(stream->next_layer(), endpoints, completion);
        if (connect_error) {
            co_return errc::not_reachable;
        }
        stream->next_layer().set_option(tcp::no_delay{true});
        name_server(*stream);
        stream->set_verify_callback(asio::ssl::host_name_verification{how_.host});
        auto [handshake_error] =
            co_await stream->async_handshake(asio::ssl::stream_base::client, completion);
        if (handshake_error) {
            co_return SSL_get_verify_result(stream->native_handle()) != X509_V_OK
                ? errc::server_not_trusted
                : errc::refused_in_handshake;
        }
        stream_ = std::move(stream);
        buffer_.clear();
        co_return boost::system::error_code{};
    }

    asio::awaitable<boost::system::result<response>> attempt(const request& what) {
        beast_http::request<beast_http::string_body> message;
        message.method_string(what.method);
        message.target(what.target);
        message.set(beast_http::field::host, how_.host + ":" + std::to_string(how_.port));
        for (const auto& [name, value] : what.headers) {
            message.set(name, value);
        }
        message.body() = what.body;
        message.prepare_payload();
        answer_began_ = false;
        auto [write_error, written] =
            co_await beast_http::async_write(*stream_, message, completion);
        if (write_error) {
            co_return failure();
        }
        beast_http::response_parser<beast_http::string_body> parser;
        parser.body_limit(how_.max_answer_bytes);
        auto [read_error, read] =
            co_await beast_http::async_read(*stream_, buffer_, parser, completion);
        answer_began_ = parser.is_header_done();
        if (read_error) {
            co_return failure();
        }
        auto answer = to_response(parser.get());
        if (!parser.get().keep_alive()) {
            stream_.reset();
        }
        co_return answer;
    }

    // With TLS 1.3 a server says only after the handshake that it does not take the client's
    // certificate; whose answer began, or is too large, has let us in.
    [[nodiscard]] errc failure() const {
        return answer_began_ ? errc::broken : errc::refused_in_handshake;
    }

    static response to_response(const beast_http::response<beast_http::string_body>& message) {
        response answer;
        answer.status = message.result_int();
        for (const auto& field : message) {
            answer.headers.emplace_back(field.name_string(), field.value());
        }
        answer.body = message.body();
        return answer;
    }

    asio::any_io_executor executor_;
    options how_;
    asio::ssl::context context_;
    std::unique_ptr<tls_stream> stream_;
    boost::beast::flat_buffer buffer_;
    bool answer_began_ = false;
};

}  // namespace

boost::system::error_code make_error_code(errc value) noexcept {
    static const category instance;
    return {static_cast<int>(value), instance};
}

std::string response::header(std::string_view name) const {
    for (const auto& [candidate, value] : headers) {
        if (same_name(candidate, name)) {
            return value;
        }
    }
    return {};
}

std::unique_ptr<client> create_client(asio::any_io_executor executor, options how) {
    return std::make_unique<tls_client>(std::move(executor), std::move(how));
}

}  // namespace adapters::http::client
