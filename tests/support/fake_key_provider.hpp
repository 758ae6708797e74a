// Root keys that every test knows: each byte of a key is its purpose and version.
#pragma once

#include "hub/ports/key_provider.hpp"

#include <cstdint>

namespace tests::support {

// Set up before use; thread-safe then.
class fake_key_provider final : public hub::ports::key_provider {
public:
    [[nodiscard]] std::uint32_t current_version(hub::ports::key_purpose) const noexcept override {
        return version_;
    }
    [[nodiscard]] hub::ports::result<hub::ports::secret_key>
    key(hub::ports::key_purpose purpose, std::uint32_t version) const override {
        if (version == 0 || version > version_) {
            return hub::ports::errc::not_found;
        }
        hub::ports::secret_key value{};
        value.fill(static_cast<std::uint8_t>(16 * static_cast<unsigned>(purpose) + version));
        return value;
    }

    void set_version(std::uint32_t version) noexcept { version_ = version; }

private:
    std::uint32_t version_ = 1;
};

}  // namespace tests::support
