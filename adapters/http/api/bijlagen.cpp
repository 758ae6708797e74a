#include "adapters/http/api/bijlagen.hpp"

#include "adapters/http/answering/document_answers.hpp"
#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/api/calling.hpp"
#include "adapters/http/exchange/json_writer.hpp"
#include "adapters/http/multipart/disposition.hpp"
#include "adapters/http/multipart/multipart_reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace adapters::http::api {
namespace {

using answering::check_accept;
using answering::not_found;
using answering::only_parameters;
using answering::rejected;
namespace access = hub::access;
namespace documents = hub::documents;
namespace model = hub::model;
using boost::asio::awaitable;
using documents::said_of_document;
using exchange::body_piece;
using exchange::request;
using exchange::response;
using multipart::multipart_reader;

// Why a body that did not come to its end is refused.
model::rejection broken_off(body_piece::kind how) {
    switch (how) {
        case body_piece::kind::too_large:
            return rejected("te_groot", "De bijlage is groter dan de hub aanneemt.");
        case body_piece::kind::too_slow:
            return rejected("inhoud_te_traag", "De inhoud kwam niet op tijd.");
        case body_piece::kind::bytes:
        case body_piece::kind::end:
        case body_piece::kind::broken:
        case body_piece::kind::gone:
            break;
    }
    return rejected("inhoud_ongeldig", "De inhoud van de aanvraag is niet heel aangekomen.");
}

model::rejection wrong_type() {
    return rejected(
        "inhoudstype_onbekend",
        "Stuur multipart/form-data met een bestand, of het bestand zelf met zijn eigen "
        "Content-Type."
    );
}

// The media type in lower case without parameters.
std::string plain_type(std::string_view type) {
    auto result = std::string{type.substr(0, type.find(';'))};
    result.erase(result.find_last_not_of(" \t") + 1);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

bool may_be_sent(const request& asked) {
    const auto type = asked.media_type();
    return asked.fields.count("content-type") <= 1 &&
           asked.header("content-encoding").value_or("identity") == "identity" &&
           (documents::says_nothing(type) || documents::parse_content_kind(type) ||
            multipart::boundary_of(asked.header("content-type").value_or("")));
}

}  // namespace

model::decision<documents::sender> bijlagen::sender_of(const request& asked) const {
    if (auto wrong = check_accept(asked)) {
        return std::move(*wrong);
    }
    if (auto wrong = only_parameters(asked, {"namens"}); !wrong) {
        return std::move(wrong).error();
    }
    auto who = caller_of(asked, parts_.organisations, access::right::send, parts_.clock.now());
    if (!who) {
        return std::move(who).error();
    }
    if (who->is_outsider()) {
        return rejected(
            "alleen_deelnemers", "Bijlagen sturen kan alleen een organisatie die is aangesloten."
        );
    }
    if (!may_be_sent(asked)) {
        return wrong_type();
    }
    return documents::sender{who->owner, who->certificate};
}

awaitable<response> bijlagen::receive(request asked) const {
    auto from = sender_of(asked);
    if (!from) {
        co_return refuse_(from.error(), asked);
    }
    // A form's parts lie around the file.
    auto announced = asked.pieces->announced();
    if (announced) {
        announced = std::min(*announced, parts_.documents->options().largest);
    }
    auto begun = co_await parts_.documents->begin(std::move(*from), announced);
    if (!begun) {
        co_return refuse_(begun.error(), asked);
    }
    auto& coming = **begun;
    const auto taken = co_await take(asked, coming);
    if (!taken) {
        co_await coming.abandon();
        co_return refuse_(taken.error(), asked);
    }
    exchange::json_writer json;
    json.begin_object();
    answering::write_attachment(json, taken->is);
    json.member("ontvangen", model::to_rfc3339(taken->received_at))
        .member(
            "ongenoemdGewistNa",
            model::to_rfc3339(taken->received_at + parts_.documents->options().term)
        )
        .end_object();
    auto answer = exchange::json_response(201, json.take());
    answer.headers.emplace_back("Location", "/v1/bijlagen/" + taken->is.document->to_string());
    co_return answer;
}

awaitable<model::decision<documents::document>>
bijlagen::take(const request& asked, documents::incoming_document& into) const {
    model::decision<said_of_document> said = said_of_document{};
    auto boundary = multipart::boundary_of(asked.header("content-type").value_or(""));
    if (boundary) {
        said = co_await take_form(asked, std::move(*boundary), into);
    } else {
        said = co_await take_raw(asked, into);
    }
    if (!said) {
        co_return said.error();
    }
    co_return co_await into.finish(std::move(*said));
}

awaitable<model::decision<said_of_document>>
bijlagen::take_raw(const request& asked, documents::incoming_document& into) const {
    said_of_document said;
    said.media_type = asked.media_type();
    if (const auto given = asked.header("content-disposition")) {
        auto found = multipart::parse_disposition(*given);
        if (!found) {
            co_return rejected("multipart_ongeldig", "Content-Disposition klopt niet.");
        }
        said.name = std::move(found->file_name).value_or("");
    }
    for (;;) {
        const auto piece = co_await asked.pieces->next();
        if (piece.is == body_piece::kind::end) {
            co_return said;
        }
        if (piece.is != body_piece::kind::bytes) {
            co_return broken_off(piece.is);
        }
        const auto added = co_await into.add(piece.bytes);
        if (!added) {
            co_return added.error();
        }
    }
}

awaitable<model::decision<said_of_document>> bijlagen::take_form(
    const request& asked,
    std::string boundary,
    documents::incoming_document& into
) const {
    multipart_reader reader{std::move(boundary), {}};
    bool done = false;
    for (;;) {
        const auto piece = co_await asked.pieces->next();
        if (piece.is == body_piece::kind::end) {
            break;
        }
        if (piece.is != body_piece::kind::bytes) {
            co_return broken_off(piece.is);
        }
        reader.feed(piece.bytes);
        auto step = reader.next();
        while (step.is == multipart_reader::progress::file_bytes) {
            const auto added = co_await into.add(step.bytes);
            if (!added) {
                co_return added.error();
            }
            step = reader.next();
        }
        if (step.is == multipart_reader::progress::failed) {
            co_return reader.refusal();
        }
        done = step.is == multipart_reader::progress::done;
    }
    if (!done) {
        co_return reader.refusal();
    }
    co_return said_of_document{reader.file_name(), plain_type(reader.file_type())};
}

awaitable<response> bijlagen::show(request asked) const {
    if (const auto wrong = check_accept(asked)) {
        co_return refuse_(*wrong, asked);
    }
    const auto who =
        caller_of(asked, parts_.organisations, access::right::read_state, parts_.clock.now());
    if (!who) {
        co_return refuse_(who.error(), asked);
    }
    const auto id = model::document_id::parse(asked.capture("id"));
    if (!id) {
        co_return refuse_(not_found(), asked);
    }
    const auto found = co_await parts_.documents->find(who->owner, *id);
    if (!found) {
        co_return refuse_(found.error(), asked);
    }
    exchange::json_writer json;
    json.begin_object();
    answering::write_attachment(json, found->is);
    json.member("ontvangen", model::to_rfc3339(found->received_at)).end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> bijlagen::content(request asked) const {
    const auto who =
        caller_of(asked, parts_.organisations, access::right::send, parts_.clock.now());
    if (!who) {
        co_return refuse_(who.error(), asked);
    }
    const auto id = model::document_id::parse(asked.capture("id"));
    if (!id) {
        co_return refuse_(not_found(), asked);
    }
    auto opened = co_await parts_.documents->sealed().open(who->owner, *id);
    if (!opened) {
        co_return refuse_(opened.error(), asked);
    }
    co_return answering::give_out(std::move(*opened));
}

}  // namespace adapters::http::api
