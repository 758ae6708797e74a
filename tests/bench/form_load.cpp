#include "tests/bench/form_load.hpp"

#include "tests/bench/usage.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tests::bench {
namespace {

// Forms take turns, whichever connection is free.
class form_job final : public exchange_job {
public:
    form_job(const std::vector<form_messages>& forms, std::uint32_t count, std::size_t slots)
        : forms_{forms}, count_{count}, slots_(slots), results_(forms.size()) {}

    std::string_view next(std::size_t slot) override {
        if (sent_ == count_) {
            return {};
        }
        auto& pending = slots_[slot];
        pending.which = sent_ % forms_.size();
        pending.request = forms_[pending.which].request(sent_++);
        return pending.request;
    }

    void answered(std::size_t slot, const http_message& answer, std::uint32_t micros) override {
        const auto which = slots_[slot].which;
        const auto status = answer.status();
        if (status != forms_[which].accepted_status()) {
            ++results_[which].refused[status];
            return;
        }
        results_[which].latencies_us.push_back(micros);
    }

    void broken(std::size_t) override { ++unknown_; }

    [[nodiscard]] std::vector<form_result>& results() noexcept { return results_; }
    [[nodiscard]] std::uint64_t unknown() const noexcept { return unknown_; }

private:
    struct in_flight {
        std::string request;
        std::size_t which = 0;
    };

    const std::vector<form_messages>& forms_;
    const std::uint32_t count_;
    std::uint32_t sent_ = 0;
    std::vector<in_flight> slots_;
    std::vector<form_result> results_;
    std::uint64_t unknown_ = 0;
};

double milliseconds_at(const std::vector<std::uint32_t>& sorted, double part) {
    if (sorted.empty()) {
        return 0;
    }
    const auto last = static_cast<double>(sorted.size() - 1);
    return static_cast<double>(sorted[static_cast<std::size_t>(last * part)]) / 1000;
}

std::string to_json(form which, form_result& result, double seconds) {
    auto& latencies = result.latencies_us;
    std::sort(latencies.begin(), latencies.end());
    std::string refused;
    for (const auto& [status, count] : result.refused) {
        refused += fmt::format("{}\"{}\":{}", refused.empty() ? "" : ",", status, count);
    }
    return fmt::format(
        "\"{}\":{{\"accepted\":{},\"refused\":{{{}}},\"per_second\":{:.0f},"
        "\"ms\":{{\"p50\":{:.3f},\"p99\":{:.3f},\"max\":{:.3f}}}}}",
        form_names[static_cast<std::size_t>(which)],
        latencies.size(),
        refused,
        static_cast<double>(latencies.size()) / seconds,
        milliseconds_at(latencies, 0.5),
        milliseconds_at(latencies, 0.99),
        milliseconds_at(latencies, 1)
    );
}

}  // namespace

bool form_load_report::right() const noexcept {
    return unknown == 0 && given_up == 0 &&
           std::all_of(results.begin(), results.end(), [](const form_result& one) {
               return one.refused.empty();
           });
}

form_load_report run_form_load(const form_load_options& options) {
    std::vector<form_messages> messages;
    for (const auto which : options.forms) {
        messages.emplace_back(which, options.messages_of);
    }
    const auto context = make_tls_context(options.tls, tls_side::client);
    exchange connections{*context, options.port, options.connections};
    form_job job{messages, options.messages, options.connections};
    const auto before = usage_of(options.process);
    const auto done = connections.run(job, options.pace);
    wait_until_idle(options.process, options.patience);
    const auto after = usage_of(options.process);
    form_load_report report;
    report.forms = options.forms;
    report.results = std::move(job.results());
    report.unknown = job.unknown();
    report.given_up = done.given_up;
    report.elapsed = done.elapsed;
    report.process_cpu = after.cpu - before.cpu;
    return report;
}

std::string to_json(form_load_report& report) {
    const std::chrono::duration<double> seconds = report.elapsed;
    std::string forms;
    std::size_t accepted = 0;
    for (std::size_t at = 0; at < report.forms.size(); ++at) {
        forms += forms.empty() ? "" : ",";
        forms += to_json(report.forms[at], report.results[at], seconds.count());
        accepted += report.results[at].latencies_us.size();
    }
    return fmt::format(
        "{{\"right\":{},\"accepted\":{},\"unknown\":{},\"given_up\":{},\"seconds\":{:.3f},"
        "\"per_second\":{:.0f},\"process_us\":{:.1f},\"forms\":{{{}}}}}",
        report.right(),
        accepted,
        report.unknown,
        report.given_up,
        seconds.count(),
        static_cast<double>(accepted) / seconds.count(),
        static_cast<double>(report.process_cpu.count()) /
            static_cast<double>(std::max<std::size_t>(accepted, 1)),
        forms
    );
}

}  // namespace tests::bench
