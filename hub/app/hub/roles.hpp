// The consumers that the configuration names, with what they offer to the doors: postvakken, the
// register, parked desks.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "hub/access/organisation_directory.hpp"
#include "hub/app/hub/consumer_role.hpp"
#include "hub/app/hub/outgoing_forms.hpp"
#include "hub/app/hub/pushing.hpp"
#include "hub/app/hub/storage.hpp"
#include "hub/delivery/postvak_service.hpp"
#include "hub/forwarder/forwarder.hpp"
#include "hub/forwarder/reconciler.hpp"
#include "hub/instruments/register/register_service.hpp"
#include "hub/intake/settling.hpp"
#include "hub/runtime/task_group.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <vector>

namespace hub::app {

// What the postvakken ask at every fetch: today's table.
class todays_rights final : public delivery::postvak_rights {
public:
    explicit todays_rights(const access::organisation_directory& organisations) noexcept
        : organisations_{organisations} {}

    [[nodiscard]] bool may_receive(const model::oin& recipient) const override;

private:
    const access::organisation_directory& organisations_;
};

// Used from the roles' loop, apart from the services and what operators ask for. Everything given
// outlives it.
class roles final : public adapters::http::console::republisher {
public:
    roles(
        const adapters::configuration::configuration& how,
        const access::organisation_directory& organisations,
        storage& durable,
        consumer_surroundings around
    );

    // Reads what services keep in memory, then starts every consumer and forwarder.
    [[nodiscard]] boost::asio::awaitable<void> start(runtime::task_group& tasks);

    // After organisations changed: what lies in the postvak of one that lost its right parks, and
    // webhooks are those of today.
    [[nodiscard]] boost::asio::awaitable<void> review_rights();

    // In the order of a shutdown: consumers take nothing new; then outboxes end.
    void stop_taking();
    void stop_forwarding();

    // Everyone who reads streams, intake's settling of states included.
    [[nodiscard]] std::vector<adapters::http::console::named_reader> readers();
    ports::async_result<std::size_t> publish_again(model::timestamp since) override;

    // The loop that all of this runs on.
    [[nodiscard]] const boost::asio::any_io_executor& executor() const noexcept {
        return around_.executor;
    }
    [[nodiscard]] const delivery::delivery_forms& outgoing() const noexcept { return forms_.all(); }
    // Null when the role is not in this process.
    [[nodiscard]] delivery::postvak_service* postvakken() noexcept { return postvakken_.get(); }
    [[nodiscard]] instruments::register_::register_service* register_() noexcept {
        return register_service_.get();
    }
    [[nodiscard]] const std::vector<std::unique_ptr<consumer_role>>& consumers() const noexcept {
        return consumers_;
    }

private:
    [[nodiscard]] bool has(adapters::configuration::role which) const;
    [[nodiscard]] instruments::consumer::runner_options
    identity(const std::string& name, const model::oin& own) const;
    // A pause of its own for each: ending one wait for ever must not end another.
    [[nodiscard]] ports::waiter& pause();
    [[nodiscard]] model::oin oin_of(model::instrument which) const;

    void add_loket();
    void add_let();
    void add_register();
    void add_systeemleren();
    void add_delivery();
    void start_pushing(runtime::task_group& tasks);
    void add_settling();
    void add_forwarder();

    const adapters::configuration::configuration& how_;
    const access::organisation_directory& organisations_;
    storage& durable_;
    consumer_surroundings around_;
    todays_rights rights_;
    outgoing_forms forms_;
    std::vector<std::unique_ptr<ports::waiter>> pauses_;
    // Null when the role is not in this process.
    ports::book* delivery_book_ = nullptr;
    std::unique_ptr<delivery::postvak_service> postvakken_;
    // Null when webhooks are off.
    std::unique_ptr<pushing> pushing_;
    std::unique_ptr<instruments::register_::register_service> register_service_;
    std::vector<std::unique_ptr<consumer_role>> consumers_;
    std::unique_ptr<ports::subscriber> statuses_;
    std::unique_ptr<intake::settling> settling_;
    std::unique_ptr<adapters::http::console::stream_reader> settling_reader_;
    std::unique_ptr<forwarder::forwarder> intake_forwarder_;
    std::unique_ptr<forwarder::reconciler> reconciler_;
};

}  // namespace hub::app
