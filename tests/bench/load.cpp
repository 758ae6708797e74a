// load aanmeldingen: measures how a server takes aanmeldingen and checks that nothing is lost.
// load vormen: the same in the forms that organisations speak, one or several in turn.
// load stil: what a connection costs that does nothing.

#include "tests/bench/form_load.hpp"
#include "tests/bench/load_run.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <iostream>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace tests::bench;

// Every load has these.
template <class Options>
void take_connection_options(CLI::App& app, Options& options) {
    app.add_option("--certificate", options.tls.certificate)->required();
    app.add_option("--key", options.tls.key)->required();
    app.add_option("--roots", options.tls.roots)->required();
    app.add_option("--port", options.port)->required();
    app.add_option("--process", options.process, "Whose use is measured")->required();
    app.add_option("--connections", options.connections)->check(CLI::Range(1, 10'000));
}

void take_load_options(CLI::App& app, load_options& options, double& rate, bool& floor) {
    app.add_option("--oin", options.message.sender_oin, "Of the certificate")->required();
    app.add_option("--sample", options.message.sample, "The aanmelding to send")->required();
    app.add_option("--size", options.message.size, "Bytes of a body");
    app.add_option("--threads", options.threads)->check(CLI::Range(1, 2));
    app.add_option("--messages", options.messages)->check(CLI::Range(1, 5'000'000));
    app.add_option("--send-for", options.pace.send_for, "Send no longer than this (ms)");
    app.add_option("--rate", rate, "Messages per second; without it as fast as answers come");
    app.add_option("--reread-every", options.reread_every)->check(CLI::PositiveNumber);
    app.add_option("--sample-every", options.sample_every)->check(CLI::PositiveNumber);
    const std::map<std::string, stage> states{
        {"ontvangen", stage::accepted},
        {"doorgezet", stage::published},
        {"verwerkt", stage::processed}};
    app.add_option("--until", options.until, "How far each message has to come")
        ->transform(CLI::CheckedTransformer(states));
    app.add_option("--patience", options.patience, "For what is not that far yet (ms)");
    app.add_flag("--postvak,!--no-postvak", options.postvak, "Count the statuses in the postvak");
    app.add_flag("--floor", floor, "The other side is the floor server");
}

int send(load_options options, double rate, bool floor) {
    if (rate > 0) {
        options.pace.rate = rate;
    }
    options.against = floor ? target::floor : target::hub;
    options.message.run = std::random_device{}();
    auto report = run_load(options);
    std::cout << to_json(report) << '\n';
    return report.right() ? 0 : 1;
}

form form_of(const std::string& name) {
    const auto found = std::find(form_names.begin(), form_names.end(), name);
    if (found == form_names.end()) {
        throw std::invalid_argument{"no such form: " + name};
    }
    return static_cast<form>(found - form_names.begin());
}

void take_form_options(CLI::App& app, form_load_options& options, std::vector<std::string>& forms) {
    app.add_option("--oin", options.messages_of.sender_oin, "Of the certificate")->required();
    app.add_option("--samples", options.messages_of.samples, "schemas/samples")->required();
    app.add_option("--messages", options.messages)->check(CLI::Range(1, 5'000'000));
    app.add_option("--rate", options.pace.rate, "Messages per second, of all forms together");
    app.add_option("--forms", forms, "json, cloudevents, zgw, stuf")->delimiter(',')->required();
}

int send_forms(form_load_options options, const std::vector<std::string>& forms) {
    for (const auto& name : forms) {
        options.forms.push_back(form_of(name));
    }
    options.messages_of.run = std::random_device{}();
    auto report = run_form_load(options);
    std::cout << to_json(report) << '\n';
    return report.right() ? 0 : 1;
}

// Each connection asks one thing, so that what a request leaves behind is counted too.
class greeting final : public exchange_job {
public:
    explicit greeting(std::size_t connections) : left_{connections} {}

    std::string_view next(std::size_t) override {
        if (left_ == 0) {
            return {};
        }
        --left_;
        return "GET /v1/verbinding HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }
    void answered(std::size_t, const http_message& answer, std::uint32_t) override {
        // The floor answers 201 to everything.
        answered_ += answer.status() / 100 == 2 ? 1U : 0U;
    }
    void broken(std::size_t) override {}

    [[nodiscard]] std::size_t answered_count() const noexcept { return answered_; }

private:
    std::size_t left_;
    std::size_t answered_ = 0;
};

int hold_idle(const load_options& options) {
    const auto context = make_tls_context(options.tls, tls_side::client);
    {
        // What the first connections make once is not the cost of a connection.
        exchange first{*context, options.port, 8};
        greeting job{8};
        std::ignore = first.run(job, {});
    }
    wait_until_idle(options.process, options.patience);
    const auto before = usage_of(options.process);
    exchange connections{*context, options.port, options.connections};
    greeting job{options.connections};
    std::ignore = connections.run(job, {});
    wait_until_idle(options.process, options.patience);
    const auto after = usage_of(options.process);
    const auto grown = after.resident_bytes - before.resident_bytes;
    std::cout << fmt::format(
        "{{\"connections\":{},\"answered\":{},\"before\":{},\"after\":{},\"each\":{},"
        "\"handshake_us\":{}}}\n",
        options.connections,
        job.answered_count(),
        before.resident_bytes,
        after.resident_bytes,
        grown / options.connections,
        (after.cpu - before.cpu).count() / static_cast<std::int64_t>(options.connections)
    );
    return job.answered_count() == options.connections ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Load on a hub, over mutual TLS on the loopback address"};
    app.require_subcommand(1);
    load_options options;
    double rate = 0;
    bool floor = false;
    auto* const messages = app.add_subcommand("aanmeldingen", "Send aanmeldingen");
    take_connection_options(*messages, options);
    take_load_options(*messages, options, rate, floor);
    auto* const idle = app.add_subcommand("stil", "Hold connections that do nothing");
    take_connection_options(*idle, options);
    form_load_options in_forms;
    std::vector<std::string> forms;
    auto* const mixed = app.add_subcommand("vormen", "Send aanmeldingen in each form in turn");
    take_connection_options(*mixed, in_forms);
    take_form_options(*mixed, in_forms, forms);
    CLI11_PARSE(app, argc, argv);
    try {
        if (mixed->parsed()) {
            return send_forms(in_forms, forms);
        }
        return messages->parsed() ? send(options, rate, floor) : hold_idle(options);
    } catch (const std::exception& failure) {
        std::cerr << "load: " << failure.what() << '\n';
        return 2;
    }
}
