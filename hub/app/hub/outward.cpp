#include "hub/app/hub/outward.hpp"

namespace hub::app {
namespace {

// What organisations answer to a message, and a zaak, are a few KiB; what is longer is neither.
constexpr std::size_t largest_answer = 256UL * 1024UL;

}  // namespace

adapters::http::client::options outward_options(
    const adapters::configuration::webhooks_settings& how
) {
    using adapters::http::client::addresses;
    adapters::http::client::options options;
    options.certificate_file = how.certificate;
    options.key_file = how.key;
    options.roots_file = how.roots;
    options.timeout = how.answer_time;
    options.max_answer_bytes = largest_answer;
    options.may_reach = how.internal_addresses ? addresses::any : addresses::public_only;
    return options;
}

}  // namespace hub::app
