// The seal from files: the key that signs heads, its certificate, and the certificates of earlier
// seals.
#pragma once

#include "hub/ports/signer.hpp"
#include "hub/vault/seal_trust.hpp"

#include <filesystem>
#include <memory>
#include <optional>

namespace adapters::keyfile {

struct seal_paths {
    // The certificate, followed by its chain.
    std::filesystem::path certificate;
    // PEM, P-256, mode 0600.
    std::filesystem::path key;
};

// Throws key_file_error, also when the key is not the certificate's.
[[nodiscard]] std::unique_ptr<hub::ports::signer> load_signer(const seal_paths& paths);

// Today's certificate and, from the directory, one earlier certificate per .pem file. Throws
// key_file_error with every problem at once.
[[nodiscard]] hub::vault::seal_trust load_seal_trust(
    const std::filesystem::path& certificate,
    const std::optional<std::filesystem::path>& earlier
);

}  // namespace adapters::keyfile
