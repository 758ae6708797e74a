#include "adapters/http/listener/certificate.hpp"

#include "hub/model/hexadecimal.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

namespace adapters::http::listener {
namespace {

using exchange::certificate_fault;

constexpr std::uintmax_t file_limit = 64U * 1024U * 1024U;

bio_pointer memory(const std::string& bytes) {
    return bio_pointer{BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))};
}

// An encrypted key would otherwise make OpenSSL ask at the terminal.
int no_password(char*, int, int, void*) {
    return -1;
}

// Every PEM object, or the one DER object, of a file; nothing when one of them is broken.
template <class Pointer, class ReadPem, class ReadDer>
std::vector<Pointer> parse(const std::string& bytes, ReadPem read_pem, ReadDer read_der) {
    std::vector<Pointer> result;
    const auto bio = memory(bytes);
    if (bytes.find("-----BEGIN ") == std::string::npos) {
        if (Pointer one{read_der(bio.get())}) {
            result.push_back(std::move(one));
        }
        ERR_clear_error();
        return result;
    }
    while (Pointer one{read_pem(bio.get())}) {
        result.push_back(std::move(one));
    }
    // "No start line" is how the end of a file without further objects reads.
    const auto error = ERR_peek_last_error();
    if (ERR_GET_LIB(error) != ERR_LIB_PEM || ERR_GET_REASON(error) != PEM_R_NO_START_LINE) {
        result.clear();
    }
    ERR_clear_error();
    return result;
}

std::string utf8_of(const ASN1_STRING* text) {
    unsigned char* bytes = nullptr;
    const int size = ASN1_STRING_to_UTF8(&bytes, text);
    if (size < 0) {
        ERR_clear_error();
        return {};
    }
    std::string result{reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
    OPENSSL_free(bytes);
    return result;
}

std::vector<std::string> entries_of(const X509_NAME* name, int nid) {
    std::vector<std::string> result;
    for (int at = X509_NAME_get_index_by_NID(name, nid, -1); at >= 0;
         at = X509_NAME_get_index_by_NID(name, nid, at)) {
        result.push_back(utf8_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at))));
    }
    return result;
}

void describe_oin(
    const X509_NAME* subject,
    hub::model::environment environment,
    exchange::peer& to
) {
    const auto numbers = entries_of(subject, NID_serialNumber);
    if (numbers.empty()) {
        to.faults.push_back(certificate_fault::geen_oin);
        return;
    }
    to.certificate = numbers.size() == 1 ? hub::model::oin::parse(numbers.front()) : std::nullopt;
    if (!to.certificate) {
        to.faults.push_back(certificate_fault::korte_oin);
        return;
    }
    const bool in_production = environment == hub::model::environment::productie;
    if (to.certificate->is_test() == in_production) {
        to.faults.push_back(certificate_fault::verkeerde_omgeving);
    }
}

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error || size > file_limit) {
        return std::nullopt;
    }
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        return std::nullopt;
    }
    return std::string{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

std::vector<certificate_pointer> parse_certificates(const std::string& bytes) {
    return parse<certificate_pointer>(
        bytes,
        [](BIO* from) { return PEM_read_bio_X509(from, nullptr, no_password, nullptr); },
        [](BIO* from) { return d2i_X509_bio(from, nullptr); }
    );
}

std::vector<crl_pointer> parse_crls(const std::string& bytes) {
    return parse<crl_pointer>(
        bytes,
        [](BIO* from) { return PEM_read_bio_X509_CRL(from, nullptr, no_password, nullptr); },
        [](BIO* from) { return d2i_X509_CRL_bio(from, nullptr); }
    );
}

key_pointer parse_key(const std::string& bytes) {
    const auto bio = memory(bytes);
    key_pointer result{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr)};
    ERR_clear_error();
    return result;
}

hub::model::timestamp time_of(const ASN1_TIME* time) noexcept {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
        return {};
    }
    return hub::model::timestamp{std::chrono::seconds{timegm(&parts)}};
}

std::string text_of(const X509_NAME* name) {
    const bio_pointer bio{BIO_new(BIO_s_mem())};
    const auto flags = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
    X509_NAME_print_ex(bio.get(), name, 0, flags);
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(bio.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

std::string thumbprint_of(const X509& certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    if (X509_digest(&certificate, EVP_sha256(), hash.data(), &size) != 1) {
        ERR_clear_error();
        return {};
    }
    return hub::model::hexadecimal(std::span{hash}.first(size));
}

void describe(X509& certificate, hub::model::environment environment, exchange::peer& to) {
    const auto* const subject = X509_get_subject_name(&certificate);
    const auto organisations = entries_of(subject, NID_organizationName);
    to.organisation = organisations.empty() ? std::string{} : organisations.front();
    to.roles = entries_of(subject, NID_organizationalUnitName);
    to.not_before = time_of(X509_get0_notBefore(&certificate));
    to.not_after = time_of(X509_get0_notAfter(&certificate));
    to.thumbprint = thumbprint_of(certificate);
    const bool of_person =
        !entries_of(subject, NID_givenName).empty() || !entries_of(subject, NID_surname).empty();
    if (of_person) {
        // Its serialNumber is a number of the person, and no OIN however much it looks like one.
        to.faults.push_back(certificate_fault::persoonscertificaat);
        return;
    }
    describe_oin(subject, environment, to);
}

}  // namespace adapters::http::listener
