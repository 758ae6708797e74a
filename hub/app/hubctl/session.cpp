#include "hub/app/hubctl/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <fstream>
#include <iostream>
#include <iterator>

namespace hub::app::hubctl {
namespace {

// Whatever form the organisation's own systems speak: this program reads ours.
constexpr const char* accepted =
    "application/vnd.multiproblematiek.postvak+json, application/json, application/problem+json";

namespace client = adapters::http::client;

client::options connection_options(const common_options& options, door which) {
    client::options result;
    result.host = options.host;
    result.port = which == door::organisations ? options.port : options.operators_port;
    result.roots_file = options.certificates / "ca.pem";
    result.certificate_file = options.certificates / (options.as + ".pem");
    result.key_file = options.certificates / (options.as + ".key");
    return result;
}

[[noreturn]] void fail_connection(const boost::system::error_code& error) {
    if (error == client::make_error_code(client::errc::not_reachable)) {
        throw command_failed{
            exit_code::no_connection, "De hub is niet bereikbaar. Draait hij? (deploy/up)"};
    }
    if (error == client::make_error_code(client::errc::server_not_trusted)) {
        throw command_failed{
            exit_code::no_connection,
            "Het certificaat van de server leidt niet naar de vertrouwde stamcertificaten."};
    }
    if (error == client::make_error_code(client::errc::refused_in_handshake)) {
        throw command_failed{
            exit_code::no_connection,
            "De hub neemt dit certificaat niet aan. Kijk op de open luisteraar: /v1/verbinding."};
    }
    throw command_failed{
        exit_code::unknown,
        "Er kwam geen volledig antwoord. Of het gelukt is, is niet bekend; herhalen is veilig."};
}

exit_code code_for(unsigned status) {
    if (status == 404) {
        return exit_code::not_found;
    }
    if (status == 503 || status == 429) {
        return exit_code::retry;
    }
    return exit_code::refused;
}

std::string words_of_problem(const boost::json::value& problem, unsigned status) {
    std::string words = text_of(problem, "title");
    if (const auto detail = text_of(problem, "detail"); !detail.empty()) {
        words += (words.empty() ? "" : ": ") + detail;
    }
    words += " [" + std::to_string(status) + " " + text_of(problem, "code") + "]";
    if (const auto* object = problem.if_object()) {
        if (const auto* params = object->if_contains("invalidParams");
            params != nullptr && params->is_array()) {
            for (const auto& param : params->get_array()) {
                words += "\n  " + text_of(param, "name") + ": " + text_of(param, "reason");
            }
        }
    }
    if (const auto correlation = text_of(problem, "correlatieId"); !correlation.empty()) {
        words += "\n  correlatie-id " + correlation;
    }
    return words;
}

}  // namespace

session::session(const common_options& options, door which) {
    try {
        client_ =
            client::create_client(context_.get_executor(), connection_options(options, which));
    } catch (const std::runtime_error&) {
        throw command_failed{
            exit_code::usage,
            "Certificaat '" + options.as + "' is niet te lezen in " +
                options.certificates.string() +
                ". Kies een ander met --als of een andere map met --certificaten."};
    }
}

boost::json::value session::get(const std::string& target, std::chrono::milliseconds timeout) {
    return send(
        {.method = "GET",
         .target = target,
         .headers = {{"Accept", accepted}},
         .body = {},
         .timeout = timeout}
    );
}

boost::json::value
session::post(const std::string& target, std::string body, std::chrono::milliseconds timeout) {
    return send(
        {.method = "POST",
         .target = target,
         .headers = {{"Content-Type", "application/json"}, {"Accept", accepted}},
         .body = std::move(body),
         .timeout = timeout}
    );
}

boost::json::value
session::post_as(const std::string& target, std::string body, std::string content_type) {
    return send(
        {.method = "POST",
         .target = target,
         .headers = {{"Content-Type", std::move(content_type)}},
         .body = std::move(body),
         .timeout = {}}
    );
}

std::string session::fetch(const std::string& target, std::string body) {
    auto answer = hand_in(target, std::move(body), "application/json");
    if (answer.status >= 300) {
        boost::system::error_code not_json;
        const auto problem = boost::json::parse(answer.body, not_json);
        throw command_failed{code_for(answer.status), words_of_problem(problem, answer.status)};
    }
    return std::move(answer.body);
}

client::response session::ask(const std::string& target) {
    return exchange(
        {.method = "GET",
         .target = target,
         .headers = {{"Accept", accepted}},
         .body = {},
         .timeout = {}}
    );
}

client::response
session::hand_in(const std::string& target, std::string body, std::string content_type) {
    return exchange(
        {.method = "POST",
         .target = target,
         .headers = {{"Content-Type", std::move(content_type)}},
         .body = std::move(body),
         .timeout = {}}
    );
}

client::response session::exchange(client::request what) {
    auto answered =
        boost::asio::co_spawn(context_, client_->send(std::move(what)), boost::asio::use_future);
    context_.restart();
    context_.run();
    auto answer = answered.get();
    if (answer.has_error()) {
        fail_connection(answer.error());
    }
    return std::move(*answer);
}

boost::json::value session::send(client::request what) {
    const auto answer = exchange(std::move(what));
    boost::system::error_code not_json;
    auto body =
        answer.body.empty() ? boost::json::value{} : boost::json::parse(answer.body, not_json);
    if (answer.status >= 300) {
        throw command_failed{code_for(answer.status), words_of_problem(body, answer.status)};
    }
    if (not_json) {
        throw command_failed{exit_code::unknown, "Het antwoord is geen JSON."};
    }
    return body;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw command_failed{
            exit_code::usage, "Het bestand " + path.string() + " is niet te lezen."};
    }
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write_file(const std::filesystem::path& path, std::string_view text) {
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << text;
    if (!file.flush()) {
        throw command_failed{
            exit_code::usage, "Het bestand " + path.string() + " is niet te schrijven."};
    }
}

std::string text_of(const boost::json::value& from, std::string_view member) {
    const auto* object = from.if_object();
    const auto* value =
        object == nullptr ? nullptr : object->if_contains({member.data(), member.size()});
    if (value == nullptr || value->is_null()) {
        return {};
    }
    if (value->is_string()) {
        return {value->get_string().data(), value->get_string().size()};
    }
    return boost::json::serialize(*value);
}

namespace {

void print_indented(std::ostream& out, const boost::json::value& what, std::size_t depth) {
    const std::string inner(2 * (depth + 1), ' ');
    const std::string outer(2 * depth, ' ');
    if (const auto* object = what.if_object(); object != nullptr && !object->empty()) {
        out << "{";
        const char* separator = "\n";
        for (const auto& [name, value] : *object) {
            out << separator << inner << boost::json::serialize(boost::json::value(name)) << ": ";
            print_indented(out, value, depth + 1);
            separator = ",\n";
        }
        out << "\n" << outer << "}";
    } else if (const auto* array = what.if_array(); array != nullptr && !array->empty()) {
        out << "[";
        const char* separator = "\n";
        for (const auto& value : *array) {
            out << separator << inner;
            print_indented(out, value, depth + 1);
            separator = ",\n";
        }
        out << "\n" << outer << "]";
    } else {
        out << boost::json::serialize(what);
    }
}

}  // namespace

void print_json(const boost::json::value& what) {
    print_indented(std::cout, what, 0);
    std::cout << "\n";
}

std::string encoded(std::string_view value) {
    constexpr std::string_view unreserved = "-._~";
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string result;
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || unreserved.find(c) != std::string_view::npos;
        if (plain) {
            result += c;
        } else {
            result += {'%', hex[byte >> 4U], hex[byte & 0x0FU]};
        }
    }
    return result;
}

}  // namespace hub::app::hubctl
