#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>

namespace hub::app::hubctl {
namespace {

namespace json = boost::json;

struct register_options {
    std::string text;
    std::string organisation;
    std::string leefgebied;
    std::size_t maximum = 20;
};

const json::value& member_of(const json::value& from, std::string_view name) {
    static const json::value none;
    const auto* object = from.if_object();
    const auto* found =
        object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
    return found == nullptr ? none : *found;
}

void search(const common_options& common, const register_options& how) {
    json::object query{{"maximum", how.maximum}};
    if (!how.text.empty()) {
        query["tekst"] = how.text;
    }
    if (!how.organisation.empty()) {
        query["organisatie"] = how.organisation;
    }
    if (!how.leefgebied.empty()) {
        query["leefgebied"] = how.leefgebied;
    }
    session hub{common, door::organisations};
    const auto answer = hub.post("/v1/register/_zoek", json::serialize(query));
    if (common.json) {
        print_json(answer);
        return;
    }
    for (const auto& entry : items(answer, "vermeldingen")) {
        std::cout << text_of(member_of(entry, "organisatie"), "naam") << ": "
                  << text_of(member_of(entry, "professional"), "naam") << ", "
                  << text_of(member_of(entry, "professional"), "email") << "\n";
    }
}

}  // namespace

void add_register(CLI::App& program, common_options& common) {
    auto how = std::make_shared<register_options>();
    auto* noun = program.add_subcommand("register", "Het Maatwerkregister");
    noun->require_subcommand(1)->fallthrough();
    auto* search_verb = noun->add_subcommand("zoek", "Zoekt maatwerkprofessionals");
    search_verb->add_option("--tekst", how->text, "Woorden in naam, organisatie of regio");
    search_verb->add_option("--organisatie", how->organisation, "OIN, of een deel van de naam");
    search_verb->add_option("--leefgebied", how->leefgebied, "bijvoorbeeld schulden");
    search_verb->add_option("--maximum", how->maximum, "Hoeveel ten hoogste")
        ->capture_default_str();
    search_verb->callback([how, &common] { search(as_organisation(common), *how); });
}

}  // namespace hub::app::hubctl
