#include "hub/app/hub/outgoing_forms.hpp"

#include "adapters/formats/cloudevents/delivery.hpp"
#include "adapters/formats/json/delivery.hpp"
#include "adapters/formats/stuf/delivery.hpp"
#include "adapters/formats/zgw/delivery.hpp"

#include <utility>

namespace hub::app {

using access::outgoing_form;

outgoing_forms::outgoing_forms(const adapters::configuration::configuration& how) {
    namespace formats = adapters::formats;
    using formats::cloudevents::content_mode;
    offer(outgoing_form::json, formats::json::create_delivery_form());
    offer(
        outgoing_form::cloudevents,
        formats::cloudevents::create_delivery_form(content_mode::structured)
    );
    offer(
        outgoing_form::cloudevents_binair,
        formats::cloudevents::create_delivery_form(content_mode::binary)
    );
    offer(outgoing_form::zgw, formats::zgw::create_delivery_form(how.address));
    offer(outgoing_form::stuf, formats::stuf::create_delivery_form(how.own, how.address));
}

void outgoing_forms::offer(outgoing_form which, std::unique_ptr<ports::delivery_form> form) {
    offered_.offer(which, *form);
    owned_.push_back(std::move(form));
}

}  // namespace hub::app
