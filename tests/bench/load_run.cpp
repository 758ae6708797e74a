#include "tests/bench/load_run.hpp"

#include "tests/bench/receipts.hpp"

#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <future>
#include <sys/resource.h>
#include <thread>

namespace tests::bench {
namespace {

std::chrono::microseconds own_cpu() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return std::chrono::seconds{used.ru_utime.tv_sec + used.ru_stime.tv_sec} +
           std::chrono::microseconds{used.ru_utime.tv_usec + used.ru_stime.tv_usec};
}

struct worker {
    worker(
        const load_options& options,
        const aanmelding_template& message,
        SSL_CTX& context,
        posting_range range
    )
        : slots{options.connections / options.threads},
          connections{context, options.port, slots},
          job{message, range, slots},
          pace{options.pace} {
        if (pace.rate) {
            *pace.rate /= static_cast<double>(options.threads);
        }
    }

    exchange_result run() { return connections.run(job, pace); }

    const std::size_t slots;
    exchange connections;
    posting_job job;
    pacing pace;
};

void add(posting_result& to, posting_result&& from) {
    std::move(from.accepted.begin(), from.accepted.end(), std::back_inserter(to.accepted));
    std::move(from.samples.begin(), from.samples.end(), std::back_inserter(to.samples));
    to.latencies_us.insert(
        to.latencies_us.end(), from.latencies_us.begin(), from.latencies_us.end()
    );
    for (const auto& [status, count] : from.refused) {
        to.refused[status] += count;
    }
    to.without_receipt += from.without_receipt;
    to.unknown += from.unknown;
}

void post_all(std::deque<worker>& workers, load_report& report) {
    std::vector<std::future<exchange_result>> others;
    for (std::size_t i = 1; i < workers.size(); ++i) {
        others.push_back(std::async(std::launch::async, &worker::run, &workers[i]));
    }
    auto results = std::vector{workers.front().run()};
    for (auto& other : others) {
        results.push_back(other.get());
    }
    for (const auto& result : results) {
        report.elapsed = std::max(report.elapsed, result.elapsed);
        report.reconnected += result.reconnected;
        report.given_up += result.given_up;
    }
    for (auto& worker : workers) {
        add(report.posted, std::move(worker.job.result()));
    }
}

void verify_samples(
    const load_options& options,
    const aanmelding_template& message,
    exchange& connections,
    load_report& report
) {
    receipt_checker checker{read_seals(fetch(connections, "/v1/zegels"))};
    for (const auto& sample : report.posted.samples) {
        const auto original = message.body_of(sample.number);
        const auto fault = checker.fault_of({sample.body, original, options.message.sender_oin});
        report.verified += fault ? 0U : 1U;
        if (fault && !report.first_fault) {
            report.first_fault = fault;
        }
    }
}

void read_back(
    const load_options& options,
    const aanmelding_template& message,
    exchange& connections,
    load_report& report
) {
    verify_samples(options, message, connections, report);
    report.states = reread_states(
        connections,
        message,
        report.posted.accepted,
        {.every = options.reread_every, .until = options.until, .patience = options.patience}
    );
    if (options.postvak) {
        report.postvak = reread_postvak(
            connections, options.message.sender_oin, report.posted.accepted, options.patience
        );
    }
}

double percentile(const std::vector<std::uint32_t>& sorted, double part) {
    if (sorted.empty()) {
        return 0;
    }
    const auto last = static_cast<double>(sorted.size() - 1);
    return static_cast<double>(sorted[static_cast<std::size_t>(last * part)]) / 1000;
}

double per_message(std::chrono::microseconds total, std::size_t messages) {
    return messages == 0 ? 0 : static_cast<double>(total.count()) / static_cast<double>(messages);
}

}  // namespace

bool load_report::right() const noexcept {
    return posted.refused.empty() && posted.without_receipt == 0 && posted.unknown == 0 &&
           given_up == 0 && !first_fault && states.lost == 0 && states.unfinished == 0 &&
           (!postvak || (postvak->once == posted.accepted.size() && postvak->missing == 0 &&
                         postvak->doubled == 0));
}

load_report run_load(const load_options& options) {
    const aanmelding_template message{options.message};
    const auto context = make_tls_context(options.tls, tls_side::client);
    std::deque<worker> workers;
    const auto share = options.messages / static_cast<std::uint32_t>(options.threads);
    for (std::uint32_t i = 0; i < options.threads; ++i) {
        workers.emplace_back(
            options, message, *context, posting_range{i * share, share, options.sample_every}
        );
    }
    load_report report;
    const auto before = usage_of(options.process);
    const auto own_before = own_cpu();
    post_all(workers, report);
    report.own_cpu = own_cpu() - own_before;
    if (options.against == target::hub) {
        wait_until_idle(options.process, options.patience);
    }
    const auto after = usage_of(options.process);
    report.process_cpu = after.cpu - before.cpu;
    report.resident_bytes = after.resident_bytes;
    if (options.against == target::hub) {
        read_back(options, message, workers.front().connections, report);
    }
    return report;
}

std::string to_json(load_report& report) {
    auto& latencies = report.posted.latencies_us;
    std::sort(latencies.begin(), latencies.end());
    const auto accepted = report.posted.accepted.size();
    const std::chrono::duration<double> seconds = report.elapsed;
    std::string refused;
    for (const auto& [status, count] : report.posted.refused) {
        refused += fmt::format("{}\"{}\":{}", refused.empty() ? "" : ",", status, count);
    }
    const auto postvak = report.postvak.value_or(postvak_counts{});
    return fmt::format(
        "{{\"right\":{},\"accepted\":{},\"refused\":{{{}}},\"unknown\":{},\"given_up\":{},"
        "\"without_receipt\":{},\"reconnected\":{},\"verified\":{},\"first_fault\":\"{}\","
        "\"seconds\":{:.3f},\"per_second\":{:.0f},"
        "\"ms\":{{\"p50\":{:.3f},\"p90\":{:.3f},\"p99\":{:.3f},\"p99.9\":{:.3f},\"max\":{:.3f}}},"
        "\"process_us\":{:.1f},\"own_us\":{:.1f},\"resident\":{},"
        "\"states\":{{\"asked\":{},\"reached\":{},\"unfinished\":{},\"lost\":{}}},"
        "\"postvak\":{{\"once\":{},\"missing\":{},\"doubled\":{},\"read_again\":{}}}}}",
        report.right(),
        accepted,
        refused,
        report.posted.unknown,
        report.given_up,
        report.posted.without_receipt,
        report.reconnected,
        report.verified,
        report.first_fault.value_or(""),
        seconds.count(),
        static_cast<double>(accepted) / seconds.count(),
        percentile(latencies, 0.5),
        percentile(latencies, 0.9),
        percentile(latencies, 0.99),
        percentile(latencies, 0.999),
        percentile(latencies, 1),
        per_message(report.process_cpu, accepted),
        per_message(report.own_cpu, accepted),
        report.resident_bytes,
        report.states.asked,
        report.states.reached,
        report.states.unfinished,
        report.states.lost,
        postvak.once,
        postvak.missing,
        postvak.doubled,
        postvak.read_again
    );
}

}  // namespace tests::bench
