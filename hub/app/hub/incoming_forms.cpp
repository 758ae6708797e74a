#include "hub/app/hub/incoming_forms.hpp"

#include "adapters/formats/cloudevents/form.hpp"
#include "adapters/formats/json/decoder.hpp"
#include "adapters/formats/stuf/form.hpp"
#include "adapters/formats/zgw/form.hpp"
#include "adapters/formats/zgw/zaak.hpp"

namespace hub::app {

namespace json = adapters::formats::json;

namespace {

json::decoder_options options_of(const adapters::configuration::configuration& how) {
    json::decoder_options options;
    options.bsn = how.strict_bsn ? json::bsn_check::strict : json::bsn_check::lenient;
    options.maximum_bytes = how.limits.body_bytes;
    return options;
}

adapters::formats::zgw::form_options notifications_options(
    const adapters::configuration::configuration& how
) {
    adapters::formats::zgw::form_options options;
    options.decoding = options_of(how);
    options.window = how.limits.notification_window;
    options.leeway = how.limits.clock_leeway;
    return options;
}

adapters::formats::stuf::decoder_options stuf_options(
    const adapters::configuration::configuration& how
) {
    adapters::formats::stuf::decoder_options options;
    options.bsn = options_of(how).bsn;
    options.limits.bytes = how.limits.body_bytes;
    options.addressees.push_back(how.own);
    for (const auto& one : how.organisations.instruments) {
        options.addressees.push_back(one.oin);
    }
    return options;
}

std::unique_ptr<ports::decoder>
decoder_for(model::message_type type, const adapters::configuration::configuration& how) {
    return json::create_decoder(type, options_of(how));
}

}  // namespace

incoming_forms::incoming_forms(const adapters::configuration::configuration& how)
    : aanmeldingen{decoder_for(model::message_type::aanmelding, how)},
      signalen{decoder_for(model::message_type::signaal, how)},
      berichten{decoder_for(model::message_type::bericht, how)},
      registermutaties{decoder_for(model::message_type::registermutatie, how)},
      events{adapters::formats::cloudevents::create_form(options_of(how))},
      notifications{adapters::formats::zgw::create_form(notifications_options(how))},
      stuf{adapters::formats::stuf::create_form(stuf_options(how))},
      fetched{adapters::formats::zgw::create_zaak_decoder(options_of(how))} {}

std::vector<intake::known_form> incoming_forms::known() const {
    std::vector<intake::known_form> all;
    for (const auto* own :
         {aanmeldingen.get(), signalen.get(), berichten.get(), registermutaties.get()}) {
        all.push_back({own, nullptr});
    }
    for (const auto* form : {events.get(), notifications.get(), stuf.get()}) {
        for (const auto* decoder : form->decoders()) {
            all.push_back({decoder, form});
        }
    }
    return all;
}

}  // namespace hub::app
