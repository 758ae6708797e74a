#include "hub/app/hub/instance.hpp"

#include "adapters/telemetry/metrics.hpp"
#include "hub/app/hub/clock_watch.hpp"
#include "hub/app/hub/doors.hpp"
#include "hub/app/hub/file_watch.hpp"
#include "hub/app/hub/front.hpp"
#include "hub/app/hub/logging.hpp"
#include "hub/app/hub/put_back.hpp"
#include "hub/app/hub/roles.hpp"
#include "hub/app/hub/rulebook.hpp"
#include "hub/app/hub/service_manager.hpp"
#include "hub/app/hub/standings.hpp"
#include "hub/app/hub/storage.hpp"
#include "hub/app/hub/storage_report.hpp"
#include "hub/app/hub/upkeep.hpp"
#include "hub/app/hub/watching.hpp"
#include "hub/runtime/bell.hpp"
#include "hub/runtime/loops.hpp"
#include "hub/runtime/own_clock.hpp"
#include "hub/runtime/process_signals.hpp"
#include "hub/runtime/readiness.hpp"
#include "hub/runtime/timer_waiter.hpp"
#include "hub/runtime/with_timeout.hpp"
#include "hub/runtime/worker_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <utility>
#include <variant>

namespace hub::app {

namespace asio = boost::asio;
namespace configuration = adapters::configuration;
using namespace std::chrono_literals;

namespace {

// How often health is looked at and files are compared.
constexpr auto health_interval = 200ms;
// A revocation is to be in force within a second, of which reading and judging need their part.
constexpr auto watch_interval = 100ms;

class instance {
public:
    instance(
        configuration::configuration how,
        std::filesystem::path file,
        configuration::overrides outside
    );

    ending run();

private:
    [[nodiscard]] consumer_surroundings surroundings();
    [[nodiscard]] std::vector<asio::any_io_executor> door_executors() const;
    [[nodiscard]] std::vector<std::filesystem::path> watched() const;

    // On the roles' loop.
    asio::awaitable<ending> live();
    // Whether the hub is to go on; else it is to stop.
    asio::awaitable<bool> wait_for_operators();
    asio::awaitable<void> start();
    asio::awaitable<ending> shut_down();
    asio::awaitable<void> watch_health();
    asio::awaitable<void> watch_files();
    asio::awaitable<void> reload();
    void begin_watching();
    void report_health();
    void report_broken_task();

    configuration::configuration how_;
    const std::filesystem::path file_;
    const configuration::overrides outside_;
    runtime::own_clock clock_;
    connection_log connection_log_{clock_};
    runtime::readiness readiness_;
    std::unique_ptr<adapters::telemetry::metrics> metrics_;
    consumer_log consumer_log_;
    // The loops come before everything that completes on them.
    runtime::loops door_loops_;
    runtime::loops role_loop_{
        {.name = "rollen", .thread = runtime::precedence::afterwards, .count = 1}};
    std::unique_ptr<ports::waiter> pause_;
    runtime::worker_pool files_{
        {.name = "bestanden", .thread = runtime::precedence::afterwards, .threads = 1}};
    storage storage_;
    // Its file lies in the directory that the storage has locked.
    clock_watch clock_watch_;
    rulebook rulebook_;
    vault::envelope_verifier verifier_;
    roles roles_;
    front front_;
    upkeep upkeep_;
    put_back put_back_;
    door_keys keys_;
    standings standings_;
    doors doors_;
    runtime::task_group tasks_;
    runtime::bell stop_;
    file_watch watch_;
    bool watching_ = false;
    bool stopping_ = false;
};

instance::instance(
    configuration::configuration how,
    std::filesystem::path file,
    configuration::overrides outside
)
    : how_{std::move(how)},
      file_{std::move(file)},
      outside_{outside},
      metrics_{adapters::telemetry::create_metrics(clock_)},
      consumer_log_{*metrics_, readiness_},
      door_loops_{{.name = "deur", .count = how_.loops}},
      pause_{runtime::create_timer_waiter(role_loop_.executor(0))},
      storage_{how_, clock_, *metrics_},
      clock_watch_{clock_, how_.folders.data},
      rulebook_{how_, clock_},
      verifier_{how_.environment, storage_.seals()},
      roles_{how_, rulebook_.organisations(), storage_, surroundings()},
      front_{how_, rulebook_, storage_, roles_, clock_, readiness_, *metrics_},
      upkeep_{{storage_, front_, clock_watch_, clock_, readiness_, files_}, role_loop_.executor(0)},
      put_back_{storage_, readiness_},
      keys_{how_, clock_},
      standings_{rulebook_.organisations(), how_.limits},
      doors_{
          how_,
          front_.api_parts(),
          front_.console_parts(keys_, put_back_),
          front_.internal_parts(verifier_),
          keys_,
          standings_,
          clock_,
          connection_log_,
          door_executors()},
      tasks_{role_loop_.executor(0), [this](const std::exception_ptr&) { report_broken_task(); }},
      watch_{watched()} {
    metrics_->measure(front_.metric_sources(keys_));
}

consumer_surroundings instance::surroundings() {
    return {
        .transport = storage_.transport(),
        .vault = storage_.vault(),
        .verifier = verifier_,
        .watcher = consumer_log_,
        .clock = clock_,
        .executor = role_loop_.executor(0),
    };
}

std::vector<asio::any_io_executor> instance::door_executors() const {
    std::vector<asio::any_io_executor> result;
    for (std::size_t i = 0; i < door_loops_.size(); ++i) {
        result.push_back(door_loops_.executor(i));
    }
    return result;
}

std::vector<std::filesystem::path> instance::watched() const {
    auto places = how_.files;
    const auto keys = door_keys::places(how_);
    places.insert(places.end(), keys.begin(), keys.end());
    return places;
}

ending instance::run() {
    runtime::process_signals signals{
        role_loop_.executor(0),
        {.stop = [this] { stop_.ring(); }, .reload = [this] { tasks_.spawn(reload()); }}};
    auto lived = asio::co_spawn(role_loop_.executor(0), live(), asio::use_future);
    door_loops_.start();
    role_loop_.start();
    const auto how_it_ended = lived.get();
    asio::post(role_loop_.executor(0), [&signals] { signals.cancel(); });
    files_.close();
    door_loops_.release();
    role_loop_.release();
    door_loops_.join();
    role_loop_.join();
    return how_it_ended;
}

asio::awaitable<ending> instance::live() {
    const bool goes_on = co_await wait_for_operators();
    if (goes_on) {
        co_await start();
    }
    co_await stop_.wait(0);
    co_return co_await shut_down();
}

// What stands in the logs after a backup was put back is less than what others hold receipts of:
// nothing is added to it before operators have seen that.
asio::awaitable<bool> instance::wait_for_operators() {
    using asio::experimental::awaitable_operators::operator||;
    if (!put_back_.is_waiting()) {
        co_return true;
    }
    begin_watching();
    doors_.open_to_operators();
    doors_.tell_ports(how_.folders.data / "poorten.json");
    tell_service_manager("READY=1");
    co_await (put_back_.wait() || stop_.wait(0));
    co_return !put_back_.is_waiting();
}

asio::awaitable<void> instance::start() {
    co_await upkeep_.prepare(tasks_);
    co_await roles_.start(tasks_);
    front_.start(tasks_);
    begin_watching();
    tasks_.spawn(watch_files());
    upkeep_.start(tasks_);
    co_await front_.record_configuration();
    doors_.open();
    doors_.tell_ports(how_.folders.data / "poorten.json");
    tell_service_manager("READY=1");
    log(level::info, "hub_gereed", {{"omgeving", model::to_string(how_.environment)}});
}

// The order matters: first no new work, then what is in hand, then what it led to.
asio::awaitable<ending> instance::shut_down() {
    using asio::experimental::awaitable_operators::operator||;
    tell_service_manager("STOPPING=1");
    log(level::info, "hub_rondt_af");
    stopping_ = true;
    upkeep_.close();
    readiness_.degraded("hub", "De hub rondt af.");
    const auto heard = stop_.rung();
    const auto deadline = std::chrono::steady_clock::now() + how_.limits.drain_time;
    // Long polls answer at once, with nothing.
    if (roles_.postvakken() != nullptr) {
        roles_.postvakken()->close();
    }
    const auto closed = co_await (doors_.close(how_.limits.drain_time) || stop_.wait(heard));
    std::size_t cut = 0;
    if (const auto* count = std::get_if<0>(&closed)) {
        cut = *count;
    } else {
        // A second signal: what is still in hand is cut.
        cut = co_await doors_.close(0ms) + 1;
    }
    pause_->cancel();
    front_.close();
    roles_.stop_taking();
    roles_.stop_forwarding();
    if (storage_.transport().health().what != transport_health::state::ready) {
        // What has not gone out stays in the outboxes.
        storage_.transport().give_up();
    }
    const auto left = std::max(
        deadline - std::chrono::steady_clock::now(), std::chrono::steady_clock::duration{1s}
    );
    const auto ended = co_await runtime::with_timeout(tasks_.wait(), left);
    if (ended.has_error()) {
        log(level::warning, "afronden_afgebroken", {{"taken", std::to_string(tasks_.size())}});
        tasks_.emit(asio::cancellation_type::terminal);
        co_await tasks_.wait();
    }
    const bool drained = cut == 0 && ended.has_value();
    log(level::info, "hub_gestopt", {{"afgerond", drained ? "ja" : "nee"}});
    co_return drained ? ending::drained : ending::cut_short;
}

void instance::begin_watching() {
    if (!std::exchange(watching_, true)) {
        front_.announce();
        report_health();
        tasks_.spawn(watch_health());
    }
}

asio::awaitable<void> instance::watch_health() {
    while (!stopping_) {
        report_health();
        doors_.report(*metrics_);
        tell_service_manager("WATCHDOG=1");
        co_await pause_->wait(health_interval);
    }
}

void instance::report_health() {
    clock_watch_.look(readiness_);
    report_storage(storage_, readiness_);
    if (!stopping_) {
        readiness_.ready("hub");
    }
}

// What it was says nothing that may be logged: a library's words may hold content.
void instance::report_broken_task() {
    if (!stopping_) {
        log(level::error, "taak_gestopt");
        readiness_.degraded("taken", "Een onderdeel is onverwacht gestopt; herstart de hub.");
    }
}

asio::awaitable<void> instance::watch_files() {
    while (!stopping_) {
        co_await pause_->wait(watch_interval);
        if (!stopping_ && watch_.changed()) {
            co_await reload();
        }
    }
}

asio::awaitable<void> instance::reload() {
    std::variant<configuration::configuration, std::vector<configuration::mistake>> loaded;
    const bool ran = co_await files_.run([&](std::size_t) {
        loaded = configuration::load(file_, outside_);
        const auto* const next = std::get_if<configuration::configuration>(&loaded);
        static_cast<void>(next != nullptr ? keys_.reload(*next) : keys_.reload());
    });
    if (!ran) {
        co_return;
    }
    if (const auto* mistakes = std::get_if<std::vector<configuration::mistake>>(&loaded)) {
        for (const auto& one : *mistakes) {
            log(level::error, "configuratie_onjuist", {{"fout", configuration::to_string(one)}});
        }
        log(level::error, "configuratie_behouden");
        doors_.reload(keys_);
        co_return;
    }
    const auto& next = std::get<configuration::configuration>(loaded);
    const bool rules_changed = next.digest != how_.digest;
    rulebook_.replace(next);
    front_.replace_rules();
    // Before anything that takes long: who fell must be out within a second.
    doors_.reload(keys_);
    co_await roles_.review_rights();
    how_.digest = next.digest;
    if (how_.files != next.files || door_keys::places(how_) != door_keys::places(next)) {
        how_.files = next.files;
        how_.tls = next.tls;
        watch_.watch(watched());
    }
    log(level::info, "herladen", {{"regels", rules_changed ? "nieuw" : "gelijk"}});
    if (rules_changed) {
        co_await front_.record_configuration();
    }
}

}  // namespace

ending run_instance(
    configuration::configuration how,
    std::filesystem::path file,
    configuration::overrides outside
) {
    instance one{std::move(how), std::move(file), outside};
    return one.run();
}

}  // namespace hub::app
