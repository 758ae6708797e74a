#include "adapters/formats/text/markup.hpp"
#include "hub/app/hubctl/rapport.hpp"

namespace hub::app::hubctl {
namespace {

using adapters::formats::text::escaped;

// To the second, as a person reads it.
std::string moment(std::string_view rfc3339) {
    std::string result{rfc3339.substr(0, 19)};
    if (const auto at = result.find('T'); at != std::string::npos) {
        result[at] = ' ';
    }
    return result;
}

constexpr std::string_view head = R"(<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Aansluitrapport PMM-hub</title>
<style>
@page { size: A4; margin: 14mm 16mm; }
body { font: 10pt/1.35 "Liberation Sans", Arial, sans-serif; color: #1a1a1a; background: #fff; max-width: 180mm; margin: 8mm auto; padding: 0 4mm; }
h1 { font-size: 17pt; margin: 0 0 1mm; }
h2 { font-size: 11pt; margin: 4mm 0 1mm; color: #154273; }
p { margin: 0 0 2mm; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.8mm 2mm 0.8mm 0; border-bottom: 0.2mm solid #b4b4b4; overflow-wrap: anywhere; }
th { font-weight: bold; }
tbody th { width: 46mm; font-weight: normal; color: #424242; }
table.proeven { font-size: 8.5pt; }
table.proeven th, table.proeven td { overflow-wrap: normal; }
table.proeven tbody th { width: auto; color: inherit; }
.oordeel { display: inline-block; padding: 1mm 3mm; font-weight: bold; border: 0.5mm solid; }
.in-orde { color: #205c1d; border-color: #205c1d; }
.niet-in-orde { color: #a2110a; border-color: #a2110a; }
ul { margin: 0; padding-left: 5mm; }
.tekenen td { height: 9mm; vertical-align: bottom; width: 50%; border-bottom: 0.3mm solid #1a1a1a; }
.klein { font-size: 8pt; color: #424242; margin-top: 3mm; }
@media print { body { margin: 0; padding: 0; max-width: none; } h2, tr { break-inside: avoid; break-after: avoid-page; } }
</style>
</head>
<body>
)";

void write_facts(std::ostream& out, std::string_view heading, const std::vector<fact>& facts) {
    out << "<h2>" << heading << "</h2>\n<table><tbody>\n";
    for (const auto& one : facts) {
        out << "<tr><th scope=\"row\">" << escaped(one.name) << "</th><td>" << escaped(one.value)
            << "</td></tr>\n";
    }
    if (facts.empty()) {
        out << "<tr><td>geen</td></tr>\n";
    }
    out << "</tbody></table>\n";
}

void write_messages(std::ostream& out, const std::vector<test_message>& messages) {
    out << "<h2>Proefberichten</h2>\n<table class=\"proeven\"><thead><tr><th "
           "scope=\"col\">Vorm</th>"
           "<th scope=\"col\">Uitkomst</th><th scope=\"col\">Inzending</th><th scope=\"col\">"
           "Ontvangen (UTC)</th><th scope=\"col\">Toestand</th><th "
           "scope=\"col\">Ontvangstbewijs</th>"
           "</tr></thead><tbody>\n";
    for (const auto& one : messages) {
        out << "<tr><th scope=\"row\">" << words_of_form(one.form) << "</th><td>"
            << words_of(one.is) << (one.remark.empty() ? "" : ": " + escaped(one.remark))
            << "</td><td>" << escaped(one.inzending) << "</td><td>"
            << escaped(moment(one.received_at)) << "</td><td>" << escaped(one.state) << "</td><td>"
            << words_of(one.receipt) << "</td></tr>\n";
    }
    if (messages.empty()) {
        out << "<tr><td colspan=\"6\">geen</td></tr>\n";
    }
    out << "</tbody></table>\n";
}

}  // namespace

void write_html(std::ostream& out, const aansluitrapport& report) {
    const bool fine = in_order(report);
    out << head << "<h1>Aansluitrapport PMM-hub</h1>\n<p>Gemaakt op "
        << escaped(moment(report.made_at)) << " UTC met het eigen certificaat van de "
        << "organisatie. <span class=\"oordeel "
        << (fine ? "in-orde\">In orde" : "niet-in-orde\">Niet in orde") << "</span></p>\n";
    write_facts(out, "Verbinding", facts_of(report));
    write_facts(out, "Certificaatketen", chain_of(report));
    write_facts(out, "Rechten bij de hub", rights_of(report));
    write_messages(out, report.messages);
    out << "<h2>Open punten</h2>\n<ul>\n";
    const auto points = open_points(report);
    for (const auto& one : points) {
        out << "<li>" << escaped(one) << "</li>\n";
    }
    if (points.empty()) {
        out << "<li>Geen.</li>\n";
    }
    out << "</ul>\n<h2>Gezien en akkoord</h2>\n<table class=\"tekenen\"><tbody>\n"
           "<tr><td>Naam:</td><td>Functie:</td></tr>\n"
           "<tr><td>Datum:</td><td>Handtekening:</td></tr>\n</tbody></table>\n"
           "<p class=\"klein\">Dit rapport bevat geen persoonsgegevens. Elk ontvangstbewijs is "
           "nagerekend: het blad, de boom, het hoofd en de handtekening van het zegel; bij "
           "&lsquo;byte voor byte&rsquo; ook de ontvangen bytes. Zo controleert u het zelf: "
           "pmm-hubctl ontvangstbewijs controleer.</p>\n</body>\n</html>\n";
}

}  // namespace hub::app::hubctl
