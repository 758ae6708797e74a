// Signs heads with a key that lives as long as the test, and checks what it signed.
#pragma once

#include "hub/ports/signer.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <string_view>

namespace tests::support {

// Thread-safe.
class fake_signer final : public hub::ports::signer {
public:
    fake_signer();
    ~fake_signer() override;

    [[nodiscard]] hub::ports::result<std::array<std::uint8_t, 64>> sign(std::string_view data
    ) const override;
    [[nodiscard]] std::string_view key_id() const noexcept override { return "proefzegel"; }
    [[nodiscard]] std::string_view thumbprint() const noexcept override {
        return "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    }

    // r and s, 32 bytes each.
    [[nodiscard]] bool verifies(std::string_view data, std::string_view signature) const;

    // How often it signed.
    [[nodiscard]] std::size_t signatures() const noexcept { return signatures_; }

    // From now on signing fails, or works again.
    void fail(hub::ports::errc error) noexcept { failure_ = error; }
    void work() noexcept { failure_ = hub::ports::errc{}; }

private:
    struct key;
    std::unique_ptr<key> key_;
    mutable std::atomic<std::size_t> signatures_ = 0;
    std::atomic<hub::ports::errc> failure_ = hub::ports::errc{};
};

}  // namespace tests::support
