#include "adapters/http/api/register.hpp"

#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/calling.hpp"
#include "adapters/http/exchange/json_writer.hpp"

#include <algorithm>
#include <utility>

namespace adapters::http::api {
namespace {

using answering::check_accept;
using answering::check_content_type;
using answering::not_found;
using answering::only_parameters;
using answering::rejected;
namespace access = hub::access;
namespace model = hub::model;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;
using hub::instruments::register_::vermelding;

constexpr std::size_t largest_answer = 100;

// LEEFGEBIED_SCHULDEN is the word "schulden" in our form.
std::string word_of(std::string_view name, std::string_view prefix) {
    std::string result{name.substr(std::min(prefix.size(), name.size()))};
    std::ranges::transform(result, result.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return result;
}

void write_entry(json_writer& json, const vermelding& entry) {
    const auto& professional = entry.professional;
    json.begin_object()
        .member("vermelding", entry.id.to_string())
        .begin_object("organisatie")
        .member("oin", entry.organisation.text())
        .member_unless_empty("naam", entry.organisation_name)
        .end_object()
        .begin_object("professional");
    if (professional.soort() != pmm::v1::PROFESSIONAL_SOORT_UNSPECIFIED) {
        json.member(
            "soort",
            word_of(pmm::v1::ProfessionalSoort_Name(professional.soort()), "PROFESSIONAL_SOORT_")
        );
    }
    json.member_unless_empty("naam", professional.naam())
        .member_unless_empty("email", professional.email())
        .member_unless_empty("telefoon", professional.telefoon())
        .end_object()
        .begin_array("leefgebieden");
    for (const auto leefgebied : entry.leefgebieden) {
        json.text(word_of(pmm::v1::Leefgebied_Name(leefgebied), "LEEFGEBIED_"));
    }
    json.end_array()
        .member_unless_empty("regio", entry.regio)
        .member("bevestigd", model::to_rfc3339(entry.confirmed_at))
        .end_object();
}

}  // namespace

model::decision<void> maatwerkregister::may_read(const request& asked) const {
    if (auto wrong = check_accept(asked)) {
        return std::move(*wrong);
    }
    const auto who =
        caller_of(asked, parts_.organisations, access::right::register_, parts_.clock.now());
    if (!who) {
        return who.error();
    }
    return access::may_read_register(*who);
}

awaitable<response> maatwerkregister::search(request asked) const {
    if (const auto may = may_read(asked); !may) {
        co_return refuse_(may.error(), asked);
    }
    if (const auto known = only_parameters(asked, {"namens", "na"}); !known) {
        co_return refuse_(known.error(), asked);
    }
    if (const auto wrong = check_content_type(asked)) {
        co_return refuse_(*wrong, asked);
    }
    auto query = parts_.bodies.register_search(asked.body);
    if (!query) {
        co_return refuse_(query.error(), asked);
    }
    if (const auto after = asked.parameter_of("na")) {
        query->after = model::key_id::parse(*after);
        if (!query->after) {
            co_return refuse_(
                rejected(
                    "parameter_ongeldig",
                    "Een parameter in het adres is niet geldig.",
                    {"?na", "parameter_ongeldig", "Neem hier volgende van het vorige antwoord."}
                ),
                asked
            );
        }
    }
    query->limit = std::clamp<std::size_t>(query->limit, 1, largest_answer);
    const auto found = parts_.register_->search(*query);
    json_writer json;
    json.begin_object().begin_array("vermeldingen");
    for (const auto& entry : found.entries) {
        write_entry(json, entry);
    }
    json.end_array();
    if (found.more && !found.entries.empty()) {
        json.member("volgende", found.entries.back().id.to_string());
    }
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> maatwerkregister::show(request asked) const {
    if (const auto may = may_read(asked); !may) {
        co_return refuse_(may.error(), asked);
    }
    const auto id = model::key_id::parse(asked.capture("id"));
    const auto entry = id ? parts_.register_->find(*id) : std::nullopt;
    if (!entry) {
        co_return refuse_(not_found(), asked);
    }
    json_writer json;
    write_entry(json, *entry);
    co_return exchange::json_response(200, json.take());
}

}  // namespace adapters::http::api
