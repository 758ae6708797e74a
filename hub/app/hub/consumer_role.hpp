// One consumer at work on its book: its place on the broker, the runner that decides, and the
// forwarder of its outbox.
#pragma once

#include "hub/app/hub/transport.hpp"
#include "hub/forwarder/forwarder.hpp"
#include "hub/instruments/consumer/parked_desk.hpp"
#include "hub/instruments/consumer/runner.hpp"
#include "hub/ports/book.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/waiter.hpp"
#include "hub/runtime/task_group.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>
#include <vector>

namespace hub::app {

// What all consumers of a process share; outlives them.
struct consumer_surroundings {
    app::transport& transport;
    vault::vault& vault;
    vault::envelope_verifier& verifier;
    instruments::consumer::events& watcher;
    ports::clock& clock;
    // The loop of the roles.
    boost::asio::any_io_executor executor;
};

// Used from one executor, apart from book(), desk(), resume() and publish_again(). The book and the
// observer outlive it.
class consumer_role final : public adapters::http::console::stream_reader {
public:
    consumer_role(
        consumer_surroundings around,
        instruments::consumer::runner_options identity,
        std::vector<model::stream> streams,
        ports::book& book,
        std::unique_ptr<instruments::consumer::instrument> decides,
        instruments::consumer::commit_observer* observer = nullptr
    );

    void start(runtime::task_group& tasks);

    // The runner takes nothing new; what is in its outbox still goes out.
    void stop_taking();
    // The forwarder ends as well; after this the book can go.
    void stop_forwarding();

    hub::ports::async_result<std::vector<hub::ports::position>> resume() override;
    // What its book sent since a time goes out once more; how many.
    [[nodiscard]] hub::ports::async_result<std::size_t> publish_again(model::timestamp since);

    [[nodiscard]] const std::string& name() const noexcept { return identity_.name; }
    [[nodiscard]] ports::book& book() noexcept { return book_; }
    [[nodiscard]] instruments::consumer::parked_desk& desk() noexcept { return desk_; }

private:
    instruments::consumer::runner_options identity_;
    boost::asio::any_io_executor executor_;
    ports::publisher& publisher_;
    ports::book& book_;
    std::unique_ptr<instruments::consumer::instrument> decides_;
    std::unique_ptr<ports::subscriber> subscriber_;
    // Ending one wait for ever must not end the other: the outbox is drained after taking has
    // ended.
    std::unique_ptr<ports::waiter> taking_pause_;
    std::unique_ptr<ports::waiter> forwarding_pause_;
    instruments::consumer::runner_ports ports_;
    instruments::consumer::runner runner_;
    instruments::consumer::parked_desk desk_;
    forwarder::forwarder forwarder_;
};

}  // namespace hub::app
