// What the hub's own client says of each way in which a request ends, against the hub's own door.
#include "adapters/http/client/client.hpp"

#include "tests/contract/http/listener/listener_room.hpp"
#include "tests/support/await.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace tests::contract::http {
namespace {

namespace sending = adapters::http::client;
using boost::system::error_code;
using boost::system::result;
using sending::errc;

sending::options options_of(const listener_room& room, std::string_view certificate = "svb") {
    const auto from = room.as(certificate);
    sending::options options;
    options.port = from.port;
    options.roots_file = from.ca;
    options.certificate_file = from.certificate;
    options.key_file = from.key;
    return options;
}

// One client whose connection stays between its requests.
class one_client {
public:
    explicit one_client(sending::options options)
        : client_{sending::create_client(loop_.get_executor(), std::move(options))} {}

    result<sending::response>
    get(std::string_view target, std::chrono::milliseconds timeout = std::chrono::seconds{10}) {
        sending::request asked;
        asked.target = target;
        asked.timeout = timeout;
        result<sending::response> answer = errc::timed_out;
        boost::asio::co_spawn(loop_, client_->send(std::move(asked)), [&answer](auto, auto came) {
            answer = std::move(came);
        });
        loop_.restart();
        loop_.run_for(tests::support::await_deadline);
        return answer;
    }

private:
    boost::asio::io_context loop_{1};
    std::unique_ptr<sending::client> client_;
};

errc why(const result<sending::response>& answer) {
    return answer ? errc{} : static_cast<errc>(answer.error().value());
}

TEST(the_client, is_answered_on_a_connection_that_stays) {
    const listener_room room;
    one_client client{options_of(room)};
    EXPECT_EQ(client.get("/v1/iets")->status, 200U);
    EXPECT_EQ(client.get("/v1/iets")->body, client.get("/v1/iets")->body);
}

TEST(the_client, connects_again_where_the_server_ended_the_connection) {
    const listener_room room;
    one_client client{options_of(room)};
    EXPECT_EQ(client.get("/v1/dag")->status, 204U);
    EXPECT_EQ(client.get("/v1/iets")->status, 200U);
}

TEST(the_client, says_whether_its_certificate_was_refused_or_the_server_is_not_trusted) {
    const listener_room room;
    EXPECT_EQ(
        why(one_client{options_of(room, "operator")}.get("/v1/iets")), errc::refused_in_handshake
    );
    auto elsewhere = options_of(room);
    elsewhere.roots_file = std::filesystem::directory_iterator {
        pki() / "operator-roots"
        } -> path().string();
    EXPECT_EQ(why(one_client{elsewhere}.get("/v1/iets")), errc::server_not_trusted);
}

TEST(the_client, says_that_nothing_listens_or_that_the_address_is_not_to_be_gone_to) {
    auto room = std::make_unique<listener_room>();
    auto options = options_of(*room);
    room.reset();
    EXPECT_EQ(why(one_client{options}.get("/v1/iets")), errc::not_reachable);
    options.may_reach = sending::addresses::public_only;
    EXPECT_EQ(why(one_client{options}.get("/v1/iets")), errc::address_refused);
}

TEST(the_client, does_not_take_an_answer_that_is_too_large_for_a_refusal) {
    const listener_room room;
    auto options = options_of(room);
    options.max_answer_bytes = 10;
    EXPECT_EQ(why(one_client{options}.get("/v1/iets")), errc::broken);
}

TEST(the_client, asks_no_second_time_where_the_answer_had_begun) {
    const listener_room room;
    one_client client{options_of(room)};
    EXPECT_EQ(client.get("/v1/iets")->status, 200U);
    EXPECT_EQ(why(client.get("/v1/breekt")), errc::broken);
    EXPECT_EQ(room.broken_off, 1);
    EXPECT_EQ(client.get("/v1/iets")->status, 200U);
}

TEST(the_client, waits_no_longer_than_it_was_told) {
    const listener_room room;
    one_client client{options_of(room)};
    EXPECT_EQ(why(client.get("/v1/wacht", std::chrono::milliseconds{50})), errc::timed_out);
}

}  // namespace
}  // namespace tests::contract::http
