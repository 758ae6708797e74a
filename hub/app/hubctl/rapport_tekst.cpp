#include "hub/app/hubctl/rapport.hpp"

namespace hub::app::hubctl {
namespace {

void write_facts(std::ostream& out, std::string_view heading, const std::vector<fact>& facts) {
    out << "\n" << heading << "\n";
    for (const auto& one : facts) {
        out << "  " << one.name << ": " << one.value << "\n";
    }
    if (facts.empty()) {
        out << "  geen\n";
    }
}

}  // namespace

void write_text(std::ostream& out, const aansluitrapport& report) {
    out << "AANSLUITRAPPORT PMM-HUB, " << report.made_at << "\n"
        << "Oordeel: " << (in_order(report) ? "in orde" : "NIET IN ORDE") << "\n";
    write_facts(out, "Verbinding", facts_of(report));
    write_facts(out, "Keten", chain_of(report));
    write_facts(out, "Rechten", rights_of(report));
    out << "\nProefberichten\n";
    for (const auto& one : report.messages) {
        out << "  " << words_of_form(one.form) << ": " << words_of(one.is);
        if (!one.inzending.empty()) {
            out << ", inzending " << one.inzending << ", ontvangen " << one.received_at
                << ", toestand " << one.state << ", ontvangstbewijs " << words_of(one.receipt);
        }
        out << (one.remark.empty() ? "" : " (" + one.remark + ")") << "\n";
    }
    if (report.messages.empty()) {
        out << "  geen\n";
    }
    out << "\nOpen punten\n";
    const auto points = open_points(report);
    for (const auto& one : points) {
        out << "  - " << one << "\n";
    }
    if (points.empty()) {
        out << "  geen\n";
    }
    out << "\nGezien en akkoord\n"
           "  Naam: ____________________  Functie: ____________________\n"
           "  Datum: ___________________  Handtekening: _______________\n";
}

}  // namespace hub::app::hubctl
