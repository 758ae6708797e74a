#include "hub/app/hub/roles.hpp"

#include "hub/access/caller.hpp"
#include "hub/delivery/postvak_instrument.hpp"
#include "hub/instruments/let/let.hpp"
#include "hub/instruments/loket/loket.hpp"
#include "hub/instruments/loket/oefenloket.hpp"
#include "hub/instruments/register/register_instrument.hpp"
#include "hub/instruments/systeemleren/systeemleren.hpp"
#include "hub/runtime/timer_waiter.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <stdexcept>
#include <utility>

namespace hub::app {

namespace configuration = adapters::configuration;
namespace instruments_ns = hub::instruments;
using configuration::role;
using model::stream;

namespace {

// Intake's reading of the status stream, for operators.
class settling_reader final : public adapters::http::console::stream_reader {
public:
    settling_reader(intake::settling& settles, boost::asio::any_io_executor executor)
        : settles_{settles}, executor_{std::move(executor)} {}

    ports::async_result<std::vector<ports::position>> resume() override {
        co_return co_await boost::asio::co_spawn(
            executor_, settles_.resume(), boost::asio::use_awaitable
        );
    }

private:
    intake::settling& settles_;
    boost::asio::any_io_executor executor_;
};

}  // namespace

bool todays_rights::may_receive(const model::oin& recipient) const {
    return access::may_receive(*organisations_.current(), recipient);
}

roles::roles(
    const configuration::configuration& how,
    const access::organisation_directory& organisations,
    storage& durable,
    consumer_surroundings around
)
    : how_{how},
      organisations_{organisations},
      durable_{durable},
      around_{around},
      rights_{organisations},
      forms_{how} {
    if (has(role::loket)) {
        add_loket();
    }
    if (has(role::let)) {
        add_let();
    }
    if (has(role::register_)) {
        add_register();
    }
    if (has(role::systeemleren)) {
        add_systeemleren();
    }
    if (has(role::delivery)) {
        add_delivery();
    }
    if (has(role::intake)) {
        add_settling();
    }
    if (has(role::forwarder)) {
        add_forwarder();
    }
}

bool roles::has(role which) const {
    return how_.roles.contains(which);
}

instruments::consumer::runner_options
roles::identity(const std::string& name, const model::oin& own) const {
    instruments::consumer::runner_options options;
    options.name = name;
    options.own = own;
    options.environment = how_.environment;
    options.decided_by = how_.digest;
    return options;
}

ports::waiter& roles::pause() {
    return *pauses_.emplace_back(runtime::create_timer_waiter(around_.executor));
}

model::oin roles::oin_of(model::instrument which) const {
    const auto oin = organisations_.current()->oin_of(which);
    if (!oin) {
        throw std::logic_error{"een instrument zonder OIN had de configuratie moeten weigeren"};
    }
    return *oin;
}

void roles::add_loket() {
    instruments_ns::loket::loket_options options;
    options.own = oin_of(model::instrument::loket);
    std::vector<instruments_ns::loket::supplement_rule> rules;
    for (const auto& [field, question] : how_.supplements) {
        rules.push_back({field, question});
    }
    options.supplements = instruments_ns::loket::supplement_table{std::move(rules)};
    auto& vault = around_.vault;
    options.person_pseudonym = [&vault](std::string_view bsn) {
        return vault.pseudonym(ports::key_purpose::pseudonym_loket, bsn);
    };
    options.logbook_pseudonym = [&vault](std::string_view bsn) {
        return vault.pseudonym(ports::key_purpose::pseudonym_logbook, bsn);
    };
    std::unique_ptr<instruments_ns::consumer::instrument> instrument;
    if (how_.practice_loket) {
        instrument = std::make_unique<instruments_ns::loket::oefenloket>(options);
    } else {
        instrument = std::make_unique<instruments_ns::loket::loket>(options);
    }
    consumers_.push_back(std::make_unique<consumer_role>(
        around_,
        identity("loket", options.own),
        std::vector{stream::aanmelding, stream::bericht},
        durable_.open_book("loket"),
        std::move(instrument)
    ));
}

void roles::add_let() {
    instruments_ns::let::let_options options;
    options.loket = oin_of(model::instrument::loket);
    consumers_.push_back(std::make_unique<consumer_role>(
        around_,
        identity("let", oin_of(model::instrument::let)),
        std::vector{stream::escalatie},
        durable_.open_book("let"),
        std::make_unique<instruments_ns::let::let>(options)
    ));
}

void roles::add_register() {
    auto& book = durable_.open_book("register");
    instruments_ns::register_::register_service_options options;
    const auto& organisations = organisations_;
    options.name_of = [&organisations](const model::oin& oin) {
        const auto today = organisations.current();
        const auto* found = today->find(oin);
        return found == nullptr ? std::string{} : found->naam;
    };
    register_service_ = std::make_unique<instruments_ns::register_::register_service>(
        book, around_.vault, std::move(options)
    );
    consumers_.push_back(std::make_unique<consumer_role>(
        around_,
        identity("register", oin_of(model::instrument::register_)),
        std::vector{stream::register_},
        book,
        std::make_unique<instruments_ns::register_::register_instrument>(),
        register_service_.get()
    ));
}

void roles::add_systeemleren() {
    consumers_.push_back(std::make_unique<consumer_role>(
        around_,
        identity("systeemleren", how_.own),
        std::vector{stream::signaal},
        durable_.open_book("systeemleren"),
        std::make_unique<instruments_ns::systeemleren::systeemleren>()
    ));
}

void roles::add_delivery() {
    auto& book = durable_.open_book("delivery");
    delivery_book_ = &book;
    const auto speaks_as = identity("delivery", how_.own);
    postvakken_ = std::make_unique<delivery::postvak_service>(
        delivery::postvak_ports{book, around_.vault, around_.clock, rights_},
        speaks_as,
        delivery::postvak_options{}
    );
    consumers_.push_back(std::make_unique<consumer_role>(
        around_,
        speaks_as,
        std::vector{stream::bericht, stream::status},
        book,
        std::make_unique<delivery::postvak_instrument>(),
        postvakken_.get()
    ));
}

void roles::start_pushing(runtime::task_group& tasks) {
    if (postvakken_ == nullptr || !how_.webhooks.enabled) {
        return;
    }
    pushing_ = std::make_unique<pushing>(
        how_,
        organisations_,
        forms_.all(),
        delivery::postvak_ports{*delivery_book_, around_.vault, around_.clock, rights_},
        *postvakken_,
        identity("delivery", how_.own),
        around_.executor,
        tasks
    );
    pushing_->replace();
}

void roles::add_settling() {
    statuses_ = around_.transport.as("intake").subscribe(
        {"intake", {stream::status}}, *durable_.messages()
    );
    settling_ = std::make_unique<intake::settling>(
        intake::settling_ports{
            .subscriber = *statuses_,
            .store = *durable_.messages(),
            .vault = around_.vault,
            .verifier = around_.verifier,
            .clock = around_.clock,
            .waiter = pause(),
            .watcher = around_.watcher,
        },
        intake::settling_options{}
    );
    settling_reader_ = std::make_unique<settling_reader>(*settling_, around_.executor);
}

void roles::add_forwarder() {
    intake_forwarder_ = std::make_unique<forwarder::forwarder>(
        forwarder::forwarder_ports{
            *durable_.messages(), around_.transport.as("forwarder"), around_.clock, pause()},
        forwarder::forwarder_options{.groups = around_.transport.groups(), .retry = {}}
    );
    reconciler_ = std::make_unique<forwarder::reconciler>(
        forwarder::reconciler_ports{
            *durable_.messages(), around_.transport.as("forwarder"), around_.clock, pause()},
        forwarder::reconciler_options{}
    );
}

boost::asio::awaitable<void> roles::start(runtime::task_group& tasks) {
    if (register_service_ != nullptr) {
        // Searches would otherwise find nothing until the first mutation.
        const auto loaded = co_await register_service_->load();
        if (!loaded) {
            throw std::runtime_error{"het boek van het register is niet te lezen"};
        }
    }
    for (const auto& one : consumers_) {
        one->start(tasks);
    }
    co_await review_rights();
    start_pushing(tasks);
    if (settling_ != nullptr) {
        tasks.spawn(settling_->run());
    }
    if (intake_forwarder_ != nullptr) {
        tasks.spawn(intake_forwarder_->run());
        tasks.spawn(reconciler_->run());
    }
}

std::vector<adapters::http::console::named_reader> roles::readers() {
    std::vector<adapters::http::console::named_reader> all;
    for (const auto& one : consumers_) {
        all.push_back({one->name(), one.get()});
    }
    if (settling_reader_ != nullptr) {
        all.push_back({"intake", settling_reader_.get()});
    }
    return all;
}

ports::async_result<std::size_t> roles::publish_again(model::timestamp since) {
    std::size_t total = 0;
    if (reconciler_ != nullptr) {
        total += co_await boost::asio::co_spawn(
            around_.executor, reconciler_->sweep_now(), boost::asio::use_awaitable
        );
    }
    for (const auto& one : consumers_) {
        const auto more = co_await one->publish_again(since);
        if (!more) {
            co_return more.error();
        }
        total += *more;
    }
    co_return total;
}

boost::asio::awaitable<void> roles::review_rights() {
    if (postvakken_ != nullptr) {
        // What fails now is found at the next fetch: rights are asked there again.
        static_cast<void>(co_await postvakken_->review());
    }
    if (pushing_ != nullptr) {
        pushing_->replace();
    }
}

void roles::stop_taking() {
    if (pushing_ != nullptr) {
        pushing_->close();
    }
    if (postvakken_ != nullptr) {
        postvakken_->close();
    }
    for (const auto& one : consumers_) {
        one->stop_taking();
    }
    if (settling_ != nullptr) {
        settling_->close();
    }
    if (reconciler_ != nullptr) {
        reconciler_->close();
    }
}

void roles::stop_forwarding() {
    if (intake_forwarder_ != nullptr) {
        intake_forwarder_->close();
    }
    for (const auto& one : consumers_) {
        one->stop_forwarding();
    }
}

}  // namespace hub::app
