#include "hub/intake/settling.hpp"

#include "hub/instruments/consumer/candidate.hpp"
#include "hub/instruments/consumer/consumption.hpp"
#include "schemas/pmm/v1/content.pb.h"
#include "schemas/pmm/v1/envelope.pb.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hub::intake {

namespace asio = boost::asio;
namespace consumer = instruments::consumer;
using ports::errc;

namespace {

constexpr std::string_view consumer_name = "intake";
constexpr std::string_view delivery_log = "delivery";

std::string_view word_of(pmm::v1::CasusStatus status) noexcept {
    switch (status) {
        case pmm::v1::CASUS_STATUS_AANGEMELD:
            return "aangemeld";
        case pmm::v1::CASUS_STATUS_IN_BEHANDELING:
            return "in_behandeling";
        case pmm::v1::CASUS_STATUS_OPGESCHAALD:
            return "opgeschaald";
        case pmm::v1::CASUS_STATUS_DOORBRAAK:
            return "doorbraak";
        case pmm::v1::CASUS_STATUS_AFGEROND:
            return "afgerond";
        default:
            // Protobuf leaves enumerations open.
            return {};
    }
}

// What a destination can say of itself; the others are intake's own, or an erasure's.
bool is_of_destination(model::state value) noexcept {
    switch (value) {
        case model::state::klaargezet:
        case model::state::afgeleverd:
        case model::state::opgehaald:
        case model::state::verwerkt:
        case model::state::geweigerd:
        case model::state::geparkeerd:
        case model::state::teruggestuurd:
        case model::state::afgesloten:
            return true;
        case model::state::ontvangen:
        case model::state::doorgezet:
        case model::state::gewist:
            return false;
    }
    return false;
}

// Who may speak for a destination: the instrument itself, and delivery for every organisation.
bool speaks_for(std::string_view log_id, const ports::state_change& change) {
    const auto parsed = model::destination::parse(change.destination);
    if (!parsed || !is_of_destination(change.state)) {
        return false;
    }
    const auto writer = parsed->as_instrument() != nullptr ? parsed->name() : delivery_log;
    return log_id == writer;
}

std::optional<ports::state_change> change_of(const pmm::v1::Statusbericht& status) {
    const auto message = model::message_id::parse(status.inzending());
    const auto state = model::parse_state(status.toestand());
    if (!message || !state) {
        return std::nullopt;
    }
    ports::state_change change;
    change.message = *message;
    change.destination = status.bestemming();
    change.state = *state;
    change.at = model::from_microseconds(status.tijd_us());
    change.reason = status.reden();
    change.casus_status = word_of(status.casus_status());
    return change;
}

// Authentic, but not to be understood or opened: says nothing about any message.
struct nothing_said {};
struct not_authentic {
    std::optional<model::message_id> claimed;
    // Stable word.
    std::string_view fault;
};
struct security_event {
    ports::position where;
    not_authentic what;
};
using heard = std::variant<ports::state_change, nothing_said, not_authentic>;

}  // namespace

class settling::implementation final : public consumer::batch_handler {
public:
    implementation(settling_ports ports, settling_options options)
        : ports_{ports},
          consumption_{
              {ports.subscriber, ports.clock, ports.waiter, ports.watcher},
              {std::string{consumer_name}, options.batch_limit, options.pace, options.retry}} {}

    asio::awaitable<void> run() { return consumption_.run(*this); }
    void close() { consumption_.close(); }

    // Also when the outcome is unknown it is tried again: settling the same again changes nothing.
    ports::async_result<void> handle(const consumer::records_in_hand& batch) override {
        std::vector<ports::state_change> changes;
        std::vector<security_event> events;
        for (const auto& one : batch.records) {
            auto said = co_await read(one);
            if (!said) {
                co_return said.error();
            }
            if (auto* change = std::get_if<ports::state_change>(&*said)) {
                changes.push_back(std::move(*change));
            } else if (const auto* false_one = std::get_if<not_authentic>(&*said)) {
                events.push_back({one.position, *false_one});
            }
        }
        const auto done = co_await ports_.store.settle(std::move(changes), batch.next_offsets);
        if (!done) {
            co_return done;
        }
        for (const auto& one : events) {
            ports_.watcher.not_authentic(
                consumer_name, one.where, one.what.claimed, one.what.fault
            );
        }
        co_return ports::result<void>{};
    }

private:
    // An error only for what passes by itself.
    ports::async_result<heard> read(const ports::delivered& record) {
        pmm::v1::Envelope envelope;
        if (!envelope.ParseFromString(record.record->value)) {
            co_return heard{not_authentic{std::nullopt, "onleesbaar"}};
        }
        const auto claimed = model::message_id::from_bytes(envelope.message_id());
        const auto verdict = ports_.verifier.verify(envelope);
        if (verdict.fault) {
            co_return heard{not_authentic{claimed, vault::to_string(*verdict.fault)}};
        }
        const auto seal = vault::seal_of(envelope);
        if (!seal) {
            co_return heard{not_authentic{claimed, "zegel_onleesbaar"}};
        }
        const auto key = co_await ports_.vault.find_key(seal->key);
        if (!key) {
            const auto code = consumer::code_of_key_error(key.error());
            if (!code) {
                co_return key.error();
            }
            const auto erased = key.error() == ports::make_error_code(errc::erased);
            co_return erased ? heard{nothing_said{}} : heard{not_authentic{claimed, *code}};
        }
        const auto plain =
            ports_.vault.open(*key, seal->context, vault::part::canoniek, seal->sealed);
        if (!plain) {
            co_return heard{not_authentic{claimed, "zegel_past_niet"}};
        }
        co_return understand(*plain, verdict.leaf, claimed);
    }

    static heard understand(
        const std::string& plain,
        const vault::message_leaf_fields& leaf,
        std::optional<model::message_id> claimed
    ) {
        pmm::v1::CanonicalPart part;
        if (!part.ParseFromString(plain)) {
            return nothing_said{};
        }
        if (const auto fault = vault::check_content(leaf, part.salt(), part.message())) {
            return not_authentic{claimed, vault::to_string(*fault)};
        }
        pmm::v1::CanonicalMessage content;
        if (!content.ParseFromString(part.message()) || !content.has_statusbericht()) {
            return nothing_said{};
        }
        auto change = change_of(content.statusbericht());
        if (!change) {
            return nothing_said{};
        }
        if (!speaks_for(leaf.log.log_id, *change)) {
            return not_authentic{claimed, "spreekt_voor_ander"};
        }
        return std::move(*change);
    }

    settling_ports ports_;
    consumer::consumption consumption_;
};

settling::settling(settling_ports ports, settling_options options)
    : implementation_{std::make_unique<implementation>(ports, options)} {}

settling::~settling() = default;

asio::awaitable<void> settling::run() {
    return implementation_->run();
}

void settling::close() {
    implementation_->close();
}

}  // namespace hub::intake
