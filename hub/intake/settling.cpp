#include "hub/intake/settling.hpp"

#include "hub/instruments/consumer/candidate.hpp"
#include "schemas/pmm/v1/content.pb.h"
#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>
#include <map>
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

class settling::implementation {
public:
    implementation(settling_ports ports, settling_options options)
        : ports_{ports}, options_{options}, back_off_{options.retry} {}

    asio::awaitable<void> run() {
        while (!closed_) {
            const auto records = co_await ports_.subscriber.next(options_.batch_limit);
            if (!records) {
                if (!co_await goes_on_after(records.error())) {
                    co_return;
                }
                continue;
            }
            const auto started = ports_.clock.now();
            while (!co_await settle(*records)) {
                if (closed_) {
                    co_return;
                }
            }
            if (records->size() < options_.batch_limit) {
                co_await keep_pace(started);
            }
        }
    }

    void close() {
        closed_ = true;
        ports_.subscriber.close();
        ports_.waiter.cancel();
    }

private:
    // False when it has to be tried again.
    asio::awaitable<bool> settle(const std::vector<ports::delivered>& records) {
        std::vector<ports::state_change> changes;
        std::vector<security_event> events;
        for (const auto& one : records) {
            auto said = co_await read(one);
            if (!said) {
                co_await wait_after(said.error());
                co_return false;
            }
            if (auto* change = std::get_if<ports::state_change>(&*said)) {
                changes.push_back(std::move(*change));
            } else if (const auto* false_one = std::get_if<not_authentic>(&*said)) {
                events.push_back({one.position, *false_one});
            }
        }
        const auto positions = next_offsets(records);
        const auto done = co_await ports_.store.settle(std::move(changes), positions);
        if (!done) {
            // Also when the outcome is unknown: settling the same again changes nothing.
            co_await wait_after(done.error());
            co_return false;
        }
        succeeded();
        for (const auto& one : events) {
            ports_.watcher.not_authentic(
                consumer_name, one.where, one.what.claimed, one.what.fault
            );
        }
        ports_.subscriber.confirm(positions);
        co_return true;
    }

    // An error only for what passes by itself.
    ports::async_result<heard> read(const ports::delivered& record) {
        pmm::v1::Envelope envelope;
        if (!envelope.ParseFromString(record.record.value)) {
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

    static std::vector<ports::position> next_offsets(const std::vector<ports::delivered>& records) {
        std::map<std::pair<model::stream, std::int32_t>, std::int64_t> next;
        for (const auto& one : records) {
            auto& offset = next[{one.position.stream, one.position.partition}];
            offset = std::max(offset, one.position.offset + 1);
        }
        std::vector<ports::position> result;
        for (const auto& [place, offset] : next) {
            result.push_back({place.first, place.second, offset});
        }
        return result;
    }

    asio::awaitable<bool> goes_on_after(boost::system::error_code why) {
        if (why == ports::make_error_code(errc::closed)) {
            co_return false;
        }
        if (why == ports::make_error_code(errc::position_lost)) {
            ports_.watcher.stopped(consumer_name, why);
            co_return false;
        }
        co_await wait_after(why);
        co_return !closed_;
    }

    asio::awaitable<void> wait_after(boost::system::error_code why) {
        const auto action = back_off_.next(runtime::attempt_outcome::failed, ports_.clock.now());
        failing_ = true;
        ports_.watcher.failing(consumer_name, why, action.failures);
        if (!closed_) {
            co_await ports_.waiter.wait(action.wait);
        }
    }

    void succeeded() {
        if (std::exchange(failing_, false)) {
            static_cast<void>(
                back_off_.next(runtime::attempt_outcome::succeeded, ports_.clock.now())
            );
        }
    }

    asio::awaitable<void> keep_pace(model::timestamp started) {
        // The clock may jump either way: never wait longer than the pace.
        const auto wait = std::min(options_.pace, options_.pace - (ports_.clock.now() - started));
        if (wait.count() > 0 && !closed_) {
            co_await ports_.waiter.wait(wait);
        }
    }

    settling_ports ports_;
    settling_options options_;
    runtime::back_off back_off_;
    bool failing_ = false;
    bool closed_ = false;
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
