#include "adapters/formats/stuf/head.hpp"

#include "adapters/formats/stuf/moment.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace adapters::formats::stuf {
namespace {

using hub::ports::decoded_message;

// Both go into the idempotency key.
constexpr std::size_t longest_key_part = 200;

class head_reader {
public:
    head_reader(const envelope& from, const decoder_options& options, decoded_message& into)
        : from_{from}, options_{options}, into_{into}, start_{from.path + "/ZKN:stuurgegevens"} {}

    std::vector<hub::model::invalid_param> read() {
        take_reference();
        take_sender();
        take_addressee();
        take_moment();
        keep("functie", from_.head.functie);
        keep("crossrefnummer", from_.head.cross_reference);
        keep("gebruiker", from_.head.zender.gebruiker);
        return std::move(faults_);
    }

private:
    void add(std::string_view below, std::string code, std::string reason) {
        faults_.push_back({start_ + std::string{below}, std::move(code), std::move(reason)});
    }
    void keep(const char* name, const std::string& value) {
        if (!value.empty()) {
            into_.extensions.emplace(name, value);
        }
    }

    void take_reference() {
        const auto& reference = from_.head.referentienummer;
        if (reference.empty()) {
            add("/StUF:referentienummer", "verplicht", "Het referentienummer is verplicht.");
        } else if (reference.size() > longest_key_part) {
            add("/StUF:referentienummer", "te_lang", "Gebruik hoogstens 200 tekens.");
        }
        into_.id = reference;
    }

    void take_sender() {
        const auto& sender = from_.head.zender;
        into_.on_behalf_of = hub::model::oin::parse(sender.organisatie);
        if (sender.organisatie.empty()) {
            add("/StUF:zender/StUF:organisatie", "verplicht", "Noem de zender.");
        } else if (!into_.on_behalf_of) {
            into_.deviations.push_back(
                {start_ + "/StUF:zender/StUF:organisatie",
                 "zender_geen_oin",
                 "Noem het OIN van de zendende organisatie."}
            );
        }
        into_.source =
            "stuf:" + sender.organisatie + ":" + sender.applicatie + ":" + sender.administratie;
        if (into_.source.size() > longest_key_part) {
            add("/StUF:zender", "te_lang", "Organisatie en applicatie zijn samen te lang.");
        }
    }

    void take_addressee() {
        const auto& addressee = from_.head.ontvanger.organisatie;
        const auto oin = hub::model::oin::parse(addressee);
        if (!oin) {
            into_.deviations.push_back(
                {start_ + "/StUF:ontvanger/StUF:organisatie",
                 "ontvanger_geen_oin",
                 "Noem het OIN van het loket of van de hub."}
            );
        } else if (std::find(options_.addressees.begin(), options_.addressees.end(), *oin) ==
                   options_.addressees.end()) {
            add("/StUF:ontvanger/StUF:organisatie",
                "ontvanger_onbekend",
                "Dit OIN is niet van het loket of de hub.");
        }
    }

    void take_moment() {
        if (from_.head.tijdstip.empty()) {
            return;
        }
        const auto when = parse_moment(from_.head.tijdstip);
        if (!when) {
            add("/StUF:tijdstipBericht",
                "ongeldig_tijdstip",
                "Geef een tijdstip als JJJJMMDDuummss of JJJJMMDDuummssmmm.");
            return;
        }
        keep("tijdstipbericht", hub::model::to_rfc3339(when->at));
        if (when->is == reading::ambiguous) {
            note("tijdstip_dubbel", "Dit uur kwam twee keer voor; gelezen als zomertijd.");
        } else if (when->is == reading::missing) {
            note(
                "tijdstip_bestaat_niet",
                "Dit uur bestond niet; gelezen als het begin van de zomertijd."
            );
        }
    }

    void note(std::string code, std::string reason) {
        into_.notices.push_back(
            {start_ + "/StUF:tijdstipBericht", std::move(code), std::move(reason)}
        );
    }

    const envelope& from_;
    const decoder_options& options_;
    decoded_message& into_;
    std::string start_;
    std::vector<hub::model::invalid_param> faults_;
};

}  // namespace

std::vector<hub::model::invalid_param>
read_head(const envelope& from, const decoder_options& options, decoded_message& into) {
    return head_reader{from, options, into}.read();
}

}  // namespace adapters::formats::stuf
