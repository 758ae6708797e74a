#include "adapters/formats/receipt/receipt_reader.hpp"
#include "hub/app/hubctl/commands.hpp"
#include "hub/app/hubctl/show.hpp"
#include "hub/vault/log_check.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace hub::app::hubctl {
namespace {

constexpr std::size_t commits_per_page = 100;

struct audit_options {
    std::string head_file;
    std::string keep_file;
    std::string log;
    std::string reason;
};

ports::log_batch batch_of(const boost::json::value& from) {
    ports::log_batch batch;
    const auto number = text_of(from, "nummer");
    std::from_chars(number.data(), number.data() + number.size(), batch.number);
    batch.head = text_of(from, "hoofd");
    for (const auto& leaf : items(from, "bladen")) {
        if (const auto* text = leaf.if_string()) {
            batch.leaves.emplace_back(text->data(), text->size());
        }
    }
    return batch;
}

// Head lines "log head" that were kept outside: one per log.
std::optional<std::string> kept_head(const std::string& file, const std::string& log) {
    if (file.empty()) {
        return std::nullopt;
    }
    std::istringstream lines{read_file(file)};
    for (std::string name, head; lines >> name >> head;) {
        if (name == log) {
            return head;
        }
    }
    return std::nullopt;
}

void tell(const vault::log_finding& finding, const std::string& log) {
    throw command_failed{
        exit_code::not_sound,
        "Log " + log + ", vastlegging " + std::to_string(finding.number) + ": " +
            std::string{vault::explain(finding.fault)}};
}

// The casus that a leaf says to be erased; empty for every other leaf.
std::string erased_in(const std::string& leaf) {
    boost::system::error_code not_json;
    const auto act = boost::json::parse(leaf, not_json);
    return text_of(act, "handeling") == "wissing" ? text_of(act, "casusId") : std::string{};
}

std::string erased(const std::set<std::string>& casussen) {
    return casussen.empty() ? ""
                            : ", " + std::to_string(casussen.size()) +
                                  (casussen.size() == 1 ? " casus" : " casussen") + " gewist";
}

std::string put_back(const vault::log_state& state) {
    const auto times = state.incarnation - 1;
    return times == 0 ? "" : ", na " + std::to_string(times) + " maal teruggezet uit een back-up";
}

// Reads one log from its beginning and checks every commit; gives its last head.
std::string check_log(
    session& hub,
    const std::string& log,
    model::environment environment,
    const vault::seal_trust& trust,
    std::optional<std::string> outside
) {
    vault::log_checker checker{
        {.log = {environment, log},
         .leaves = ports::leaves::with,
         .outside_head = std::move(outside)},
        trust};
    std::string last;
    std::set<std::string> casussen;
    std::uint64_t after = 0;
    for (;;) {
        const auto page = hub.get(
            "/api/logs/" + encoded(log) + "/bladen?maximum=" + std::to_string(commits_per_page) +
            "&na=" + std::to_string(after)
        );
        const auto& batches = items(page, "commits");
        for (const auto& one : batches) {
            auto batch = batch_of(one);
            if (const auto finding = checker.next(batch)) {
                tell(*finding, log);
            }
            for (const auto& leaf : batch.leaves) {
                if (auto casus = erased_in(leaf); !casus.empty()) {
                    casussen.insert(std::move(casus));
                }
            }
            after = batch.number;
            last = std::move(batch.head);
        }
        if (batches.empty()) {
            break;
        }
    }
    if (const auto finding = checker.finish()) {
        tell(*finding, log);
    }
    std::cout << "log " << log << " klopt: " << checker.state().number << " vastleggingen, "
              << checker.state().tree_size << " bladen" << erased(casussen)
              << put_back(checker.state()) << "\n";
    return last;
}

void check(const common_options& common, const audit_options& how) {
    session hub{common, door::operators};
    const auto overview = hub.get("/api/logs");
    const auto environment = model::parse_environment(text_of(overview, "omgeving"));
    const auto trust = adapters::formats::receipt::read_seals(boost::json::serialize(overview));
    if (!environment || !trust) {
        throw command_failed{exit_code::not_sound, "De zegelcertificaten zijn niet te lezen."};
    }
    std::string kept;
    for (const auto& one : items(overview, "logs")) {
        const auto log = text_of(one, "log");
        if (how.log.empty() || how.log == log) {
            const auto head =
                check_log(hub, log, *environment, *trust, kept_head(how.head_file, log));
            // A log in which nothing stands yet has no head to keep.
            kept += head.empty() ? "" : log + " " + head + "\n";
        }
    }
    if (!how.keep_file.empty()) {
        write_file(how.keep_file, kept);
    }
}

}  // namespace

void add_audit(CLI::App& program, common_options& common) {
    auto how = std::make_shared<audit_options>();
    auto* noun = program.add_subcommand("audit", "Beheer: de getekende logs");
    noun->require_subcommand(1)->fallthrough();
    auto* check_verb = noun->add_subcommand("controleer", "Controleert elk log van begin tot eind");
    check_verb->add_option(
        "--hoofd",
        how->head_file,
        "Hoofden die elders bewaard zijn: vindt wat is afgekapt of teruggezet"
    );
    check_verb->add_option(
        "--bewaar",
        how->keep_file,
        "Schrijft de laatste hoofden in dit bestand, om elders te bewaren"
    );
    check_verb->add_option("--log", how->log, "Alleen dit log");
    check_verb->callback([how, &common] { check(as_operator(common), *how); });

    auto* resume_verb = noun->add_subcommand(
        "hervat",
        "Gaat verder op teruggezette gegevens, met een breukregel in elk log; een tweede persoon "
        "bevestigt"
    );
    resume_verb->add_option("--reden", how->reason, "Waarom: een woord, zonder persoonsgegevens")
        ->required();
    resume_verb->callback([how, &common] {
        session hub{as_operator(common), door::operators};
        print_json(hub.post(
            "/api/herstel", boost::json::serialize(boost::json::object{{"reden", how->reason}})
        ));
    });
}

}  // namespace hub::app::hubctl
