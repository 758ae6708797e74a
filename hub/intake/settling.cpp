#include "hub/intake/settling.hpp"

#include "hub/instruments/consumer/candidate.hpp"
#include "hub/instruments/consumer/consumption.hpp"
#include "hub/vault/envelope_view.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

// One record of the status stream, and how far it was understood.
struct status_record {
    ports::position where;
    std::optional<model::message_id> claimed;
    // Stable word of a security event; empty when there is none.
    std::string_view fault;
    // Set when the receipt verified.
    vault::message_leaf_fields leaf;
    std::optional<vault::envelope_seal> seal;
    // Not set for what is authentic but can't be understood or opened: it says nothing about any
    // message.
    std::optional<ports::state_change> change;
};

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
    ports::async_result<std::vector<ports::position>> resume() { return consumption_.resume(); }

    // Also when the outcome is unknown it is tried again: settling the same again changes nothing.
    ports::async_result<void> handle(const consumer::records_in_hand& batch) override {
        std::vector<status_record> records;
        records.reserve(batch.records.size());
        std::vector<model::key_id> wanted;
        for (const auto& one : batch.records) {
            const auto& added = records.emplace_back(verify(one));
            if (added.seal) {
                wanted.push_back(added.seal->key);
            }
        }
        const auto keys = co_await ports_.vault.find_keys(std::move(wanted));
        if (!keys) {
            co_return keys.error();
        }
        auto key = keys->begin();
        for (auto& one : records) {
            if (!one.seal) {
                continue;
            }
            if (const auto done = open(one, *key++); !done) {
                co_return done;
            }
        }
        const auto done = co_await ports_.store.settle(changes_of(records), batch.next_offsets);
        if (!done) {
            co_return done;
        }
        for (const auto& one : records) {
            if (!one.fault.empty()) {
                ports_.watcher.not_authentic(consumer_name, one.where, one.claimed, one.fault);
            }
        }
        co_return ports::result<void>{};
    }

private:
    status_record verify(const ports::delivered& delivered) {
        status_record one;
        one.where = delivered.position;
        const auto envelope = vault::read_envelope(delivered.record->value);
        if (!envelope) {
            one.fault = "onleesbaar";
            return one;
        }
        one.claimed = model::message_id::from_bytes(envelope->message_id);
        auto verdict = ports_.verifier.verify(*envelope);
        if (verdict.fault) {
            one.fault = vault::to_string(*verdict.fault);
            return one;
        }
        one.leaf = std::move(verdict.leaf);
        one.seal = vault::seal_of(*envelope);
        return one;
    }

    // An error only for what passes by itself.
    ports::result<void> open(status_record& one, const ports::result<vault::content_key>& key) {
        if (!key) {
            const auto code = consumer::code_of_key_error(key.error());
            if (!code) {
                return key.error();
            }
            const auto erased = key.error() == ports::make_error_code(errc::erased);
            one.fault = erased ? std::string_view{} : *code;
            return {};
        }
        const auto plain =
            ports_.vault.open(*key, one.seal->context, vault::part::canoniek, one.seal->sealed);
        if (plain) {
            understand(*plain, one);
        } else {
            one.fault = "zegel_past_niet";
        }
        return {};
    }

    static void understand(const std::string& plain, status_record& one) {
        const auto part = vault::read_canonical_part(plain);
        if (!part) {
            return;
        }
        if (const auto fault = vault::check_content(one.leaf, part->salt, part->message)) {
            one.fault = vault::to_string(*fault);
            return;
        }
        pmm::v1::CanonicalMessage content;
        const auto size = static_cast<int>(part->message.size());
        if (!content.ParseFromArray(part->message.data(), size) || !content.has_statusbericht()) {
            return;
        }
        auto change = change_of(content.statusbericht());
        if (change && !speaks_for(one.leaf.log.log_id, *change)) {
            one.fault = "spreekt_voor_ander";
            return;
        }
        one.change = std::move(change);
    }

    static std::vector<ports::state_change> changes_of(std::vector<status_record>& records) {
        std::vector<ports::state_change> changes;
        changes.reserve(records.size());
        for (auto& one : records) {
            if (one.change) {
                changes.push_back(std::move(*one.change));
            }
        }
        return changes;
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

ports::async_result<std::vector<ports::position>> settling::resume() {
    return implementation_->resume();
}

void settling::close() {
    implementation_->close();
}

}  // namespace hub::intake
