// flood: does to a server on the loopback address what attackers do, bounded in number and in time,
// and says what it got and what it cost itself.

#include "tests/bench/flooding.hpp"

#include <CLI/CLI.hpp>
#include <exception>
#include <fmt/format.h>
#include <iostream>

namespace {

using namespace tests::bench;

void take_options(CLI::App& app, flood_options& options) {
    app.add_option("--port", options.port)->required();
    app.add_option("--seconds", options.seconds)->check(CLI::Range(1, 120));
    app.add_option("--addresses", options.addresses, "Of 127.0.1.0/24, to come from")
        ->check(CLI::Range(1, 250));
    app.add_option("--connections", options.connections, "At once")->check(CLI::Range(1, 10'000));
    app.add_option("--rate", options.rate, "New ones a second")->check(CLI::Range(1, 20'000));
}

void take_certificates(CLI::App& app, flood_options& options) {
    app.add_option("--certificates", options.certificates, "PEM files, each beside its key")
        ->required();
    app.add_option("--roots", options.roots)->required();
}

void tell(const flood_report& report) {
    std::cout << fmt::format(
                     R"({{"begun":{},"answered":{},"turned_away":{},"own_us":{}}})",
                     report.begun,
                     report.answered,
                     report.turned_away,
                     report.own_cpu.count()
                 )
              << std::endl;
}

// Whoever started this begins to measure when everything stands.
void announce() {
    std::cout << "ready" << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App program{"Attacks a server on 127.0.0.1"};
    program.require_subcommand(1);
    flood_options options;
    auto* handshakes = program.add_subcommand("handdrukken", "Begins handshakes and goes");
    auto* silent = program.add_subcommand("stil", "Connects and says nothing");
    auto* resting = program.add_subcommand("rust", "Gets in and asks nothing");
    auto* headers = program.add_subcommand("koppen", "Sends a header a byte a second");
    auto* bodies = program.add_subcommand("inhoud", "Sends a body a byte a second");
    for (auto* const one : {handshakes, silent, resting, headers, bodies}) {
        take_options(*one, options);
    }
    for (auto* const one : {resting, headers, bodies}) {
        take_certificates(*one, options);
    }
    CLI11_PARSE(program, argc, argv);
    try {
        if (handshakes->parsed() || silent->parsed()) {
            announce();
            tell(flood_without_tls(options, silent->parsed() ? stranger::silent : stranger::greets)
            );
        } else {
            const auto part = resting->parsed()   ? slow_part::nothing
                              : headers->parsed() ? slow_part::header
                                                  : slow_part::body;
            tell(flood_slowly(options, part, announce));
        }
        return 0;
    } catch (const std::exception& problem) {
        std::cerr << problem.what() << '\n';
        return 1;
    }
}
