#include "adapters/kafka/cluster.hpp"

#include "adapters/kafka/consumer.hpp"
#include "adapters/kafka/pause.hpp"
#include "adapters/kafka/principal.hpp"
#include "adapters/kafka/reading.hpp"
#include "adapters/kafka/subscriber.hpp"
#include "hub/runtime/loops.hpp"
#include "hub/runtime/task_group.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <mutex>
#include <set>
#include <stdexcept>
#include <utility>

namespace adapters::kafka {
namespace asio = boost::asio;

using hub::ports::async_result;
using hub::ports::errc;
using hub::ports::position;
using hub::ports::result;
using hub::ports::shared_record;
using namespace std::chrono_literals;

namespace {

constexpr auto tick_interval = 200ms;
constexpr std::size_t blocking_threads = 3;

class cluster final : public kafka_cluster {
public:
    explicit cluster(cluster_options options);
    ~cluster() override;

    hub::ports::broker& as(const std::string& role) override;
    cluster_health health() const override;
    std::vector<role_health> healths() const override;
    std::vector<hub::ports::broker_measurement> measure() const override;
    void give_up() override;

    // For the views. Null, which health() tells from then on, when nobody here may write it.
    [[nodiscard]] principal* writer_of(hub::model::stream stream, const std::string& role);
    [[nodiscard]] std::unique_ptr<hub::ports::subscriber> subscribe(
        const std::string& role,
        hub::ports::subscription what,
        hub::ports::position_source& positions
    );
    [[nodiscard]] std::vector<hub::ports::partition_lag> lags() const;

private:
    class view;

    [[nodiscard]] principal* stated_writer(const topic& where, const std::string& role) const;
    [[nodiscard]] connection connection_of(const std::string& role) const;
    [[nodiscard]] producing writing_of(const std::string& role) const;
    asio::awaitable<void> tick();
    asio::awaitable<void> run_consumer(std::shared_ptr<consumer> one);
    static asio::awaitable<void> watch_consumer(std::shared_ptr<consumer> one);
    asio::awaitable<void> shut_down();

    cluster_options options_;
    hub::runtime::loops loop_{
        {.name = "kafka", .thread = hub::runtime::precedence::afterwards, .count = 1}};
    hub::runtime::worker_pool workers_{
        {.name = "kafka",
         .thread = hub::runtime::precedence::afterwards,
         .threads = blocking_threads}};
    hub::runtime::task_group tasks_;
    std::map<std::string, std::unique_ptr<principal>> principals_;
    std::map<std::string, std::unique_ptr<view>> views_;
    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<consumer>> consumers_;
    // Topics that something was to be written to, and no principal of ours may.
    std::set<std::string> unwritable_;
    bool ending_ = false;
};

// What one role sees of the cluster.
class cluster::view final : public hub::ports::broker {
public:
    view(cluster& owner, std::string role) : owner_{owner}, role_{std::move(role)} {}

    async_result<std::vector<result<position>>> publish(std::vector<shared_record> batch) override;

    std::unique_ptr<hub::ports::subscriber>
    subscribe(hub::ports::subscription what, hub::ports::position_source& positions) override {
        return owner_.subscribe(role_, std::move(what), positions);
    }

    std::vector<hub::ports::partition_lag> lags() const override { return owner_.lags(); }

private:
    cluster& owner_;
    const std::string role_;
};

async_result<std::vector<result<position>>> cluster::view::publish(std::vector<shared_record> batch
) {
    std::map<principal*, std::vector<std::size_t>> places;
    for (std::size_t at = 0; at < batch.size(); ++at) {
        places[owner_.writer_of(batch[at]->stream, role_)].push_back(at);
    }
    if (places.size() == 1 && places.begin()->first != nullptr) {
        co_return co_await places.begin()->first->writer().publish(std::move(batch));
    }
    // Nobody here may write the rest: that is a matter of configuration, and heals with it.
    std::vector<result<position>> outcomes(batch.size(), errc::retry);
    for (const auto& [writer, own] : places) {
        if (writer == nullptr) {
            continue;
        }
        std::vector<shared_record> part;
        part.reserve(own.size());
        for (const auto at : own) {
            part.push_back(std::move(batch[at]));
        }
        const auto done = co_await writer->writer().publish(std::move(part));
        for (std::size_t i = 0; i < own.size(); ++i) {
            outcomes[own[i]] = done.has_value() ? (*done)[i] : result<position>{done.error()};
        }
    }
    co_return outcomes;
}

cluster::cluster(cluster_options options)
    : options_{std::move(options)}, tasks_{loop_.executor(0)} {
    for (const auto& [role, files] : options_.principals) {
        auto& one = principals_[role];
        one = std::make_unique<principal>(principal_parts{
            .name = role,
            .to = connection_of(role),
            .how = writing_of(role),
            .topics = options_.topics,
            .environment = options_.environment,
            .executor = loop_.executor(0),
            .workers = workers_,
            .look_interval = options_.look_interval,
        });
        views_[role] = std::make_unique<view>(*this, role);
        tasks_.spawn(one->writer().run());
        tasks_.spawn(one->watch());
    }
    tasks_.spawn(tick());
    loop_.start();
}

cluster::~cluster() {
    asio::co_spawn(loop_.executor(0), shut_down(), asio::use_future).get();
    workers_.close();
    loop_.release();
    loop_.join();
}

asio::awaitable<void> cluster::shut_down() {
    ending_ = true;
    for (auto& [role, one] : principals_) {
        one->close();
        one->writer().close(options_.close_time);
    }
    co_await tasks_.wait();
}

asio::awaitable<void> cluster::tick() {
    while (!ending_) {
        for (auto& [role, one] : principals_) {
            one->writer().tick();
        }
        {
            const std::lock_guard lock{mutex_};
            for (const auto& one : consumers_) {
                one->wake();
            }
        }
        co_await pause(tick_interval);
    }
}

connection cluster::connection_of(const std::string& role) const {
    connection to;
    to.brokers = options_.brokers;
    to.roots = options_.roots;
    to.own = options_.principals.at(role);
    to.client_id = "pmm-hub-" + role;
    return to;
}

// A broker refuses a producer's number to whoever may write no topic. Its client only looks.
producing cluster::writing_of(const std::string& role) const {
    const auto& topics = options_.topics.topics;
    const auto writes = std::any_of(topics.begin(), topics.end(), [&role](const topic& one) {
        return may_write(one, role);
    });
    auto how = options_.writing;
    how.idempotent = how.idempotent && writes;
    return how;
}

hub::ports::broker& cluster::as(const std::string& role) {
    const auto found = views_.find(role);
    if (found == views_.end()) {
        throw std::logic_error{"no principal of Kafka for the role " + role};
    }
    return *found->second;
}

principal* cluster::writer_of(hub::model::stream stream, const std::string& role) {
    const auto* where = options_.topics.find(stream);
    auto* writer = where == nullptr ? nullptr : stated_writer(*where, role);
    if (writer == nullptr) {
        const std::lock_guard lock{mutex_};
        unwritable_.insert(
            where == nullptr ? std::string{hub::model::to_string(stream)} : where->name
        );
    }
    return writer;
}

principal* cluster::stated_writer(const topic& where, const std::string& role) const {
    if (may_write(where, role)) {
        return principals_.at(role).get();
    }
    for (const auto& writer : where.writers) {
        if (const auto found = principals_.find(writer); found != principals_.end()) {
            return found->second.get();
        }
    }
    return nullptr;
}

std::unique_ptr<hub::ports::subscriber> cluster::subscribe(
    const std::string& role,
    hub::ports::subscription what,
    hub::ports::position_source& positions
) {
    auto shared = std::make_shared<reading>();
    auto client = std::make_shared<consumer>(
        consumer_parts{
            .to = connection_of(role),
            .how =
                {.group = options_.topics.group_of(what.group),
                 .session_time = options_.session_time,
                 .poll_time = options_.poll_time},
            .role = what.group,
            .streams = std::move(what.streams),
            .topics = options_.topics,
            .gate = principals_.at(role)->gate(),
            .asking = principals_.at(role)->writer(),
            .executor = loop_.executor(0),
            .workers = workers_,
            .hand_over_time = options_.hand_over_time,
            .look_interval = options_.look_interval,
            .most_records = options_.waiting_records,
        },
        shared
    );
    {
        const std::lock_guard lock{mutex_};
        consumers_.push_back(client);
    }
    asio::post(loop_.executor(0), [this, client] {
        tasks_.spawn(run_consumer(client));
        tasks_.spawn(watch_consumer(client));
    });
    return std::make_unique<kafka_subscriber>(std::move(shared), std::move(client), positions);
}

asio::awaitable<void> cluster::run_consumer(std::shared_ptr<consumer> one) {
    co_await one->run();
    const std::lock_guard lock{mutex_};
    std::erase(consumers_, one);
}

asio::awaitable<void> cluster::watch_consumer(std::shared_ptr<consumer> one) {
    co_await one->watch();
}

std::vector<hub::ports::partition_lag> cluster::lags() const {
    std::vector<hub::ports::partition_lag> all;
    const std::lock_guard lock{mutex_};
    for (const auto& one : consumers_) {
        const auto some = one->lags();
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

cluster_health cluster::health() const {
    cluster_health now;
    now.usable = true;
    for (const auto& [role, one] : principals_) {
        now.in_flight += one->writer().in_flight();
        const auto words = one->words();
        if (words.empty() && one->gate().open()) {
            continue;
        }
        now.usable = false;
        if (now.words.empty()) {
            now.words = role + ": " + (words.empty() ? "Kafka is nog niet bekeken." : words);
        }
    }
    const std::lock_guard lock{mutex_};
    if (!unwritable_.empty()) {
        now.usable = false;
        now.words = "Geen rol van dit proces mag schrijven naar " + *unwritable_.begin() +
                    " (topics.yaml, spreektOokAls); wat ervoor is, blijft wachten.";
    }
    for (const auto& one : consumers_) {
        if (const auto why = one->standing().now(); why != trouble::none) {
            now.usable = false;
            // What the look at the cluster found names the topic.
            if (now.words.empty()) {
                now.words = words_of(why);
            }
        }
    }
    return now;
}

std::vector<role_health> cluster::healths() const {
    std::vector<role_health> all;
    const std::lock_guard lock{mutex_};
    for (const auto& [role, one] : principals_) {
        const auto& writing = one->writer().standing();
        role_health now{role, one->writer().in_flight(), one->words(), {}, {}};
        now.last_words = words_of(writing.last());
        now.last_at = writing.last_at();
        for (const auto& reader : consumers_) {
            const auto& reading = reader->standing();
            if (reader->role() == role && reading.now() != trouble::none) {
                now.words = words_of(reading.now());
            }
            if (reader->role() == role && reading.last_at() > now.last_at) {
                now.last_words = words_of(reading.last());
                now.last_at = reading.last_at();
            }
        }
        all.push_back(std::move(now));
    }
    return all;
}

std::vector<hub::ports::broker_measurement> cluster::measure() const {
    std::vector<hub::ports::broker_measurement> all;
    const std::lock_guard lock{mutex_};
    for (const auto& [role, one] : principals_) {
        const auto statistics = one->writer().statistics();
        hub::ports::broker_measurement now;
        now.role = role;
        now.usable = one->words().empty() && one->gate().open();
        now.in_flight = one->writer().in_flight();
        now.brokers_away = statistics.brokers_away;
        now.slow_answer = statistics.slow_answer;
        now.failed_requests = statistics.failed_requests;
        for (const auto& reader : consumers_) {
            now.readers_renewed += reader->role() == role ? reader->renewals() : 0;
        }
        all.push_back(std::move(now));
    }
    return all;
}

void cluster::give_up() {
    for (auto& [role, one] : principals_) {
        one->writer().give_up();
    }
}

}  // namespace

std::unique_ptr<kafka_cluster> create_cluster(cluster_options options) {
    return std::make_unique<cluster>(std::move(options));
}

}  // namespace adapters::kafka
