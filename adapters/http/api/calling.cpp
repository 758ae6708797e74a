#include "adapters/http/api/calling.hpp"

#include "adapters/http/answering/parameters.hpp"

#include <optional>

namespace adapters::http::api {

namespace access = hub::access;
namespace model = hub::model;

model::decision<access::caller> caller_of(
    const exchange::request& asked,
    const access::organisation_directory& organisations,
    access::right what,
    model::timestamp now
) {
    std::optional<model::oin> on_behalf_of;
    if (const auto given = asked.parameter_of("namens")) {
        on_behalf_of = model::oin::parse(*given);
        if (!on_behalf_of) {
            return answering::wrong_parameter("namens", "Dit is geen OIN van 20 posities.");
        }
    }
    return access::resolve_caller(
        organisations.current(), asked.peer->certificate.value(), on_behalf_of, what, now
    );
}

}  // namespace adapters::http::api
