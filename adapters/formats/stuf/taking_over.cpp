#include "adapters/formats/stuf/taking_over.hpp"

#include "adapters/formats/stuf/composing.hpp"
#include "adapters/formats/stuf/element_text.hpp"
#include "adapters/formats/stuf/moment.hpp"
#include "adapters/formats/stuf/xml_text.hpp"
#include "adapters/formats/text/base64.hpp"
#include "hub/model/bsn.hpp"
#include "hub/vault/primitives.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace adapters::formats::stuf {
namespace {

using hub::model::invalid_param;

// As our own form has them.
constexpr std::size_t longest_line = 200;
constexpr std::size_t longest_report = 4096;

class object_reader {
public:
    object_reader(const envelope& from, const mapping& table, taking_over_options options) noexcept
        : from_{from}, table_{table}, options_{options} {}

    // The object that holds now: of an old and a new one, the second.
    void read() {
        const std::string first = from_.path + "/ZKN:object";
        object_ = first;
        for (const auto& one : from_.elements) {
            if (one.path == first + "[2]") {
                object_ = one.path;
            }
        }
        for (const auto& one : from_.elements) {
            if (one.path == object_) {
                kind_ = one.verwerkingssoort;
                found_ = true;
            } else if (one.path.starts_with(object_ + "/") && !one.has_children) {
                take(one);
            }
        }
        if (!found_) {
            add(first, "verplicht", "Het bericht heeft geen object.");
        }
    }

    void add(std::string place, std::string code, std::string reason) {
        if (faults.size() < most_faults) {
            faults.push_back({std::move(place), std::move(code), std::move(reason)});
        }
    }

    [[nodiscard]] const std::string& object() const noexcept { return object_; }
    [[nodiscard]] const std::string& kind() const noexcept { return kind_; }

    gathered values;
    std::vector<invalid_param> faults;
    std::set<std::string, std::less<>> left;
    // Place of a document that is of another kind than its sender says.
    std::string another_type;

private:
    static constexpr std::size_t most_faults = 100;

    void take(const xml_element& one) {
        const auto path = plain_path(std::string_view{one.path}.substr(object_.size()));
        const auto* row = is_known_name(one.path) ? table_.find(from_.name, path) : nullptr;
        if (row == nullptr) {
            if (!one.text.empty() && one.text.find_first_not_of(" \t\r\n") != std::string::npos) {
                left.insert(is_known_name(one.path) ? path : "*");
            }
            return;
        }
        if (!one.no_value.empty() || one.text.empty()) {
            // What is cleared is worth telling in a change; elsewhere it is simply absent.
            if (one.no_value == "geenWaarde" && from_.mutatiesoort == "W") {
                add_line(row->label, "(leeggemaakt)");
            }
            return;
        }
        put(one, *row);
    }

    void put(const xml_element& one, const mapping_row& row) {
        switch (row.to) {
            case target::kenmerk:
                values.kenmerk = line(one);
                break;
            case target::zaak:
                values.zaak = line(one);
                break;
            case target::onderwerp:
                values.onderwerp = line(one);
                break;
            case target::vraag:
                values.vraag = trimmed(one.text);
                break;
            case target::toelichting:
            case target::tekst:
                values.toelichting = trimmed(one.text);
                break;
            case target::regel:
                add_line(row.label, on_one_line(one.text));
                break;
            case target::dringende_datum:
                take_date(one, row);
                break;
            case target::inhoud:
                take_content(one);
                break;
            case target::none:
                break;
            default:
                put_person(one, row);
        }
    }

    void put_person(const xml_element& one, const mapping_row& row) {
        switch (row.to) {
            case target::bsn:
                take_bsn(one);
                break;
            case target::achternaam:
                values.achternaam = line(one);
                break;
            case target::voorvoegsel:
                values.voorvoegsel = line(one);
                break;
            case target::voornamen:
                values.voornamen = line(one);
                break;
            case target::voorletters:
                values.voorletters = line(one);
                break;
            case target::geboortedatum:
                values.betrokkene.set_geboortedatum(date_of(one));
                break;
            case target::professional_naam:
                values.professional.set_naam(line(one));
                break;
            case target::professional_email:
                values.professional.set_email(line(one));
                break;
            case target::professional_telefoon:
                values.professional.set_telefoon(line(one));
                break;
            default:
                break;
        }
    }

    std::string line(const xml_element& one) {
        auto text = on_one_line(one.text);
        if (text.size() > longest_line) {
            add(one.path, "te_lang", "Gebruik hoogstens 200 tekens.");
        }
        return text;
    }

    void add_line(std::string_view label, std::string_view value) {
        values.lines.append(values.lines.empty() ? "" : "\n").append(label).append(": ").append(
            value
        );
    }

    std::string date_of(const xml_element& one) {
        auto date = full_date(trimmed(one.text));
        if (date.empty()) {
            add(one.path, "ongeldige_datum", "Geef een bestaande datum als JJJJMMDD.");
        }
        return date;
    }

    void take_date(const xml_element& one, const mapping_row& row) {
        pmm::v1::DringendeDatum date;
        date.set_datum(date_of(one));
        date.set_omschrijving(row.label);
        values.dates.push_back(std::move(date));
    }

    void take_bsn(const xml_element& one) {
        constexpr std::size_t bsn_size = 9;
        auto bsn = trimmed(one.text);
        const bool digits = !bsn.empty() && bsn.find_first_not_of("0123456789") == std::string::npos;
        if (!digits || bsn.size() < bsn_size - 1 || bsn.size() > bsn_size) {
            add(one.path, "ongeldig_bsn", "Een BSN heeft 8 of 9 cijfers.");
            return;
        }
        bsn.insert(0, bsn_size - bsn.size(), '0');
        if (options_.strictness == json::bsn_check::strict && !hub::model::passes_elfproef(bsn)) {
            add(one.path, "elfproef", "Dit BSN voldoet niet aan de elfproef.");
            return;
        }
        values.betrokkene.set_bsn(bsn);
    }

    void take_content(const xml_element& one) {
        hub::ports::attachment content;
        content.name = beginning(one.bestandsnaam, longest_line);
        content.content_type = beginning(one.content_type, longest_line);
        if (options_.documents == document_place::apart) {
            take_note(one, std::move(content));
            return;
        }
        // The digest says which document it was; its bytes stay sealed in the original.
        text::base64_reader reader{text::white_space::skipped};
        std::string bytes;
        if (!reader.feed(one.text, bytes) || !reader.finish()) {
            add(one.path, "ongeldig_base64", "De inhoud is geen base64 (RFC 4648).");
            return;
        }
        content.size = bytes.size();
        content.sha256 = hub::vault::sha256({bytes});
        values.attachments.push_back(std::move(content));
    }

    void take_note(const xml_element& one, hub::ports::attachment content) {
        auto note = read_note(one.text);
        if (!note) {
            add(one.path, "inhoud_ontbreekt", "Hier hoort de inhoud van een document.");
            return;
        }
        if (!content.content_type.empty() && content.content_type != note->content_type) {
            another_type = one.path;
        }
        content.content_type = std::move(note->content_type);
        content.size = note->size;
        content.sha256 = note->sha256;
        content.document = note->document;
        values.attachments.push_back(std::move(content));
    }

    const envelope& from_;
    const mapping& table_;
    taking_over_options options_;
    std::string object_;
    std::string kind_;
    bool found_ = false;
};

std::string_view change_of(std::string_view kind) noexcept {
    if (kind == "W" || kind == "C") {
        return "Zaak gewijzigd";
    }
    if (kind == "V") {
        return "Zaak verwijderd";
    }
    return kind == "I" ? "Zaak genoemd" : std::string_view{};
}

void take_zaak(const envelope& from, object_reader& reader, hub::ports::decoded_message& into) {
    auto& values = reader.values;
    const auto& kind = reader.kind() == "I" || from.mutatiesoort.empty() ? reader.kind()
                                                                         : from.mutatiesoort;
    into.casus_reference = values.kenmerk;
    if (kind == "T") {
        make_aanmelding(std::move(values), into);
        return;
    }
    const auto change = change_of(kind);
    if (change.empty()) {
        reader.add(
            from.path + "/ZKN:parameters/StUF:mutatiesoort",
            "onbekende_waarde",
            "De hub kent T, W, C, V en I."
        );
        return;
    }
    auto text = joined(joined(values.vraag, values.toelichting), values.lines);
    for (const auto& date : values.dates) {
        text = joined(text, date.omschrijving() + ": " + date.datum());
    }
    make_bericht(values, std::string{change}, text.empty() ? std::string{change} : text, into);
}

void take_document(object_reader& reader, hub::ports::decoded_message& into) {
    auto& values = reader.values;
    into.casus_reference = values.zaak;
    if (values.zaak.empty()) {
        reader.add(
            reader.object() + "/ZKN:isRelevantVoor/ZKN:gerelateerde/ZKN:identificatie",
            "verplicht",
            "Noem de zaak waarbij het document hoort."
        );
    }
    const auto subject = values.onderwerp.empty() ? std::string{"Document"} : values.onderwerp;
    const auto text = joined(values.toelichting, values.lines);
    make_bericht(values, subject, text.empty() ? subject : text, into);
    into.attachments = std::move(values.attachments);
    if (!reader.another_type.empty()) {
        into.notices.push_back(
            {reader.another_type,
             "inhoudstype_anders",
             "Het document is van een andere soort dan contentType zegt; de soort die het is, telt."}
        );
    }
}

void report_left(const object_reader& reader, hub::ports::decoded_message& into) {
    if (reader.left.empty()) {
        return;
    }
    std::string names;
    for (const auto& one : reader.left) {
        if (names.size() + one.size() < longest_report) {
            names.append(names.empty() ? "" : " ").append(one);
        }
    }
    into.extensions.emplace("pmmnietovergenomen", std::move(names));
    into.notices.push_back(
        {reader.object(),
         "niet_overgenomen",
         std::to_string(reader.left.size()) +
             " element(en) staan niet in de vertaaltabel en blijven alleen in het verzegelde "
             "origineel."}
    );
}

}  // namespace

std::vector<invalid_param> take_over(
    const envelope& from,
    const mapping& table,
    taking_over_options options,
    hub::ports::decoded_message& into
) {
    object_reader reader{from, table, options};
    reader.read();
    if (reader.values.kenmerk.empty()) {
        reader.add(
            reader.object() + "/ZKN:identificatie", "verplicht", "Geef de identificatie."
        );
    }
    report_left(reader, into);
    if (from.name == "zakLk01") {
        take_zaak(from, reader, into);
    } else {
        take_document(reader, into);
    }
    return std::move(reader.faults);
}

}  // namespace adapters::formats::stuf
