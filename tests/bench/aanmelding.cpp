#include "tests/bench/aanmelding.hpp"

#include "hub/model/bsn.hpp"

#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace tests::bench {
namespace {

// Stands for the number until it is put in.
constexpr std::string_view number_mark = "@@@@@@@@";
constexpr std::string_view person_mark = "\"bsn\":\"";
// BSNs that begin so are for tests: nobody has them.
constexpr std::uint32_t first_test_bsn = 999'900'000;
constexpr std::uint32_t last_test_bsn = 999'999'999;
constexpr std::string_view pad_field = "\"toelichting\":\"";

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw std::runtime_error{"the sample cannot be read"};
    }
    return {std::istreambuf_iterator<char>{file}, {}};
}

// Without the white space between tokens, as a machine would send it.
std::string compact(std::string_view json) {
    std::string result;
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '"' && (i == 0 || json[i - 1] != '\\')) {
            quoted = !quoted;
        }
        if (quoted || (c != ' ' && c != '\n')) {
            result += c;
        }
    }
    return result;
}

// Gives a text field of the sample another value.
void put(std::string& json, std::string_view name, std::string_view value) {
    const auto start = json.find(fmt::format("\"{}\":\"", name));
    if (start == std::string::npos) {
        throw std::runtime_error{fmt::format("the sample has no {}", name)};
    }
    const auto from = start + name.size() + 4;
    json.replace(from, json.find('"', from) - from, value);
}

std::string make_body(const aanmelding_options& options) {
    auto body = compact(read_file(options.sample));
    const auto own = fmt::format("bench-{:08x}-{}", options.run, number_mark);
    put(body, "id", own);
    put(body, "bron", fmt::format("urn:nld:oin:{}:systeem:maatwerk", options.sender_oin));
    put(body, "casusKenmerk", own);
    put(body, "kenmerk", own);
    const auto pad = body.find(pad_field);
    if (pad == std::string::npos || body.size() > options.size) {
        throw std::runtime_error{"the sample does not fit the size"};
    }
    body.insert(pad + pad_field.size(), std::string(options.size - body.size(), 'x'));
    return body;
}

std::vector<std::string> make_persons() {
    std::vector<std::string> result;
    for (auto bsn = first_test_bsn; bsn <= last_test_bsn; ++bsn) {
        auto text = std::to_string(bsn);
        if (hub::model::passes_elfproef(text)) {
            result.push_back(std::move(text));
        }
    }
    return result;
}

}  // namespace

aanmelding_template::aanmelding_template(const aanmelding_options& options) : run_{options.run} {
    const auto body = make_body(options);
    request_ = fmt::format(
        "POST /v1/aanmeldingen HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Content-Length: {}\r\n\r\n",
        body.size()
    );
    body_ = request_.size();
    request_ += body;
    person_ = request_.find(person_mark);
    if (person_ == std::string::npos) {
        throw std::runtime_error{"the sample names no person"};
    }
    person_ += person_mark.size();
    persons_ = make_persons();
    for (auto at = request_.find(number_mark); at != std::string::npos;
         at = request_.find(number_mark, at + 1)) {
        places_.push_back(at);
    }
}

void aanmelding_template::put_number(std::string& request, std::uint32_t number) const {
    for (const auto place : places_) {
        fmt::format_to_n(request.data() + place, number_mark.size(), "{:08x}", number);
    }
    const auto& person = person_of(number);
    request.replace(person_, person.size(), person);
}

const std::string& aanmelding_template::person_of(std::uint32_t number) const {
    return persons_[number % persons_.size()];
}

std::string aanmelding_template::id_of(std::uint32_t number) const {
    return fmt::format("bench-{:08x}-{:08x}", run_, number);
}

std::string aanmelding_template::body_of(std::uint32_t number) const {
    auto request = request_;
    put_number(request, number);
    return request.substr(body_);
}

}  // namespace tests::bench
