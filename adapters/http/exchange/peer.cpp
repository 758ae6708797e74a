#include "adapters/http/exchange/peer.hpp"

#include <algorithm>

namespace adapters::http::exchange {

std::string_view code(certificate_fault value) noexcept {
    switch (value) {
        case certificate_fault::verlopen:
            return "certificaat_verlopen";
        case certificate_fault::nog_niet_geldig:
            return "certificaat_nog_niet_geldig";
        case certificate_fault::verkeerd_doel:
            return "certificaat_verkeerd_doel";
        case certificate_fault::ingetrokken:
            return "certificaat_ingetrokken";
        case certificate_fault::crl_ontbreekt:
            return "certificaat_crl_ontbreekt";
        case certificate_fault::crl_verlopen:
            return "certificaat_crl_verlopen";
        case certificate_fault::geen_oin:
            return "certificaat_geen_oin";
        case certificate_fault::korte_oin:
            return "certificaat_oin_ongeldig";
        case certificate_fault::persoonscertificaat:
            return "certificaat_van_persoon";
        case certificate_fault::verkeerde_omgeving:
            return "certificaat_verkeerde_omgeving";
        case certificate_fault::keten_ongeldig:
            return "certificaat_keten_ongeldig";
        case certificate_fault::onbekende_uitgever:
            return "certificaat_onbekende_uitgever";
        case certificate_fault::ongeldige_handtekening:
            return "certificaat_ongeldige_handtekening";
        case certificate_fault::sleutel_te_klein:
            return "certificaat_sleutel_te_klein";
        case certificate_fault::geen_certificaat:
            return "certificaat_ontbreekt";
    }
    return "certificaat_ongeldig";
}

std::string_view words(certificate_fault value) noexcept {
    switch (value) {
        case certificate_fault::verlopen:
            return "Uw certificaat, of een certificaat erboven, is verlopen. Gebruik een geldig "
                   "certificaat.";
        case certificate_fault::nog_niet_geldig:
            return "Uw certificaat, of een certificaat erboven, is nog niet geldig. Wacht tot de "
                   "begindatum of controleer de klok van uw systeem.";
        case certificate_fault::verkeerd_doel:
            return "Uw certificaat is niet uitgegeven om als cliënt te verbinden (clientAuth "
                   "ontbreekt).";
        case certificate_fault::ingetrokken:
            return "Uw certificaat, of een certificaat erboven, is ingetrokken. Vraag een nieuw "
                   "certificaat aan.";
        case certificate_fault::crl_ontbreekt:
            return "De hub heeft geen intrekkingslijst (CRL) van een uitgever in uw keten. Meld "
                   "dit bij de beheerder van de hub.";
        case certificate_fault::crl_verlopen:
            return "De intrekkingslijst (CRL) van een uitgever in uw keten is verlopen. Meld dit "
                   "bij de beheerder van de hub.";
        case certificate_fault::geen_oin:
            return "In uw certificaat staat geen OIN (subject serialNumber). Gebruik een "
                   "organisatiecertificaat met OIN.";
        case certificate_fault::korte_oin:
            return "Het nummer in uw certificaat (subject serialNumber) is geen OIN van 20 "
                   "posities.";
        case certificate_fault::persoonscertificaat:
            return "Uw certificaat is van een persoon. Gebruik een organisatiecertificaat met OIN.";
        case certificate_fault::verkeerde_omgeving:
            return "De OIN in uw certificaat hoort niet bij deze omgeving: test-OIN's (00000099) "
                   "en echte OIN's worden niet gemengd.";
        case certificate_fault::keten_ongeldig:
            return "De keten van uw certificaat voldoet niet aan de regels (X.509).";
        case certificate_fault::onbekende_uitgever:
            return "De uitgever van uw certificaat is hier niet bekend, of een tussencertificaat "
                   "ontbreekt. Stuur de hele keten mee, of vraag een certificaat van een erkende "
                   "uitgever.";
        case certificate_fault::ongeldige_handtekening:
            return "Een handtekening in de keten van uw certificaat klopt niet.";
        case certificate_fault::sleutel_te_klein:
            return "De sleutel van uw certificaat, of van een certificaat erboven, is te klein. "
                   "RSA vanaf 3072 bits of EC P-256.";
        case certificate_fault::geen_certificaat:
            return "Er is geen certificaat aangeboden. Stel het organisatiecertificaat met zijn "
                   "sleutel in bij uw cliënt.";
    }
    return "";
}

bool ends_handshake(certificate_fault value) noexcept {
    switch (value) {
        case certificate_fault::keten_ongeldig:
        case certificate_fault::onbekende_uitgever:
        case certificate_fault::ongeldige_handtekening:
        case certificate_fault::sleutel_te_klein:
        case certificate_fault::geen_certificaat:
            return true;
        case certificate_fault::verlopen:
        case certificate_fault::nog_niet_geldig:
        case certificate_fault::verkeerd_doel:
        case certificate_fault::ingetrokken:
        case certificate_fault::crl_ontbreekt:
        case certificate_fault::crl_verlopen:
        case certificate_fault::geen_oin:
        case certificate_fault::korte_oin:
        case certificate_fault::persoonscertificaat:
        case certificate_fault::verkeerde_omgeving:
            return false;
    }
    return true;
}

std::string_view code(certificate_warning value) noexcept {
    switch (value) {
        case certificate_warning::rsa_2048:
            return "certificaat_rsa_2048";
        case certificate_warning::verloopt_binnen_30_dagen:
            return "certificaat_verloopt_binnen_30_dagen";
        case certificate_warning::tussencertificaat_ontbrak:
            return "certificaat_tussencertificaat_ontbrak";
    }
    return "";
}

std::string_view words(certificate_warning value) noexcept {
    switch (value) {
        case certificate_warning::rsa_2048:
            return "De sleutel van uw certificaat is RSA van minder dan 3072 bits: dat wordt nu "
                   "nog "
                   "aangenomen, maar is aan het uitfaseren.";
        case certificate_warning::verloopt_binnen_30_dagen:
            return "Uw certificaat verloopt binnen 30 dagen.";
        case certificate_warning::tussencertificaat_ontbrak:
            return "U stuurde niet de hele keten mee; de hub heeft hem aangevuld.";
    }
    return "";
}

bool peer::has_role(std::string_view role) const noexcept {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

}  // namespace adapters::http::exchange
