#include "adapters/keyfile/seal_files.hpp"

#include "adapters/keyfile/secret_file.hpp"
#include "hub/vault/es256.hpp"
#include "hub/vault/primitives.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace adapters::keyfile {
namespace {

class pem_signer final : public hub::ports::signer {
public:
    pem_signer(hub::vault::es256_private_key key, hub::vault::seal_certificate certificate)
        : key_{std::move(key)}, certificate_{std::move(certificate)} {}

    [[nodiscard]] hub::ports::result<std::array<std::uint8_t, 64>> sign(std::string_view data
    ) const override {
        return key_.sign(data);
    }
    [[nodiscard]] std::string_view key_id() const noexcept override {
        return certificate_.key_id();
    }
    [[nodiscard]] std::string_view thumbprint() const noexcept override {
        return certificate_.thumbprint();
    }

private:
    hub::vault::es256_private_key key_;
    hub::vault::seal_certificate certificate_;
};

hub::vault::seal_certificate read_certificate(const std::filesystem::path& path) {
    auto certificate = hub::vault::seal_certificate::from_pem(read_public_file(path));
    if (!certificate) {
        throw key_file_error{{path.string() + ": is geen zegelcertificaat (PEM, kromme P-256)"}};
    }
    return std::move(*certificate);
}

}  // namespace

std::unique_ptr<hub::ports::signer> load_signer(const seal_paths& paths) {
    auto certificate = read_certificate(paths.certificate);
    auto text = read_secret_file(paths.key);
    auto key = hub::vault::es256_private_key::from_pem(text);
    hub::vault::wipe(text);
    if (!key) {
        throw key_file_error{
            {paths.key.string() + ": is geen zegelsleutel (PEM zonder wachtwoord, kromme P-256)"}};
    }
    constexpr std::string_view probe = "hoort deze sleutel bij dit certificaat";
    const auto signature = key->sign(probe);
    if (!signature || !certificate.verify(probe, *signature)) {
        throw key_file_error{
            {paths.key.string() + ": hoort niet bij " + paths.certificate.string()}};
    }
    return std::make_unique<pem_signer>(std::move(*key), std::move(certificate));
}

hub::vault::seal_trust load_seal_trust(
    const std::filesystem::path& certificate,
    const std::optional<std::filesystem::path>& earlier
) {
    std::vector<std::filesystem::path> paths{certificate};
    if (earlier && std::filesystem::is_directory(*earlier)) {
        for (const auto& entry : std::filesystem::directory_iterator{*earlier}) {
            if (entry.path().extension() == ".pem") {
                paths.push_back(entry.path());
            }
        }
    }
    // Today's stays first; the others by name, so that they are published in one order.
    std::sort(paths.begin() + 1, paths.end());
    hub::vault::seal_trust trust;
    std::vector<std::string> problems;
    for (const auto& path : paths) {
        try {
            trust.add(read_certificate(path));
        } catch (const key_file_error& error) {
            problems.insert(problems.end(), error.problems().begin(), error.problems().end());
        }
    }
    if (!problems.empty()) {
        throw key_file_error{std::move(problems)};
    }
    return trust;
}

}  // namespace adapters::keyfile
