// Any bytes, as an event in each of its modes: refused in our own words, or an event with an id and
// a source whose batch of one says the same.
#include "adapters/formats/cloudevents/batch.hpp"
#include "adapters/formats/cloudevents/decoder.hpp"
#include "adapters/formats/json/encoder.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace adapters::formats;
using decided = hub::model::decision<hub::ports::decoded_message>;

constexpr std::size_t limit = 1024UL * 1024UL;

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check(const decided& one) {
    if (!one) {
        demand(!one.error().code.empty() && !one.error().words.empty());
        for (const auto& each : one.error().invalid_params) {
            demand(each.name.empty() || each.name.front() == '/');
            demand(!each.code.empty() && !each.reason.empty());
        }
        return;
    }
    demand(!one->id.empty() && !one->source.empty());
    demand(one->on_behalf_of || !one->deviations.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto structured = cloudevents::create_json_decoder({});
    static const auto binary = cloudevents::create_http_decoder({});
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto alone = structured->decode(bytes);
    check(alone);
    check(binary->decode(bytes));
    if (const auto parts = cloudevents::split_batch(bytes, {.bytes = limit})) {
        for (const auto part : *parts) {
            check(structured->decode(part));
        }
    }
    const auto batch = "[" + std::string{bytes} + "]";
    const auto parts = cloudevents::split_batch(batch, {.bytes = limit});
    if (alone && parts) {
        demand(parts->size() == 1);
        const auto again = structured->decode(parts->front());
        const auto encoder = json::create_encoder();
        demand(again && encoder->encode(again->message) == encoder->encode(alone->message));
    }
    return 0;
}
