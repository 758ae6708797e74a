#include "adapters/formats/zgw/announcing.hpp"

#include "adapters/formats/json/utf8.hpp"

#include <utility>

namespace adapters::formats::zgw {
namespace {

// As our own form has it.
constexpr std::size_t longest_kenmerk = 200;

std::string explain(const announced& given) {
    std::string text = "Gemeld: " + given.what.resource + " " + given.what.action + " (kanaal " +
                       given.what.channel + ")";
    if (!given.created_at.empty()) {
        text += " op " + given.created_at;
    }
    text += ".\nHoofdobject: " + given.main_object;
    if (!given.resource_url.empty() && given.resource_url != given.main_object) {
        text += "\nResource: " + given.resource_url;
    }
    return text;
}

void keep(hub::ports::decoded_message& into, const char* name, const std::string& value) {
    if (!value.empty()) {
        into.extensions.insert_or_assign(name, value);
    }
}

}  // namespace

std::string short_reference(std::string_view reference) {
    while (reference.ends_with('/')) {
        reference.remove_suffix(1);
    }
    const auto last = reference.substr(reference.rfind('/') + 1);
    return std::string{json::utf8_beginning(last.empty() ? reference : last, longest_kenmerk)};
}

void announce(announced given, hub::ports::decoded_message& into) {
    auto& aanmelding = *into.message.mutable_aanmelding();
    aanmelding.set_kenmerk(short_reference(given.main_object));
    aanmelding.set_toelichting(explain(given));
    keep(into, "kanaal", given.what.channel);
    keep(into, "resource", given.what.resource);
    keep(into, "actie", given.what.action);
    keep(into, "hoofdobject", given.main_object);
    keep(into, "resourceurl", given.resource_url);
    keep(into, "aanmaakdatum", given.created_at);
    into.casus_reference = std::move(given.main_object);
    into.announcement = std::move(given.what);
}

}  // namespace adapters::formats::zgw
