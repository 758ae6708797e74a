#include "adapters/http/exchange/response.hpp"

#include "adapters/http/exchange/json_text.hpp"

namespace adapters::http::exchange {
namespace {

void append_member(std::string& to, std::string_view name, std::string_view value) {
    append_json_string(to, name);
    to += ':';
    append_json_string(to, value);
}

}  // namespace

response json_response(unsigned status, std::string body) {
    response result;
    result.status = status;
    result.content_type = "application/json";
    result.body = std::move(body);
    return result;
}

std::string_view phrase(unsigned status) noexcept {
    switch (status) {
        case 100:
            return "Continue";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Unknown";
    }
}

response
problem(unsigned status, const hub::model::rejection& why, std::string_view correlation_id) {
    response result;
    result.status = status;
    result.content_type = "application/problem+json";
    if (why.kind == hub::model::finality::retry) {
        result.headers.emplace_back("Retry-After", "5");
    }
    auto& body = result.body;
    body = R"({"type":"about:blank",)";
    append_member(body, "title", phrase(status));
    body += R"(,"status":)";
    body += std::to_string(status);
    body += ',';
    append_member(body, "detail", why.words);
    body += ',';
    append_member(body, "code", why.code);
    body += ',';
    append_member(body, "correlatieId", correlation_id);
    if (!why.invalid_params.empty()) {
        body += R"(,"invalidParams":[)";
        for (const auto& one : why.invalid_params) {
            body += &one == &why.invalid_params.front() ? "{" : ",{";
            append_member(body, "name", one.name);
            body += ',';
            append_member(body, "code", one.code);
            body += ',';
            append_member(body, "reason", one.reason);
            body += '}';
        }
        body += ']';
    }
    body += '}';
    return result;
}

}  // namespace adapters::http::exchange
