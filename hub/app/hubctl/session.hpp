// What every command of pmm-hubctl needs: whom it speaks as, the connection, and how answers are
// shown.
#pragma once

#include "adapters/http/client/client.hpp"
#include "hub/app/hubctl/exit_code.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hub::app::hubctl {

// Options that all commands share; see the help texts in main.cpp.
struct common_options {
    // Name of a certificate in the folder: NAME.pem and NAME.key.
    std::string as;
    std::filesystem::path certificates;
    std::string host = "localhost";
    std::uint16_t port = 8443;
    std::uint16_t operators_port = 8444;
    // Print the answer's JSON as it came.
    bool json = false;
};

// Ends a command with words for a person and a code for a script.
class command_failed : public std::runtime_error {
public:
    command_failed(exit_code code, const std::string& words)
        : std::runtime_error{words}, code_{code} {}
    [[nodiscard]] exit_code code() const noexcept { return code_; }

private:
    exit_code code_;
};

// Which of the hub's two doors a command uses.
enum class door { organisations, operators };

// Used from one thread; every call waits for its answer.
class session {
public:
    session(const common_options& options, door which);

    // The answer's JSON for 2xx; throws command_failed with the problem's own words otherwise.
    boost::json::value get(const std::string& target, std::chrono::milliseconds timeout = {});
    boost::json::value
    post(const std::string& target, std::string body, std::chrono::milliseconds timeout = {});
    // A body of another form.
    boost::json::value
    post_as(const std::string& target, std::string body, std::string content_type);
    // The answer's bytes as they are.
    std::string fetch(const std::string& target, std::string body);
    // Whatever is answered, a refusal too.
    adapters::http::client::response ask(const std::string& target);
    // Whatever is answered to a message, a refusal too.
    adapters::http::client::response
    hand_in(const std::string& target, std::string body, std::string content_type);

private:
    boost::json::value send(adapters::http::client::request what);
    adapters::http::client::response exchange(adapters::http::client::request what);

    boost::asio::io_context context_;
    std::unique_ptr<adapters::http::client::client> client_;
};

// Reads a file whole; throws command_failed{usage}.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, std::string_view text);

// The text at a member, or empty: answers are read forgivingly, a member that is new or gone never
// breaks a command.
[[nodiscard]] std::string text_of(const boost::json::value& from, std::string_view member);

// Prints JSON with indentation to standard output.
void print_json(const boost::json::value& what);

// Percent-encodes one query value or path segment (RFC 3986 unreserved stays).
[[nodiscard]] std::string encoded(std::string_view value);

}  // namespace hub::app::hubctl
