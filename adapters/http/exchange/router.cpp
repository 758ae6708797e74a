#include "adapters/http/exchange/router.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace adapters::http::exchange {
namespace {

// "/v1/x" has the segments "v1" and "x"; a trailing slash gives an empty one, which no route has.
std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> result;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        result.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return result;
}

bool is_capture(std::string_view segment) noexcept {
    return segment.starts_with('{');
}

// Number of literal segments that match, so that the most literal route wins; nothing for no match.
std::optional<std::size_t>
match(const std::vector<std::string>& route, const std::vector<std::string_view>& path) {
    if (route.size() != path.size()) {
        return std::nullopt;
    }
    std::size_t literals = 0;
    for (std::size_t index = 0; index < path.size(); ++index) {
        if (is_capture(route[index])) {
            if (path[index].empty()) {
                return std::nullopt;
            }
        } else if (route[index] == path[index]) {
            ++literals;
        } else {
            return std::nullopt;
        }
    }
    return literals;
}

hub::model::rejection rejected(std::string_view code, std::string_view words) {
    hub::model::rejection result;
    result.code = code;
    result.words = words;
    return result;
}

}  // namespace

void router::add(
    std::string method,
    std::string_view path_template,
    route_limits limits,
    function answer
) {
    route one{std::move(method), std::string{path_template}, {}, limits, std::move(answer)};
    for (const auto segment : split(path_template)) {
        one.segments.emplace_back(segment);
    }
    const bool known = std::any_of(routes_.begin(), routes_.end(), [&](const route& other) {
        return other.method == one.method && other.path_template == one.path_template;
    });
    if (known || !path_template.starts_with('/') || !one.answer) {
        throw std::logic_error{"a route is there twice or is not usable: " + one.path_template};
    }
    routes_.push_back(std::move(one));
}

std::variant<route_limits, response> router::admit(request& head) const {
    const auto path = split(head.path);
    // The path decides first: its most literal template, then that template's methods.
    std::optional<std::size_t> best;
    std::string_view chosen;
    for (const auto& one : routes_) {
        const auto literals = match(one.segments, path);
        if (literals && (!best || *literals > *best)) {
            best = literals;
            chosen = one.path_template;
        }
    }
    if (!best) {
        return problem(
            404, rejected("pad_onbekend", "Dit adres bestaat niet in het contract."), head
        );
    }
    std::string allowed;
    for (std::size_t index = 0; index < routes_.size(); ++index) {
        const auto& one = routes_[index];
        if (one.path_template != chosen) {
            continue;
        }
        if (one.method == head.method) {
            head.route = index;
            head.captured.clear();
            for (std::size_t at = 0; at < path.size(); ++at) {
                if (is_capture(one.segments[at])) {
                    const auto& name = one.segments[at];
                    head.captured.push_back({name.substr(1, name.size() - 2), std::string{path[at]}}
                    );
                }
            }
            return one.limits;
        }
        allowed += allowed.empty() ? "" : ", ";
        allowed += one.method;
    }
    auto result = problem(
        405, rejected("methode_niet_toegestaan", "Dit adres kent deze methode niet."), head
    );
    result.headers.emplace_back("Allow", allowed);
    return result;
}

boost::asio::awaitable<response> router::handle(request asked) {
    const auto& answer = routes_.at(asked.route).answer;
    return answer(std::move(asked));
}

std::string_view router::route_name(std::size_t index) const noexcept {
    return index < routes_.size() ? std::string_view{routes_[index].path_template}
                                  : std::string_view{};
}

}  // namespace adapters::http::exchange
