#include "adapters/formats/receipt/receipt_reader.hpp"
#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/message_file.hpp"
#include "hub/app/hubctl/rapport.hpp"
#include "hub/app/hubctl/show.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/vault/receipt.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <utility>

namespace hub::app::hubctl {
namespace {

namespace json = boost::json;

struct rapport_options {
    std::vector<std::string> messages;
    std::string to;
    bool trial = false;
};

constexpr std::string_view reference_begins = "<StUF:referentienummer>";

json::value parsed(const std::string& text) {
    boost::system::error_code not_json;
    auto result = json::parse(text, not_json);
    return not_json ? json::value{} : result;
}

class reporter {
public:
    reporter(const common_options& common, const rapport_options& how)
        : common_{common}, how_{how}, hub_{common, door::organisations} {}

    aansluitrapport make() {
        aansluitrapport result;
        result.hub = common_.host + ":" + std::to_string(common_.port);
        result.made_at = model::to_rfc3339(std::chrono::time_point_cast<model::timestamp::duration>(
            std::chrono::system_clock::now()
        ));
        result.verbinding = hub_.get("/v1/verbinding");
        // Only real messages go to a real hub.
        stores_ = !how_.trial && text_of(result.verbinding, "omgeving") != "productie";
        if (auto seals =
                adapters::formats::receipt::read_seals(json::serialize(hub_.get("/v1/zegels")))) {
            seals_ = std::move(*seals);
        }
        for (const auto& one : how_.messages) {
            if (model::message_id::parse(one)) {
                result.messages.push_back(look_up({}, one, std::nullopt));
            } else {
                try_file(read_file(one), result.messages);
            }
        }
        return result;
    }

private:
    void try_file(const std::string& body, std::vector<test_message>& into) {
        const auto what = recognise(body);
        if (!stores_) {
            into.push_back(judge(what, body));
            return;
        }
        const auto answer = hub_.hand_in(what.resource, body, what.content_type);
        const auto said = parsed(answer.body);
        if (answer.status >= 300) {
            test_message refused;
            refused.form = what.form;
            refused.remark = std::to_string(answer.status) + " " + text_of(said, "code");
            into.push_back(std::move(refused));
            return;
        }
        const auto ids = ids_of(what, body, answer.body, said);
        for (const auto& id : ids) {
            // Of a batch only the parts are kept.
            const auto bytes =
                ids.size() == 1 ? std::optional<std::string_view>{body} : std::nullopt;
            into.push_back(look_up(what.form, id, bytes));
        }
        if (ids.empty()) {
            test_message kept;
            kept.form = what.form;
            kept.is = test_message::outcome::judged;
            kept.remark = "aangenomen; de hub bewaart er niets van";
            into.push_back(std::move(kept));
        }
    }

    test_message judge(const message_file& what, const std::string& body) {
        test_message result;
        result.form = what.form;
        const auto said = hub_.post_as(what.resource + "/_controleer", body, what.content_type);
        const auto several = items(said, "resultaten");
        const bool fine = several.empty()
                              ? text_of(said, "oordeel") != "geweigerd"
                              : std::ranges::all_of(several, [](const json::value& one) {
                                    return text_of(one, "oordeel") != "geweigerd";
                                });
        result.is = fine ? test_message::outcome::judged : test_message::outcome::refused;
        if (text_of(said, "oordeel") == "terzijde") {
            result.remark = "de hub bewaart er niets van";
        }
        return result;
    }

    // The ids at the hub of what a file held.
    std::vector<std::string> ids_of(
        const message_file& what,
        const std::string& body,
        const std::string& answer,
        const json::value& said
    ) {
        if (what.form == "stuf") {
            const auto begins = answer.find(reference_begins);
            if (begins == std::string::npos) {
                return {};
            }
            const auto from = begins + reference_begins.size();
            return {answer.substr(from, answer.find('<', from) - from)};
        }
        if (what.form == "zgw") {
            return newest_of(body);
        }
        std::vector<std::string> result;
        for (const auto& one : items(said, "resultaten")) {
            result.push_back(text_of(one.at("inzending"), "inzending"));
        }
        if (auto id = text_of(said, "inzending"); !id.empty()) {
            result.push_back(std::move(id));
        }
        return result;
    }

    // A notification is answered without an id; its main object's last part is its own reference.
    std::vector<std::string> newest_of(const std::string& notification) {
        const auto object = text_of(parsed(notification), "hoofdObject");
        const auto reference = object.substr(object.rfind('/') + 1);
        const auto found = hub_.get("/v1/inzendingen?kenmerk=" + encoded(reference));
        const auto& several = items(found, "inzendingen");
        const auto newest = std::ranges::max_element(several, {}, [](const json::value& one) {
            return text_of(one, "ontvangen");
        });
        return newest == several.end() ? std::vector<std::string>{}
                                       : std::vector{text_of(*newest, "inzending")};
    }

    test_message look_up(
        const std::string& form,
        const std::string& id,
        std::optional<std::string_view> original
    ) {
        test_message result;
        result.form = form;
        const auto target = "/v1/inzendingen/" + encoded(id);
        const auto row = hub_.get(target);
        result.inzending = text_of(row, "inzending");
        result.received_at = text_of(row, "ontvangen");
        result.state = text_of(row, "toestand");
        result.is = test_message::outcome::accepted;
        result.receipt = proof_of(json::serialize(hub_.get(target + "/ontvangstbewijs")), original);
        return result;
    }

    test_message::proof
    proof_of(const std::string& receipt, std::optional<std::string_view> original) const {
        const auto read = adapters::formats::receipt::read_receipt(receipt);
        if (!read || vault::verify_receipt(*read, std::nullopt, seals_).fault) {
            return test_message::proof::not_sound;
        }
        // The same message in other bytes is the same message.
        const bool same = original && !vault::verify_receipt(*read, original, seals_).fault;
        return same ? test_message::proof::sound_with_bytes : test_message::proof::sound;
    }

    const common_options& common_;
    const rapport_options& how_;
    session hub_;
    vault::seal_trust seals_;
    bool stores_ = true;
};

void report(const common_options& common, const rapport_options& how) {
    const auto made = reporter{common, how}.make();
    write_text(std::cout, made);
    if (!how.to.empty()) {
        std::ostringstream page;
        write_html(page, made);
        write_file(how.to, page.str());
        std::cout << "\nOm af te drukken: " << how.to << "\n";
    }
    if (!in_order(made)) {
        throw command_failed{exit_code::not_sound, "De aansluiting is nog niet in orde."};
    }
}

}  // namespace

void add_verbinding(CLI::App& program, common_options& common) {
    auto how = std::make_shared<rapport_options>();
    auto* noun = program.add_subcommand("verbinding", "Uw aansluiting op de hub");
    noun->require_subcommand(1)->fallthrough();
    auto* verb = noun->add_subcommand(
        "rapporteer",
        "Maakt het aansluitrapport: wat de hub van u ziet en wat er van proefberichten wordt"
    );
    verb->add_option(
        "BERICHT",
        how->messages,
        "Bestanden die worden ingestuurd (in productie alleen gecontroleerd), of id's van eigen "
        "inzendingen"
    );
    verb->add_option("--naar", how->to, "Schrijft het ook als HTML-bladzijde om af te drukken");
    verb->add_flag("--proef", how->trial, "Stuurt niets in: alleen controleren");
    verb->callback([how, &common] { report(as_organisation(common), *how); });
}

}  // namespace hub::app::hubctl
